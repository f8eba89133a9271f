"""Performance metrics: each module of this package that has METRICS adds them."""

import pkgutil
from importlib import import_module

from monitors.performance.metric import PerformanceMetric

PERFORMANCE_METRICS: dict[str, PerformanceMetric] = {
    metric.name: metric
    for module in pkgutil.iter_modules(__path__)
    for metric in getattr(import_module(f"{__name__}.{module.name}"), "METRICS", ())
}
