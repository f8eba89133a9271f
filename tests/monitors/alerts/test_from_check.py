"""What a check gives reason to alert about, and what it gives no reason for."""

from collections.abc import Sequence

import pytest

from assessments.use_cases.pass_marks import Judgement, PassMark, judge
from monitors.alerts.alert_facts import AlertFacts
from monitors.alerts.from_check import (
    MOST_COLUMNS,
    data_facts,
    drift_facts,
    fairness_facts,
    performance_facts,
)
from monitors.check.check import CheckResult, overall_verdict
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict, ColumnCheck
from monitors.check.questions.fairness import FairnessFinding
from monitors.check.questions.joint import JointFinding
from monitors.check.questions.labels import LabelsFinding
from monitors.check.questions.question import Finding

OK, ALARM, ERROR = CheckAnswer.OK, CheckAnswer.ALARM, CheckAnswer.ERROR


def column(name: str, effect: float = 0.0, problem: str = "", note: str = "") -> ColumnCheck:
    """Return a column that moved, has a problem, or couldn't be read."""
    answer = ERROR if note else (ALARM if effect or problem else OK)
    return ColumnCheck(
        *(name, "numeric", "feature", answer),
        effect=effect,
        threshold=0.25,
        is_drift=effect > 0.25,
        problems=[problem] if problem else [],
        note=note,
    )


def checked(columns: Sequence[ColumnCheck] = (), findings: Sequence[Finding] = ()) -> CheckResult:
    """Return a check of 900 rows."""
    return CheckResult(*(20_000, 900, columns, {}, CheckVerdict.ALERT), findings=findings)


def judged(metric: str, value: float, severity: str = "block") -> Judgement:
    """Judge a pass mark of at most 0.1, or at least 0.8 of what should be high."""
    is_high = metric == "accuracy"
    mark = PassMark(metric, ">=" if is_high else "<=", 0.8 if is_high else 0.1, severity=severity)
    return judge(mark, value=value, low=value, high=value, samples=900)


def names(facts: AlertFacts | None) -> list[str] | None:
    """List the columns that an alert names; None where there is no alert."""
    return None if facts is None else [moved.column for moved in facts.columns]


def test_columns_are_named_most_first() -> None:
    """A column with a problem counts, one that moved less than its limit doesn't."""
    columns = [column("a", 0.2), column("b", 0.3), column("c", problem="empty"), column("d", 0.9)]

    found = drift_facts(checked(columns), [])

    assert names(found) == ["d", "b", "c"]
    assert found is not None
    assert (found.rows, found.more_columns, found.labelled_share) == (900, 0, None)
    assert found.columns[2].problems == ["empty"]
    assert (found.columns[0].effect, found.columns[0].threshold) == (0.9, 0.25)


@pytest.mark.parametrize(("moved", "more"), [(MOST_COLUMNS, 0), (MOST_COLUMNS + 1, 1)])
def test_more_than_ten_columns_are_counted(moved: int, more: int) -> None:
    """The ten that moved most are named."""
    columns = [column(f"c{place}", 0.3 + place) for place in range(moved)]

    found = drift_facts(checked(columns), [])

    assert found is not None
    assert (len(found.columns), found.more_columns) == (MOST_COLUMNS, more)
    assert found.columns[0].column == f"c{moved - 1}"


def test_segments_and_questions_are_told_in_this_order() -> None:
    """What groups and labels show is an alert of its own kind."""
    findings = [
        JointFinding(ALARM, ["all columns together moved"], ["only noticed"]),
        FairnessFinding(ALARM, ["north is approved less"]),
        LabelsFinding(ALARM, ["accuracy fell"]),
    ]
    result = checked(findings=findings)

    found = drift_facts(result, [], ["in north: age moved"])
    others = fairness_facts(result, []), performance_facts(result, [])

    assert found is not None
    assert list(found.sentences) == ["in north: age moved", "all columns together moved"]
    assert [facts and list(facts.sentences) for facts in others] == [
        ["north is approved less."],
        ["Accuracy fell."],
    ]


@pytest.mark.parametrize(
    ("judgement", "is_performance", "is_data"),
    [
        pytest.param(judged("accuracy", 0.5), True, False, id="accuracy"),
        pytest.param(judged("accuracy", 0.9), False, False, id="one-that-holds"),
        pytest.param(judged("accuracy", 0.5, "warn"), False, False, id="one-that-warns"),
        pytest.param(judged("missing_share", 0.5), False, True, id="of-missing-values"),
        pytest.param(judged("missing_share", 0.5, "warn"), False, False, id="of-them-that-warns"),
        pytest.param(judged("ks_statistic", 0.5), False, True, id="of-columns"),
        pytest.param(judged("psi", 0.5), False, False, id="of-drift-has-its-limit"),
    ],
)
def test_a_broken_pass_mark_is_an_alert_of_its_kind(
    judgement: Judgement, *, is_performance: bool, is_data: bool
) -> None:
    """One that people agreed to be called for."""
    result = checked()

    found = performance_facts(result, [judgement]), data_facts(result, [judgement], [])

    assert [facts is not None for facts in found] == [is_performance, is_data]
    assert drift_facts(result, [judgement]) is fairness_facts(result, [judgement]) is None


def test_what_is_wrong_with_the_feed_is_told_in_order() -> None:
    """Lost columns first, then pass marks, then what the feed itself shows; each begins large."""
    broken = judged("missing_share", 0.5)
    result = checked([column("age", note="is missing from the current data"), column("job")])

    found = data_facts(result, [broken], ["No rows came since Monday."])

    assert found is not None
    assert list(found.sentences) == [
        "age is missing from the current data.",
        f"{broken.sentence[0].upper()}{broken.sentence[1:]}.",
        "No rows came since Monday.",
    ]
    assert [line.metric for line in found.pass_marks] == ["missing_share"]
    assert data_facts(checked([column("job", 0.9)]), [], []) is None


@pytest.mark.parametrize(("many", "more"), [(MOST_COLUMNS, 0), (MOST_COLUMNS + 2, 2)])
def test_more_than_ten_sentences_are_counted(many: int, more: int) -> None:
    """The first ten are told."""
    found = data_facts(checked(), [], [f"{place}." for place in range(many)])

    assert found is not None
    assert (len(found.sentences), found.sentences[0], found.more_columns) == (
        MOST_COLUMNS,
        "0.",
        more,
    )


@pytest.mark.parametrize("notes", [[], ["age was read as text"]])
def test_columns_judged_anew_leave_what_was_not_certain(notes: list[str]) -> None:
    """A check with a note is worth a look, whatever its columns say once more is known."""
    result = checked([column("age", 0.9)]).with_notes(notes)
    calm = [column("age")]

    assert result.with_columns(calm).verdict is overall_verdict(calm, [], notes)
    assert result.with_columns(calm).verdict is (
        CheckVerdict.WARNING if notes else CheckVerdict.OK
    )
    assert result.with_columns(calm).notes == notes
    assert result.with_columns([column("age", 0.9)]).verdict is CheckVerdict.ALERT
