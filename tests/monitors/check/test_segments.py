"""Segments: a shift that the whole hides, worst first, each segment judged by itself."""

import numpy as np
import pytest

from monitors.check.check import check
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.limits import Limits
from monitors.check.reports.as_json import check_as_json
from monitors.check.reports.sentences import segment_sentences
from monitors.check.roles import Roles
from monitors.check.segments import (
    SegmentCheck,
    SegmentTables,
    check_segments,
    segments_of,
    with_segments,
)
from tests.monitors.conftest import OpenTables

ROLES = Roles("truth", "said", segment="shop")


def sales(seed: int, shifts: dict[str, float], rows: int = 1_000) -> dict[str, np.ndarray]:
    """Orders of each shop, and an answer that is right in four of five cases."""
    random = np.random.default_rng(seed)
    shop = np.repeat(list(shifts), rows)
    truth = random.integers(0, 2, len(shop))
    is_right = random.uniform(size=len(shop)) < 0.8
    return {
        "shop": shop,
        "amount": random.normal(np.repeat(list(shifts.values()), rows), 1.0),
        "truth": truth,
        "said": np.where(is_right, truth, 1 - truth),
    }


def test_a_segment_of_a_few_rows_is_said_to_be_too_small(open_tables: OpenTables) -> None:
    """It says nothing of the whole, which is fine."""
    before, now = (sales(seed, {"north": 0.0, "south": 0.0}) for seed in (1, 2))
    for table in (before, now):
        table["shop"][:20] = "kiosk"
    tables = open_tables(before, now)

    found = check_segments(tables, ROLES, Limits())
    whole = with_segments(check(tables, Roles("truth", "said"), Limits()), found)

    assert segment_sentences(found)[-1] == "Segment kiosk: 20 rows, too few to judge"
    assert [one.is_too_small for one in found] == [False, False, True]
    assert whole.verdict is CheckVerdict.OK
    told = check_as_json(whole, 1.0, found)["segments"]
    assert [(one["verdict"], one["note"]) for one in told] == [
        ("ok", ""),
        ("ok", ""),
        (None, "too few rows to judge"),
    ]


def test_two_shifts_that_cancel_out_are_seen_in_their_segments(open_tables: OpenTables) -> None:
    """North sells more, south sells less; east is as ever and comes last."""
    reference = sales(1, {"north": 0.0, "south": 0.0, "east": 0.0})
    current = sales(2, {"north": 1.2, "south": -1.0, "east": 0.0})

    found = check_segments(open_tables(reference, current), ROLES, Limits())

    assert [segment.segment for segment in found] == ["north", "south", "east"]
    verdicts = [segment.result.verdict for segment in found if segment.result]
    assert verdicts == [CheckVerdict.ALERT, CheckVerdict.ALERT, CheckVerdict.OK]
    assert found[0].worst is not None
    assert found[0].worst[0] == "amount"
    assert {segment.rows_current for segment in found} == {1_000}


def test_a_segment_has_its_own_performance(open_tables: OpenTables) -> None:
    """With an interval, of its own cases alone."""
    data = sales(3, {"north": 0.0, "south": 0.0})
    is_north = data["shop"] == "north"

    found = check_segments(open_tables(data, data), ROLES, Limits())

    north = next(segment for segment in found if segment.segment == "north")
    evidence = north.evidence["accuracy"]
    assert evidence.value == pytest.approx((data["truth"] == data["said"])[is_north].mean())
    assert evidence.samples == 1_000
    assert evidence.low is not None
    assert evidence.low < (evidence.value or 0)


def test_at_most_k_segments_are_given(open_tables: OpenTables) -> None:
    """Of those that both tables have; a shop that opened or closed has nothing beside it."""
    before = sales(4, dict.fromkeys("abcdefgh", 0.0), 300)
    now = sales(5, dict.fromkeys("bcdefghi", 0.0), 300)

    found = check_segments(open_tables(before, now), ROLES, Limits(), most=3)

    assert len(found) == 3
    assert not {"a", "i"} & {segment.segment for segment in found}


def test_the_twenty_largest_segments_are_looked_at(open_tables: OpenTables) -> None:
    """By their current rows, most first, by name among equals; the smallest is left out."""
    shops = [f"shop {number:02}" for number in range(21)]
    sizes = [3, 1, *range(3, 22)]
    rows = {"shop": np.repeat(shops, sizes)}
    before = {"shop": np.repeat(shops, sizes[::-1])}

    found = segments_of(open_tables(before, rows), "shop")

    assert found == sorted(
        zip(shops[:1] + shops[2:], sizes[:1] + sizes[2:], strict=True),
        key=lambda shop: (-shop[1], shop[0]),
    )


def test_the_five_worst_are_given(open_tables: OpenTables) -> None:
    """The further its sales moved, the earlier a shop comes; a sixth is left out."""
    shifts = {"f": 0.0, "e": 1.0, "d": 1.5, "c": 2.0, "b": 2.5, "a": 3.0}
    before, now = sales(11, dict.fromkeys(shifts, 0.0), 150), sales(12, shifts, 150)

    found = check_segments(open_tables(before, now), ROLES, Limits())

    assert [segment.segment for segment in found] == ["a", "b", "c", "d", "e"]


def test_a_segment_that_cant_be_measured_stops_no_other(open_tables: OpenTables) -> None:
    """A truth that is no yes or no in one shop of the reference."""
    before = sales(6, {"good": 0.0, "bad": 0.0}, 300)
    told = {**before, "said": before["said"].astype(object)}
    told["said"][before["shop"] == "bad"] = 7

    found = check_segments(open_tables(told, before), ROLES, Limits())

    assert [segment.segment for segment in found] == ["good", "bad"]
    assert found[1].result is None
    assert found[1].worst is None
    assert found[1].evidence == {}
    assert "contains '7'" in found[1].note


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (["2026-01", "2026-02"], ["01/2026", "Feb 2026"]),
        (["Q1 2026", "Q2 2026"], ["2026Q1", "2026-Q2"]),
        (["yes", "no"], ["True", "False"]),
        (["9:30", "15:30"], ["09:30:00", "3:30 PM"]),
    ],
)
def test_segments_meet_in_another_spelling(
    open_tables: OpenTables, before: list[str], now: list[str]
) -> None:
    """Under the reference's name."""
    shifts = dict.fromkeys(before, 0.0), dict(zip(now, (0.0, 3.0), strict=True))
    tables = open_tables(*(sales(8, shift, 300) for shift in shifts))

    found = check_segments(tables, ROLES, Limits())

    assert [(one.segment, one.rows_current, one.is_alert) for one in found] == [
        (before[1], 300, True),
        (before[0], 300, False),
    ]


def test_names_of_segments_are_data(open_tables: OpenTables) -> None:
    """A quote in a name is a quote."""
    data = sales(7, {"O'Hare": 0.0, "'; DROP VIEW reference; --": 0.0}, 300)
    tables = SegmentTables(open_tables(data, data), "shop", "O'Hare")

    assert tables.query("SELECT count(*) FROM current") == [(300,)]
    assert len(check_segments(tables.tables, ROLES, Limits())) == 2


def test_the_document_and_the_verdict_hold_the_segments(open_tables: OpenTables) -> None:
    """Two shifts that cancel out are an alert, though the whole has not moved that far."""
    tables = open_tables(
        sales(1, {"north": 0.0, "south": 0.0}), sales(2, {"north": 1.0, "south": -1.0})
    )
    whole = check(tables, ROLES, Limits())
    segments = check_segments(tables, ROLES, Limits())

    result = with_segments(whole, segments)
    document = check_as_json(result, 1.0, segments)

    assert (whole.verdict, result.verdict) == (CheckVerdict.WARNING, CheckVerdict.ALERT)
    assert document["verdict"] == "alert"
    north = next(row for row in document["segments"] if row["segment"] == "north")
    assert (north["verdict"], north["worst_column"], north["rows"]) == ("alert", "amount", 1_000)
    assert set(north["performance"]["accuracy"]) == {"value", "low", "high", "samples"}
    assert segment_sentences(segments)[0].startswith("Segment north: alert, 1,000 rows, amount")


def test_a_segment_that_cant_be_measured_is_said(open_tables: OpenTables) -> None:
    """In the document and in words; the verdict is a warning."""
    broken = SegmentCheck("bad", 9, None, "Nothing to compare.")
    data = sales(8, {"one": 0.0})
    whole = check(open_tables(data, data), ROLES, Limits())

    document = check_as_json(with_segments(whole, [broken]), 1.0, [broken])

    assert document["verdict"] == "warning"
    assert document["segments"][0]["note"] == "Nothing to compare."
    assert document["segments"][0]["verdict"] is None
    assert segment_sentences([broken]) == [
        "Segment bad: 9 rows, not measured: Nothing to compare."
    ]


def test_without_a_segment_column_there_are_none(open_tables: OpenTables) -> None:
    """Nobody asked."""
    data = sales(8, {"one": 0.0}, 300)

    assert check_segments(open_tables(data, data), Roles("truth", "said"), Limits()) == []


def test_a_small_segment_is_judged_by_its_evidence(open_tables: OpenTables) -> None:
    """Of 190 rows that all moved by two standard deviations, nobody needs to wait for 200."""
    before = sales(9, {"big": 0.0, "small": 0.0}, 2_000)
    now = sales(10, {"big": 0.0, "small": 2.0}, 190)

    found = check_segments(open_tables(before, now), ROLES, Limits())

    assert (found[0].segment, found[0].is_alert) == ("small", True)
    assert [column.column for column in found[0].proven] == ["amount"]


def test_the_column_named_is_proven_and_not_the_noisiest(open_tables: OpenTables) -> None:
    """Forty rare levels have more PSI by chance than a shift of one standard deviation."""
    random = np.random.default_rng(11)
    before, now = (
        sales(seed, {"one": shift}, rows)
        | {"noisy": random.choice([f"l{level}" for level in range(40)], rows)}
        for seed, shift, rows in ((12, 0.0, 2_000), (13, 0.75, 60))
    )

    (found,) = check_segments(open_tables(before, now), ROLES, Limits())

    assert found.result is not None
    effects = {one.column: one.effect or 0.0 for one in found.result.columns}
    assert effects["noisy"] > effects["amount"]
    assert found.worst is not None
    assert found.worst[0] == "amount"
    assert segment_sentences([found])[0].startswith("Segment one: alert, 60 rows, amount: values")
