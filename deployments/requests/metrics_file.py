"""The metrics that a release brings along: read strictly, refused in one sentence."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from deployments.errors import MetricsFileError
from ground.characters import hidden_in_name

LARGEST_CHARACTERS = 100_000
SHARES = {"accuracy", "precision", "recall", "f1", "roc_auc"}


@dataclass(frozen=True)
class MetricsFile:
    """What was measured on the release's test set, and on how many cases.

    Attributes:
        metrics: Figures by metric, as `check --json` writes them.
        samples: The cases behind them.
        segments: The same for the values of a column: `{column: {value: MetricsFile}}`.
        baselines: By metric, the figure that it is compared with.
    """

    metrics: Mapping[str, float]
    samples: int
    segments: Mapping[str, Mapping[str, "MetricsFile"]] = field(default_factory=dict)
    baselines: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what is stored with the request."""
        written: dict[str, Any] = {"metrics": dict(self.metrics), "samples": self.samples}
        if self.segments:
            written["segments"] = {
                column: {value: part.as_json() for value, part in parts.items()}
                for column, parts in self.segments.items()
            }
        return written | ({"baselines": dict(self.baselines)} if self.baselines else {})


def parse_metrics(text: str) -> MetricsFile:
    """Read a metrics file: `{"metrics": {"accuracy": 0.83}, "samples": 5000}`.

    It may also have `"segments": {"age_band": {"18-30": {"metrics": …, "samples": …}}}` and
    `"baselines": {"mae": 4.2}`.

    Raises:
        MetricsFileError: It is no such file; the sentence says what is wrong.
    """
    if len(text) > LARGEST_CHARACTERS:
        raise MetricsFileError("The metrics file is longer than 100,000 characters.")
    try:
        document = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (json.JSONDecodeError, RecursionError) as error:
        raise MetricsFileError(f"The metrics file is no valid JSON: {error}.") from error
    found = _part(document)
    segments = {
        str(column): {str(value): _part(part) for value, part in _set(parts, column).items()}
        for column, parts in _set(document.get("segments", {}), "segments").items()
    }
    return replace(found, segments=segments, baselines=_figures(document, "baselines"))


def _part(document: object) -> MetricsFile:
    if not isinstance(document, dict) or not isinstance(document.get("metrics"), dict):
        raise MetricsFileError(
            'The metrics file needs the form {"metrics": {"accuracy": 0.83}, "samples": 5000}, '
            "also for each segment."
        )
    return MetricsFile(_figures(document, "metrics"), _samples(document.get("samples")))


def _figures(document: Mapping[str, Any], name: str) -> dict[str, float]:
    given = _set(document.get(name, {}), name)
    return {metric: _number(metric, value) for metric, value in given.items()}


def _set(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MetricsFileError(f"In the metrics file, {name} must be a set of names and values.")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for hidden in filter(None, map(hidden_in_name, names)):
        raise MetricsFileError(
            f"The metrics file has a name with a hidden character ({hidden}). Type it again."
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise MetricsFileError(f"The metrics file names {twice} twice.")
    return dict(pairs)


def _no_constant(name: str) -> None:
    raise MetricsFileError(f"The metrics file holds {name}, which is no measurement.")


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MetricsFileError(f"The metric {name} must be a number.")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise MetricsFileError(f"The metric {name} is too large to be a measurement.")
    if name in SHARES and not 0 <= number <= 1:
        raise MetricsFileError(
            f"The metric {name} is {number:g}; give it as a share from 0 to 1, such as 0.83."
        )
    return number


def _samples(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise MetricsFileError('The metrics file needs "samples": on how many cases was measured.')
    return value
