"""Ids are not compared, and everything else is: amounts do not become ids by never repeating."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from monitors.check.check import check
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict, ColumnCheck
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.check.segments import check_segments
from monitors.profile.ids import is_named_as_ids
from monitors.replay.cut import Cut
from monitors.replay.replay import Plan, replay
from tests.monitors.conftest import OpenTables

ROWS = 6_000
SEEDS = st.integers(0, 2**32 - 1)
FEW_TRIES = settings(max_examples=10)
LARGE = 2**60


@pytest.fixture(params=["values", "cells", "heavy cells"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Count as small, middling and large tables are counted."""
    if request.param != "values":
        monkeypatch.setattr("monitors.profile.number_cells.VALUES_UP_TO", 0)
    if request.param == "heavy cells":
        monkeypatch.setattr("monitors.profile.number_cells.EXACT_UP_TO", 0)


def amounts(seed: int, rows: int = ROWS, times: float = 1.0) -> NDArray[np.int64]:
    """Cents that never repeat, about 200,000, in no order."""
    random = np.random.default_rng(seed)
    drawn = np.unique((random.lognormal(12.2, 1.0, 2 * rows) * times).astype(np.int64))
    return random.permutation(drawn)[:rows]


def answer_of(open_tables: OpenTables, name: str, reference: Any, current: Any) -> ColumnCheck:  # noqa: ANN401 - any column
    """Check one column."""
    tables = open_tables({name: reference}, {name: current})
    return check(tables, Roles(), Limits()).columns[0]


@FEW_TRIES
@given(seed=SEEDS, rows=st.integers(1_000, ROWS))
def test_amounts_that_never_repeat_are_measured(
    open_tables: OpenTables, seed: int, rows: int
) -> None:
    """Twice as much is an alarm, the same amounts drawn anew are none."""
    before = amounts(seed, rows)

    moved = answer_of(open_tables, "amount_cents", before, amounts(seed + 1, rows, 2.0))
    steady = answer_of(open_tables, "amount_cents", before, amounts(seed + 1, rows))

    assert moved.answer is CheckAnswer.ALARM
    assert steady.answer is CheckAnswer.OK


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("as_type", [np.int64, np.float64])
def test_the_order_of_rows_changes_no_answer(open_tables: OpenTables, as_type: type[Any]) -> None:
    """Sorted either way or shuffled, amounts are amounts and ids are ids."""
    cents, running = np.sort(amounts(1)), np.arange(ROWS) + 1
    whole = np.concatenate([running[: ROWS // 2], running[ROWS // 2 :] + 0.5])
    told = []
    for order in (
        np.arange(ROWS),
        np.arange(ROWS)[::-1],
        np.random.default_rng(2).permutation(ROWS),
    ):
        before = {"cents": cents, "row": running, "whole at first": whole}
        reference = {name: values[order].astype(as_type) for name, values in before.items()}
        reference["whole at first"] = whole[order]
        current = {name: values[order] + 100 for name, values in before.items()}
        result = check(open_tables(reference, current), Roles(), Limits())
        told.append([one.effect for one in result.columns])
        answers = [one.answer for one in result.columns]
        assert answers == [CheckAnswer.OK, CheckAnswer.NOT_APPLICABLE, CheckAnswer.OK]

    assert told[0] == pytest.approx(told[1], abs=1e-4)
    assert told[0] == pytest.approx(told[2], abs=1e-4)


RUNNING = {
    "from nought": np.arange(ROWS),
    "shuffled": np.random.default_rng(3).permutation(ROWS) + 40_000_000,
    "every other one": np.sort(np.random.default_rng(4).choice(2 * ROWS - 1, ROWS, replace=False)),
    "above what a double tells apart": np.arange(ROWS) + LARGE,
    "as doubles": np.arange(ROWS) * 1.0,
    "few": np.arange(250),
    "some delivered twice": np.concatenate(
        [np.arange(ROWS - ROWS // 200), np.arange(ROWS // 200)]
    ),
}


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("ids", RUNNING.values(), ids=RUNNING)
def test_running_numbers_never_alarm(open_tables: OpenTables, ids: NDArray[Any]) -> None:
    """The window goes on where the reference ended."""
    found = answer_of(open_tables, "row", ids, ids + len(ids))

    assert found.answer is CheckAnswer.NOT_APPLICABLE
    assert found.note.startswith("looks like an ID")


def test_running_numbers_alarm_in_no_segment_and_no_replay(open_tables: OpenTables) -> None:
    """Those of one shop are far apart, and still ids."""
    random = np.random.default_rng(5)
    reference, current = (
        {"row": np.arange(ROWS) + start, "shop": random.integers(0, 10, ROWS).astype(str)}
        for start in (0, ROWS)
    )
    tables = open_tables(reference | {"x": random.normal(size=ROWS)},
                         current | {"x": random.normal(size=ROWS)})  # fmt: skip
    roles = Roles(segment="shop")
    whole = check(tables, roles, Limits())

    segments = check_segments(tables, roles, Limits(), whole.ids, most=10)
    history = replay(tables, Roles(), Plan(Cut(rows=1_000), 13))

    assert whole.ids == ["row"]
    assert [found.result.verdict for found in segments if found.result] == [CheckVerdict.OK] * 10
    assert history.alarms == []


def test_a_replay_sees_amounts_that_never_repeat(open_tables: OpenTables) -> None:
    """As a check does."""
    tables = open_tables({"cents": amounts(6)}, {"cents": amounts(7, times=2.0)})

    assert replay(tables, Roles(), Plan(Cut(rows=1_000), 13)).alarms


@pytest.mark.parametrize(
    "column",
    [
        pytest.param([f"{n * 2_654_435_761 % 2**32:08x}" for n in range(2 * ROWS)], id="hash"),
        pytest.param(
            [f"{n:032x}" for n in range(2 * ROWS)],
            id="few hundred",
        ),
    ],
)
def test_text_that_never_repeats_is_an_id(open_tables: OpenTables, column: list[str]) -> None:
    """Whatever its name; also where there are a few hundred alone."""
    for rows in (300, ROWS):
        found = answer_of(open_tables, "x", column[:rows], column[rows : 2 * rows])
        assert found.answer is CheckAnswer.NOT_APPLICABLE


def test_text_that_is_rare_at_first_is_no_id(open_tables: OpenTables) -> None:
    """A hundred levels of which the first rows hold each once, and further rows many times."""
    levels = [f"level {number}" for number in range(150)]
    reference = levels + [None] * 5_000 + levels * 20

    found = answer_of(open_tables, "x", reference, levels * 10)

    assert found.answer is CheckAnswer.OK


@pytest.mark.parametrize("scale", [1, 0.1], ids=["whole", "fractions"])
def test_a_name_makes_ids_of_whole_numbers_alone(open_tables: OpenTables, scale: float) -> None:
    """Fractions are no ids, whatever they are called; nor are the few ids of shops."""
    data: Mapping[str, NDArray[Any]] = {
        "customer_id": amounts(8) * scale,
        "shop_id": np.random.default_rng(9).integers(0, 60, ROWS) * scale,
    }

    result = check(open_tables(data, data), Roles(), Limits())

    assert result.ids == (["customer_id"] if scale == 1 else [])


IDS = ("id", "ID", "user_id", "customerId", "id_cliente", "Order No", "account.number", "rowKey",
       "UUID", "invoice-nr", "URLKey", "customerid", "orderno", "CUSTOMER_ID_2")  # fmt: skip
OTHERS = ("paid", "number", "no", "amount_cents", "idle", "number_of_rooms", "grid", "keyword", "",
          "_", "bid price", "key rate", "visitor_number", "house_number", "id_count", "valid",
       "ID Verified Amt", "turkey", "7", "casino")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "is_id"), [*((name, True) for name in IDS), *((name, False) for name in OTHERS)]
)
def test_names_of_ids(name: str, *, is_id: bool) -> None:
    """Words count, in whatever way they are joined; not what they are part of."""
    assert is_named_as_ids(name) is is_id
