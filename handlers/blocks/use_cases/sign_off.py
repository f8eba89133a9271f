"""Signing a version: the message to each signer, its reminder, and what follows."""

import json
from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, Block

from assessments.use_cases.contract.content import Rules
from assessments.use_cases.signing_card import Outcome, SigningCard
from assessments.use_cases.tables import UseCaseAsk
from handlers.blocks.parts import button, context, header, section
from handlers.blocks.text import Message, cut, escape, mention, mentions, moment, quotes, short
from handlers.blocks.use_cases.differences import change_lines
from handlers.blocks.use_cases.page import page_of
from handlers.blocks.use_cases.signing_lines import (
    asked_people,
    latest_text,
    role_lines,
    withdrawn_text,
)
from handlers.wording.use_case_names import name_in_words

APPROVE_VERSION = "approve_version"
REJECT_VERSION = "reject_version"
ASK_ABOUT_VERSION = "ask_about_version"
SHOW_VERSION = "show_version"
ANSWER_SIGNER = "answer_signer"
CHOOSE_SIGNER = "choose_signer"
MOST_BLOCKS = 40


@dataclass(frozen=True)
class SignerGoneCard:
    """Somebody who should sign has left.

    Attributes:
        card: The version.
        person: Who left.
        roles: In which roles they should sign.
        instead: Who signs instead; None while nobody is chosen.
        is_gone: Whether they are still away for good.
    """

    card: SigningCard
    person: str
    roles: tuple[str, ...]
    instead: str | None
    is_gone: bool


def sign_off_message(rules: Rules, card: SigningCard, role: str, user_id: str) -> Message:
    """Build the direct message to somebody who is asked to sign a version in a role."""
    title = f"{cut(card.title, 80)}, version {card.version}"
    is_asked = _is_asked(card, role, user_id)
    blocks: list[Block] = [
        header(f"Your signature: {title}" if is_asked else title),
        section(_standing(rules, card, role, user_id)),
    ]
    page = page_of(rules, card.document)
    if is_asked:
        blocks += _changes(rules, card)
        blocks += page.blocks[: MOST_BLOCKS - len(blocks)]
        blocks.append(_buttons(card, role, is_cut=page.is_cut))
        blocks.append(
            context(
                f"{mention(card.asked_by)} asked on {moment(card.asked_at)}. You sign this very "
                f"text. Others see how far it is in <#{card.channel_id}>."
            )
        )
    else:
        show = button("Show what it says", SHOW_VERSION, card.version_id)
        blocks.append(ActionsBlock(elements=[show]))
    words = "please sign" if is_asked else card.outcome.value
    return Message(f"{title}: {words}", blocks)


def sign_reminder(rules: Rules, card: SigningCard, role: str, user_id: str) -> Message:
    """Build the reminder to somebody who hasn't signed yet; once nothing waits, it says so."""
    title = f"{cut(card.title, 80)}, version {card.version}"
    if not _is_asked(card, role, user_id):
        return Message(title, [section(f"*{escape(title)}:* {_over(rules, card)}")])
    text = (
        f"*{escape(title)}* still needs your signature as {name_in_words(role)}. "
        f"{mention(card.asked_by)} asked on {moment(card.asked_at)}."
    )
    return Message(f"{title} still needs your signature", [section(text), _buttons(card, role)])


def sign_off_over(rules: Rules, card: SigningCard) -> Message:
    """Tell who signed a version, or was asked to, that it was withdrawn."""
    title = f"{cut(card.title, 80)}, version {card.version}"
    text = (
        f"*{escape(title)} was withdrawn.* {withdrawn_text(rules, card)} "
        "You're asked again once there is a new version to sign."
    )
    return Message(f"{title} was withdrawn", [section(text)])


def signer_question(card: SigningCard, ask: UseCaseAsk) -> Message:
    """Pass a signer's question on to who asked for the signatures."""
    about = f"{short(card.title)}, version {ask.version}"
    blocks: list[Block] = [
        section(f"*{mention(ask.asked_by)} has a question* about {about}:"),
        *map(section, quotes(ask.text)),
    ]
    if ask.done_at is None:
        answer = button("Answer", ANSWER_SIGNER, ask.id, style="primary")
        blocks.append(ActionsBlock(elements=[answer]))
    else:
        blocks += [section("*Answered:*"), *map(section, quotes(ask.answer))]
    return Message(f"A question about {card.title}", blocks)


def signer_answer(card: SigningCard, ask: UseCaseAsk) -> Message:
    """Bring a signer the answer to their question."""
    about = f"{short(card.title)}, version {ask.version}"
    blocks: list[Block] = [
        section(f"*{mention(ask.asked_of)} answered* your question about {about}."),
        *map(section, quotes(ask.text)),
        section("*Answer:*"),
        *map(section, quotes(ask.answer)),
    ]
    return Message(f"An answer about {card.title}", blocks)


def signer_gone(gone: SignerGoneCard) -> Message:
    """Ask who signs instead of somebody who left."""
    title = f"{cut(gone.card.title, 80)}, version {gone.card.version}"
    who = mention(gone.person)
    roles = ", ".join(name_in_words(role) for role in gone.roles)
    about = f"{who} should sign *{escape(title)}* as {roles}, but "
    if gone.instead is not None:
        return Message(title, [section(f"{mention(gone.instead)} signs *{escape(title)}* now.")])
    if not gone.is_gone or gone.card.outcome is not Outcome.WAITING or not gone.roles:
        return Message(title, [section(f"*{escape(title)}:* {who} needn't be replaced any more.")])
    value = json.dumps({"version_id": str(gone.card.version_id), "person": gone.person})
    choose = button("Choose who signs", CHOOSE_SIGNER, value, style="primary")
    text = f"{about}isn't an active member of this workspace. Who signs instead?"
    return Message(f"{title}: a signer has left", [section(text), ActionsBlock(elements=[choose])])


def carried(card: SigningCard, role: str) -> str:
    """Write what a button or window carries: the very version, and the role."""
    return json.dumps({"version_id": str(card.version_id), "role": role})


def _is_asked(card: SigningCard, role: str, user_id: str) -> bool:
    found = card.role(role)
    is_open = card.outcome is Outcome.WAITING and found.signed is None
    return is_open and (user_id in found.asked or user_id in found.asked.values())


def _standing(rules: Rules, card: SigningCard, role: str, user_id: str) -> str:
    found = card.role(role)
    if not _is_asked(card, role, user_id):
        return _over(rules, card, role)
    away = next((person for person, who in found.asked.items() if who == user_id), user_id)
    stands_in = f" for {mention(away)}, who is away" if away != user_id else ""
    return (
        f"{mention(card.asked_by)} asks you to sign as *{name_in_words(role)}*{stands_in}. "
        "Everyone below has to sign; one no stops it.\n" + "\n".join(role_lines(card.roles))
    )


def _over(rules: Rules, card: SigningCard, role: str = "") -> str:
    if card.outcome is not Outcome.WAITING:
        return latest_text(rules, card)
    found = card.role(role)
    if found.signed is None and role:
        asked = mentions(list(dict.fromkeys(found.asked.values())))
        return f"You aren't asked any more: {asked or 'somebody else'} signs here now."
    left = asked_people(card)
    waiting = f" Still waiting for {left}." if left else ""
    return f"*Signed.*{waiting}\n" + "\n".join(role_lines(card.roles))


def _changes(rules: Rules, card: SigningCard) -> list[Block]:
    if card.changed is None:
        return []
    lines = change_lines(rules, card.changed)
    return [section("\n".join([f"*Changed since version {card.follows}*", *lines]))]


def _buttons(card: SigningCard, role: str, *, is_cut: bool = True) -> Block:
    value = carried(card, role)
    show = [button("Show everything", SHOW_VERSION, card.version_id)] if is_cut else []
    return ActionsBlock(
        elements=[
            button("Approve", APPROVE_VERSION, value, style="primary"),
            button("Reject", REJECT_VERSION, value, style="danger"),
            button("Ask a question", ASK_ABOUT_VERSION, value),
            *show,
        ]
    )
