"""What a number was to reach, and what it has come to, in words."""

from collections.abc import Mapping
from datetime import date
from math import floor

from assessments.use_cases.coming_back.kpis import Payoff
from assessments.use_cases.coming_back.tables import RevisitVerdict
from handlers.blocks.text import amount, cut, escape, mention, short, with_unit
from handlers.wording.days import day_text

LONGEST_REASON = 300
VERDICTS: Mapping[RevisitVerdict, str] = {
    RevisitVerdict.KEEP: "Kept",
    RevisitVerdict.EXTEND: "More time, until {day}",
    RevisitVerdict.CHANGE_TARGET: "Another target, by {day}",
    RevisitVerdict.RETIRE: "To be retired",
}


def number_text(payoff: Payoff) -> str:
    """Write what a number was to do, and by when."""
    if isinstance(payoff.target, tuple):
        low, high = map(amount, payoff.target)
        aim = f"was to stay between {low} and {with_unit(high, payoff.unit)}"
    elif payoff.target is None or payoff.baseline is None:
        aim = "was to move"
    else:
        target = with_unit(amount(payoff.target), payoff.unit)
        aim = f"was to go from {amount(payoff.baseline)} to {target}"
    return f"*{short(payoff.kpi)}* {aim} by {day_words(payoff.due_on)}."


def payoff_line(payoff: Payoff) -> str:
    """Write all of it: the aim, the figure, and what followed."""
    line = f"{number_text(payoff)} {figure_text(payoff)}"
    if payoff.verdict is None:
        return f"{line} _Whether it paid is asked._"
    who = mention(payoff.answered_by or "")
    told = VERDICTS[payoff.verdict].format(day=day_words(payoff.new_date))
    return f"{line} *{told}*, says {who}: {escape(cut(payoff.reason, LONGEST_REASON))}"


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
    figure = with_unit(amount(payoff.figure), payoff.unit)
    reached = f": {found}" if (found := reached_text(payoff)) else ""
    source = f" ({mention(payoff.source)})" if payoff.source else ""
    return f"Newest figure: *{figure}*{reached}{source}."


def day_words(day: date | None) -> str:
    """Write a day; nothing where there is none."""
    return day_text(day) if day else ""
