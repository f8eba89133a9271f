"""The windows around signing: not ready, why not, a question, an answer, who signs instead."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from slack_sdk.models.blocks import Block, PlainTextInputElement, UserSelectElement
from slack_sdk.models.views import View

from assessments.use_cases.contract.content import Rules
from assessments.use_cases.contract.risk import RiskResult
from assessments.use_cases.contract.status import Review, reasons_against
from assessments.use_cases.questions import LONGEST_QUESTION
from assessments.use_cases.signing_card import SigningCard
from assessments.use_cases.tables import UseCaseAsk
from ground.refusals import Refusal
from handlers.blocks.parts import modal, section, text_input
from handlers.blocks.refusals import refusal_sentence
from handlers.blocks.text import escape, mention, quote, quotes, short
from handlers.blocks.use_cases.page import page_of
from handlers.blocks.use_cases.sign_off import carried
from handlers.wording.use_case_names import name_in_words

REJECT_VERSION_VIEW = "reject_version_reason"
QUESTION_VIEW = "ask_about_version_text"
ANSWER_VIEW = "answer_signer_text"
CHOOSE_SIGNER_VIEW = "choose_signer_person"
RETIRE_VIEW = "retire_use_case_reason"
REASON_BLOCK, TEXT_BLOCK, PERSON_BLOCK, TYPED = "reason", "text", "person", "type_text"
LONGEST_REASON, MOST_BLOCKS, MOST_LINES = 1_000, 95, 20


@dataclass(frozen=True)
class NotReady:
    """Why a draft can't be put to its signers: the reasons, and the review they're from."""

    title: str
    reasons: Sequence[Refusal]
    review: Review


def not_ready_window(rules: Rules, found: NotReady) -> View:
    """Build the window that says each reason, and what to do about it."""
    review = found.review
    in_detail = reasons_against(replace(review, risk=RiskResult(None)), None)
    plain = [refusal_sentence(one) for one in found.reasons if one not in in_detail]
    missing = [
        f"“{escape(rules.by_id[one.field].label)}”, in *{escape(_section(rules, one.section))}*. "
        f"Best asked: {name_in_words(one.group)}."
        for one in review.completeness.missing
    ]
    broken = [
        f"{_place(rules, one.finding.place)}: {refusal_sentence(one.finding.reason)}"
        for one in review.broken
    ]
    failed = [
        refusal_sentence(one.reason) for check in review.quality.failed for one in check.findings
    ]
    blocks = [
        section(f"*{short(found.title)} can't be signed yet.* Here is what's left to do."),
        *_list("Still to do", plain),
        *_list("Missing", missing),
        *_list("To correct", broken),
        *_list(
            f"To make it clearer (quality {round(float(review.quality.score))} of 100)",
            [] if review.quality.is_enough and not review.quality.blockers else failed,
        ),
    ]
    return modal("Not ready to sign yet", blocks, callback_id="nothing_to_sign", submit=None)


def reject_version_window(card: SigningCard, role: str) -> View:
    """Build the window that asks why a version is rejected."""
    return _ask_text(
        card,
        role,
        (REJECT_VERSION_VIEW, "Reject this version", "Reject it"),
        f"*{short(card.title)}, version {card.version}* is stopped by one no. Your reason is "
        "shown in the channel.",
        ("Why?", REASON_BLOCK, LONGEST_REASON),
    )


def ask_about_window(card: SigningCard, role: str) -> View:
    """Build the window for a signer's question."""
    return _ask_text(
        card,
        role,
        (QUESTION_VIEW, "Ask a question", "Ask"),
        f"Your question about *{short(card.title)}, version {card.version}* goes to "
        f"{mention(card.asked_by)}. The answer comes back to you as a message.",
        ("Your question", TEXT_BLOCK, LONGEST_QUESTION),
    )


def answer_window(card: SigningCard, ask: UseCaseAsk) -> View:
    """Build the window for the answer to a signer's question."""
    return modal(
        "Answer",
        [
            section(f"{mention(ask.asked_by)} asks about *{short(card.title)}*:"),
            *map(section, quotes(ask.text)),
            _text("Your answer", TEXT_BLOCK, LONGEST_QUESTION),
        ],
        callback_id=ANSWER_VIEW,
        private_metadata=json.dumps({"ask_id": str(ask.id)}),
        submit="Answer",
        close="Cancel",
    )


def whole_window(rules: Rules, card: SigningCard) -> View:
    """Build the window that shows a version in full."""
    page = page_of(rules, card.document, is_whole=True)
    return modal(
        f"Version {card.version}",
        [section(f"*{short(card.title)}*"), *page.blocks[:MOST_BLOCKS]],
        callback_id="whole_version",
        submit=None,
    )


def choose_signer_window(card: SigningCard, person: str) -> View:
    """Build the window that asks who signs instead of somebody who left."""
    return modal(
        "Who signs instead?",
        [
            section(
                f"{mention(person)} isn't an active member of this workspace. Choose who signs "
                f"*{short(card.title)}* instead; what {mention(person)} signed before stays."
            ),
            text_input("Signs instead", UserSelectElement(action_id=TYPED), block_id=PERSON_BLOCK),
        ],
        callback_id=CHOOSE_SIGNER_VIEW,
        private_metadata=json.dumps({"version_id": str(card.version_id), "person": person}),
        submit="Choose",
        close="Cancel",
    )


def retire_window(use_case_id: UUID, title: str, reason: str = "") -> View:
    """Build the window that asks why a use case is retired."""
    known = [section(quote(reason))] if reason else []
    return modal(
        "Retire this use case",
        [
            section(
                f"*{short(title)}* is retired once its business owner and its sponsor agree. "
                "Its record stays."
            ),
            *known,
            *([] if reason else [_text("Why?", REASON_BLOCK, LONGEST_REASON)]),
        ],
        callback_id=RETIRE_VIEW,
        private_metadata=json.dumps({"use_case_id": str(use_case_id)}),
        submit="Retire it",
        close="Cancel",
    )


def _ask_text(
    card: SigningCard,
    role: str,
    names: tuple[str, str, str],
    intro: str,
    field: tuple[str, str, int],
) -> View:
    callback_id, title, submit = names
    return modal(
        title,
        [section(intro), _text(*field)],
        callback_id=callback_id,
        private_metadata=carried(card, role),
        submit=submit,
        close="Cancel",
    )


def _text(label: str, block_id: str, longest: int) -> Block:
    element = PlainTextInputElement(action_id=TYPED, multiline=True, max_length=longest)
    return text_input(label, element, block_id=block_id)


def _list(title: str, lines: Sequence[str]) -> list[Block]:
    if not lines:
        return []
    shown = [f"• {line}" for line in dict.fromkeys(lines)]
    left = len(shown) - MOST_LINES
    more = [f"… and {left} more"] if left > 0 else []
    return [section("\n".join([f"*{title}*", *shown[:MOST_LINES], *more]))]


def _section(rules: Rules, section_id: str) -> str:
    return next((one.title for one in rules.sections if one.id == section_id), section_id)


def _place(rules: Rules, place: tuple[str | int, ...]) -> str:
    field = rules.by_id.get(str(place[0])) if place else None
    row = f", entry {place[1] + 1}" if len(place) > 1 and isinstance(place[1], int) else ""
    return f"“{escape(field.label)}”{row}" if field else "The whole"
