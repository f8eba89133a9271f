"""What an alert says, as plain values: enough for its card and its chart, no rows of data.

It is stored with the alert, so a version that reads it must also read what earlier ones wrote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, NamedTuple, Self

from assessments.use_cases.pass_marks import Judgement
from monitors.performance.past_error import PastError

VERSION = 1


class MovedLevel(NamedTuple):
    """A level with its share of cases before and now, each 0 to 1."""

    level: str
    before: float
    now: float


@dataclass(frozen=True)
class MovedColumn:
    """A column that moved: how far, and the levels that moved most, or its problems in words.

    `is_past` says that it was among those that moved, and is not in the newest window.
    """

    column: str
    role: str
    effect: float | None
    threshold: float | None
    problems: Sequence[str] = ()
    levels: Sequence[MovedLevel] = ()
    is_past: bool = False

    def to_json(self) -> dict[str, Any]:
        """Write it as it is stored."""
        return {**asdict(self), "levels": [level._asdict() for level in self.levels]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what any version has stored."""
        levels = [MovedLevel(**level) for level in stored.get("levels", ())]
        return cls(**(_known(cls, stored) | {"levels": levels}))


SHARES = frozenset({"accuracy", "precision", "recall", "f1", "roc_auc"})
"""Metrics between 0 and 1: an older alert doesn't hold its figures' unit."""


@dataclass(frozen=True)
class PassMarkLine:
    """A pass mark beside what the window showed; `version` is the use case's, 0 if unknown."""

    metric: str
    comparator: str
    threshold: float
    value: float | None
    low: float | None
    high: float | None
    verdict: str
    more_cases: int | None = None
    unit: str = ""
    limit_high: float | None = None
    segment: str = "all"
    version: int = 0

    @property
    def is_share(self) -> bool:
        """Whether people read its figures as percentages."""
        return self.unit == "share" or (not self.unit and self.metric in SHARES)

    @classmethod
    def of(cls, judgement: Judgement) -> Self:
        """Put a pass mark beside its judgement."""
        mark = judgement.pass_mark
        return cls(
            mark.metric,
            mark.comparator,
            mark.threshold,
            judgement.value,
            judgement.low,
            judgement.high,
            judgement.verdict.value,
            judgement.more_cases,
            mark.unit,
            mark.high,
            mark.segment,
            mark.version,
        )


@dataclass(frozen=True)
class ExpectedAccuracy:
    """The accuracy that the scores themselves expect, 0 to 1, and how good that was before."""

    low: float
    high: float
    record: PastError | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what any version has stored."""
        record = stored.get("record")
        return cls(stored["low"], stored["high"], PastError(**record) if record else None)


@dataclass(frozen=True)
class PushedLabel:
    """What a pushed number stands for."""

    metric: str
    window: str
    segment: str


@dataclass(frozen=True)
class Called:
    """The person or user group that a signal calls, where, and within what time, such as `4h`."""

    channel: str
    responder: str
    within: str


@dataclass(frozen=True)
class AlertFacts:
    """All that an alert says of its newest window.

    Attributes:
        rows: How many cases it rests on.
        labelled_share: How many of them have a truth, 0 to 1; None where none is expected.
        pass_marks: Every pass mark beside what was measured.
        columns: The columns that moved, most first.
        more_columns: How many more there are.
        sentences: What there is to say beyond columns.
        estimate: What the scores expect where labels have not come.
        pushed: What a pushed number stands for; None where a check measured.
        called: Whom its signal calls; None where the monitor's own people are.
        version: In which shape it is stored; 0 for alerts from before it was noted.
    """

    rows: int
    labelled_share: float | None
    pass_marks: Sequence[PassMarkLine] = ()
    columns: Sequence[MovedColumn] = ()
    more_columns: int = 0
    sentences: Sequence[str] = ()
    estimate: ExpectedAccuracy | None = None
    pushed: PushedLabel | None = None
    called: Called | None = None
    version: int = VERSION

    def with_earlier(self, before: "AlertFacts") -> "AlertFacts":
        """Keep whom it called, and columns that moved before and no longer do, marked as past."""
        present = {column.column for column in self.columns}
        past = [
            replace(column, is_past=True)
            for column in before.columns
            if column.column not in present
        ]
        return replace(self, columns=[*self.columns, *past], called=before.called)

    def beyond(self, decided: "AlertFacts") -> "AlertFacts | None":
        """Leave only the columns that others do not know; None without any."""
        known = {column.column for column in decided.columns}
        fresh = [column for column in self.columns if column.column not in known]
        return replace(self, columns=fresh, more_columns=0) if fresh else None

    def with_record(self, record: PastError | None) -> "AlertFacts":
        """Return how good earlier estimates were, where one is shown."""
        if self.estimate is None or record is None:
            return self
        return replace(self, estimate=replace(self.estimate, record=record))

    def to_json(self) -> dict[str, Any]:
        """Write it as it is stored."""
        return {**asdict(self), "columns": [column.to_json() for column in self.columns]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what any version has stored; what it did not know yet is empty."""
        estimate, pushed = stored.get("estimate"), stored.get("pushed")
        called = stored.get("called")
        return cls(
            **_known(cls, {"version": 0, **stored})
            | {
                "pass_marks": [PassMarkLine(**line) for line in stored.get("pass_marks", ())],
                "columns": [MovedColumn.from_json(one) for one in stored.get("columns", ())],
                "estimate": ExpectedAccuracy.from_json(estimate) if estimate else None,
                "pushed": PushedLabel(**pushed) if pushed else None,
                "called": Called(**called) if called else None,
            }
        )


def _known(kind: type[Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out keys that a dataclass does not have."""
    return {field.name: stored[field.name] for field in fields(kind) if field.name in stored}
