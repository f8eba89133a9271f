"""Being away: the window, what is said, and the message to who stands in."""

from datetime import date, timedelta

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    DatePickerElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from assessments.absences.tables import Absence, AbsenceState
from handlers.blocks.parts import button, context, modal, section, text_input
from handlers.blocks.text import Message, day_at, escape, mention

GO_AWAY_VIEW = "go_away"
COME_BACK = "come_back"
FIRST_BLOCK, LAST_BLOCK, STAND_IN_BLOCK, TYPED = "first_day", "last_day", "stand_in", "type_text"
NOT_AWAY = "You aren't noted as away. To change that: `/lamplighter away until 14 Dec @name`."
BACK = "Welcome back. Requests come to you again."


def absence_window(
    first: date, last: date | None, stand_in: str, name: str = "", known: Absence | None = None
) -> View:
    """Build the window about being away, filled in with what could be read.

    Args:
        first: The first day.
        last: The last day; None where it isn't known.
        stand_in: Who stands in; empty where nobody is chosen.
        name: A name that was typed, but isn't a mention.
        known: The absence that is noted already.
    """
    blocks: list[Block] = [
        section(
            "While you're away, releases, alerts and signatures go to somebody else. They decide "
            "under the same rules as you, and records name you both."
        )
    ]
    if name and not stand_in:
        blocks.append(section(f"Who is “{escape(name)}”? Choose them below."))
    if known is not None:
        back = button("I'm back", COME_BACK, "away")
        blocks += [section(away_text(known)), ActionsBlock(elements=[back])]
    blocks += [
        text_input(
            "First day away",
            DatePickerElement(action_id=TYPED, initial_date=first.isoformat()),
            block_id=FIRST_BLOCK,
        ),
        text_input(
            "Last day away",
            DatePickerElement(action_id=TYPED, initial_date=last.isoformat() if last else None),
            block_id=LAST_BLOCK,
        ),
        text_input(
            "Who covers for you?",
            UserSelectElement(action_id=TYPED, initial_user=stand_in or None),
            block_id=STAND_IN_BLOCK,
        ),
    ]
    return modal("Away", blocks, callback_id=GO_AWAY_VIEW, submit="Save", close="Cancel")


def back_window() -> View:
    """Build the window that says that a person is back."""
    return modal("Away", [section(BACK)], callback_id="came_back", submit=None)


def away_text(absence: Absence) -> str:
    """Write what is noted of a person's absence, to them."""
    return (
        f"You're away{_days(absence)}, and {mention(absence.stand_in)} "
        "covers for you. Back earlier? Type `/lamplighter away back`."
    )


def absence_message(absence: Absence) -> Message:
    """Build the message to who stands in."""
    who = mention(absence.user_id)
    if absence.state is AbsenceState.OVER:
        return Message("You no longer cover for somebody", [section(f"{who} is back. Thank you.")])
    text = (
        f"*{who} is away{_days(absence)}, and you cover for them.* "
        "Their releases, alerts and signatures come to you."
    )
    footer = context("The same rules hold for you: nobody decides about their own work.")
    return Message("You cover for somebody", [section(text), footer])


def stand_in_gone(absence: Absence, *, is_gone: bool) -> Message:
    """Tell who is away that their stand-in can't."""
    who = mention(absence.stand_in)
    if not is_gone or absence.state is AbsenceState.OVER:
        return Message("Your stand-in", [section(f"{who} can cover for you.")])
    text = (
        f"*{who} can't cover for you:* they aren't an active, full member of this workspace. "
        "Requests still come to you. Choose somebody else with `/lamplighter away`."
    )
    return Message("Your stand-in can't cover for you", [section(text)])


def _days(absence: Absence) -> str:
    """Write the days, the last one included: an absence ends at the midnight behind it."""
    is_planned = absence.state is AbsenceState.PLANNED
    begins = f" from {day_at(absence.starts_at)}" if is_planned else ""
    return f"{begins} until the end of {day_at(absence.ends_at - timedelta(seconds=1))}"
