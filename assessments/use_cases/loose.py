"""Pass marks that nearly everything meets, which a person is asked about once more."""

from collections.abc import Mapping

from assessments.use_cases.contract.content import Rules
from assessments.use_cases.contract.document import Row
from assessments.use_cases.contract.pass_mark_rows import AT_LEAST, AT_MOST, unit_of
from assessments.use_cases.contract.values import is_number

LEAST: Mapping[str, float] = {"roc_auc": 0.5}
"""By metric, a minimum that a coin meets too; of other shares, percentages and ratios it is 0."""
MOST: Mapping[str, float] = {"psi": 1.0}
"""By metric, a maximum beyond what is seen; of other shares it is 1, of percentages 100."""
WHOLE = {"share": 1.0, "percent": 100.0}
BOUNDED = {"share", "percent", "ratio"}


def is_loose(rules: Rules, row: Row) -> bool:
    """Return whether nearly everything meets a pass mark."""
    limit, comparator = row.get("threshold"), row.get("comparator")
    if not is_number(limit):
        return False
    number, name = float(str(limit)), str(row.get("metric", ""))
    metric = rules.metric(name)
    unit = unit_of(metric, row)
    if comparator in AT_LEAST:
        return number <= LEAST.get(name, 0.0) and (name in LEAST or unit in BOUNDED)
    if comparator not in AT_MOST or (metric and metric.unbounded):
        return False
    if name in MOST:
        return number > MOST[name]
    return unit in WHOLE and number >= WHOLE[unit]
