"""The rules for pass marks: V03 to V06 and V15."""

from collections.abc import Iterator

from assessments.use_cases.contract.codes import Code, Finding
from assessments.use_cases.contract.content import ACCEPTANCE, Metric, Rules
from assessments.use_cases.contract.document import Document, Row, whole_rows
from assessments.use_cases.contract.pass_mark_rows import (
    ACROSS,
    AT_LEAST,
    AT_MOST,
    BETWEEN,
    WITHIN,
    unit_of,
)
from assessments.use_cases.contract.values import is_number, is_pair
from ground.refusals import Names, Refusal

HUNDRED, MOST_AS_SHARE = 100, 1
SAME = ("metric", "segment", "window", "stage")


def comparator_fits(rules: Rules, document: Document) -> Iterator[Finding]:
    """V03: a metric that is better higher has a minimum, one that is better lower a maximum."""
    for index, row in enumerate(whole_rows(rules, document, ACCEPTANCE)):
        metric, comparator = rules.metric(str(row.get("metric"))), row.get("comparator")
        place = (ACCEPTANCE, index, "comparator")
        if metric and metric.better == "higher" and comparator in AT_MOST:
            yield Finding(
                place, Refusal(Code.SHOULD_BE_MINIMUM, metric=Names([str(row["metric"])]))
            )
        if metric and metric.better == "lower" and comparator in AT_LEAST:
            yield Finding(
                place, Refusal(Code.SHOULD_BE_MAXIMUM, metric=Names([str(row["metric"])]))
            )


def limit_fits_unit(rules: Rules, document: Document) -> Iterator[Finding]:
    """V04: a share is 0 to 1, a percentage 0 to 100; the unit is the catalogue entry's.

    A custom metric's limit is checked where its own unit is a share. A limit of
    `within_pct_of_baseline` is itself a percentage, whatever the metric's unit.
    """
    for index, row in enumerate(whole_rows(rules, document, ACCEPTANCE)):
        metric = rules.metric(str(row.get("metric")))
        if row.get("comparator") == WITHIN:
            continue
        for limit in _limits(row):
            if problem := _out_of_unit(metric, unit_of(metric, row), limit):
                yield Finding((ACCEPTANCE, index, "threshold"), problem)
                break


def _limits(row: Row) -> list[float]:
    threshold = row.get("threshold")
    given = threshold if isinstance(threshold, list) else [threshold]
    return [float(str(limit)) for limit in given if is_number(limit)]


def _out_of_unit(metric: Metric | None, unit: str, limit: float) -> Refusal | None:
    if unit == "share" and not 0 <= limit <= MOST_AS_SHARE:
        if MOST_AS_SHARE < limit <= HUNDRED:
            return Refusal(Code.SHARE_IN_DOUBT, share=f"{limit / HUNDRED:.6g}", typed=f"{limit:g}")
        return Refusal(Code.SHARE_OUT_OF_RANGE)
    if metric is None or unit != "percent":
        return None
    if limit < 0:
        return Refusal(Code.PERCENTAGE_NEGATIVE)
    if limit > HUNDRED and not metric.unbounded:
        return Refusal(Code.PERCENTAGE_OUT_OF_RANGE)
    return None


def rows_are_unique(rules: Rules, document: Document) -> Iterator[Finding]:
    """V05: no two rows share an id, nor metric, segment, window and stage."""
    ids: dict[object, int] = {}
    keys: dict[tuple[object, ...], object] = {}
    for index, row in enumerate(whole_rows(rules, document, ACCEPTANCE)):
        row_id, key = row.get("id"), tuple(row.get(name) for name in SAME)
        if row_id is not None and row_id in ids:
            yield Finding((ACCEPTANCE, index, "id"), Refusal(Code.ROW_ID_TWICE, row=str(row_id)))
        if None not in key and key in keys:
            first = str(keys[key] or "")
            yield Finding((ACCEPTANCE, index, "metric"), Refusal(Code.ROW_TWICE, row=first))
        ids.setdefault(row_id, index)
        keys.setdefault(key, row_id)


def limits_fit_comparator(rules: Rules, document: Document) -> Iterator[Finding]:
    """V06: `between` has two limits, the lower first; every other comparison has one."""
    for index, row in enumerate(whole_rows(rules, document, ACCEPTANCE)):
        place = (ACCEPTANCE, index, "threshold")
        threshold = row.get("threshold")
        if threshold is None or row.get("comparator") is None:
            continue
        is_between = row["comparator"] == BETWEEN
        if is_between and not is_pair(threshold):
            yield Finding(place, Refusal(Code.LIMITS_MISSING))
        elif isinstance(threshold, list) and not is_between:
            yield Finding(place, Refusal(Code.LIMITS_NOT_WANTED))
        elif isinstance(threshold, list) and not threshold[0] < threshold[1]:
            yield Finding(place, Refusal(Code.LIMITS_CROSSED))


def column_is_named(rules: Rules, document: Document) -> Iterator[Finding]:
    """V15: a metric between groups needs `across:column`, others must not use it.

    A custom metric may do either.
    """
    for index, row in enumerate(whole_rows(rules, document, ACCEPTANCE)):
        metric, segment = rules.metric(str(row.get("metric"))), str(row.get("segment", ""))
        if metric is None:
            continue
        is_across = segment.startswith(ACROSS) and segment != ACROSS
        place = (ACCEPTANCE, index, "segment")
        if metric.between_groups and not is_across:
            yield Finding(place, Refusal(Code.COLUMN_MISSING, metric=Names([str(row["metric"])])))
        if not metric.between_groups and segment.startswith(ACROSS):
            yield Finding(
                place, Refusal(Code.COLUMN_NOT_WANTED, metric=Names([str(row["metric"])]))
            )
