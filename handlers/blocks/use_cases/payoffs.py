"""What a number was to reach, and what it has come to, in words."""

from datetime import date
from math import floor

from assessments.use_cases.coming_back.kpis import Payoff
from handlers.blocks.text import amount, mention, short


def number_text(payoff: Payoff) -> str:
    """Write what a number was to do, and by when."""
    unit = f" {short(payoff.unit)}" if payoff.unit else ""
    if isinstance(payoff.target, tuple):
        low, high = map(amount, payoff.target)
        aim = f"was to stay between {low} and {high}{unit}"
    elif payoff.target is None or payoff.baseline is None:
        aim = "was to move"
    else:
        aim = f"was to go from {amount(payoff.baseline)} to {amount(payoff.target)}{unit}"
    return f"*{short(payoff.kpi)}* {aim} by {day_words(payoff.due_on)}."


def reached_text(payoff: Payoff) -> str:
    """Write how far a number came; empty while nobody knows, or where its way has no length."""
    figure, target, baseline = payoff.figure, payoff.target, payoff.baseline
    if figure is None or target is None:
        return ""
    if isinstance(target, tuple):
        return "in range" if target[0] <= figure <= target[1] else "out of range"
    if baseline is None or baseline == target:
        return ""
    share = (figure - baseline) / (target - baseline)
    if share >= 1:
        return "target reached"
    return f"{floor(share * 100)}% of the way" if share > 0 else "no progress"


def figure_text(payoff: Payoff) -> str:
    """Write the newest figure and where it's from."""
    if payoff.figure is None:
        return "Nobody has sent or entered a figure yet."
    unit = f" {short(payoff.unit)}" if payoff.unit else ""
    reached = f": {found}" if (found := reached_text(payoff)) else ""
    source = f" ({mention(payoff.source)})" if payoff.source else ""
    return f"Newest figure: *{amount(payoff.figure)}{unit}*{reached}{source}."


def day_words(day: date | None) -> str:
    """Write a day; nothing where there is none."""
    return f"{day:%d %b %Y}" if day else ""
