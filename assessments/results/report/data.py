"""The report's figures as JSON, for other programs."""

import json
from dataclasses import asdict
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from assessments.results.maturity import MaturityCard
from assessments.results.report.format import ReportFormat
from ground.characters import without_hidden

SCHEMA = "lamplighter.assessment/1"
DIGITS = 2


def write_json(card: MaturityCard) -> bytes:
    """Write every figure with at most two decimals; null where nothing could be measured."""
    content = {"schema": SCHEMA, **asdict(card)}
    del content["picture"]
    text = json.dumps(content, default=_plain, ensure_ascii=False, indent=2, allow_nan=False)
    return f"{without_hidden(text)}\n".encode()


def _plain(value: object) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, Fraction):
        return round(float(value), DIGITS)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"A report holds no {type(value).__name__}.")


FORMAT = ReportFormat("json", "JSON", write_json)
