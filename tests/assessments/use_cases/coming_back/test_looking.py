"""Who is asked what about a use case over a year, and when nobody is."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from assessments.use_cases.coming_back.answering import (
    Answerer,
    RevisitAnswer,
    ask_next_now,
)
from assessments.use_cases.coming_back.attestation import attest, attestations_of
from assessments.use_cases.coming_back.kpis import payoffs_of
from assessments.use_cases.coming_back.payoff import (
    KnownFigure,
    PayoffTyped,
    answer_payoff,
)
from assessments.use_cases.coming_back.questions import attestation_questions
from assessments.use_cases.coming_back.tables import Revisit, RevisitKind, RevisitVerdict
from assessments.use_cases.contract.content import Status
from assessments.use_cases.drafts import draft_of, set_fields
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import agree_alone
from ground.audit import AuditEntry
from ground.refusals import Refusal
from tests.assessments.use_cases.coming_back.years import (
    BEA,
    BEGINNING,
    DAN,
    KPI,
    MIA,
    OLA,
    RULES,
    at,
    in_force,
    kpis,
    looks,
    told,
)

pytestmark = pytest.mark.sqlite_alone
ALL_YES = {found.id: "yes_" for found in attestation_questions().adoption_screen.questions}
DUE, ON_TIME = date(2026, 7, 31), date(2026, 10, 1)


def only(session: Session, kind: RevisitKind) -> Revisit:
    """The one question of a kind."""
    return session.exec(select(Revisit).where(Revisit.kind == kind)).one()


def attests(session: Session, by: str, day: date, verdict: str = "still_right") -> Revisit:
    """A person answers what is open with nothing but yes."""
    revisit = session.exec(
        select(Revisit).where(Revisit.kind == RevisitKind.ATTESTATION, Revisit.ended_at == None)  # noqa: E711 - SQL's
    ).one()
    answer = RevisitAnswer(RevisitVerdict(verdict), "", ALL_YES)
    kept = attest(session, revisit.id, answer, Answerer(by, {}, at(day, 15)))
    assert isinstance(kept, Revisit)
    return kept


def pays(session: Session, typed: PayoffTyped, day: date) -> Revisit | Refusal:
    """Bea says what the number came to."""
    revisit = only(session, RevisitKind.PAYOFF)
    known = KnownFigure(2.2, "crm")
    return answer_payoff(session, RULES, revisit.id, typed, known, Answerer(BEA, {}, at(day, 15)))


def test_a_year_in_which_nobody_answers(session: Session) -> None:
    """Asked, reminded, asked the next, both four times weekly; then only what is due anew."""
    in_force(session)

    said = told(session, BEGINNING, date(2027, 1, 30))

    attestation = [(day, who) for day, who, kind in said if kind == "attestation"]
    payoff = [(day, who) for day, who, kind in said if kind == "payoff"]
    assert attestation == [
        ("31 Jul", OLA),
        ("03 Aug", OLA),
        ("07 Aug", BEA),
        *((day, who) for day in ("14 Aug", "21 Aug", "28 Aug", "04 Sep") for who in (OLA, BEA)),
    ]
    assert payoff == [
        ("01 Oct", BEA),
        ("04 Oct", BEA),
        ("08 Oct", OLA),
        *((day, who) for day in ("15 Oct", "22 Oct", "29 Oct", "05 Nov") for who in (BEA, OLA)),
    ]


def test_who_answers_is_left_alone_until_the_next_time(session: Session) -> None:
    """Ola attests on 2 August: half a year from then, and nothing in between."""
    use_case = in_force(session)
    told(session, BEGINNING, date(2026, 8, 2))

    attests(session, OLA, date(2026, 8, 2))

    newest = attestations_of(session, [use_case.id])[use_case.id].verdict
    said = told(session, date(2026, 8, 2), date(2027, 2, 2))
    assert [(day, who) for day, who, kind in said if kind == "attestation"] == [("02 Feb", OLA)]
    then = attestations_of(session, [use_case.id])[use_case.id].verdict
    assert (newest, then) == (RevisitVerdict.STILL_RIGHT, None)


def test_an_unanswered_one_makes_room_for_the_next(session: Session) -> None:
    """A year on, one question is open, not two."""
    in_force(session)

    told(session, BEGINNING, date(2027, 1, 31))

    found = session.exec(select(Revisit).where(Revisit.kind == RevisitKind.ATTESTATION)).all()
    assert [one.ended_at is None for one in found] == [False, True]
    ended = next(one for one in found if one.ended_at is not None)
    notes = select(AuditEntry.subject).where(AuditEntry.action == "revisit.end")
    assert f"revisit:{ended.id}" in session.exec(notes).all()


def test_a_long_stop_is_made_up_for_once(session: Session) -> None:
    """The bot was down for two years: one attestation, one payoff; weeks later one reminder."""
    in_force(session)
    late = date(2028, 2, 10)

    first = looks(session, at(late))
    again = looks(session, at(late + timedelta(days=40)))

    assert [(found.kind.value, who) for look in first for found, who in look.told] == [
        ("payoff", BEA),
        ("attestation", OLA),
    ]
    assert sorted((found.kind.value, who) for look in again for found, who in look.told) == [
        ("attestation", BEA),
        ("attestation", OLA),
        ("payoff", BEA),
        ("payoff", OLA),
    ]


@pytest.mark.parametrize("change", ["retired", "discarded"])
def test_who_is_gone_is_silent(session: Session, change: str) -> None:
    """What was open ends, and nothing follows."""
    use_case = in_force(session)
    told(session, BEGINNING, DUE)
    if change == "retired":
        use_case.status = Status.RETIRED
    else:
        use_case.discarded_at = at(DUE)
    session.add(use_case)

    said = told(session, DUE + timedelta(days=1), date(2028, 1, 1))

    assert said == []
    assert only(session, RevisitKind.ATTESTATION).ended_at is not None
    assert use_case.comes_back_at is None


def test_a_moved_date_is_asked_about_on_its_new_day_alone(session: Session) -> None:
    """A new version moves 1 October to 1 December, before and after it was asked."""
    use_case = in_force(session)
    for moved, asked in (("2026-11-02", ON_TIME), ("2026-12-01", date(2026, 11, 3))):
        told(session, asked - timedelta(days=40), asked - timedelta(days=1))
        set_fields(session, RULES, use_case, {"kpis": kpis(moved)}, DAN, at(asked, 1))
        agree_alone(session, RULES, use_case, BEA, at(asked, 1))

    said = told(session, date(2026, 11, 3), date(2026, 12, 1))

    assert [(day, who) for day, who, kind in said if kind == "payoff"] == [("01 Dec", BEA)]
    found = session.exec(select(Revisit).where(Revisit.kind == RevisitKind.PAYOFF)).all()
    assert [(one.due_on.isoformat(), one.ended_at is None) for one in found] == [
        ("2026-11-02", False),
        ("2026-12-01", True),
    ]


def test_another_target_for_the_same_day_is_asked_about(session: Session) -> None:
    """The open question has the target of the newer version."""
    use_case = in_force(session)
    told(session, ON_TIME, ON_TIME)
    (row,) = kpis(ON_TIME.isoformat())
    set_fields(session, RULES, use_case, {"kpis": [{**row, "target": 2.0}]}, DAN, at(ON_TIME, 12))
    agree_alone(session, RULES, use_case, BEA, at(ON_TIME, 12))

    (look,) = looks(session, at(ON_TIME, 13))

    assert [found.facts["target"] for found in look.renewed] == [2.0]
    assert look.told == []


@pytest.mark.parametrize(
    ("fields", "stand_ins", "first", "after_a_week"),
    [
        pytest.param({}, {}, OLA, BEA, id="the owner, then the sponsor"),
        pytest.param({}, {OLA: MIA}, MIA, OLA, id="a stand-in, then the owner"),
        pytest.param({"business_owner": None}, {}, MIA, BEA, id="no owner: the technical one"),
        pytest.param({"business_owner": "Sales"}, {}, MIA, BEA, id="one whom Slack can't ask"),
        pytest.param(
            {"business_owner": None, "technical_owner": None}, {}, BEA, DAN, id="the sponsor"
        ),
        pytest.param(
            dict.fromkeys(("sponsor", "business_owner", "technical_owner")),
            {},
            BEA,
            DAN,
            id="nobody named: who agreed, then who began",
        ),
    ],
)
def test_whom_an_attestation_is_asked_of(
    session: Session,
    fields: dict[str, Any],
    stand_ins: dict[str, str],
    first: str,
    after_a_week: str,
) -> None:
    """By role, and the next one after a week."""
    in_force(session, **fields)

    said = told(session, DUE, DUE + timedelta(days=7), stand_ins)

    assert [who for _, who, _ in said] == [first, first, after_a_week]


def test_whom_slack_cannot_reach_is_not_waited_for(session: Session) -> None:
    """The sponsor is asked at once, in place of after a week."""
    in_force(session)
    told(session, DUE, DUE)
    revisit = only(session, RevisitKind.ATTESTATION)

    instead = ask_next_now(session, revisit, OLA, {}, at(DUE, 13))

    assert instead == BEA
    said = told(session, DUE + timedelta(days=1), DUE + timedelta(days=14))
    assert said == [("14 Aug", OLA, "attestation"), ("14 Aug", BEA, "attestation")]


def test_an_extended_date_is_asked_about_again(session: Session) -> None:
    """Bea gives it two more months: the draft has the new date, and she is asked on it."""
    use_case = in_force(session)
    told(session, BEGINNING, ON_TIME)

    pays(session, PayoffTyped(RevisitVerdict.EXTEND, "Late start", "", date(2026, 12, 1)), ON_TIME)

    row = draft_of(session, use_case.id).document.rows("kpis")[0]
    assert row["target_date"] == "2026-12-01"
    said = told(session, ON_TIME + timedelta(days=1), date(2026, 12, 4))
    assert [(day, who) for day, who, kind in said if kind == "payoff"] == [
        ("01 Dec", BEA),
        ("04 Dec", BEA),
    ]


def test_what_a_number_came_to_is_kept(session: Session) -> None:
    """The newest figure, what follows and why, for the portfolio; it isn't asked again."""
    use_case = in_force(session)
    told(session, BEGINNING, ON_TIME)

    pays(session, PayoffTyped(RevisitVerdict.KEEP, "Nearly there"), ON_TIME)

    ((payoff,),) = payoffs_of(session, [use_case.id]).values()
    assert (payoff.kpi, payoff.baseline, payoff.target, payoff.figure) == (KPI, 2.4, 2.1, 2.2)
    assert (payoff.verdict, payoff.reason) == (RevisitVerdict.KEEP, "Nearly there")
    said = told(session, ON_TIME + timedelta(days=1), date(2027, 10, 2))
    assert "payoff" not in {kind for _, _, kind in said}


def test_a_database_that_was_started_again_tells_nobody_twice(session: Session) -> None:
    """Looking again at once, or with an older plan, finds nothing new to say."""
    use_case = in_force(session)
    first = looks(session, at(DUE, 10))
    stored = session.get(UseCase, use_case.id)
    assert stored is not None
    stored.comes_back_at = at(DUE)
    session.add(stored)

    again = looks(session, at(DUE, 10))

    assert [len(look.told) for look in first] == [1]
    assert [look.told for look in again] == [[]]


@pytest.mark.parametrize("at_hour", [8, 9])
def test_people_are_asked_in_the_morning(session: Session, at_hour: int) -> None:
    """Nobody is asked before nine."""
    in_force(session)
    now: datetime = at(DUE, at_hour)

    asked = [who for look in looks(session, now) for _, who in look.told]

    assert asked == ([OLA] if at_hour == 9 else [])
