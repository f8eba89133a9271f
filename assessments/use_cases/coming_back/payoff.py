"""Did it pay? The figure on the day on which a number was to be reached, and what follows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from assessments.errors import Code
from assessments.recorded import note
from assessments.use_cases.coming_back.answering import (
    Answerer,
    RevisitAnswer,
    StandIns,
    answerers,
    check_reason,
    find_revisit,
    keep_answer,
    lock_revisit,
    refusal_if_ended,
    refuse_fields,
)
from assessments.use_cases.coming_back.kpis import MOVED
from assessments.use_cases.coming_back.tables import (
    KpiFigure,
    Revisit,
    RevisitKind,
    RevisitVerdict,
)
from assessments.use_cases.contract.content import KPIS, Rules
from assessments.use_cases.contract.document import Document, Row
from assessments.use_cases.contract.validation import broken_rules
from assessments.use_cases.contract.values import Value
from assessments.use_cases.drafts import draft_of, set_fields
from assessments.use_cases.numbers import NumberError, read_number
from assessments.use_cases.tables import UseCase
from ground.refusals import People, Refusal

VERDICTS = (
    RevisitVerdict.KEEP,
    RevisitVerdict.EXTEND,
    RevisitVerdict.CHANGE_TARGET,
    RevisitVerdict.RETIRE,
)
RANGE = " to "
DIRECTION_RULE = "V02"


@dataclass(frozen=True)
class PayoffTyped:
    """A payoff as it is typed.

    Attributes:
        verdict: What follows; None where nothing was chosen.
        figure: What was reached, as text; empty where the newest known figure counts.
        target_date: The new date, to extend it or change the target.
        target: The new target, as text; two numbers with `to` between them for a range.
    """

    verdict: RevisitVerdict | None
    reason: str
    figure: str = ""
    target_date: date | None = None
    target: str = ""


@dataclass(frozen=True)
class KnownFigure:
    """The newest figure of a number, and where it comes from."""

    value: float | None
    source: str


def answer_payoff(
    session: Session,
    rules: Rules,
    revisit_id: UUID,
    typed: PayoffTyped,
    known: KnownFigure,
    answerer: Answerer,
) -> Revisit | Refusal:
    """Keep what a number came to; a new date or target is written into the draft.

    It counts for the next question at once, and for the contract once a version with it is
    agreed.

    Args:
        session: A transaction.
        rules: The rules for use cases.
        revisit_id: What was asked.
        typed: What was typed.
        known: The newest figure, which counts where none was typed.
        answerer: Who answers.

    Returns:
        The answered question, or why it needs no answer any more.

    Raises:
        InvalidFieldsError: A field is missing or wrong; each is named.
    """
    use_case, revisit = lock_revisit(session, revisit_id, RevisitKind.PAYOFF)
    if refusal := refusal_if_ended(revisit):
        return refusal
    by, now = answerer.person, answerer.now
    read = _read(rules, revisit, typed, now)
    facts: dict[str, Value] = {"figure": known.value, "source": known.source}
    if read.figure is not None and read.figure != known.value:
        figure = TypedFigure(revisit.kpi, read.figure, now.date())
        enter_figure(session, use_case, figure, by, now)
        facts = {"figure": read.figure, "source": by}
    answer = RevisitAnswer(read.verdict, typed.reason, read.moved, facts)
    keep_answer(session, revisit, answer, answerer)
    _write(session, rules, use_case, revisit, by, now)
    return revisit


@dataclass(frozen=True)
class TypedFigure:
    """A figure of a number, and the day it's of."""

    kpi: str
    value: float
    measured_on: date


def enter_figure(
    session: Session, use_case: UseCase, figure: TypedFigure, by: str, now: datetime
) -> KpiFigure:
    """Keep what a number has come to."""
    row = KpiFigure(
        use_case_id=use_case.id,
        kpi=figure.kpi,
        value=figure.value,
        measured_on=figure.measured_on,
        entered_by=by,
        entered_at=now,
    )
    session.add(row)
    session.flush()
    note(session, "use_case.figure", use_case.id, by, now, [row], kpi=figure.kpi)
    return row


def unit_of(revisit: Revisit) -> str:
    """Return the unit of the number that a person is asked about; empty where it has none."""
    return str(revisit.facts.get("unit") or "")


def read_figure(text: str, measured_on: date | None, today: date, unit: str = "") -> float:
    """Read a figure that was typed with its day, and may have its unit.

    Raises:
        InvalidFieldsError: It is no number, or its day is missing or ahead.
    """
    errors: dict[str, Refusal] = {}
    value = _Numbers(unit, errors)(text, "figure")
    if measured_on is None or measured_on > today:
        errors["measured_on"] = Refusal(Code.FIGURE_DAY)
    refuse_fields(errors)
    return value or 0.0


def refusal_to_enter(
    session: Session, revisit_id: UUID, user_id: str, stand_ins: StandIns
) -> Refusal | None:
    """Return why a person may not type a figure: its owner may, and who may answer."""
    revisit = find_revisit(session, revisit_id, RevisitKind.PAYOFF)
    owner = str(revisit.facts.get("owner") or "")
    people = [owner, stand_ins.get(owner, ""), *answerers(session, revisit, stand_ins)]
    may = [person for person in dict.fromkeys(people) if person]
    return None if user_id in may else Refusal(Code.NOT_ASKED_TO_ANSWER, people=People(may))


@dataclass(frozen=True)
class _Read:
    verdict: RevisitVerdict
    figure: float | None
    moved: dict[str, Value]


def _read(rules: Rules, revisit: Revisit, typed: PayoffTyped, now: datetime) -> _Read:
    errors = check_reason(typed.reason, is_needed=True)
    if typed.verdict not in VERDICTS:
        errors["verdict"] = Refusal(Code.ANSWER_MISSING)
    read = _Numbers(unit_of(revisit), errors)
    figure = read(typed.figure, "figure") if typed.figure.strip() else None
    moved: dict[str, Value] = {}
    if typed.verdict in MOVED:
        if typed.target_date is None or typed.target_date <= now.date():
            errors["target_date"] = Refusal(Code.TARGET_DATE_PAST)
        else:
            moved["target_date"] = typed.target_date.isoformat()
    if typed.verdict is RevisitVerdict.CHANGE_TARGET:
        moved["target"] = _target(rules, revisit, typed.target, read)
    refuse_fields(errors)
    return _Read(typed.verdict or RevisitVerdict.KEEP, figure, moved)


def _target(rules: Rules, revisit: Revisit, text: str, read: "_Numbers") -> Value:
    """Read a new target, and check that it points where the number should move."""
    errors = read.errors
    if not text.strip():
        errors["target"] = Refusal(Code.REVISIT_TARGET_MISSING)
        return None
    parts = [read(part, "target") for part in text.split(RANGE)]
    target: Value = parts if len(parts) > 1 else parts[0]
    row: Row = {**revisit.facts, "name": revisit.kpi, "target": target}
    today = date.max
    for broken in broken_rules(rules, Document({KPIS: [row]}), today):
        if broken.rule == DIRECTION_RULE and "target" not in errors:
            errors["target"] = broken.finding.reason
    return target


@dataclass(frozen=True)
class _Numbers:
    """Reads numbers, also with their unit; what is none is an error of its field."""

    unit: str
    errors: dict[str, Refusal]

    def __call__(self, text: str, name: str) -> float | None:
        try:
            return read_number(text, self.unit)
        except NumberError as error:
            self.errors[name] = error.refusal
            return None


def _write(
    session: Session, rules: Rules, use_case: UseCase, revisit: Revisit, by: str, now: datetime
) -> None:
    """Write a new date and target into the draft, where it has the number still."""
    if not revisit.answers:
        return
    rows = draft_of(session, use_case.id).document.rows(KPIS)
    changed = [
        {**row, **revisit.answers} if row.get("name") == revisit.kpi else row for row in rows
    ]
    if changed != rows:
        set_fields(session, rules, use_case, {KPIS: changed}, by, now)
