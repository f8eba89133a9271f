"""Keeping what a person sends of a section, once it is what its fields can be."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from sqlmodel import Session

from assessments.errors import InvalidFieldsError
from assessments.use_cases.contract.codes import Code, Finding
from assessments.use_cases.contract.content import Kind, Rules, Typed
from assessments.use_cases.contract.document import Document, parts_of
from assessments.use_cases.contract.validation import broken_rules
from assessments.use_cases.contract.values import Value, is_filled, limit_problems
from assessments.use_cases.drafts import Conflict, draft_and_seen, merged, set_fields
from assessments.use_cases.drafts import Typed as Sent
from assessments.use_cases.tables import UseCase
from ground.refusals import Refusal

LONGEST_TEXT, LONGEST_LINE = 500, 200
"""Characters of a text, and of one of several, for which the rules name no limit."""
ANSWERS = {Kind.RISK, Kind.PRIORITY}


def save_section(
    session: Session, rules: Rules, use_case: UseCase, sent: Sent, by: str, now: datetime
) -> list[Conflict]:
    """Keep what a person changed in a section.

    Only what they change is checked, so that a KPI whose day has passed keeps nobody from
    correcting another field.

    Args:
        session: A transaction; the use case's row was locked in it, see `lock_use_case`.
        rules: The rules for use cases.
        use_case: The use case.
        sent: What the window held.
        by: Slack user_id of the writer.
        now: When.

    Returns:
        The fields that somebody else changed meanwhile, with both texts; theirs stay.

    Raises:
        InvalidFieldsError: A value is beyond its limits, or breaks a rule that held before;
            each is named by its place, such as `title` or `priority_inputs.weeks`.
    """
    draft, seen = draft_and_seen(session, use_case.id, sent.seen)
    changed, conflicts = merged(draft, seen, sent.values)
    mine = {name: sent.values[name] for name in changed}
    mine |= {found.field: sent.values[found.field] for found in conflicts}
    problems = {name_of(found): found.reason for found in limits_broken(rules, mine)}
    if not problems:
        after = Document({**draft.document.values, **changed})
        found_now = newly_broken(rules, draft.document, after, now.date())
        problems = {
            name_of(found): found.reason for found in found_now if found.place[0] in sent.values
        }
    if problems:
        raise InvalidFieldsError(problems)
    set_fields(session, rules, use_case, changed, by, now)
    return conflicts


def newly_broken(rules: Rules, before: Document, after: Document, today: date) -> list[Finding]:
    """List the broken rules that weren't broken before, each with its place."""
    known = {
        (found.finding.place, found.finding.reason.code)
        for found in broken_rules(rules, before, today)
    }
    return [
        found.finding
        for found in broken_rules(rules, after, today)
        if (found.finding.place, found.finding.reason.code) not in known
    ]


def limits_broken(rules: Rules, values: Mapping[str, Value]) -> Iterator[Finding]:
    """List the values that are beyond their limits."""
    for name, value in values.items():
        spec = rules.by_id[name]
        if spec.type in ANSWERS and isinstance(value, Mapping):
            parts = parts_of(rules, spec)
            for part, inner in value.items():
                yield from _beyond((name, part), parts[part], inner)
            continue
        yield from _beyond((name,), spec, value)
        count = len(value) if isinstance(value, list) else 0
        if spec.max_items is not None and count > spec.max_items:
            yield Finding((name,), Refusal(Code.TOO_MANY_ROWS, most=spec.max_items))


def value_problem(spec: Typed, value: Value) -> Refusal | None:
    """Return why a value is beyond its limits, or too long to be read."""
    if not is_filled(value):
        return None
    return next(limit_problems(spec, value), None) or _too_long(spec, value)


def name_of(finding: Finding) -> str:
    """Write a place as one word."""
    return ".".join(map(str, finding.place))


def _beyond(place: tuple[str, ...], spec: Typed, value: Value) -> Iterator[Finding]:
    problem = value_problem(spec, value)
    if problem is not None:
        yield Finding(place, problem)


def _too_long(spec: Typed, value: Value) -> Refusal | None:
    texts: Collection[Value] = value if isinstance(value, list) else [value]
    most = LONGEST_LINE if isinstance(value, list) else LONGEST_TEXT
    lengths = [len(text) for text in texts if isinstance(text, str)]
    if spec.max is not None or max(lengths, default=0) <= most:
        return None
    return Refusal(Code.TOO_LONG, most=most, length=max(lengths))
