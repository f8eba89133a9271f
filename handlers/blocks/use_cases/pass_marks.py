"""Pass marks on an alert: what was agreed, what was measured, and whether it's enough."""

from collections.abc import Iterable

from ground.counting import counted
from handlers.blocks.text import short
from handlers.blocks.use_cases.limits import Limit, figure_words, limit_words, segment_words
from handlers.wording.metrics import metric_label
from monitors.alerts.alert_facts import PassMarkLine
from monitors.alerts.card import AlertCard
from monitors.alerts.model_health import WAITING
from monitors.performance.past_error import PastError

VERDICTS = {
    "holds": "met",
    "broken": "*broken*",
    "not_proven": "too close to tell",
    "not_enough_data": "too few cases to tell",
    "not_measured": "not measured yet",
}


def pass_marks_text(card: AlertCard) -> str:
    """List each pass mark with its verdict, and how many cases have a known outcome."""
    lines = [
        f"• {_name(line)}: {figure(line, line.value)}{_interval(line)}, "
        f"pass mark {agreed_limit(line)}: {_verdict(line)}"
        for line in card.pass_marks
    ]
    share = card.labelled_share
    labels = _labelled(share, card.rows) if share else ""
    told = [text for text in (labels, _estimate(card)) if text]
    version = version_words(line.version for line in card.pass_marks)
    at_the_time = "" if card.state in WAITING else " at the time"
    return "\n".join([f"*Pass marks{at_the_time}{version}*", *lines, *told])


def _labelled(share: float, rows: int) -> str:
    known = f"all {counted(rows, 'case')}" if rows > 1 else "the only case"
    if share < 1:
        known = f"{round(share * rows):,} of {counted(rows, 'case')}"
    return f"We know the right answer for {known}."


def version_words(versions: Iterable[int]) -> str:
    """Write by which version of the use case it was judged; empty where that isn't known."""
    known = sorted(set(versions) - {0})
    return f", from version {' and '.join(map(str, known))} of the use case" if known else ""


def _name(line: PassMarkLine) -> str:
    return f"{short(metric_label(line.metric))}{segment_words(line.segment)}"


def figure(line: PassMarkLine, value: float | None) -> str:
    """Write a value as a share or a number, depending on its unit."""
    return figure_words(_limit(line), value)


def _interval(line: PassMarkLine) -> str:
    if line.low is None or line.high is None:
        return ""
    return f" (between {figure(line, line.low)} and {figure(line, line.high)})"


def agreed_limit(line: PassMarkLine) -> str:
    """Write the agreed limit."""
    return limit_words(_limit(line))


def _limit(line: PassMarkLine) -> Limit:
    return Limit(line.metric, line.comparator, line.threshold, line.limit_high, line.unit)


def _verdict(line: PassMarkLine) -> str:
    more = f"; about {line.more_cases:,} more cases needed" if line.more_cases else ""
    return f"{VERDICTS[line.verdict]}{more}"


def _estimate(card: AlertCard) -> str:
    """Write the accuracy that the model's own scores point to, until outcomes are known."""
    if card.estimate is None:
        return ""
    return (
        f"The model's own scores point to an accuracy between {card.estimate.low:.1%} and "
        f"{card.estimate.high:.1%}. They can't show whether similar cases now end differently."
        f"{_past_error(card.estimate.record)}"
    )


def _past_error(record: PastError | None) -> str:
    """Write how far off earlier estimates were, once outcomes were known."""
    if record is None:
        return ""
    windows = "the last window" if record.windows == 1 else f"the last {record.windows} windows"
    return (
        f" Over {windows} with known outcomes, this estimate was off by "
        f"{record.mean_error * 100:.1f} points."
    )
