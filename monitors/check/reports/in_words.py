"""What moved, and how, as a person would say it: `RELP 17: 3.3% before, none now`."""

import re
from collections.abc import Sequence

import numpy as np

from monitors.check.check import CheckResult
from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.statistics.psi import psi_by_bin, shares

MOST_COLUMNS, MOST_LEVELS = 5, 2
_NUMBER = r"-?[\d.]+(?:e[+-]?\d+)?"
_BETWEEN = re.compile(f"({_NUMBER}) to ({_NUMBER})")
_CODE = re.compile(r"(.+) \([^()]*\)")
_END = re.compile(f"(up to|above) ({_NUMBER})")


def worst_first(columns: Sequence[ColumnCheck]) -> list[ColumnCheck]:
    """Put alarms first, then what could not be measured, then the largest movement."""
    rank = {CheckAnswer.ALARM: 0, CheckAnswer.ERROR: 1}
    return sorted(columns, key=lambda found: (rank.get(found.answer, 2), -(found.effect or 0.0)))


def moved_sentences(result: CheckResult) -> list[str]:
    """Write a line for each column beyond its limit, the worst first; count what is left."""
    moved = [one for one in worst_first(result.columns) if one.answer is CheckAnswer.ALARM]
    lines = [_sentence(column) for column in moved[:MOST_COLUMNS]]
    left = len(moved) - len(lines)
    more = f"And {left} more {'column' if left == 1 else 'columns'} beyond the limit: see below."
    return [*lines, *([more] if left else [])]


def moved_levels(column: ColumnCheck, most: int) -> list[tuple[str, float, float]]:
    """Return the levels whose share moved most, each with its share before and now, 0 to 1."""
    pair = column.pair
    if pair is None or not pair.is_measurable:
        return []
    before, now = shares(pair.bins_reference), shares(pair.bins_current)
    weight = psi_by_bin(pair.bins_reference, pair.bins_current)
    order = np.argsort(-weight, kind="stable")[:most]
    return [(str(pair.labels[at]), float(before[at]), float(now[at])) for at in order]


def level_words(level: str) -> str:
    """Write a level as people say it: `between 0.8 and 0.85`, `above 90`, `dormitory`."""
    if found := _BETWEEN.fullmatch(level):
        return f"between {_rounded(found[1])} and {_rounded(found[2])}"
    if found := _END.fullmatch(level):
        return f"{found[1]} {_rounded(found[2])}"
    return level


def share_words(share: float) -> str:
    """Write a share of cases; none and all in words, and what is nearly so."""
    if share in {0.0, 1.0}:
        return "all" if share else "none"
    rounded = round(share, 3)
    return {0.0: "almost none", 1.0: "almost all"}.get(rounded, f"{share:.1%}")


def without_code(name: str) -> str:
    """Leave out the code behind a meaning: `age (AGEP)` is `age`."""
    found = _CODE.fullmatch(name)
    return found[1] if found else name


def _sentence(column: ColumnCheck) -> str:
    moves = [
        f"{column.column} {level_words(level)}: {share_words(was)} before, {share_words(now)} now"
        for level, was, now in moved_levels(column, MOST_LEVELS)
    ]
    told = moves if column.is_drift or not column.problems else []
    problems = [f"{column.column}: {problem}" for problem in column.problems]
    return f"{'; '.join([*problems, *told]) or column.column}."


def _rounded(number: str) -> str:
    return f"{float(f'{float(number):.3g}'):,.12g}"
