"""Our glossary, and other names that people have for the same things."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from assessments.use_cases.contract.reading import load_rules
from ground.yaml_files import own_yaml

GLOSSARY = Path(__file__).parent / "glossary.yaml"
ALSO_CALLED: Mapping[str, str] = {
    "population stability": "psi",
    "data drift": "drift",
    "f1 score": "f1",
    "auc": "roc_auc",
    "mean absolute error": "mae",
    "false alarms": "alert budget",
    "roll back": "rollback",
    "live version": "champion",
    "acceptance criterion": "pass mark",
    "acceptance criteria": "pass mark",
    "threshold": "pass mark",
    "dimension": "topic",
    "latency": "latency_p95",
    "missing values": "missing_share",
    "cover for": "stand-in",
}


@cache
def glossary() -> Mapping[str, str]:
    """Return what our words mean."""
    found: dict[str, str] = own_yaml(GLOSSARY)
    return found


def known_words() -> list[str]:
    """List the words that can be explained, and their other names."""
    return [*glossary(), *load_rules().metrics, *ALSO_CALLED]
