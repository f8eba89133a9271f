"""Pass marks on an alert: what was agreed, what was measured, what that says."""

from handlers.blocks.text import amount, percentage, short
from monitors.alerts.alert_facts import PassMarkLine
from monitors.alerts.card import AlertCard

NAMES = {"accuracy": "Right answers", "psi": "Largest drift (PSI)"}
VERDICTS = {
    "holds": "holds",
    "broken": "*broken*",
    "not_proven": "too close to tell",
    "not_enough_data": "too few cases to tell",
    "not_measured": "not measured yet",
}
SHARES = {"accuracy", "precision", "recall", "f1", "roc_auc"}


def pass_marks_text(card: AlertCard) -> str:
    """Say of each pass mark whether it holds, and for how many cases the truth is known."""
    lines = [
        f"• {NAMES.get(line.metric, short(line.metric))}: {figure(line, line.value)}"
        f"{_interval(line)}, agreed {agreed_limit(line)}: {_verdict(line)}"
        for line in card.pass_marks
    ]
    share = card.labelled_share
    labels = f"The truth is known for {share:.0%} of {card.rows:,} cases." if share else ""
    told = [text for text in (labels, _estimate(card)) if text]
    return "\n".join(["*What it did to the pass marks*", *lines, *told])


def figure(line: PassMarkLine, value: float | None) -> str:
    """Write a value as a share or a number, as its metric asks."""
    if value is None:
        return "no figure"
    return f"{value:.1%}" if line.metric in SHARES else f"{value:.2f}"


def _interval(line: PassMarkLine) -> str:
    if line.low is None or line.high is None:
        return ""
    return f" (between {figure(line, line.low)} and {figure(line, line.high)})"


def agreed_limit(line: PassMarkLine) -> str:
    """Say what was agreed."""
    words = "at least" if line.comparator.startswith(">") else "at most"
    limit = percentage(line.threshold) if line.metric in SHARES else amount(line.threshold)
    return f"{words} {limit}"


def _verdict(line: PassMarkLine) -> str:
    more = f"; about {line.more_cases:,} more cases would tell" if line.more_cases else ""
    return f"{VERDICTS[line.verdict]}{more}"


def _estimate(card: AlertCard) -> str:
    """Say what the scores themselves expect, which is all there is before the truth comes."""
    if card.estimate is None:
        return ""
    return (
        f"From its own scores, right answers are expected between {card.estimate[0]:.1%} and "
        f"{card.estimate[1]:.1%}. That can't see when the same case now ends differently."
        f"{_estimate_record(card)}"
    )


def _estimate_record(card: AlertCard) -> str:
    """Say how far earlier estimates were off, once labels told."""
    if card.estimate_record is None:
        return ""
    windows, error = card.estimate_record
    over = "the last window" if windows == 1 else f"the last {windows} windows"
    return f" Over {over} with labels, the estimate was off by {error * 100:.1f} points."
