"""Decides what a column's counts mean.

An alarm needs all of: significant at the run's error rate (Holm over the columns and over what is
asked of each), an effect beyond the limit, beyond the column's natural movement and beyond what
chance gives at these sizes, and enough cases. A column without an alarm is near its limit where
its effect is beyond what is usual, and beyond what chance gives at the column's even part of the
rate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

import numpy as np

from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.drift import DRIFT_METRICS
from monitors.drift.chi_square import chi_square_p_value
from monitors.drift.ks import ks_p_value
from monitors.profile.engine import Column, Kind
from monitors.profile.pair import ColumnPair
from monitors.profile.reading import kind_name
from monitors.quality.column import ColumnQuality, column_quality
from monitors.statistics.budget import holm_rejections
from monitors.statistics.chance import PsiLaw, homogeneity_p_value, psi_law
from monitors.statistics.unseen import unseen_p_value

NEAR, MAYBE_CHANCE = "near its limit", "beyond its limit, but this may be chance"
SEED = 20_261_125


class CheckAnswer(StrEnum):
    """What a check says of one column."""

    OK = "ok"
    ALARM = "alarm"
    NOT_ENOUGH_DATA = "not enough data"
    NOT_APPLICABLE = "not applicable"
    ERROR = "error"


class CheckVerdict(StrEnum):
    """What a check says of the whole table."""

    OK = "ok"
    WARNING = "warning"
    ALERT = "alert"


@dataclass(frozen=True)
class Measured:
    """A column with its counts; without them, the note says why, and else how it was read."""

    column: Column
    pair: ColumnPair | None
    note: str = ""
    is_lost: bool = False


@dataclass(frozen=True)
class ColumnCheck:
    """What was found about one column; a measure that doesn't apply is None."""

    column: str
    kind: str
    role: str
    answer: CheckAnswer
    measures: Mapping[str, float | None] = field(default_factory=dict)
    p_value: float | None = None
    effect: float | None = None
    threshold: float | None = None
    is_drift: bool = False
    is_near: bool = False
    is_creeping: bool = False
    is_lost: bool = False
    quality: ColumnQuality | None = None
    problems: Sequence[str] = ()
    note: str = ""
    pair: ColumnPair | None = None
    law: PsiLaw | None = None

    @property
    def remarks(self) -> str:
        """What is to be said of the column, in words; empty where nothing is."""
        is_beyond = (self.effect or 0.0) > (self.threshold or 0.0)
        doubt = MAYBE_CHANCE if is_beyond else NEAR
        near = [doubt] if self.is_near and self.answer is CheckAnswer.OK else []
        return "; ".join([*self.problems, *near, *([self.note] if self.note else [])])


def judge_columns(measured: Sequence[Measured], roles: Roles, limits: Limits) -> list[ColumnCheck]:
    """Decide over all columns together, since they share the run's error rate."""
    quality = [column_quality(found.pair) if found.pair else None for found in measured]
    drift_p = [drift_p_value(found.pair) for found in measured]
    missing_p = [found.missing_p_value if found else None for found in quality]
    unseen_p = [_unseen_p_value(found.pair) for found in measured]
    constant_p = [found.constant_p_value if found else None for found in quality]
    asked = (drift_p, missing_p, unseen_p, constant_p)
    significant = holm_rejections([*chain.from_iterable(asked)], limits.error_rate)
    by_question = np.array(significant).reshape(len(asked), len(measured)).T
    each = limits.shared_by(sum(p_value is not None for p_value in drift_p)).error_rate
    return [
        _column_check(
            found, roles, limits, _Evidence(drift_p[i], quality[i], each, *by_question[i])
        )
        for i, found in enumerate(measured)
    ]


def index_check(column: Column, roles: Roles) -> ColumnCheck:
    """Return a check of a table's index, which numbers its rows and isn't compared."""
    return ColumnCheck(
        column.name,
        str(column.kind),
        roles.of(column.name),
        CheckAnswer.NOT_APPLICABLE,
        note="is the table's index, so it isn't compared",
    )


def drift_p_value(pair: ColumnPair | None) -> float | None:
    """Test a column for drift: Kolmogorov-Smirnov for numbers, chi-square for categories.

    Numbers of which only the bins are known are tested as categories are.
    """
    if pair is None or not pair.is_measurable:
        return None
    if pair.distance is not None:
        return ks_p_value(pair)
    return homogeneity_p_value(pair.bins_reference, pair.bins_current)


def _unseen_p_value(pair: ColumnPair | None) -> float | None:
    """Ask how surprising the categories are that the reference lacks.

    Each row whose category is not known by name is taken for a category of its own, the size that
    is no surprise soonest.
    """
    if pair is None or not pair.is_measurable or pair.column.kind is not Kind.CATEGORICAL:
        return None
    both = pair.bins_reference + pair.bins_current
    named = both[:-1] if pair.unnamed else both
    sizes = np.concatenate([named[named > 0], np.ones(pair.unnamed)])
    return unseen_p_value(
        *np.unique(sizes, return_counts=True),
        rows_reference=pair.present.reference,
        rows_current=pair.present.current,
        unseen_now=int(pair.bins_current[pair.bins_reference == 0].sum()),
    )


@dataclass(frozen=True)
class _Evidence:
    p_value: float | None
    quality: ColumnQuality | None
    error_rate_each: float
    is_significant: bool
    is_missing_significant: bool
    is_unseen_significant: bool
    is_constant_significant: bool


def _column_check(
    found: Measured, roles: Roles, limits: Limits, evidence: _Evidence
) -> ColumnCheck:
    name, kind = found.column.name, str(found.column.kind)
    pair, quality = found.pair, evidence.quality
    if pair is None or quality is None:
        return ColumnCheck(
            name, kind, roles.of(name), CheckAnswer.ERROR, is_lost=found.is_lost, note=found.note
        )
    measures = {metric.name: metric.measure(pair) for metric in DRIFT_METRICS.values()}
    measures["ks_p_value"] = ks_p_value(pair)
    measures["chi2_p_value"] = chi_square_p_value(pair)
    effect = measures["psi"]
    law = _law_of_chance(pair)
    threshold = (
        max(limits.threshold_of(name), law.exceeded_with(limits.error_rate)) if law else None
    )
    is_enough = pair.present.fewest >= limits.min_samples
    is_natural = (effect or 0.0) < limits.natural.get(name, 0.0)
    problems = _problems(pair, quality, limits, evidence, is_natural=is_natural)
    is_drift = bool(
        is_enough
        and evidence.is_significant
        and effect is not None
        and threshold is not None
        and effect > threshold
    )
    return ColumnCheck(
        column=name,
        kind=kind,
        role=roles.of(name),
        answer=_answer(pair, is_enough=is_enough, is_alarm=is_drift or bool(problems)),
        measures=measures,
        p_value=evidence.p_value,
        effect=effect,
        threshold=threshold,
        is_drift=is_drift,
        is_near=is_enough and _is_near(effect, limits.usual(name), law, evidence.error_rate_each),
        quality=quality,
        problems=problems,
        note="; ".join(filter(None, [_note(pair), found.note])),
        pair=pair,
        law=law,
    )


def _is_near(effect: float | None, usual: float, law: PsiLaw | None, alpha: float) -> bool:
    """Return whether PSI is beyond what is usual, and beyond what chance exceeds with alpha."""
    if effect is None or law is None:
        return False
    return effect > max(usual, law.exceeded_with(alpha))


def _law_of_chance(pair: ColumnPair) -> PsiLaw | None:
    """Return the law of PSI by chance alone at these sizes."""
    if not pair.is_measurable:
        return None
    return psi_law(pair.bins_reference, pair.bins_current, np.random.default_rng(SEED))


def _problems(
    pair: ColumnPair,
    quality: ColumnQuality,
    limits: Limits,
    evidence: _Evidence,
    *,
    is_natural: bool,
) -> list[str]:
    if pair.rows.fewest < limits.min_samples:
        return []
    return quality.problems(
        is_missing_significant=evidence.is_missing_significant,
        is_range_known=pair.present.reference >= limits.min_samples
        and (evidence.is_unseen_significant or pair.column.kind is not Kind.CATEGORICAL),
        is_constant_significant=evidence.is_constant_significant
        and not is_natural
        and pair.present.fewest >= limits.min_samples,
    )


def _answer(pair: ColumnPair, *, is_enough: bool, is_alarm: bool) -> CheckAnswer:
    if is_alarm:
        return CheckAnswer.ALARM
    if not pair.is_measurable:
        is_empty = pair.column.kind is not Kind.OTHER and not pair.is_identifier
        return CheckAnswer.NOT_ENOUGH_DATA if is_empty else CheckAnswer.NOT_APPLICABLE
    return CheckAnswer.OK if is_enough else CheckAnswer.NOT_ENOUGH_DATA


def _note(pair: ColumnPair) -> str:
    if pair.is_unread:
        return "holds amounts kept as text, so it can't be compared; store them as numbers"
    if pair.is_identifier and pair.column.kind is Kind.CATEGORICAL:
        return "has too many different values to compare (an ID, a name or a code)"
    if pair.is_identifier:
        return "looks like an ID (by name, or consecutive values)"
    if pair.column.kind is Kind.OTHER:
        return f"{kind_name(pair.column)} aren't compared"
    return ""


def verdict_of(columns: Sequence[ColumnCheck]) -> CheckVerdict:
    """Return the verdict of the whole table from its columns."""
    if any(column.is_drift or column.problems or column.is_lost for column in columns):
        return CheckVerdict.ALERT
    is_worth_a_look = any(
        column.is_near
        or column.answer is CheckAnswer.ERROR
        or (column.pair is not None and column.pair.is_unread)
        for column in columns
    )
    return CheckVerdict.WARNING if is_worth_a_look else CheckVerdict.OK
