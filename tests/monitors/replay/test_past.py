"""What a reference's own windows teach."""

import numpy as np
import pytest
from numpy.typing import NDArray

from bench.quiet import drawn, following, wandering
from monitors.check.movement import MISSING, NEW
from monitors.check.roles import Roles
from monitors.replay.past import past_of_reference, reference_past
from tests.monitors.conftest import OpenTables


def beyond_chance(past: list[dict[str, float]]) -> float:
    """Sum up what numbers moved beyond chance."""
    return sum(sum(window.values()) for window in past) / len(past)


def of_numbers(by: float, correlation: float) -> list[dict[str, float]]:
    """What each number moved in each of forty windows, beyond chance."""
    world = following(by, correlation) if correlation else wandering(by)
    return [
        {
            name: move.psi - move.law.scale * move.law.freedom
            for name, move in window.items()
            if name.startswith("n") and name[1:].isdecimal()
        }
        for window in reference_past(drawn(world, 500, seed=3))
    ]


def test_each_window_is_compared_with_the_rest() -> None:
    """Twenty numbers that wander by 0.1 sd: each moves by about 0.0096 beyond chance."""
    found = of_numbers(0.1, 0.0)

    assert len(found) == 40
    assert beyond_chance(found) / 20 == pytest.approx(0.0096, rel=0.25)


def test_windows_like_the_one_before_count_for_more() -> None:
    """A reference shows less than what is to come, up to a quarter of it."""
    alone, following_on = of_numbers(0.1, 0.0), of_numbers(0.1, 0.95)

    assert beyond_chance(following_on) > 1.5 * beyond_chance(alone)


def test_missing_and_new_values_move_too(open_tables: OpenTables) -> None:
    """Shares of a window beside those of the rest."""
    level: NDArray[np.str_] = np.array(["a", "b"] * 600)
    level[:200:20] = "c"
    number = [None if place < 100 else 1.0 * (place % 7) for place in range(1_200)]
    tables = open_tables({"x": number, "level": level}, {"x": [1.0], "level": ["a"]})

    first, second, *_ = past_of_reference(tables, Roles(), 200)

    assert first[MISSING.format("x")].psi > 1.0
    assert first[NEW.format("level")].psi > 0.01
    assert NEW.format("level") not in second


def test_one_window_teaches_nothing(open_tables: OpenTables) -> None:
    """There is no rest to compare it with."""
    tables = open_tables({"x": np.arange(300.0)}, {"x": [1.0]})

    assert past_of_reference(tables, Roles(), 200) == []
