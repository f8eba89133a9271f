"""Signals of a use case: what is watched, from where it is noticed, and from where it calls."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from assessments.use_cases.contract.content import SIGNALS, Rules
from assessments.use_cases.contract.document import Document, Row
from assessments.use_cases.contract.pass_mark_rows import (
    ALL,
    BLOCK,
    WARN,
    PassMarkRow,
    better_of,
    unit_of,
)
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.values import is_number
from assessments.use_cases.pass_marks import PassMark
from assessments.use_cases.promises import pass_mark_of, promise_for

FOLLOWS = "AC-"


@dataclass(frozen=True)
class Signal:
    """One row of "watching".

    Attributes:
        kind: What it is about, such as `data_drift`.
        watches: A list of features, `prediction`, or the id of the pass mark it follows.
        warn_at: From where it's noticed, in the metric's unit.
        act_at: From where it calls people, farther from good.
        better: `higher` or `lower`; empty where the limits say neither.
        segment: Of the pass mark it follows; else all cases.
    """

    row_id: str
    kind: str
    metric: str
    watches: str
    warn_at: float
    act_at: float
    cadence: str
    channel: str
    responder: str
    respond_within: str
    unit: str
    better: str
    segment: str = ALL
    min_samples: int = 1

    def mark(self, limit: float, severity: str, version: int) -> PassMark:
        """Return one of its limits as a pass mark, to be judged like any other."""
        return PassMark(
            metric=self.metric,
            comparator=">=" if self.better == "higher" else "<=",
            threshold=limit,
            unit=self.unit,
            min_samples=self.min_samples,
            severity=severity,
            row_id=self.row_id if severity == BLOCK else f"{self.row_id} {WARN}",
            category=self.kind,
            segment=self.segment,
            better=self.better,
            version=version,
        )


def signals_in(rules: Rules, document: Document, rows: Sequence[PassMarkRow]) -> list[Signal]:
    """Return a document's signals that have both limits, in their written order.

    Args:
        rules: The rules for use cases.
        document: What was agreed.
        rows: Its pass marks, which signals may follow.
    """
    followed = {row.row_id: row for row in rows}
    return [
        _signal(rules, row, followed.get(str(row.get("watches", ""))))
        for row in document.rows(SIGNALS)
        if is_number(row.get("warn_at")) and is_number(row.get("act_at"))
    ]


def signals_for(session: Session, model_name: str) -> list[Signal]:
    """Return the signals in force for a model."""
    promise = promise_for(session, model_name)
    return signals_in(load_rules(), promise.document, promise.rows) if promise else []


def marks_for_model(session: Session, model_name: str) -> list[PassMark]:
    """Return what a live model is judged by: its pass marks, then the limits of its signals.

    Each signal has two: one that calls people, one that only warns.
    """
    promise = promise_for(session, model_name)
    if promise is None:
        return []
    marks = [pass_mark_of(row, promise.version) for row in promise.rows]
    signals = signals_in(load_rules(), promise.document, promise.rows)
    return [*marks, *_marks(signals, promise.version)]


def _marks(signals: Sequence[Signal], version: int) -> Iterator[PassMark]:
    for signal in signals:
        yield signal.mark(signal.act_at, BLOCK, version)
        yield signal.mark(signal.warn_at, WARN, version)


def _signal(rules: Rules, row: Row, followed: PassMarkRow | None) -> Signal:
    texts = ("kind", "metric", "watches", "cadence", "channel", "responder", "respond_within")
    warn_at, act_at = float(str(row["warn_at"])), float(str(row["act_at"]))
    limits_say = "lower" if act_at > warn_at else "higher"
    return Signal(
        row_id=str(row.get("id", "")),
        warn_at=warn_at,
        act_at=act_at,
        unit=unit_of(rules.metric(str(row.get("metric", ""))), row),
        better=better_of(rules, row) or limits_say,
        segment=followed.segment if followed else ALL,
        min_samples=followed.min_samples if followed else 1,
        **{name: str(row.get(name, "")) for name in texts},
    )
