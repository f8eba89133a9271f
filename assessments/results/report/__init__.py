"""Reports: each module of this package that has a FORMAT is a way to write a round's result."""

import pkgutil
from importlib import import_module

from assessments.results.report.format import ReportFormat

_FOUND = [
    found
    for module in pkgutil.iter_modules(__path__)
    if (found := getattr(import_module(f"{__name__}.{module.name}"), "FORMAT", None))
]
FORMATS: dict[str, ReportFormat] = {
    found.name: found for found in sorted(_FOUND, key=lambda found: not found.is_first)
}
