"""How far a column moved, beside what chance and its own nature do to it."""

import math
from dataclasses import dataclass

import numpy as np

from monitors.check.limits import Limits, Lowest
from monitors.drift import DRIFT_METRICS
from monitors.profile.engine import Kind
from monitors.profile.pair import ColumnPair
from monitors.statistics.chance import PsiLaw, homogeneity_p_value, psi_law
from monitors.statistics.psi import psi_by_bin, psi_of_counts, shares
from monitors.statistics.restless import Move

SEED = 20_261_125
MISSING, NEW = "{} (missing)", "{} (new values)"
LONGEST_VALUE = 50


@dataclass(frozen=True)
class Rates:
    """A column's part of a run's error rates: of a false alert, and of a false notice."""

    alert: float
    notice: float


@dataclass(frozen=True)
class Movement:
    """How far a column moved, and what that is worth.

    Attributes:
        psi: The effect.
        p_value: Of so much PSI by chance and nature.
        law: PSI's law by chance alone.
        threshold: The PSI beyond which somebody is called.
        is_alert: Whether it is beyond it.
        is_notice: Whether it is certain and worth a line, and no more.
    """

    psi: float
    p_value: float
    law: PsiLaw
    threshold: float
    is_alert: bool
    is_notice: bool


def movement_of(pair: ColumnPair, rates: Rates, limits: Limits, role: str) -> Movement | None:
    """Judge how far a column moved; None where there is nothing to compare."""
    psi = DRIFT_METRICS["psi"].measure(pair) if pair.is_measurable else None
    if psi is None:
        return None
    chance = psi_law(pair.bins_reference, pair.bins_current, np.random.default_rng(SEED))
    law = limits.nature.law(pair.column.name, chance) or chance
    p_value = max(
        law.p_value(psi), homogeneity_p_value(pair.bins_reference, pair.bins_current) or 0.0
    )
    floors = limits.floors(pair.column.name, role, chance.scale * chance.freedom)
    is_alert, is_notice = _worth(psi, p_value, floors, rates)
    threshold = max(floors.alert, law.exceeded_with(rates.alert))
    return Movement(psi, p_value, chance, threshold, is_alert, is_notice)


def _worth(psi: float, p_value: float, floors: Lowest, rates: Rates) -> tuple[bool, bool]:
    is_alert = p_value <= rates.alert and psi > floors.alert
    is_certain = p_value <= max(rates.alert, rates.notice)
    return is_alert, is_certain and not is_alert and psi > floors.notice


def moves_of(pair: ColumnPair, law: PsiLaw | None = None) -> dict[str, Move]:
    """Return what a quiet window teaches about a column: its shape, missing and new values.

    Where nothing is missing, or nothing new, there is nothing to keep.

    Args:
        pair: The column in the window, beside the reference.
        law: Of PSI by chance, where it is known already.
    """
    name, found = pair.column.name, {}
    if pair.is_measurable:
        bins = pair.bins_reference, pair.bins_current
        law = law or psi_law(*bins, np.random.default_rng(SEED))
        found[name] = Move(float(psi_of_counts(*bins)), law)
    if pair.rows.fewest and pair.present != pair.rows:
        found[MISSING.format(name)] = missing_move(pair)
    is_new = (pair.bins_reference == 0) & (pair.bins_current > 0)
    if pair.is_measurable and pair.column.kind is Kind.CATEGORICAL and is_new.any():
        found[NEW.format(name)] = new_move(pair)
    return found


def missing_move(pair: ColumnPair) -> Move:
    """Measure how far the share of missing values moved."""
    present = np.array([pair.present.reference, pair.present.current], dtype=float)
    rows = np.array([pair.rows.reference, pair.rows.current], dtype=float)
    return _of_two(np.stack([rows - present, present], axis=1))


def new_move(pair: ColumnPair) -> Move:
    """Measure how far the share of values that the reference lacks moved, which was 0."""
    rows = np.array([pair.present.reference, pair.present.current], dtype=float)
    new = np.array([0.0, float(pair.bins_current[pair.bins_reference == 0].sum())])
    return _of_two(np.stack([new, rows - new], axis=1))


def _of_two(counts: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Move:
    law = PsiLaw(float((1 / counts.sum(axis=1)).sum()), 1.0)
    return Move(float(psi_of_counts(counts[0], counts[1])), law)


def change_in_words(pair: ColumnPair) -> str:
    """Say which level, or which range of a number, moved most: from what to what."""
    before, now = shares(pair.bins_reference), shares(pair.bins_current)
    place = int(np.argmax(psi_by_bin(pair.bins_reference, pair.bins_current)))
    label = pair.labels[place]
    is_level = pair.column.kind is Kind.CATEGORICAL
    what = shortened(label) if is_level else f"values {_in_short(label)}"
    return f"{what} in {from_to(float(before[place]), float(now[place]))}"


def _in_short(label: str) -> str:
    """Write the ends of a range with three digits, and a range of one value as that value."""
    ends = [_rounded(word) for word in label.split()]
    is_one = len(ends) == 3 and ends[0] == ends[2]  # noqa: PLR2004 - such as "1 to 1"
    return f"of {ends[0]}" if is_one else " ".join(ends)


def _rounded(word: str) -> str:
    try:
        return f"{float(word):.3g}"
    except ValueError:
        return word


def from_to(before: float, now: float) -> str:
    """Write a share now and before, with as many decimals as it takes to tell them apart."""
    apart = abs(now - before) * 100
    decimals = 0 if apart >= 2 or not apart else min(max(1, -math.floor(math.log10(apart))), 3)  # noqa: PLR2004 - 2 points are told apart by whole ones
    return f"{now:.{decimals}%} of rows (before: {before:.{decimals}%})"


def shortened(text: str) -> str:
    """Cut a value that a column holds."""
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
