"""Decides what a column's counts mean.

An alert needs all of: more movement than chance and the column's own nature give at the column's
part of the run's error rate, an effect beyond the limit, and enough cases. What is certain at the
rate of notices and beyond the smallest effect that is worth a line is a notice. Missing, new and
constant values are tested the same way, over a part of the rates of their own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from monitors.check.evidence import Evidence, Weight, weigh
from monitors.check.limits import ANSWERS, FEATURE, Limits
from monitors.check.movement import Movement, Rates, change_in_words, movement_of
from monitors.check.quality_evidence import quality_evidence
from monitors.check.roles import Roles
from monitors.drift import DRIFT_METRICS
from monitors.drift.chi_square import chi_square_p_value
from monitors.drift.ks import ks_p_value
from monitors.profile.engine import Column, Kind
from monitors.profile.pair import ColumnPair
from monitors.profile.reading import kind_name
from monitors.quality.column import ColumnQuality, column_quality
from monitors.statistics.chance import PsiLaw

QUALITY_PART, ANSWERS_PART = 0.2, 1 / 3


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
    """What was found about one column; a measure that doesn't apply is None.

    `notices` are certain and worth a line, and call nobody. `law` is PSI's law by chance alone.
    """

    column: str
    kind: str
    role: str
    answer: CheckAnswer
    measures: Mapping[str, float | None] = field(default_factory=dict)
    p_value: float | None = None
    effect: float | None = None
    threshold: float | None = None
    is_drift: bool = False
    is_creeping: bool = False
    is_lost: bool = False
    quality: ColumnQuality | None = None
    problems: Sequence[str] = ()
    notices: Sequence[str] = ()
    note: str = ""
    pair: ColumnPair | None = None
    law: PsiLaw | None = None

    @property
    def remarks(self) -> str:
        """What is to be said of the column, in words; empty where nothing is."""
        return "; ".join([*self.problems, *self.notices, *([self.note] if self.note else [])])


def judge_columns(measured: Sequence[Measured], roles: Roles, limits: Limits) -> list[ColumnCheck]:
    """Decide over all columns together, since they share the run's error rates."""
    rates = _rates(measured, roles, limits)
    movements = [
        movement_of(found.pair, rates[roles.of(found.column.name)], limits, role)
        if found.pair
        else None
        for found in measured
        for role in [roles.of(found.column.name)]
    ]
    quality = [column_quality(found.pair) if found.pair else None for found in measured]
    evidence = [
        quality_evidence(found.pair, known, movement, limits) if found.pair and known else []
        for found, known, movement in zip(measured, quality, movements, strict=True)
    ]
    weights = iter(weigh(list(chain.from_iterable(evidence)), limits.times(QUALITY_PART)))
    return [
        _column_check(
            found,
            roles.of(found.column.name),
            limits,
            _Known(movements[i], quality[i], [(one, next(weights)) for one in evidence[i]]),
        )
        for i, found in enumerate(measured)
    ]


def _rates(measured: Sequence[Measured], roles: Roles, limits: Limits) -> dict[str, Rates]:
    """Share the rates out: a third to the answers, which the business sees, the rest to features.

    Args:
        measured: All columns.
        roles: What each is.
        limits: Those of the run.

    Returns:
        By role, what one column has.
    """
    counted = Counter(
        roles.of(found.column.name)
        for found in measured
        if found.pair is not None and found.pair.is_measurable
    )
    answers = sum(counted[role] for role in ANSWERS)
    features = counted.total() - answers
    part = ANSWERS_PART if features else 1.0
    shape = 1 - QUALITY_PART
    shares = {role: shape * part / max(answers, 1) for role in ANSWERS}
    shares[FEATURE] = shape * (1 - part * bool(answers)) / max(features, 1)
    return {
        role: Rates(limits.error_rate * share, limits.notice_rate * share)
        for role, share in shares.items()
    }


def index_check(column: Column, roles: Roles) -> ColumnCheck:
    """Return a check of a table's index, which numbers its rows and isn't compared."""
    return ColumnCheck(
        column.name,
        str(column.kind),
        roles.of(column.name),
        CheckAnswer.NOT_APPLICABLE,
        note="is the table's index, so it isn't compared",
    )


@dataclass(frozen=True)
class _Known:
    movement: Movement | None
    quality: ColumnQuality | None
    weighed: Sequence[tuple[Evidence, Weight]]

    def told(self, weight: Weight) -> list[str]:
        return [one.sentence for one, found in self.weighed if found is weight]


def _column_check(found: Measured, role: str, limits: Limits, known: _Known) -> ColumnCheck:
    name, kind, pair = found.column.name, str(found.column.kind), found.pair
    movement, quality = known.movement, known.quality
    if pair is None or quality is None:
        return ColumnCheck(
            name, kind, role, CheckAnswer.ERROR, is_lost=found.is_lost, note=found.note
        )
    measures = {metric.name: metric.measure(pair) for metric in DRIFT_METRICS.values()}
    measures["ks_p_value"] = ks_p_value(pair)
    measures["chi2_p_value"] = chi_square_p_value(pair)
    is_enough = pair.present.fewest >= limits.min_samples
    is_judged = pair.rows.fewest >= limits.min_samples
    problems = quality.problems() if is_judged else []
    problems += known.told(Weight.ALERT)
    is_drift = bool(is_enough and movement and movement.is_alert)
    notices = known.told(Weight.NOTICE)
    if is_enough and movement and movement.is_notice:
        notices = [_noticed(pair, movement, limits), *notices]
    return ColumnCheck(
        column=name,
        kind=kind,
        role=role,
        answer=_answer(pair, is_enough=is_enough, is_alarm=is_drift or bool(problems)),
        measures=measures,
        p_value=movement.p_value if movement else None,
        effect=movement.psi if movement else None,
        threshold=movement.threshold if movement else None,
        is_drift=is_drift,
        quality=quality,
        problems=problems,
        notices=notices,
        note="; ".join(filter(None, [_note(pair), found.note])),
        pair=pair,
        law=movement.law if movement else None,
    )


def _noticed(pair: ColumnPair, movement: Movement, limits: Limits) -> str:
    """Say what moved, from what to what, and why nobody is called."""
    agreed = limits.agreed.alert
    is_agreed = agreed is not None and movement.threshold <= agreed
    limit = f"the {agreed:g} that you agreed" if is_agreed else f"{movement.threshold:.2g}"
    return f"{change_in_words(pair)}; drift {movement.psi:.2g}, below {limit}"


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
        column.notices
        or column.answer is CheckAnswer.ERROR
        or (column.pair is not None and column.pair.is_unread)
        for column in columns
    )
    return CheckVerdict.WARNING if is_worth_a_look else CheckVerdict.OK
