"""Signatures on a use case's message: who signed, who is waited for, what changed since."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement

from assessments.use_cases.contract.content import Rules, Status
from assessments.use_cases.contract.sign_offs import Signature
from assessments.use_cases.signing_card import Outcome, RoleCard, SigningCard, SignState
from assessments.use_cases.tables import UseCaseSignOff
from ground.refusals import Refusal
from handlers.blocks.parts import button, confirm, section
from handlers.blocks.refusals import refusal_sentence
from handlers.blocks.text import mention, mentions, moment, quote
from handlers.blocks.use_cases.differences import change_lines, fields_in_words
from handlers.wording.use_case_names import name_in_words

ASK_FOR_SIGNATURES = "ask_for_signatures"
WITHDRAW_VERSION = "withdraw_version"
RETIRE_USE_CASE = "retire_use_case"


def signing_blocks(rules: Rules, state: SignState | None) -> list[Block]:
    """Write on a use case's message what became of its newest version, and what changed since."""
    if state is None:
        return []
    if state.status is Status.RETIRED:
        return [section(f"*This use case is retired.*\n{quote(state.retired_reason)}")]
    blocks: list[Block] = []
    if state.latest is not None and state.latest.version > state.in_force:
        blocks.append(section(latest_text(rules, state.latest)))
    elif state.latest is not None:
        blocks.append(section("\n".join(_signed_lines(state.latest))))
    is_waiting = state.latest is not None and state.latest.outcome is Outcome.WAITING
    if state.draft is not None and state.draft.fields and not is_waiting:
        blocks.append(section(_draft_text(rules, state)))
    return blocks


def signing_buttons(state: SignState | None) -> list[ButtonElement]:
    """Build the buttons about signatures that fit what a use case waits for."""
    if state is None or state.status is Status.RETIRED:
        return []
    buttons = []
    is_waiting = state.latest is not None and state.latest.outcome is Outcome.WAITING
    if is_waiting:
        buttons.append(
            button(
                "Withdraw",
                WITHDRAW_VERSION,
                state.use_case_id,
                confirm=confirm(
                    "Withdraw this version?",
                    "Nobody is asked to sign it any more, and what was signed doesn't count.",
                    "Withdraw",
                ),
            )
        )
    else:
        buttons.append(button("Ask for signatures", ASK_FOR_SIGNATURES, state.use_case_id))
    if state.status is not Status.IDEA:
        buttons.append(button("Retire", RETIRE_USE_CASE, state.use_case_id))
    return buttons


def not_live_blocks(reasons: Sequence[Refusal]) -> list[Block]:
    """Write why a use case isn't live, although a version of its model is released."""
    if not reasons:
        return []
    told = "\n".join(f"• {refusal_sentence(reason)}" for reason in reasons)
    return [section(f"*Its model is released, but this isn't “live” yet:*\n{told}")]


def latest_text(rules: Rules, card: SigningCard) -> str:
    """Write how far a version is signed, or what became of it."""
    name = f"Version {card.version}"
    if card.outcome is Outcome.WAITING:
        return "\n".join([f"*{name} waits for signatures.*", *role_lines(card.roles)])
    if card.outcome is Outcome.REJECTED:
        return f"*{name} was rejected.* {_rejected(card)}"
    if card.outcome is Outcome.WITHDRAWN:
        return f"*{name} was withdrawn.* {withdrawn_text(rules, card)}"
    return "\n".join(_signed_lines(card)) or f"*{name} is agreed.*"


def role_lines(roles: Sequence[RoleCard]) -> list[str]:
    """Write for each role who signed it, or who is waited for."""
    return [_role_line(role) for role in roles]


def person_for(person: str, away: str) -> str:
    """Write who pressed, and for whom: `Ola for Mia`."""
    return mention(person) if person == away else f"{mention(person)} for {mention(away)}"


def withdrawn_text(rules: Rules, card: SigningCard) -> str:
    """Write why a version isn't up for signing any more."""
    if not card.changed_meanwhile or card.withdrawn_by is None:
        return "Its signatures don't count."
    changed = fields_in_words(rules, card.changed_meanwhile)
    return f"{mention(card.withdrawn_by)} changed {changed}, so its signatures don't count."


def _role_line(role: RoleCard) -> str:
    name = name_in_words(role.role)
    if role.signed is not None:
        return f":white_check_mark: {name}: {_signed(role.signed)}"
    asked = [
        person_for(who, person) if who != person else mention(person)
        for person, who in role.asked.items()
    ]
    return f"• {name}: waiting for {' or '.join(asked) or 'nobody yet'}"


def _signed(row: UseCaseSignOff) -> str:
    reason = f"\n{quote(row.reason)}" if row.reason else ""
    return f"{person_for(row.signed_by, row.person)}, {moment(row.signed_at)}{reason}"


def _signed_lines(card: SigningCard) -> list[str]:
    signed = [role for role in card.roles if role.signed is not None]
    return [f"*Version {card.version} is signed:*", *role_lines(signed)] if signed else []


def _rejected(card: SigningCard) -> str:
    rows = [role.signed for role in card.roles if role.signed is not None]
    return " ".join(
        f"{person_for(row.signed_by, row.person)} ({name_in_words(row.role)}): {quote(row.reason)}"
        for row in rows
        if row.signature is Signature.REJECT
    )


def _draft_text(rules: Rules, state: SignState) -> str:
    changed = state.draft
    if changed is None:
        return ""
    roles = [name_in_words(role) for role in state.sign_again]
    again = (
        f"Until {', '.join(roles)} sign again, version {state.in_force} counts."
        if roles
        else "Nobody needs to sign that."
    )
    lines = change_lines(rules, changed)
    return "\n".join([f"*Changed since version {state.in_force}.* {again}", *lines])


def asked_people(card: SigningCard) -> str:
    """Name who is waited for."""
    waiting = [who for role in card.roles if role.signed is None for who in role.asked.values()]
    return mentions(list(dict.fromkeys(waiting)))
