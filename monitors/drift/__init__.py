"""Drift metrics: each module of this package that has a METRIC is one."""

import pkgutil
from importlib import import_module

from monitors.drift.metric import DriftMetric

DRIFT_METRICS: dict[str, DriftMetric] = {
    metric.name: metric
    for module in pkgutil.iter_modules(__path__)
    if (metric := getattr(import_module(f"{__name__}.{module.name}"), "METRIC", None))
}
