"""A use case on one page, plain text: what, who, why, pass marks, signals, risk, sign-offs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.results.report.outline import Outline, Section, Table, Words
from assessments.use_cases.contract.content import KPIS, SIGNALS, Rules
from assessments.use_cases.contract.document import Document, Row, whole_rows
from assessments.use_cases.contract.export import Contract
from assessments.use_cases.contract.pass_mark_rows import pass_mark_rows
from assessments.use_cases.contract.risk import DONT_KNOW, RiskReason, risk_of
from assessments.use_cases.contract.sign_offs import Signature, SignOff
from assessments.use_cases.contract.values import read_date
from ground.counting import counted
from handlers.wording.days import day_text, time_text
from handlers.wording.metrics import metric_in_sentence
from handlers.wording.pass_marks import pass_mark_sentence, signal_figure, span_words
from handlers.wording.use_case_names import name_in_words

LONGEST = 300
NOT_WRITTEN = "(not written yet)"
ROLES = ("sponsor", "business_owner", "technical_owner", "builder")
NOT_LEGAL_ADVICE = "A first sorting, not legal advice."
SIGNED = {Signature.APPROVE: "approved", Signature.REJECT: "rejected"}
HASH_SHOWN = 12


@dataclass(frozen=True)
class Sheet:
    """What a sheet shows of a use case.

    Attributes:
        contract: Its version in force, or its draft.
        names: People's names, by Slack user ID; who isn't there is shown by the ID.
    """

    rules: Rules
    contract: Contract
    names: Mapping[str, str]

    @property
    def document(self) -> Document:
        """What is written."""
        return self.contract.document

    def person(self, value: object) -> str:
        """Name a person."""
        return self.names.get(str(value), str(value)) if value else NOT_WRITTEN

    def text(self, field: str) -> str:
        """Return a text, cut to what fits on the page."""
        text = " ".join(self.document.text(field).split())
        return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def sheet_outline(sheet: Sheet) -> Outline:
    """Build the page; parts that aren't written yet are left out."""
    return Outline(
        title=sheet.text("title") or "A use case without a name",
        subtitle=_subtitle(sheet.contract),
        sections=[section for section in _sections(sheet) if section.parts],
    )


def people_on(sheet: Sheet) -> list[str]:
    """List the people whose names a sheet needs."""
    document = sheet.document
    found = [document.text(role) for role in ROLES]
    found += [str(row.get("speaker", "")) for row in document.rows("consumers")]
    found += [str(row.get("responder", "")) for row in document.rows(SIGNALS)]
    found += document.texts("rollback_decider")
    found += [signed.person for signed in sheet.contract.sign_offs]
    return sorted(set(filter(None, found)))


def _subtitle(contract: Contract) -> str:
    version = f"version {contract.version}" if contract.version else "draft"
    model = f"model {contract.model}" if contract.model else "no model yet"
    rules = contract.rules
    used = f"rules {rules.id} {rules.version} ({rules.sha256[:HASH_SHOWN]})" if rules else ""
    status = name_in_words(contract.status.value)
    return ", ".join(filter(None, [version, status, model, used]))


def _sections(sheet: Sheet) -> Iterator[Section]:
    yield _listed("What", _what(sheet))
    yield Section("Who", [Words([_who(sheet)])])
    yield _listed("Why", _why(sheet))
    marks = pass_mark_rows(sheet.rules, sheet.document)
    sentences = [f"{row.row_id}: {pass_mark_sentence(row)}" for row in marks]
    yield _listed("Good enough means", sentences)
    yield _listed("Watched for", _signals(sheet))
    yield _listed("Going back", _going_back(sheet))
    yield Section("Risk", [Words(list(_risk(sheet)))])
    yield Section("Sign-offs", [_sign_offs(sheet)] if sheet.contract.sign_offs else [])


def _listed(title: str, entries: Iterator[str] | Sequence[str]) -> Section:
    found = list(entries)
    return Section(title, [Words(found, is_list=True)] if found else [])


def _what(sheet: Sheet) -> Iterator[str]:
    for field in ("summary", "decision_supported"):
        if text := sheet.text(field):
            yield text
    if role := sheet.text("human_role"):
        yield f"Who decides in the end: {name_in_words(role)}."


def _who(sheet: Sheet) -> str:
    people = [
        f"{name_in_words(role)}: {sheet.person(sheet.document.text(role))}" for role in ROLES
    ]
    users = [_consumer(sheet, row) for row in sheet.document.rows("consumers")]
    return "; ".join([*people, *users]) + "."


def _consumer(sheet: Sheet, row: Row) -> str:
    people = row.get("people")
    count = f" ({counted(people, 'person', 'people')})" if isinstance(people, int) else ""
    return (
        f"used by {row.get('who', NOT_WRITTEN)}{count}, speaker {sheet.person(row.get('speaker'))}"
    )


def _why(sheet: Sheet) -> Iterator[str]:
    for field in ("business_driver", "problem_today"):
        if text := sheet.text(field):
            yield text
    for row in sheet.document.rows(KPIS):
        yield _kpi(row)


def _kpi(row: Row) -> str:
    day = read_date(row.get("target_date"))
    target = row.get("target", "?")
    wanted = " to ".join(map(_figure, target)) if isinstance(target, list) else _figure(target)
    by = f" by {day_text(day)}" if day else ""
    source = f" ({row['source']})" if row.get("source") else ""
    moves = f"{_figure(row.get('baseline'))} → {wanted} {row.get('unit', '')}".rstrip()
    return f"{row.get('name', 'A number')}: {moves}{by}{source}"


def _figure(value: object) -> str:
    return f"{value:,.12g}" if isinstance(value, int | float) else str(value or "?")


def _signals(sheet: Sheet) -> Iterator[str]:
    for row in whole_rows(sheet.rules, sheet.document, SIGNALS):
        metric = metric_in_sentence(str(row.get("metric", "?")))
        yield (
            f"{row.get('id', '?')}: {metric}, {row.get('watches', '?')}, "
            f"{row.get('cadence', '?')}; notice at {signal_figure(sheet.rules, row, 'warn_at')}, "
            f"decision at {signal_figure(sheet.rules, row, 'act_at')}: "
            f"{sheet.person(row.get('responder'))} within "
            f"{span_words(row.get('respond_within', '?'))}"
        )


def _going_back(sheet: Sheet) -> Iterator[str]:
    deciders = [sheet.person(person) for person in sheet.document.texts("rollback_decider")]
    if goal := sheet.text("rollback_to"):
        who = f"; {' or '.join(deciders)} decides" if deciders else ""
        minutes = sheet.document.get("rollback_max_minutes")
        within = f"; within {counted(minutes, 'minute')}" if isinstance(minutes, int) else ""
        yield f"Back to {name_in_words(goal)}{who}{within}."
    if steps := sheet.text("rollback_steps"):
        yield steps


def _risk(sheet: Sheet) -> Iterator[str]:
    found = risk_of(sheet.rules, sheet.document)
    if found.risk_class is None:
        yield "Not known yet: risk questions are open."
        return
    reasons = " ".join(_reason(sheet.rules, reason) for reason in found.reasons)
    name = name_in_words(found.risk_class.value)
    yield " ".join(filter(None, [f"{name.capitalize()}.", reasons, NOT_LEGAL_ADVICE]))


def _reason(rules: Rules, reason: RiskReason) -> str:
    question = next(found for found in rules.risk.questions if found.id == reason.question)
    answer = "Don't know" if reason.answer == DONT_KNOW else "Yes"
    return f"{answer}: {question.question}"


def _sign_offs(sheet: Sheet) -> Table:
    rows = [_sign_off(sheet, found) for found in sheet.contract.sign_offs]
    return Table(["Version", "Role", "Who", "What", "When (UTC)"], [10, 24, 24, 26, 16], rows)


def _sign_off(sheet: Sheet, found: SignOff) -> list[str]:
    reason = f": {found.reason}" if found.reason else ""
    what = f"{SIGNED[found.signature]}{reason}"
    role = name_in_words(found.role)
    return [
        str(found.version),
        role,
        sheet.person(found.person),
        what,
        time_text(found.at),
    ]
