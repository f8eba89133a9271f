"""Fairness: fairlearn's values, published intervals, and when a group deserves an alarm."""

from contextlib import nullcontext

import numpy as np
import pytest
from fairlearn import metrics as fl
from hypothesis import given
from hypothesis import strategies as st

from monitors.errors import MeasurementError
from monitors.fairness.groups import profile_groups
from monitors.fairness.rates import (
    FairnessCheck,
    GroupCounts,
    Rate,
    check_fairness,
    gap_interval,
    ratio_interval,
)
from monitors.performance.outcomes import Answers
from monitors.profile.engine import CURRENT
from tests.monitors.conftest import Data, OpenTables

ALPHA = 0.01


def people(rows: int = 6_000) -> dict[str, np.ndarray]:
    """Three groups, told yes unlike often."""
    random = np.random.default_rng(50)
    group = random.choice(["a", "b", "c"], rows, p=[0.6, 0.3, 0.1])
    truth = random.integers(0, 2, rows)
    likely = 0.3 + 0.3 * truth - 0.15 * (group == "b")
    return {"group": group, "truth": truth, "said": (random.uniform(size=rows) < likely) * 1}


def checked(open_tables: OpenTables, data: Data, *, has_truth: bool = True) -> FairnessCheck:
    """Count in the engine and compare."""
    answers = Answers("truth", "said", None)
    groups = profile_groups(
        open_tables(data, data), CURRENT, "group", answers, has_truth=has_truth
    )
    return check_fairness("group", groups, ALPHA)


def test_a_probability_is_looked_at_only_where_there_is_no_prediction(
    open_tables: OpenTables,
) -> None:
    """It may be in percent: what the model said counts, and without it, it's refused."""
    data = people() | {"likely": np.full(6_000, 70.0)}
    tables = open_tables(data, data)

    groups = profile_groups(
        tables, CURRENT, "group", Answers("truth", "said", "likely"), has_truth=True
    )

    assert sum(group.selected for group in groups) == data["said"].sum()
    with pytest.raises(MeasurementError):
        profile_groups(tables, CURRENT, "group", Answers("truth", None, "likely"), has_truth=True)


def has_alarm(found: FairnessCheck) -> bool:
    """Whether a group is treated differently enough to be looked at."""
    return any(one.is_alarm for group in found.groups for one in group.comparisons)


@pytest.mark.parametrize(
    ("rate", "metric"),
    [
        pytest.param(Rate.SELECTION, fl.selection_rate, id="selection"),
        pytest.param(Rate.TRUE_POSITIVE, fl.true_positive_rate, id="true positive"),
        pytest.param(Rate.FALSE_POSITIVE, fl.false_positive_rate, id="false positive"),
    ],
)
def test_rates_gap_and_ratio_are_those_of_fairlearn(
    open_tables: OpenTables, rate: Rate, metric: object
) -> None:
    """By group, and between the groups: to 1e-6."""
    data = people()
    frame = fl.MetricFrame(
        metrics=metric,
        y_true=data["truth"],
        y_pred=data["said"],
        sensitive_features=data["group"],
    )

    found = checked(open_tables, data)

    values = {
        group.counts.group: one.value
        for group in found.groups
        for one in group.comparisons
        if one.rate is rate
    }
    assert values == pytest.approx(dict(frame.by_group), abs=1e-6)
    assert found.spread(rate) == pytest.approx((frame.difference(), frame.ratio()), abs=1e-6)


def test_words_for_yes_and_no_are_compared(open_tables: OpenTables) -> None:
    """Yes and no, or 1 and -1, give what 1 and 0 give."""
    data = people(600)
    words = data | {"truth": 2 * data["truth"] - 1, "said": np.where(data["said"], "yes", "no")}

    assert checked(open_tables, words) == checked(open_tables, data)


def test_a_group_is_compared_with_everyone_else(open_tables: OpenTables) -> None:
    """Gap and ratio of b beside a and c together."""
    data = people()
    is_b = data["group"] == "b"
    mine, theirs = data["said"][is_b].mean(), data["said"][~is_b].mean()

    group = next(row for row in checked(open_tables, data).groups if row.counts.group == "b")

    selection = group.comparisons[0]
    assert selection.gap == pytest.approx(mine - theirs)
    assert selection.ratio == pytest.approx(mine / theirs)
    assert selection.is_alarm
    assert selection.p_value is not None
    assert selection.p_value < 1e-9


def test_people_without_a_group_are_a_group(open_tables: OpenTables) -> None:
    """They have a row, and are among everyone else for the others."""
    data = people()
    known = [None if name == "c" else name for name in data["group"]]

    found, before = checked(open_tables, data | {"group": known}), checked(open_tables, data)

    names = {row.counts.group for row in found.groups}
    assert names == {"a", "b", "missing"}
    assert [row.comparisons for row in found.groups] == [row.comparisons for row in before.groups]


def test_a_group_called_missing_is_not_those_without_one(open_tables: OpenTables) -> None:
    """Two rows of two names."""
    data = people()
    names = [{"b": None, "c": "missing"}.get(name, name) for name in data["group"]]

    found = checked(open_tables, data | {"group": names})

    assert {row.counts.group for row in found.groups} == {"a", "missing", "(missing)"}


@pytest.mark.parametrize(("groups", "is_refused"), [(50, False), (51, True)])
def test_of_fifty_groups_and_those_without_one_all_are_compared(
    open_tables: OpenTables, groups: int, *, is_refused: bool
) -> None:
    """One more is refused."""
    group = [f"g{number}" for number in range(groups)] + [None]
    data: Data = {"group": group, "said": [1] * len(group), "truth": [1] * len(group)}

    with pytest.raises(MeasurementError) if is_refused else nullcontext():
        assert len(checked(open_tables, data).groups) == 51


def test_without_truth_selection_alone_is_compared(open_tables: OpenTables) -> None:
    """Who is told yes needs no label."""
    found = checked(open_tables, people(), has_truth=False)

    assert found.spread(Rate.TRUE_POSITIVE) is None
    assert [one.value is None for one in found.groups[0].comparisons] == [False, True, True]
    assert has_alarm(found)


@pytest.mark.parametrize(
    ("mine", "theirs", "interval"),
    [
        pytest.param((56, 70), (48, 80), (0.0524, 0.3339), id="a"),
        pytest.param((9, 10), (3, 10), (0.1705, 0.8090), id="b"),
        pytest.param((10, 10), (0, 20), (0.6791, 1.0000), id="g"),
    ],
)
def test_gaps_have_newcombes_interval(
    mine: tuple[int, int], theirs: tuple[int, int], interval: tuple[float, float]
) -> None:
    """Newcombe 1998, table II, method 10."""
    assert gap_interval(mine, theirs) == pytest.approx(interval, abs=1e-4)


def test_a_ratios_interval_covers_the_truth_19_times_of_20() -> None:
    """2,000 pairs of samples whose true ratio is 0.8."""
    random = np.random.default_rng(51)
    drawn = zip(random.binomial(300, 0.24, 2_000), random.binomial(900, 0.30, 2_000), strict=True)
    intervals = [ratio_interval((int(one), 300), (int(other), 900)) for one, other in drawn]

    covered = np.mean([ends[0] <= 0.8 <= ends[1] for ends in intervals if ends])

    assert covered == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize("size", [20, 50, 100, 200])
def test_equal_groups_hardly_ever_raise_an_alarm(size: int) -> None:
    """STATISTICS.md, 12: five groups with equal rates; the four-fifths rule fails in 83 %."""
    random = np.random.default_rng(52)
    alarms = 0
    for _ in range(400):
        groups = [
            GroupCounts(str(number), size, int(random.binomial(size, 0.3))) for number in range(5)
        ]
        alarms += has_alarm(check_fairness("group", groups, 0.05))

    assert alarms <= 20 + 2 * 4.4


def test_a_small_group_is_marked_and_never_alarmed_on() -> None:
    """Ninety-nine people of whom nobody is told yes; with one more it is an alarm."""
    large = GroupCounts("large", 5_000, 2_500)

    small, enough = (
        check_fairness("group", [large, GroupCounts("few", cases, 0)], ALPHA)
        for cases in (99, 100)
    )

    assert small.groups[1].counts.is_small
    assert not has_alarm(small)
    assert enough.groups[1].comparisons[0].is_alarm


def test_a_group_with_few_positives_is_small() -> None:
    """A thousand cases, fifty of them positive: its true positive rate is hardly known."""
    group = GroupCounts("few positives", 1_000, 100, 50, 10, 950, 90)

    assert group.is_small


def test_a_difference_that_is_sure_but_small_is_no_alarm() -> None:
    """0.50 beside 0.48 in a million cases."""
    groups = [GroupCounts("a", 1_000_000, 500_000), GroupCounts("b", 1_000_000, 480_000)]

    found = check_fairness("group", groups, ALPHA)

    assert not has_alarm(found)
    assert found.groups[0].comparisons[0].p_value == pytest.approx(0.0, abs=1e-12)


def test_one_group_has_nobody_to_be_compared_with() -> None:
    """Its rate is shown, gap and ratio are not."""
    found = check_fairness("group", [GroupCounts("all", 500, 100)], ALPHA)

    selection = found.groups[0].comparisons[0]
    assert selection.value == 0.2
    assert (selection.gap, selection.ratio, selection.p_value) == (None, None, None)
    assert selection.gap_interval is None


def test_where_nobody_is_told_yes_all_are_treated_alike() -> None:
    """No rate to divide by, and no alarm."""
    found = check_fairness("g", [GroupCounts("a", 500, 0), GroupCounts("b", 500, 0)], ALPHA)

    assert found.spread(Rate.SELECTION) == (0.0, 1.0)
    assert not has_alarm(found)


@given(st.permutations(range(4)))
def test_the_order_and_the_names_of_groups_are_of_no_matter(order: list[int]) -> None:
    """Shuffled and renamed groups get the same alarms."""
    selected = [200, 300, 480, 500]
    shuffled = [GroupCounts(f"group {place}", 1_000, selected[place]) for place in order]

    found = check_fairness("group", shuffled, ALPHA)

    by_name = {group.counts.group: group.comparisons[0].is_alarm for group in found.groups}
    assert [by_name[f"group {place}"] for place in range(4)] == [True, False, True, True]


def test_too_many_groups_are_refused_in_words(open_tables: OpenTables) -> None:
    """An id is no group."""
    data: Data = {"group": list(range(60)), "truth": [0, 1] * 30, "said": [1, 0] * 30}

    with pytest.raises(MeasurementError, match="group has more than 50 groups"):
        checked(open_tables, data)
