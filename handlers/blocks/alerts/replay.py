"""A replay: how often a new monitor would have alerted people on past data."""

from slack_sdk.models.blocks import Block

from ground.counting import counted
from handlers.blocks.parts import context, header, picture, section
from handlers.blocks.text import NAME_LIMIT, Message, cut, escape, mention, short
from monitors.replay.card import ReplayCard

TIMES = {1: "once", 2: "twice"}
MOST_NAMED = 5
LONGEST_ALT_TEXT = 2_000


def replay_message(card: ReplayCard, alt_text: str) -> Message:
    """Build a replay's message."""
    title = f"{cut(card.model_name, NAME_LIMIT)}: the new monitor, tested on past data"
    blocks: list[Block] = [header(title), section(f"*{_sentence(card)}*")]
    if card.alarms:
        blocks.append(section(_alarms(card)))
    if card.chart_file_id:
        blocks.append(picture(card.chart_file_id, alt_text))
    blocks.append(section(_next(card)))
    blocks.append(
        context(
            f"Monitor {short(card.monitor_name)}. {_noticed(card)}If nothing is wrong, expect at "
            f"most {counted(round(card.false_alarms_per_quarter, 1), 'false alert')} a quarter."
        )
    )
    return Message(f"{title}. {_sentence(card)}", blocks)


def _sentence(card: ReplayCard) -> str:
    windows = len(card.effects)
    span = card.span.removesuffix("s") if windows == 1 else f"{windows} {card.span}"
    if card.alarm_count == 0:
        return f"Over the last {span}, it wouldn't have alerted you at all."
    often = TIMES.get(card.alarm_count, f"{card.alarm_count} times")
    return f"Over the last {span}, it would have alerted you {often}."


def _noticed(card: ReplayCard) -> str:
    if not card.notices:
        return ""
    times = "once" if card.notices == 1 else f"{card.notices} times"
    return f"It would also have noticed something {times}, without calling anybody. "


def _alarms(card: ReplayCard) -> str:
    lines = [
        f"• {escape(alarm.place)}: {', '.join(short(column) for column in alarm.columns)}"
        for alarm in card.alarms[:MOST_NAMED]
    ]
    left = card.alarm_count - len(lines)
    return "\n".join(
        ["*Where it would have alerted you*", *lines, *([f"… and {left} more"] if left else [])]
    )


def _next(card: ReplayCard) -> str:
    return (
        f"{mention(card.owner_user_id)}, does that look right? If it's too often, agree on a "
        "limit in the use case (`/lamplighter usecase`) or lower "
        "`alert_budget_per_quarter` in the monitor's file. If it missed something, do the "
        "opposite. There's nothing to press."
    )
