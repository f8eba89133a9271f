"""A window that a monitor couldn't check: told to its owner once, and brought up to date."""

from ground.counting import counted
from handlers.blocks.parts import context, header, section
from handlers.blocks.text import NAME_LIMIT, Message, amount, cut, escape, moment, short
from monitors.runs.held_window import HeldWindow

LONGEST_WHY = 500


def held_window_message(held: HeldWindow) -> Message:
    """Build the message."""
    name = cut(held.model_name, NAME_LIMIT)
    if held.measured_at is not None:
        title = f"{name}: the data has been checked now"
        return Message(title, [header(title), section(_since(held))])
    title = f"{name}: the data couldn't be checked"
    blocks = [
        header(title),
        section(f"Monitor *{short(held.monitor_name)}* couldn't check {_rows(held)}."),
        section(f"> {escape(cut(held.why, LONGEST_WHY))}"),
        section(
            "Each run tries these rows again, and later rows wait for them. Please fix the data "
            "or the monitor's file. Until then, this monitor opens no alerts."
        ),
        context(f"Tried {counted(held.tries, 'time')}. You won't get another message about it."),
    ]
    return Message(title, blocks)


def _since(held: HeldWindow) -> str:
    at = moment(held.measured_at) if held.measured_at else ""
    return f"Monitor *{short(held.monitor_name)}* has now checked {_rows(held)} ({at})."


def _rows(held: HeldWindow) -> str:
    return f"rows {amount(held.first_row)} to {amount(held.last_row)}"
