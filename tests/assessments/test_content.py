"""Content files: a broken rule is a sentence; numbers and times are read without guessing."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from assessments.errors import AssessmentError, Code, InvalidFieldsError
from assessments.questionnaires import load_questionnaires
from assessments.scoring.screen import Respondent, score_screen
from assessments.use_cases.definition import (
    find_use_case,
    start_use_case,
)
from assessments.use_cases.numbers import NumberError, read_number, read_share
from assessments.use_cases.pass_marks import PassMark, PassMarkVerdict, judge, passes
from assessments.use_cases.promises import pass_marks_for_model
from assessments.use_cases.screens import (
    GoodEnough,
    KpiTyped,
    Purpose,
    agree_pass_marks,
    save_kpi,
    save_purpose,
)
from assessments.use_cases.tables import UseCase, UseCaseVersion
from ground.columns import UtcDateTime
from ground.refusals import Refusal

pytestmark = pytest.mark.sqlite_alone

TODAY = date(2026, 11, 23)


def test_more_signals_than_any_band_knows_is_not_enough_known() -> None:
    """A gap between the bands is no crash."""
    questionnaire = load_questionnaires()["mlops-maturity"]
    screen = questionnaire.adoption_screen
    bandless = screen.model_copy(update={"bands": []})
    answers = {question.id: "yes_" for question in screen.questions}

    result = score_screen(bandless, questionnaire.dimensions, [Respondent("business", answers)])

    assert result.band == "not_enough_known"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.5", 12.5), ("12,5", 12.5), ("1 200", 1200), ("1\u202f200,5", 1200.5), ("1'200", 1200),
        ("1,234,567", 1_234_567), ("1,234,567.5", 1_234_567.5), ("-3", -3), ("+3", 3), (" 7 ", 7),
        ("1.200,50", 1200.5), ("1,200.50", 1200.5), ("1.234.567", 1_234_567), ("0,125", 0.125),
        ("12.345", 12.345), ("0.250", 0.25), ("1200,5", 1200.5),
    ],
)  # fmt: skip
def test_numbers_as_people_type_them(text: str, number: float) -> None:
    """Decimal point or comma, spaces in thousands."""
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "whole", "decimal"),
    [("1,200", "1200", "1.2"), ("1.200", "1200", "1.2"), ("-12,345", "-12345", "-12.345")],
)
def test_a_number_that_reads_two_ways_is_asked_about(text: str, whole: str, decimal: str) -> None:
    """A thousand here is a little more than one there."""
    with pytest.raises(NumberError) as raised:
        read_number(text)

    assert raised.value.refusal == Refusal(Code.NUMBER_IN_DOUBT, whole=whole, decimal=decimal)


@pytest.mark.parametrize(
    "text", ["", "ten", "1.2.3", "1,2,3", "nan", "inf", "1_000", "--1", "5 %"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    """Whatever was typed."""
    with pytest.raises(NumberError, match=r"number\.(invalid|not_finite)"):
        read_number(text)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("80 %", 0.8),
        ("80", 0.8),
        ("80 percent", 0.8),
        ("80 Per Cent", 0.8),
        ("84.3%", 0.843),
        ("0.8", 0.8),
        ("0,805", 0.805),
        ("0.5 %", 0.005),
        ("1", 1.0),
        ("100%", 1.0),
    ],
)
def test_shares_as_people_type_them(text: str, share: float) -> None:
    """A percentage, with its sign or above 1, or a share; to the last digit."""
    assert read_share(text) == share


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("120", Code.SHARE_IN_DOUBT),
        ("-0.1", Code.SHARE_IN_DOUBT),
        ("120 %", Code.PERCENTAGE_OUT_OF_RANGE),
    ],
)
def test_a_doubtful_share_is_asked_about(text: str, code: Code) -> None:
    """More than all, or less than none."""
    with pytest.raises(NumberError, match=code):
        read_share(text)


@pytest.mark.parametrize(
    ("comparator", "low", "high", "verdict"),
    [
        (">=", 0.81, 0.85, PassMarkVerdict.HOLDS), (">=", 0.75, 0.79, PassMarkVerdict.BROKEN),
        (">=", 0.78, 0.82, PassMarkVerdict.NOT_PROVEN), ("<=", 0.70, 0.79, PassMarkVerdict.HOLDS),
        ("<=", 0.81, 0.90, PassMarkVerdict.BROKEN), ("<", 0.80, 0.90, PassMarkVerdict.BROKEN),
        (">", 0.70, 0.80, PassMarkVerdict.BROKEN), (">", 0.81, 0.90, PassMarkVerdict.HOLDS),
        ("<", 0.60, 0.79, PassMarkVerdict.HOLDS),
    ],
)  # fmt: skip
def test_a_pass_mark_is_judged_on_the_bound(
    comparator: str, low: float, high: float, verdict: PassMarkVerdict
) -> None:
    """Holds when the worse end passes, broken when the better end fails."""
    mark = PassMark("accuracy", comparator, 0.8)

    judged = judge(mark, value=(low + high) / 2, low=low, high=high, samples=1_000)

    assert judged.verdict is verdict
    assert judge(mark, value=None).verdict is PassMarkVerdict.NOT_MEASURED
    assert judge(mark, value=0.9, samples=10).verdict is PassMarkVerdict.NOT_ENOUGH_DATA


def test_the_limit_itself_passes_only_where_it_says_so() -> None:
    """At least 0.8 takes 0.8; above 0.8 does not."""
    passed = [passes(PassMark("m", sign, 0.8), 0.8) for sign in (">=", ">", "<=", "<")]

    assert passed == [True, False, True, False]


@pytest.fixture
def use_case(session: Session, now: datetime) -> UseCase:
    """A use case with its first two windows filled in."""
    started = start_use_case(session, created_by="U0BEA", channel_id="C1", now=now)
    save_purpose(session, started.id, Purpose(" Title ", "One sentence", "A driver"), "U0BEA", now)
    kpi = KpiTyped("People", "people", "1 200", "1450", date(2027, 1, 1))
    save_kpi(session, started.id, kpi, "U0BEA", now)
    return started


def test_agreeing_again_is_a_new_version(
    session: Session, use_case: UseCase, now: datetime
) -> None:
    """Old pass marks stay; the newest are the ones that count."""
    for accuracy in ("80 %", "0.85"):
        agree_pass_marks(session, use_case.id, GoodEnough("churn", accuracy, "0,25"), "U0BEA", now)

    marks = pass_marks_for_model(session, "churn")
    assert [(mark.metric, mark.threshold) for mark in marks] == [("accuracy", 0.85), ("psi", 0.25)]
    versions = session.exec(select(UseCaseVersion)).all()
    assert [len(version.contents["acceptance_criteria"]) for version in versions] == [2, 2]
    assert use_case.version == 2
    assert pass_marks_for_model(session, "other") == []


def test_every_wrong_field_gets_its_sentence(
    session: Session, use_case: UseCase, now: datetime
) -> None:
    """All at once, each at its place; nothing of a wrong window is kept."""
    with pytest.raises(InvalidFieldsError) as purpose:
        save_purpose(session, use_case.id, Purpose("", "x" * 5_000, "fine"), "U1", now)
    with pytest.raises(InvalidFieldsError) as kpi:
        save_kpi(session, use_case.id, KpiTyped("", "u" * 101, "few", "5", TODAY), "U1", now)
    with pytest.raises(InvalidFieldsError) as same:
        save_kpi(session, use_case.id, KpiTyped("a", "b", "5", "5,0", None), "U1", now)
    with pytest.raises(InvalidFieldsError) as marks:
        agree_pass_marks(session, use_case.id, GoodEnough("m", "120", "0"), "U1", now)

    assert set(purpose.value.problems) == {"title", "summary"}
    assert purpose.value.problems["summary"].facts["length"] == 5_000
    assert set(kpi.value.problems) == {"name", "unit", "baseline", "target_date"}
    assert set(same.value.problems) == {"target", "target_date"}
    assert set(marks.value.problems) == {"accuracy", "psi"}
    assert find_use_case(session, use_case.id).title == "Title"


def test_pass_marks_come_after_the_first_two_windows(session: Session, now: datetime) -> None:
    """They can't be agreed for nothing."""
    empty = start_use_case(session, created_by="U0BEA", channel_id="C1", now=now)

    with pytest.raises(AssessmentError, match=Code.USE_CASE_INCOMPLETE):
        agree_pass_marks(session, empty.id, GoodEnough("m", "0.8", "0.25"), "U1", now)
    with pytest.raises(AssessmentError, match="unknown"):
        find_use_case(session, uuid4())


def test_times_keep_their_zone(session: Session, now: datetime) -> None:
    """Stored in UTC, given back in UTC; one without a zone is refused."""
    berlin = now.astimezone(timezone(timedelta(hours=1)))
    started = start_use_case(session, created_by="U0BEA", channel_id="C1", now=berlin)
    session.commit()

    assert find_use_case(session, started.id).created_at == now
    assert find_use_case(session, started.id).created_at.tzinfo is UTC
    bind = session.get_bind()
    with pytest.raises(ValueError, match="needs a time zone"):
        UtcDateTime().process_bind_param(now.replace(tzinfo=None), bind.dialect)
    assert UtcDateTime().process_bind_param(None, bind.dialect) is None
