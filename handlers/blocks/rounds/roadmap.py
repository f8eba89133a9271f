"""Roadmap actions: who takes one on by when, and how it went."""

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    DatePickerElement,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from assessments.answers.replies import LONGEST_TEXT
from assessments.rounds.cards import ActionCard
from assessments.tables import ActionState
from ground.counting import counted
from handlers.blocks.parts import button, context, header, modal, option, section, text_input
from handlers.blocks.rounds.terms import about
from handlers.blocks.text import Message, cut, escape, mention, quote
from handlers.blocks.text import day as written_day
from handlers.blocks.use_cases.use_case import APPLY_TO_USE_CASE

AGREE_ACTION, DECLINE_ACTION = "agree_action", "decline_action"
FINISH_ACTION, POSTPONE_ACTION, DROP_ACTION = "finish_action", "postpone_action", "drop_action"
RATE_ACTION = "rate_action_again"
OWNER_BLOCK, DUE_BLOCK, REASON_BLOCK = "owner", "due_on", "reason"
LINK_BLOCK, LEVEL_BLOCK = "link", "level"
CHOOSE, TYPE = "choose", "type_text"
LONGEST_REASON = 500
ALONE = "Take the next step here. Only one person answered this, so its level isn't shown."


def action_text(card: ActionCard) -> str:
    """Write what an action is about: the level now, the next step, and about how long it takes."""
    action = card.action
    question = [f"_{escape(card.question)}_"] if card.question else []
    if not action.sentence:
        return "\n".join([*question, ALONE])
    weeks = counted(action.weeks, "week")
    now = [f"You're here: {escape(card.levels[action.from_level])}"] if card.levels else []
    return "\n".join([*question, *now, f"*{escape(card.aim)}* About {weeks}."])


def action_message(card: ActionCard) -> Message:
    """Build the message that tells an owner about their action."""
    action = card.action
    blocks: list[Block] = [
        header("You have a new action"),
        section(
            f"{mention(action.decided_by or '')} asked you to do this by "
            f"*{_day(action.due_on)}*:\n{action_text(card)}"
        ),
        context(
            f"It comes from the readiness round on {escape(card.terms.subject)}"
            f"{about(card.terms)}. "
            "I'll ask you on that day how it went."
        ),
    ]
    buttons = [button("Done", FINISH_ACTION, action.id)]
    if card.can_apply:
        buttons.append(button("Apply to a use case", APPLY_TO_USE_CASE, action.id))
    if action.state is ActionState.AGREED:
        blocks.append(ActionsBlock(elements=buttons))
    else:
        blocks += _ended(card)
    return Message(f"You have a new action, due {_day(action.due_on)}", blocks)


def follow_up(card: ActionCard, asked_for: date) -> Message:
    """Build the message that asks an owner, on the day, how their action went."""
    action = card.action
    planned = f"It was due {_day(asked_for)}."
    intro = section(f"*Is this done?* {planned}\n{action_text(card)}")
    if action.state is not ActionState.AGREED:
        return Message("How did your action go?", [intro, *_ended(card)])
    if action.due_on is not None and action.due_on > asked_for:
        moved = section(f"*Moved to {_day(action.due_on)}.* I'll ask again then.")
        return Message("How did your action go?", [intro, moved])
    elements = [
        button("Done", FINISH_ACTION, action.id, style="primary"),
        button("Not yet", POSTPONE_ACTION, action.id),
        button("Drop it", DROP_ACTION, action.id),
    ]
    if card.can_apply:
        elements.append(button("Apply to a use case", APPLY_TO_USE_CASE, action.id))
    return Message("How did your action go?", [intro, ActionsBlock(elements=elements)])


def agree_action_window(card: ActionCard, due_on: date) -> View:
    """Build the window that asks for an owner and a date."""
    return _window(
        "Owner and date",
        AGREE_ACTION,
        card.action.id,
        [
            section(f"*Who will do it, and by when?*\n{action_text(card)}"),
            context(f"Usually done by: {escape(card.group)}."),
            text_input(
                "Owner",
                UserSelectElement(
                    action_id=CHOOSE, placeholder=PlainTextObject(text="Choose a person")
                ),
                block_id=OWNER_BLOCK,
            ),
            _due(due_on, "I'll ask them on that day how it went."),
        ],
        submit="Save",
    )


def decline_action_window(card: ActionCard) -> View:
    """Build the window that asks why an action is declined."""
    return _window(
        "Decline an action",
        DECLINE_ACTION,
        card.action.id,
        [section(action_text(card)), _reason("Why not?")],
        submit="Decline",
    )


def finish_action_window(card: ActionCard) -> View:
    """Build the window that asks for a link to the result."""
    hint = f"For example: {card.action.evidence_hint}" if card.action.evidence_hint else ""
    link = PlainTextInputElement(
        action_id=TYPE,
        max_length=LONGEST_TEXT,
        placeholder=PlainTextObject(text="https://…"),
    )
    return _window(
        "Well done",
        FINISH_ACTION,
        card.action.id,
        [
            section(action_text(card)),
            text_input("A link that shows it", link, block_id=LINK_BLOCK, hint=hint),
        ],
        submit="Mark as done",
    )


def postpone_action_window(card: ActionCard, due_on: date) -> View:
    """Build the window that asks for a new date."""
    return _window(
        "Not yet",
        POSTPONE_ACTION,
        card.action.id,
        [section(action_text(card)), _due(due_on, "I'll ask you again on that day.")],
        submit="Set new date",
    )


def drop_action_window(card: ActionCard) -> View:
    """Build the window that asks why an action is dropped."""
    return _window(
        "Drop an action",
        DROP_ACTION,
        card.action.id,
        [section(action_text(card)), _reason("Why drop it?")],
        submit="Drop it",
    )


def rate_action_window(card: ActionCard) -> View:
    """Build the window that asks for an item's level now."""
    options = [option(sentence, str(level)) for level, sentence in enumerate(card.levels)]
    return _window(
        "Where are we now?",
        RATE_ACTION,
        card.action.id,
        [
            text_input(
                card.question,
                RadioButtonsElement(action_id=CHOOSE, options=options),
                block_id=LEVEL_BLOCK,
            ),
            context("Saved with the action. The round's result doesn't change."),
        ],
        submit="Save",
    )


def _ended(card: ActionCard) -> Sequence[Block]:
    action = card.action
    if action.state is ActionState.DROPPED:
        return [section(f"*Dropped.*\n{quote(cut(action.reason, LONGEST_REASON))}")]
    if action.rated_again is not None:
        return [section(f"*Done.* You now rate it at level {action.rated_again} of 4.")]
    again = [button("Rate it again", RATE_ACTION, action.id)] if card.levels else []
    blocks: list[Block] = [section("*Done. Thank you.* One question left: where are we now?")]
    return [*blocks, *([ActionsBlock(elements=again)] if again else [])]


def _window(
    title: str, callback_id: str, action_id: UUID, blocks: Sequence[Block], *, submit: str
) -> View:
    return modal(
        title,
        blocks,
        callback_id=callback_id,
        private_metadata=json.dumps({"action_id": str(action_id)}),
        submit=submit,
        close="Not now",
    )


def _due(due_on: date, hint: str) -> Block:
    picker = DatePickerElement(action_id=CHOOSE, initial_date=due_on.isoformat())
    return text_input("Due date", picker, block_id=DUE_BLOCK, hint=hint)


def _reason(label: str) -> Block:
    element = PlainTextInputElement(action_id=TYPE, multiline=True, max_length=LONGEST_TEXT)
    return text_input(label, element, block_id=REASON_BLOCK, hint="The channel will see this.")


def _day(due_on: date | None) -> str:
    return written_day(due_on) if due_on else "a date to be agreed"
