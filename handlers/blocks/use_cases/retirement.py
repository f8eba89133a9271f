"""Agreeing to retire a use case: the message to who else has a say."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from slack_sdk.models.blocks import ActionsBlock, Block

from assessments.use_cases.contract.content import Status
from handlers.blocks.parts import button, section
from handlers.blocks.text import Message, escape, quote, short
from handlers.blocks.use_cases.signing_lines import person_for
from handlers.wording.use_case_names import name_in_words

AGREE_TO_RETIRE, KEEP_USE_CASE = "agree_to_retire", "keep_use_case"


@dataclass(frozen=True)
class RetirementCard:
    """What the message shows.

    Attributes:
        agreed: Who agreed, by role: who pressed, and for whom.
        asked: Who may agree, by role.
    """

    use_case_id: UUID
    title: str
    status: Status
    reason: str
    agreed: Mapping[str, tuple[str, str]]
    asked: Mapping[str, tuple[str, ...]]


def retirement_message(card: RetirementCard, user_id: str) -> Message:
    """Build the message to somebody who is asked to agree."""
    title = f"Retire {card.title}"
    who = " and ".join(
        f"{person_for(*pair)} ({name_in_words(role)})" for role, pair in card.agreed.items()
    )
    if card.status is Status.RETIRED:
        text = f"*{short(card.title)} is retired.* {who} agreed.\n{quote(card.reason)}"
        return Message(title, [section(text)])
    open_roles = [
        role
        for role, people in card.asked.items()
        if role not in card.agreed and user_id in people
    ]
    if not card.agreed or not open_roles:
        return Message(title, [section(f"*{escape(card.title)}* stays as it is for now.")])
    roles = " and ".join(map(name_in_words, open_roles))
    blocks: list[Block] = [
        section(
            f"*{who} wants to retire {short(card.title)}.* It's retired once you agree as {roles}."
            f"\n{quote(card.reason)}"
        ),
        ActionsBlock(
            elements=[
                button("Agree", AGREE_TO_RETIRE, card.use_case_id, style="danger"),
                button("Keep it", KEEP_USE_CASE, card.use_case_id),
            ]
        ),
    ]
    return Message(f"{title}?", blocks)
