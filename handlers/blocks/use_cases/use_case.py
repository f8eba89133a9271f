"""A use case's message: what the model is for, and the pass marks agreed for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import UseCaseCard
from assessments.use_cases.pass_marks import PassMark
from assessments.use_cases.signing_card import SignState
from ground.refusals import Refusal
from handlers.blocks.parts import (
    button,
    confirm,
    context,
    fields,
    header,
    section,
)
from handlers.blocks.text import Message, amount, day, escape, mention, moment, short, with_unit
from handlers.blocks.use_cases.agreement import OFFER_MARKS
from handlers.blocks.use_cases.limits import Limit, limit_words, segment_words
from handlers.blocks.use_cases.progress import Progress, progress_blocks
from handlers.blocks.use_cases.signing_lines import (
    not_live_blocks,
    signing_blocks,
    signing_buttons,
)
from handlers.wording.metrics import metric_label

START_USE_CASE = "start_use_case"
CONTINUE_USE_CASE = "continue_use_case"
OPEN_USE_CASES, APPLY_TO_USE_CASE = "use_case_menu", "use_case_apply"
EDIT_USE_CASE, ASK_SOMEBODY = "use_case_edit", "use_case_ask"
DISCARD_USE_CASE, RESTORE_USE_CASE = "use_case_discard", "use_case_restore"
SEND_USE_CASE = "send_use_case"


@dataclass(frozen=True)
class Standing:
    """How far a use case is signed, why it isn't live, and which metrics nobody sends yet."""

    signing: SignState | None = None
    not_live: Sequence[Refusal] = ()
    unsent: Sequence[str] = ()
    others_agree: bool = False
    """Whether only others may agree its pass marks, for some model."""


UNSIGNED = Standing()


def use_case_message(
    card: UseCaseCard, progress: Progress | None = None, standing: Standing = UNSIGNED
) -> Message:
    """Build a use case's message; `progress` is what the rules say of more than the quick path."""
    title = card.title or "A new use case"
    if card.is_discarded:
        return _discarded(card, title)
    if not card.is_defined:
        return _begun(card, title, progress, standing)
    blocks: list[Block] = [
        header(f"Use case: {title}"),
        section(escape(card.summary)) if card.summary else section(f"*{short(title)}*"),
        fields(
            [
                f"*Business goal*\n{escape(card.business_driver)}",
                f"*Model*\n{short(card.model_name or 'none yet')}",
                *_kpi_field(card),
                "*Good enough means*\n" + "\n".join(map(pass_mark_text, card.pass_marks)),
            ]
        ),
        context(
            "Every new version is compared with these pass marks, and people are alerted when a "
            "live model breaks one."
        ),
        *_unsent(standing.unsent),
        *(progress_blocks(progress) if progress else []),
    ]
    if card.agreed_by and card.agreed_at and not _lists_signers(standing):
        blocks.append(
            context(
                f"Agreed by {mention(card.agreed_by)}, {moment(card.agreed_at)} "
                f"(version {card.version})."
            )
        )
    blocks += [*_standing_blocks(standing), ActionsBlock(elements=_buttons(card, standing))]
    return Message(f"Use case agreed: {title}", blocks)


def _unsent(metrics: Sequence[str]) -> list[Block]:
    if not metrics:
        return []
    named = ", ".join(short(metric_label(metric)) for metric in metrics)
    return [context(f":hourglass: Nobody sends these yet, so they can't be judged: {named}.")]


def _lists_signers(standing: Standing) -> bool:
    """Return whether the message lists who signed the version in force."""
    signing = standing.signing
    latest = signing.latest if signing else None
    return bool(latest and signing and latest.version == signing.in_force and latest.roles)


def _standing_blocks(standing: Standing) -> list[Block]:
    return [
        *signing_blocks(load_rules(), standing.signing),
        *not_live_blocks(standing.not_live),
    ]


def _begun(
    card: UseCaseCard, title: str, progress: Progress | None, standing: Standing
) -> Message:
    blocks: list[Block] = [header(title)]
    if card.summary:
        blocks.append(section(escape(card.summary)))
    if progress is None:
        blocks.append(section(f"{mention(card.created_by)} is writing this use case."))
    else:
        blocks.append(context(f"Begun by {mention(card.created_by)}. Not agreed yet."))
        blocks += progress_blocks(progress)
    blocks += [*_standing_blocks(standing), ActionsBlock(elements=_buttons(card, standing))]
    return Message(f"{title}: not finished yet", blocks)


def _discarded(card: UseCaseCard, title: str) -> Message:
    back = button("Bring it back", RESTORE_USE_CASE, card.use_case_id)
    told = section("*Discarded.* Nobody is asked about it any more.")
    return Message(f"{title}: discarded", [header(title), told, ActionsBlock(elements=[back])])


def _buttons(card: UseCaseCard, standing: Standing) -> list[ButtonElement]:
    """List what can be done: edit, ask somebody, get the files, the quick way, discard."""
    quick = "Pass marks" if card.is_defined else "Continue"
    found = [
        button("Edit", EDIT_USE_CASE, card.use_case_id),
        button("Ask somebody", ASK_SOMEBODY, card.use_case_id),
        button("Send me the files", SEND_USE_CASE, card.use_case_id),
        *signing_buttons(standing.signing),
    ]
    if standing.others_agree and card.pass_marks and not card.is_defined:
        found.append(button("Send for agreement", OFFER_MARKS, card.use_case_id))
    if card.is_quick:
        found.insert(0, button(quick, CONTINUE_USE_CASE, card.use_case_id))
    if not card.is_defined:
        found.append(
            button(
                "Discard",
                DISCARD_USE_CASE,
                card.use_case_id,
                confirm=confirm(
                    "Discard it?", "You can bring it back later, on its card.", "Discard"
                ),
            )
        )
    return found


def pass_mark_text(mark: PassMark) -> str:
    """Write a pass mark, such as `Accuracy: at least 80%`."""
    return f"{short(metric_label(mark.metric))}{segment_words(mark.segment)}: {limit_text(mark)}"


def limit_text(mark: PassMark) -> str:
    """Write a pass mark's limit, such as `at least 80%`."""
    return limit_words(limit_of(mark))


def limit_of(mark: PassMark) -> Limit:
    """Return what a pass mark asks for."""
    return Limit(mark.metric, mark.comparator, mark.threshold, mark.high, mark.unit)


def _kpi_field(card: UseCaseCard) -> list[str]:
    kpi = card.kpi
    if kpi is None or kpi.baseline is None or kpi.target is None:
        return []
    by = f" by {day(kpi.target_date)}" if kpi.target_date else ""
    target = kpi.target
    wanted = " to ".join(map(amount, target)) if isinstance(target, tuple) else amount(target)
    moves = f"{amount(kpi.baseline)} → {with_unit(wanted, kpi.unit)}{by}"
    return [f"*Number that must move*\n{short(kpi.name)}: {moves}"]
