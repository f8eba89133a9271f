"""What is found beside other tools: the worlds, the ranks, and the table."""

import numpy as np
import pytest

from bench.power import report
from bench.power_peers import FIGURES, best, found_by, rank_weeks, read_figures
from bench.power_worlds import ANSWER, KINDS, NUMBERS, TRUTH, Kind, quiet, reference, shifted

ROWS = 20_000


def kind_of(word: str) -> Kind:
    """Return the kind of shift of this name."""
    return next(kind for kind in KINDS if word in kind.name)


def test_the_same_week_is_drawn_again() -> None:
    """Every tool meets the same rows."""
    first, again = (shifted(kind_of("copies"), 1, 500, 3, 0) for _ in range(2))

    assert all((first[name] == again[name])[first[name] == first[name]].all() for name in first)


@pytest.mark.parametrize(
    ("word", "share", "measured"),
    [
        pytest.param("answers", 0.45, lambda week: week[ANSWER].mean(), id="answers"),
        pytest.param("accuracy", 0.77, lambda w: (w[TRUTH] == w[ANSWER]).mean(), id="accuracy"),
        pytest.param("missing", 0.12, lambda week: np.isnan(week["n05"]).mean(), id="missing"),
        pytest.param(
            "10% grows", 0.25, lambda week: (week["c0"] == "level 03").mean(), id="level"
        ),
        pytest.param("copies", 0.8, lambda w: len(np.unique(w["n02"])) / ROWS, id="copies"),
    ],
)
def test_a_shift_has_its_size(word: str, share: float, measured: object) -> None:
    """The large size is what the table says it is."""
    week = shifted(kind_of(word), 1, ROWS, 0, 0)

    assert callable(measured)
    assert measured(week) == pytest.approx(share, abs=0.01)


def test_a_quiet_week_is_like_the_reference() -> None:
    """Means of numbers are within chance of each other."""
    before, now = reference(), quiet(ROWS, 1)
    apart = [np.nanmean(now[name]) - np.nanmean(before[name]) for name in NUMBERS[:5]]

    assert np.abs(apart).max() < 0.05


def test_a_week_ranks_among_quiet_ones() -> None:
    """At a rate of one in four, the week must look worse than all but one of four quiet ones."""
    labels = np.array(["quiet"] * 4 + ["0 1 0", "0 1 0"])

    ranks = rank_weeks(labels, np.array([1.0, 2.0, 3.0, 4.0, 3.5, 2.5]))

    assert ranks == {"quiet": [4], "0 1 0": [1, 2]}
    assert [found_by(ranks, 0, 1, rate) for rate in (0.0, 0.25, 0.5)] == [0.0, 0.5, 1.0]


def test_figures_of_the_others_are_kept() -> None:
    """They hold each kind that a table asks for, in both sizes."""
    assert FIGURES.exists()
    found = [
        best(read_figures(), 2_000, place, strength, 0.1)[1]
        for place in range(len(KINDS))
        for strength in (0, 1)
    ]

    assert "-" not in found


def test_a_case_is_lost_where_another_finds_far_more() -> None:
    """Nothing found in one cell, all in the other: the table counts one lost case of two."""
    place = KINDS.index(kind_of("mean of one"))
    cells = [
        {"place": place, "strength": 1, "alert": alert, "told": alert, "example": []}
        for alert in ([None] * 4, [1] * 4)
    ]
    measured = {"rows": 2_000, "weeks": 400, "alerts": 0.0, "both": 0.01, "cells": cells}

    assert "Lost: 1 of 2." in list(report(measured))
