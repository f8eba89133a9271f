"""Evidence about a column's quality: missing and new values, and values that vary no more."""

import numpy as np

from monitors.check.evidence import Evidence
from monitors.check.limits import Limits
from monitors.check.movement import (
    MISSING,
    NEW,
    Movement,
    from_to,
    missing_move,
    new_move,
    shortened,
)
from monitors.profile.engine import Kind
from monitors.profile.pair import ColumnPair
from monitors.quality.column import ColumnQuality
from monitors.statistics.restless import Move
from monitors.statistics.unseen import unseen_p_value

MISSING_RISE, MISSING_NOTICED = 0.05, 0.01
NEW_SHARE, NEW_NOTICED = 0.025, 0.002
FORMER_SHARE = 0.05


def quality_evidence(
    pair: ColumnPair, quality: ColumnQuality, movement: Movement | None, limits: Limits
) -> list[Evidence]:
    """List what there is to say of a column's quality; nothing where too few cases are there."""
    if pair.rows.fewest < limits.min_samples:
        return []
    found = [_missing(pair, quality, limits)] if not quality.change else []
    if pair.present.reference < limits.min_samples <= pair.present.current:
        found.append(_filled(pair, quality, limits))
    if pair.present.reference >= limits.min_samples and pair.is_measurable:
        found += [_new(pair, quality, limits)] if quality.new_categories else []
    if pair.present.fewest >= limits.min_samples and pair.only:
        found.append(_constant(quality, movement, limits, pair))
    return [one for one in found if one is not None]


def _missing(pair: ColumnPair, quality: ColumnQuality, limits: Limits) -> Evidence | None:
    """Test the share of missing values; that more are there than before is no loss."""
    before, now = quality.missing_share_reference, quality.missing_share_current
    if now <= before or quality.missing_p_value is None:
        return None
    return Evidence(
        f"missing in {from_to(before, now)}",
        _natural_p(
            quality.missing_p_value,
            limits,
            MISSING.format(pair.column.name),
            missing_move(pair),
        ),
        now - before,
        alert_from=MISSING_RISE,
        notice_from=MISSING_NOTICED,
    )


def _filled(pair: ColumnPair, quality: ColumnQuality, limits: Limits) -> Evidence:
    """Tell that a column which was empty, or nearly so, has values that nothing stands beside."""
    name = MISSING.format(pair.column.name)
    before, now = quality.missing_share_reference, quality.missing_share_current
    return Evidence(
        f"has values in {from_to(1 - before, 1 - now)}, too few before to compare them",
        _natural_p(quality.missing_p_value, limits, name, missing_move(pair)),
        before - now,
        notice_from=MISSING_RISE,
    )


def _new(pair: ColumnPair, quality: ColumnQuality, limits: Limits) -> Evidence:
    name = NEW.format(pair.column.name)
    return Evidence(
        _new_in_words(pair, quality),
        _natural_p(_unseen(pair), limits, name, new_move(pair)),
        quality.new_category_share,
        alert_from=NEW_SHARE,
        notice_from=NEW_NOTICED,
    )


def _new_in_words(pair: ColumnPair, quality: ColumnQuality) -> str:
    new = np.where(pair.bins_reference == 0, pair.bins_current, 0.0)
    label = shortened(pair.labels[int(new.argmax())]).strip() or "(blank)"
    share = quality.new_category_share
    rows = f"{share:.0%} of rows" if share >= 0.01 else f"{share:.1%} of rows"  # noqa: PLR2004 - below 1 % it takes a decimal
    if pair.unnamed:
        return f"many new values in {rows}"
    if quality.new_categories == 1:
        return f"the new value {label} in {rows}"
    return f"{quality.new_categories} new values in {rows}, most often {label}"


def _constant(
    quality: ColumnQuality, movement: Movement | None, limits: Limits, pair: ColumnPair
) -> Evidence:
    is_known = limits.nature.knows(pair.column.name)
    natural = movement.p_value if movement and is_known else 0.0
    p_value = quality.constant_p_value
    return Evidence(
        quality.constant,
        None if p_value is None else max(p_value, natural),
        quality.former_share,
        alert_from=FORMER_SHARE,
        notice_from=FORMER_SHARE,
    )


def _unseen(pair: ColumnPair) -> float | None:
    """Ask how surprising the categories are that the reference lacks.

    Each row whose category is not known by name is taken for a category of its own, the size that
    is no surprise soonest.
    """
    if pair.column.kind is not Kind.CATEGORICAL:
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


def _natural_p(p_value: float | None, limits: Limits, name: str, move: Move) -> float | None:
    """Take what is natural for a share into account, where that is known."""
    law = limits.nature.law(name, move.law)
    return p_value if law is None or p_value is None else max(p_value, law.p_value(move.psi))
