"""What the reference's own windows teach: how each column moves when nothing has happened.

Each window is compared with the rest of the reference. Where neighbours are more alike than
windows far apart (a season, or weeks that follow the one before), a reference shows less than
what is to come, so what it shows beyond chance is taken as that much larger.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from monitors.check.movement import moves_of
from monitors.check.roles import Roles
from monitors.profile.engine import Tables
from monitors.replay.history import EMPTY, History, read_reference
from monitors.replay.windows import ColumnCounts, ColumnGrid, CountedWindow
from monitors.statistics.chance import FEWEST_WINDOWS, PsiLaw, psi_law
from monitors.statistics.psi import Counts, psi_of_counts
from monitors.statistics.restless import Move

SEED = 20_261_125
MOST_APART = 4.0
SURE = 4.0

Window = dict[str, Move]


def reference_past(history: History) -> list[Window]:
    """Measure how every column moved in each of the reference's own windows.

    Returns:
        A move by column for each window; none where there is but one.
    """
    own = history.reference_windows
    if len(own) < 2:  # noqa: PLR2004 - one can't be compared with the rest
        return []
    found: list[Window] = [{} for _ in own]
    apart = _apart(history)
    for stick in history.sticks:
        bins = history.matrix(stick.column.name)
        if not bins.sum():
            continue
        law = _law(bins)
        for place, window in enumerate(own):
            pair = history.pair(stick, [_rest(stick, own, place, bins)], window)
            moves = moves_of(pair, law)
            found[place] |= {name: _farther(move, apart) for name, move in moves.items()}
    return found


def past_of_reference(tables: Tables, roles: Roles, rows: int) -> list[Window]:
    """Measure the same of a reference alone.

    Args:
        tables: Only the reference is read.
        roles: Which columns are left out.
        rows: The size of a window.

    Raises:
        MeasurementError: The reference can't be read.
    """
    return reference_past(read_reference(tables, roles, rows))


def _law(bins: Counts) -> PsiLaw:
    """Return the law of one window beside the rest; it is nearly the same for all of them."""
    total = bins.sum(axis=0)
    window = total / len(bins)
    return psi_law(total - window, window, np.random.default_rng(SEED))


def _rest(
    stick: ColumnGrid, own: Sequence[CountedWindow], place: int, bins: Counts
) -> CountedWindow:
    name = stick.column.name
    others = [window for at, window in enumerate(own) if at != place]
    present = sum(window.columns.get(name, EMPTY).present for window in others)
    counts = ColumnCounts(present, bins.sum(axis=0) - bins[place])
    return CountedWindow(0, 0, sum(window.rows for window in others), {name: counts})


def _farther(move: Move, apart: float) -> Move:
    """Take what a move shows beyond chance as larger."""
    chance = move.law.scale * move.law.freedom
    return replace(move, psi=chance + apart * (move.psi - chance)) if move.psi > chance else move


def _apart(history: History) -> float:
    """Return how much farther windows are from each other than from their neighbours, 1 to 4.

    Von Neumann's ratio (1941, Ann. Math. Statist. 12, p. 367) of what the PSI of neighbours and
    that of a window beside the rest show beyond chance, all columns together: half the first over
    the second is 1 for windows that don't depend on each other.
    """
    if len(history.reference_windows) < FEWEST_WINDOWS:
        return 1.0
    beyond = neighbours = variance = 0.0
    for stick in history.sticks:
        bins = history.matrix(stick.column.name)
        bins = bins[bins.sum(axis=1) > 0]
        if len(bins) < FEWEST_WINDOWS:
            continue
        law, next_law = _law(bins), _law(bins[:2])
        moved = psi_of_counts(bins.sum(axis=0) - bins, bins)
        beyond += float(moved.mean()) - law.scale * law.freedom
        variance += 2 * law.freedom * law.scale**2 / len(bins)
        moved_next = psi_of_counts(bins[:-1], bins[1:])
        neighbours += (float(moved_next.mean()) - next_law.scale * next_law.freedom) / 2
    if beyond <= SURE * variance**0.5:
        return 1.0
    return float(np.clip(beyond / max(neighbours, beyond / MOST_APART), 1.0, MOST_APART))
