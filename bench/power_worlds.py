"""Tables to find shifts in: a quiet world of 30 columns, and 17 kinds of shift in two sizes.

It needs NumPy alone, so that each tool's own environment draws the very same rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

REFERENCE_ROWS = 20_000
ROWS = (500, 2_000, 10_000)
NUMBERS = tuple(f"n{place:02d}" for place in range(20))
LEVELS = {"c0": 10, "c1": 3, "c2": 5, "c3": 20, "c4": 40, "c5": 2, "c6": 7, "c7": 10}
ANSWER, PROBABILITY, TRUTH = "answer", "probability", "truth"
NEW, GAPPY = "new level", 5
YES = 0.5244005127080407  # 30 % of a normal variable are above it
WRONG = 0.15
TOGETHER = 0.15
PAIR = 0.6
SLOW_WEEKS = 12
Array = NDArray[np.float64]
Table = dict[str, NDArray[Any]]
SHAPES: Sequence[tuple[int, Callable[[Array, np.random.Generator], Array]]] = (
    (8, lambda normal, _: normal),
    (14, lambda normal, _: np.exp(3 + 0.5 * normal)),
    (17, lambda normal, _: np.exp(0.9 * normal)),
    (18, lambda normal, random: normal * np.sqrt(5 / random.chisquare(5, len(normal)))),
    (19, lambda normal, _: np.floor(np.exp(1 + 0.5 * normal))),
    (20, lambda normal, random: np.where(random.random(len(normal)) < 0.4, 0.0, np.exp(normal))),
)
"""What the columns below a place look like."""


@dataclass(frozen=True)
class World:
    """Where each column's level is: in standard deviations, 0 as in the reference."""

    levels: Array

    @classmethod
    def alike(cls) -> "World":
        """Return the world in which nothing has moved."""
        return cls(np.zeros(len(NUMBERS) + len(LEVELS) + 1))


@dataclass(frozen=True)
class Kind:
    """One kind of shift: how it is done, its two sizes, and what each deserves.

    `deserves` holds "alert", "notice" or "" (it doesn't count), for the small and the large size.
    """

    name: str
    sizes: tuple[float, float]
    deserves: tuple[str, str]
    shift: Callable[[Table, float, np.random.Generator], None]


def drawn(rows: int, random: np.random.Generator, world: World | None = None) -> Table:
    """Draw rows of a world: 20 numbers, 8 categories, an answer, its probability, the truth."""
    at = (world or World.alike()).levels
    normal = random.standard_normal((rows, len(NUMBERS)))
    normal[:, 1] = PAIR * normal[:, 0] + (1 - PAIR**2) ** 0.5 * normal[:, 1]
    both = random.standard_normal((rows, 1))
    normal[:, 2:] = (1 - TOGETHER) ** 0.5 * normal[:, 2:] + TOGETHER**0.5 * both
    table: Table = {
        name: _number(place, normal[:, place] + at[place], random)
        for place, name in enumerate(NUMBERS)
    }
    for place, (name, levels) in enumerate(LEVELS.items(), len(NUMBERS)):
        table[name] = _category(levels, at[place], rows, random)
    score = random.standard_normal(rows) + at[-1]
    table[PROBABILITY] = 1 / (1 + np.exp(1.0 - 1.2 * score))
    table[ANSWER] = (score > YES).astype(np.int64)
    is_wrong = random.random(rows) < WRONG
    table[TRUTH] = np.where(is_wrong, 1 - table[ANSWER], table[ANSWER])
    return table


def _number(place: int, normal: Array, random: np.random.Generator) -> Array:
    """Give a column its shape: normal, of amounts, heavy in its tails, whole, or often 0."""
    shape = next(shape for below, shape in SHAPES if place < below)
    found = shape(normal, random)
    return np.where(random.random(len(normal)) < 0.01, np.nan, found) if place == GAPPY else found


def _category(levels: int, level: float, rows: int, random: np.random.Generator) -> NDArray[Any]:
    """Draw levels: alike often in c0 and c7, else rarer and rarer; the first one moves."""
    weights = np.ones(levels) if levels == 10 else 1 / np.arange(1, levels + 1)
    weights[0] *= np.exp(level)
    names = np.array([f"level {place:02d}" for place in range(levels)], dtype=object)
    return names[random.choice(levels, rows, p=weights / weights.sum())]


def _some(table: Table, share: float, random: np.random.Generator) -> NDArray[np.bool_]:
    """Pick a share of the rows by chance."""
    return random.random(len(table[ANSWER])) < share


def _move(table: Table, size: float, _: np.random.Generator) -> None:
    table["n02"] = table["n02"] + size


def _spread(table: Table, size: float, _: np.random.Generator) -> None:
    table["n02"] = table["n02"] * size


def _tail(table: Table, size: float, random: np.random.Generator) -> None:
    table["n02"] = np.where(_some(table, size, random), table["n02"] * 10, table["n02"])


def _spike_inside(table: Table, size: float, random: np.random.Generator) -> None:
    table["n02"] = np.where(_some(table, size, random), 0.0, table["n02"])


def _spike_outside(table: Table, size: float, random: np.random.Generator) -> None:
    table["n09"] = np.where(_some(table, size, random), -1.0, table["n09"])


def _missing(table: Table, size: float, random: np.random.Generator) -> None:
    is_lost = _some(table, (size - 0.01) / 0.99, random)
    table["n05"] = np.where(is_lost, np.nan, table["n05"])


def _thousandfold(table: Table, size: float, random: np.random.Generator) -> None:
    table["n09"] = np.where(_some(table, size, random), table["n09"] * 1000, table["n09"])


def _pounds(table: Table, size: float, random: np.random.Generator) -> None:
    table["n09"] = np.where(_some(table, size, random), table["n09"] * 0.45, table["n09"])


def _new_level(table: Table, size: float, random: np.random.Generator) -> None:
    table["c2"] = np.where(_some(table, size, random), NEW, table["c2"])


def _grown_level(table: Table, size: float, random: np.random.Generator) -> None:
    taken = _some(table, (size - 0.1) / 0.9, random)
    table["c0"] = np.where(taken, "level 03", table["c0"])


def _all_numbers(table: Table, size: float, random: np.random.Generator) -> None:
    """Move what lies under each number by `size`: the amounts move by a factor."""
    for place, name in enumerate(NUMBERS):
        if 8 <= place < 14:
            table[name] = table[name] * np.exp(0.5 * size)
        elif 14 <= place < 17 or place == 19:
            table[name] = table[name] * np.exp(0.9 * size)
        elif place == 18:
            between = table[name] + random.random(len(table[name]))
            table[name] = np.floor(between * np.exp(0.5 * size))
        else:
            table[name] = table[name] + size


def _correlation(table: Table, size: float, random: np.random.Generator) -> None:
    own = random.standard_normal(len(table["n00"]))
    table["n01"] = size * table["n00"] + (1 - size**2) ** 0.5 * own


def _segment(table: Table, size: float, _: np.random.Generator) -> None:
    table["n02"] = np.where(table["c7"] == "level 04", table["n02"] + size, table["n02"])


def _answers(table: Table, size: float, random: np.random.Generator) -> None:
    turned = _some(table, (size - 0.3) / 0.7, random) & (table[ANSWER] == 0)
    table[ANSWER] = np.where(turned, 1, table[ANSWER])
    table[TRUTH] = np.where(turned, 1 - table[TRUTH], table[TRUTH])


def _accuracy(table: Table, size: float, random: np.random.Generator) -> None:
    is_right = table[TRUTH] == table[ANSWER]
    turned = is_right & _some(table, size / (1 - WRONG), random)
    table[TRUTH] = np.where(turned, 1 - table[TRUTH], table[TRUTH])


def _copies(table: Table, size: float, random: np.random.Generator) -> None:
    rows = len(table[ANSWER])
    is_copy = _some(table, size, random)
    source = np.where(is_copy, random.choice(np.flatnonzero(~is_copy), rows), np.arange(rows))
    for name, values in table.items():
        table[name] = values[source]


SLOW = "slow drift, sd a week"
KINDS: Sequence[Kind] = (
    Kind("mean of one column, sd", (0.3, 0.6), ("notice", "alert"), _move),
    Kind("spread of one column, x", (1.3, 1.8), ("notice", "alert"), _spread),
    Kind("tail: rows x 10", (0.01, 0.03), ("notice", "notice"), _tail),
    Kind("spike at 0, inside the range", (0.05, 0.15), ("", "alert"), _spike_inside),
    Kind("spike at -1, outside", (0.05, 0.15), ("notice", "alert"), _spike_outside),
    Kind("missing, from 1%", (0.04, 0.12), ("notice", "alert"), _missing),
    Kind("unit x 1000 in some rows", (0.03, 0.1), ("notice", "alert"), _thousandfold),
    Kind("unit x 0.45 in some rows", (0.03, 0.1), ("", "notice"), _pounds),
    Kind("new category", (0.01, 0.05), ("notice", "alert"), _new_level),
    Kind("a category of 10% grows to", (0.16, 0.25), ("notice", "alert"), _grown_level),
    Kind("all 20 numbers, sd", (0.1, 0.2), ("notice", "alert"), _all_numbers),
    Kind("correlation of a pair, 0.6 to", (0.0, -0.6), ("notice", "alert"), _correlation),
    Kind("in one segment of 10%, sd", (1.0, 2.0), ("", "notice"), _segment),
    Kind("answers yes, 30% to", (0.36, 0.45), ("notice", "alert"), _answers),
    Kind("accuracy falls, points", (0.03, 0.08), ("notice", "alert"), _accuracy),
    Kind("copies of rows", (0.08, 0.2), ("notice", "alert"), _copies),
    Kind(SLOW, (0.025, 0.05), ("", "alert"), _move),
)


def reference(number: int = 0, rows: int = REFERENCE_ROWS) -> Table:
    """Draw the reference that all windows are compared with."""
    return drawn(rows, np.random.default_rng([1, number]))


def quiet(rows: int, number: int) -> Table:
    """Draw one week in which nothing has moved."""
    return drawn(rows, np.random.default_rng([2, rows, number]))


def shifted(kind: Kind, strength: int, rows: int, repeat: int, week: int) -> Table:
    """Draw one week of a shift; `week` counts from 0, and a slow shift grows with it."""
    seed = [3, KINDS.index(kind), strength, rows, repeat, week]
    random = np.random.default_rng(seed)
    table = drawn(rows, random)
    size = kind.sizes[strength] * (week + 1 if kind.name == SLOW else 1)
    kind.shift(table, size, random)
    return table


def weeks_of(kind: Kind) -> int:
    """Return how many weeks are looked at until a shift counts as not found."""
    return SLOW_WEEKS if kind.name == SLOW else 4
