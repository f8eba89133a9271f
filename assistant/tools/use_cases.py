"""What a use case promised, who has to sign it, and what comes next for it."""

from collections.abc import Iterator, Sequence

from sqlmodel import col, select

from assessments.portfolio.entries import Entry, portfolio
from assessments.use_cases.asking import asks_of
from assessments.use_cases.coming_back.kpis import newest_figure
from assessments.use_cases.contract.pass_mark_rows import pass_mark_rows
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import Kpi, find_kpi, find_use_case
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.signing import sign_offs_of
from assessments.use_cases.tables import UseCase, UseCaseVersion
from assessments.use_cases.versions import document_of, version_in_force
from assessments.use_cases.waiting import waiting_version
from assistant.desk import Desk, Tool, Topic
from assistant.finding import Finding, Source, nothing
from assistant.naming import names_in
from assistant.said import day, moment, people, person, words

MOST_LISTED, MOST_MARKS = 8, 6
NONE_YET = "No use case has been written yet. `/lamplighter usecase` begins one."


def _seen(desk: Desk) -> Sequence[UseCase]:
    """List the use cases that can be asked about: every member may read them all."""
    query = select(UseCase).where(UseCase.title != "", col(UseCase.discarded_at).is_(None))
    return desk.session.exec(query.order_by(col(UseCase.created_at).desc())).all()


def titles(desk: Desk) -> list[str]:
    """List the titles of the use cases that can be asked about."""
    return [found.title for found in _seen(desk)]


def chosen_use_case(desk: Desk, named: str) -> UseCase | None:
    """Return the use case that is named, by title or model, or the only one there is."""
    seen = _seen(desk)
    by_name = {found.model_name: found for found in reversed(seen) if found.model_name}
    by_name |= {found.title: found for found in reversed(seen)}
    found = names_in(named, by_name)
    if found:
        return by_name[found[0]]
    return seen[0] if len(seen) == 1 else None


def promised(desk: Desk, named: str) -> Finding:
    """Read a use case's promise back: what it's for, the number that must move, the pass marks."""
    use_case = chosen_use_case(desk, named)
    if use_case is None:
        return _which(desk, "What a use case promised")
    in_force = version_in_force(desk.session, use_case)
    draft = draft_of(desk.session, use_case.id).document
    document = document_of(in_force) if in_force else draft
    rows = pass_mark_rows(load_rules(), document)
    lines = [_agreed(use_case)]
    if summary := document.text("summary"):
        lines.append(f"What it's for: {words(summary)}")
    if kpi := find_kpi(document):
        lines += [_kpi(kpi), *_figure(desk, use_case, kpi)]
    lines += [words(desk.phrases.pass_mark(row)) for row in rows[:MOST_MARKS]]
    if not rows:
        lines.append("It has no pass mark yet.")
    source = Source(f"the use case “{words(use_case.title)}”", "use_case", str(use_case.id))
    return Finding(f"What “{words(use_case.title)}” promised", lines, [source], use_case.agreed_at)


def _agreed(use_case: UseCase) -> str:
    if use_case.agreed_at is None:
        return "Nothing is agreed yet: this is what its draft says."
    by = f" by {person(use_case.agreed_by)}" if use_case.agreed_by else ""
    return f"Version {use_case.version} was agreed{by} on {moment(use_case.agreed_at)}."


def _kpi(kpi: Kpi) -> str:
    target = kpi.target if not isinstance(kpi.target, tuple) else kpi.target[1]
    start = f" from {kpi.baseline:,g}" if kpi.baseline is not None else ""
    aim = f" to {target:,g} {words(kpi.unit)}" if target is not None else ""
    until = f" by {day(kpi.target_date)}" if kpi.target_date else ""
    return f"The number that must move: {words(kpi.name)}{start}{aim}{until}."


def _figure(desk: Desk, use_case: UseCase, kpi: Kpi) -> Iterator[str]:
    found = newest_figure(desk.session, use_case.id, kpi.name)
    if found is not None:
        yield f"It stood at {found.value:,g} {words(kpi.unit)} on {day(found.measured_on)}."


def at_stake(desk: Desk, model_name: str) -> str:
    """Say which number a model is there to move; empty where no use case that's agreed says so."""
    query = select(UseCase).where(
        UseCase.model_name == model_name, col(UseCase.discarded_at).is_(None)
    )
    for use_case in desk.session.exec(query.order_by(col(UseCase.created_at).desc())):
        in_force = version_in_force(desk.session, use_case)
        kpi = find_kpi(document_of(in_force)) if in_force else None
        if kpi is not None:
            return _kpi(kpi)
    return ""


def signers(desk: Desk, named: str) -> Finding:
    """Name who has signed the version that waits, and who hasn't."""
    use_case = chosen_use_case(desk, named) or _the_waiting_one(desk)
    if use_case is None:
        return _which(desk, "Who must sign")
    title = f"Who must sign “{words(use_case.title)}”"
    source = Source(f"the use case “{words(use_case.title)}”", "use_case", str(use_case.id))
    version = waiting_version(desk.session, use_case.id)
    if version is None:
        signed = f"Version {use_case.version} is in force." if use_case.version else ""
        told = "No version of it waits for signatures now."
        return Finding(title, [told, *([signed] if signed else [])], [source], desk.now)
    return Finding(title, list(_roles(desk, version)), [source], desk.now)


def _roles(desk: Desk, version: UseCaseVersion) -> Iterator[str]:
    signed = {
        one.role: one
        for one in sign_offs_of(desk.session, version.use_case_id)
        if one.version == version.version
    }
    asked = [
        one for one in asks_of(desk.session, version.use_case_id) if one.version_id == version.id
    ]
    for role in version.roles:
        name = desk.phrases.name(role)
        found = signed.get(role)
        if found is not None:
            yield f"{name}: {person(found.person)} signed on {moment(found.at)}."
        else:
            who = people([one.user_id for one in asked if one.role == role], "or")
            yield f"{name}: waiting for {who or 'somebody to be named'}."
    yield f"Version {version.version} has waited since {moment(version.asked_at)}."


def _the_waiting_one(desk: Desk) -> UseCase | None:
    query = select(UseCaseVersion.use_case_id).where(
        col(UseCaseVersion.settled_at).is_(None), col(UseCaseVersion.agreed_by).is_(None)
    )
    waiting = set(desk.session.exec(query))
    return find_use_case(desk.session, waiting.pop()) if len(waiting) == 1 else None


def plans(desk: Desk, named: str) -> Finding:
    """List the use cases with what comes next for each."""
    entries = portfolio(desk.session, load_rules())
    wanted = names_in(named, {entry.title: entry for entry in entries})
    found = [entry for entry in entries if entry.title in wanted] or entries
    if not found:
        return nothing("Use cases", NONE_YET)
    lines = [_line(desk, entry) for entry in found[:MOST_LISTED]]
    left = len(found) - len(lines)
    more = [f"And {left} more: `/lamplighter usecase all` lists them."] if left else []
    return Finding(
        "Use cases, and what comes next", [*lines, *more], [Source("the portfolio")], desk.now
    )


def _line(desk: Desk, entry: Entry) -> str:
    title, waits = words(entry.title), people(list(entry.waits_for), "or")
    status = desk.phrases.name(entry.status.value)
    whom = f", waiting for {waits}" if waits else ""
    return f"“{title}” is {status}. Next: {words(desk.phrases.next_step(entry))}{whom}."


def _which(desk: Desk, title: str) -> Finding:
    names = [f"“{words(found.title)}”" for found in _seen(desk)[:MOST_LISTED]]
    if not names:
        return nothing(title, NONE_YET)
    return nothing(title, f"Which use case do you mean? I know {', '.join(names)}.")


USE_CASE = "the use case's title or its model's name, or the question's words about it"
TOOLS = (
    Tool(
        "what_was_promised",
        Topic.USE_CASES,
        "What a use case promised: what it's for, the number that must move, its pass marks.",
        promised,
        USE_CASE,
    ),
    Tool(
        "who_must_sign",
        Topic.USE_CASES,
        "Who has signed a use case and who still must, role by role.",
        signers,
        USE_CASE,
    ),
    Tool(
        "use_case_plans",
        Topic.USE_CASES,
        "Which use cases there are, their status, and what comes next for each.",
        plans,
        "words of a title; empty for all",
    ),
)
