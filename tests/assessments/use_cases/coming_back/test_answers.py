"""What is refused at which field, and what is filled in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from assessments.errors import Code, InvalidFieldsError
from assessments.use_cases.coming_back.answering import (
    LONGEST_REASON,
    Answerer,
    RevisitAnswer,
    refusal_to_revisit,
)
from assessments.use_cases.coming_back.attestation import attest, filled_in
from assessments.use_cases.coming_back.kpis import newest_figure
from assessments.use_cases.coming_back.payoff import (
    KnownFigure,
    PayoffTyped,
    answer_payoff,
    read_figure,
    refusal_to_enter,
)
from assessments.use_cases.coming_back.questions import attestation_questions
from assessments.use_cases.coming_back.tables import Revisit, RevisitKind, RevisitVerdict
from ground.refusals import Refusal
from tests.assessments.use_cases.coming_back.years import (
    BEA,
    DAN,
    FIN,
    KPI,
    MIA,
    OLA,
    RULES,
    at,
    in_force,
    told,
)

pytestmark = pytest.mark.sqlite_alone
ON_TIME = date(2026, 10, 1)
NEXT_YEAR = date(2027, 1, 1)
ALL_YES = {found.id: "yes_" for found in attestation_questions().adoption_screen.questions}
LONG = "x" * (LONGEST_REASON + 1)
EXTEND, CHANGE_TARGET = RevisitVerdict.EXTEND, RevisitVerdict.CHANGE_TARGET
STILL_RIGHT, RETIRE = RevisitVerdict.STILL_RIGHT, RevisitVerdict.RETIRE


def asked(session: Session, kind: RevisitKind, **fields: Any) -> Revisit:  # noqa: ANN401 - a field's value
    """What is open on 1 October."""
    in_force(session, **fields)
    told(session, ON_TIME, ON_TIME)
    return session.exec(select(Revisit).where(Revisit.kind == kind)).one()


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        pytest.param(PayoffTyped(None, ""), {"verdict", "reason"}, id="nothing"),
        pytest.param(PayoffTyped(STILL_RIGHT, "So"), {"verdict"}, id="another one's verdict"),
        pytest.param(PayoffTyped(RETIRE, " \n"), {"reason"}, id="no reason"),
        pytest.param(PayoffTyped(RETIRE, LONG), {"reason"}, id="too long"),
        pytest.param(PayoffTyped(RETIRE, "So", "soon"), {"figure"}, id="no number"),
        pytest.param(PayoffTyped(RETIRE, "So", "1,200"), {"figure"}, id="a number in doubt"),
        pytest.param(PayoffTyped(EXTEND, "So"), {"target_date"}, id="no date"),
        pytest.param(PayoffTyped(EXTEND, "So", "", ON_TIME), {"target_date"}, id="today"),
        pytest.param(PayoffTyped(CHANGE_TARGET, "So", "", NEXT_YEAR), {"target"}, id="no target"),
        pytest.param(
            PayoffTyped(CHANGE_TARGET, "So", "", NEXT_YEAR, "2.6"), {"target"}, id="the wrong way"
        ),
        pytest.param(
            PayoffTyped(CHANGE_TARGET, "So", "", NEXT_YEAR, "1 to 2"), {"target"}, id="a range"
        ),
        pytest.param(
            PayoffTyped(CHANGE_TARGET, "So", "", NEXT_YEAR, LONG),
            {"target"},
            id="no target at all",
        ),
    ],
)
def test_a_payoff_is_refused_at_its_fields(
    session: Session, typed: PayoffTyped, fields: set[str]
) -> None:
    """All at once, and nothing is kept."""
    revisit = asked(session, RevisitKind.PAYOFF)
    known, answerer = KnownFigure(None, ""), Answerer(BEA, {}, at(ON_TIME, 15))

    with pytest.raises(InvalidFieldsError) as refused:
        answer_payoff(session, RULES, revisit.id, typed, known, answerer)

    assert refused.value.problems.keys() == fields
    assert revisit.ended_at is None


def test_a_range_stays_a_range(session: Session) -> None:
    """A number to keep between two limits gets two new ones."""
    row = {
        "name": KPI, "unit": "percent", "direction": "keep_between", "baseline": 2.4,
        "target": [2, 2.2], "target_date": "2026-10-01", "owner": FIN,
    }  # fmt: skip
    revisit = asked(session, RevisitKind.PAYOFF, kpis=[row])
    typed = PayoffTyped(CHANGE_TARGET, "So", "", NEXT_YEAR, "1.9 to 2.3")

    answer_payoff(
        session, RULES, revisit.id, typed, KnownFigure(None, ""), Answerer(BEA, {}, at(ON_TIME))
    )

    assert revisit.answers == {"target_date": "2027-01-01", "target": [1.9, 2.3]}


@pytest.mark.parametrize(
    ("typed", "kept", "source"),
    [
        pytest.param("2,3", 2.3, BEA, id="typed"),
        pytest.param("2.2", 2.2, "crm", id="what was known already"),
        pytest.param("", 2.2, "crm", id="left as it is"),
    ],
)
def test_the_figure_that_counts(session: Session, typed: str, kept: float, source: str) -> None:
    """What is typed counts and is kept; else the newest that was sent."""
    revisit = asked(session, RevisitKind.PAYOFF)
    known, answerer = KnownFigure(2.2, "crm"), Answerer(BEA, {}, at(ON_TIME, 15))

    answer_payoff(
        session,
        RULES,
        revisit.id,
        PayoffTyped(RevisitVerdict.KEEP, "So", typed),
        known,
        answerer,
    )

    assert (revisit.facts["figure"], revisit.facts["source"]) == (kept, source)
    newest = newest_figure(session, revisit.use_case_id, KPI)
    assert (newest.value if newest else None) == (kept if source == BEA else None)


@pytest.mark.parametrize(
    ("person", "may"), [(FIN, True), (MIA, True), (BEA, True), (OLA, True), (DAN, False)]
)
def test_who_may_type_a_figure(session: Session, person: str, may: bool) -> None:  # noqa: FBT001 - a fact
    """The owner of the number, their stand-in, and who may answer."""
    revisit = asked(session, RevisitKind.PAYOFF)

    refusal = refusal_to_enter(session, revisit.id, person, {FIN: MIA})

    assert (refusal is None) == may


@pytest.mark.parametrize(
    ("text", "day", "fields"),
    [
        ("", ON_TIME, {"figure"}),
        ("2.2", None, {"measured_on"}),
        ("2.2", NEXT_YEAR, {"measured_on"}),
        ("inf", None, {"figure", "measured_on"}),
    ],
)
def test_a_figure_is_refused_at_its_fields(text: str, day: date | None, fields: set[str]) -> None:
    """No number, or a day that is missing or ahead."""
    with pytest.raises(InvalidFieldsError) as refused:
        read_figure(text, day, ON_TIME)

    assert refused.value.problems.keys() == fields


@pytest.mark.parametrize(
    ("verdict", "reason", "answers", "fields"),
    [
        pytest.param("still_right", "", {}, set(), id="all is well"),
        pytest.param("still_right", "", {"AT4": "no_"}, {"reason"}, id="in doubt, no reason"),
        pytest.param("still_right", "Known", {"AT4": "no_"}, set(), id="in doubt, with a reason"),
        pytest.param("change", "", {"AT4": "no_"}, set(), id="change needs none"),
        pytest.param("retire", "", {}, {"reason"}, id="retire needs one"),
        pytest.param("retire", LONG, {}, {"reason"}, id="too long"),
        pytest.param("keep", "", {}, {"verdict"}, id="another one's verdict"),
        pytest.param("change", "", {"AT1": "x", "AT6": ""}, {"AT1", "AT6"}, id="no answers"),
    ],
)
def test_an_attestation_is_refused_at_its_fields(
    session: Session, verdict: str, reason: str, answers: Mapping[str, str], fields: set[str]
) -> None:
    """Every question needs an answer; a reason where one would ask for it."""
    revisit = asked(session, RevisitKind.ATTESTATION)
    answer = RevisitAnswer(RevisitVerdict(verdict), reason, {**ALL_YES, **answers})
    found: set[str] = set()

    try:
        attest(session, revisit.id, answer, Answerer(OLA, {}, at(ON_TIME, 15)))
    except InvalidFieldsError as error:
        found = set(error.problems)

    assert found == fields
    assert (revisit.ended_at is None) == bool(fields)


@pytest.mark.parametrize(
    ("measured", "every", "wrong", "unknown", "answer"),
    [
        pytest.param("pass_marks", 3, 0, 0, "yes_", id="all met"),
        pytest.param("pass_marks", 3, 1, 1, "partly", id="one broken, one met"),
        pytest.param("pass_marks", 3, 1, 2, "no_", id="one broken, none met"),
        pytest.param("pass_marks", 3, 0, 1, "partly", id="one unknown"),
        pytest.param("pass_marks", 3, 0, 3, "dont_know", id="nothing measured"),
        pytest.param("pass_marks", 0, 0, 0, "dont_know", id="no pass marks"),
        pytest.param("alerts", 0, 0, 0, "yes_", id="no alerts"),
        pytest.param("alerts", 2, 2, 0, "no_", id="none decided"),
        pytest.param("alerts", 2, 1, 0, "partly", id="one decided"),
        pytest.param("actions", 0, 0, 0, "yes_", id="no actions"),
    ],
)
def test_what_was_measured_is_filled_in(
    measured: str, every: int, wrong: int, unknown: int, answer: str
) -> None:
    """As far as figures answer a question."""
    questions = attestation_questions().adoption_screen.questions
    (question,) = (found.id for found in questions if found.measured == measured)

    filled = filled_in({measured: {"all": every, "wrong": wrong, "unknown": unknown}})

    assert filled[question] == answer


@pytest.mark.parametrize(
    ("person", "may"),
    [(OLA, True), (BEA, True), (MIA, True), (DAN, False)],
    ids=["the owner", "the sponsor", "the stand-in", "the builder"],
)
def test_who_may_answer(session: Session, person: str, may: bool) -> None:  # noqa: FBT001 - a fact
    """The asked person, their stand-in, the business owner and the sponsor."""
    revisit = asked(session, RevisitKind.ATTESTATION)

    refusal = refusal_to_revisit(session, revisit.id, person, {OLA: MIA})

    assert (refusal is None) == may


def test_an_answer_counts_once(session: Session) -> None:
    """The second is told who was first."""
    answered = asked(session, RevisitKind.ATTESTATION)
    first = RevisitAnswer(STILL_RIGHT, "", ALL_YES)
    attest(session, answered.id, first, Answerer(OLA, {}, at(ON_TIME, 15)))

    second = RevisitAnswer(RevisitVerdict.CHANGE, "", ALL_YES)
    again = attest(session, answered.id, second, Answerer(BEA, {}, at(ON_TIME, 15)))

    assert isinstance(again, Refusal)
    assert again.code is Code.REVISIT_ANSWERED
    assert answered.verdict is RevisitVerdict.STILL_RIGHT
