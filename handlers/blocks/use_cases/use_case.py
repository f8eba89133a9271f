"""A use case's message: what the model is for, and the pass marks agreed for it."""

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
)

from assessments.use_cases.definition import UseCaseCard
from assessments.use_cases.pass_marks import PassMark
from handlers.blocks.parts import (
    button,
    context,
    fields,
    header,
    section,
)
from handlers.blocks.text import Message, amount, escape, mention, moment, short
from handlers.blocks.use_cases.limits import Limit, limit_words, segment_words
from handlers.blocks.use_cases.pass_marks import metric_name

START_USE_CASE = "start_use_case"
CONTINUE_USE_CASE = "continue_use_case"
SEND_USE_CASE = "send_use_case"


def use_case_message(card: UseCaseCard) -> Message:
    """Build a use case's message."""
    title = card.title or "A new use case"
    if not card.is_defined:
        again = button("Continue", CONTINUE_USE_CASE, card.use_case_id)
        return Message(
            f"{title}: not finished yet",
            [
                header(title),
                section(f"{mention(card.created_by)} is writing this use case."),
                ActionsBlock(elements=[again]),
            ],
        )
    blocks: list[Block] = [
        header(f"Use case: {title}"),
        section(escape(card.summary)),
        fields(
            [
                f"*Business goal*\n{escape(card.business_driver)}",
                f"*Model*\n{short(card.model_name or '')}",
                *_kpi_field(card),
                "*Good enough means*\n" + "\n".join(map(pass_mark_text, card.pass_marks)),
            ]
        ),
        context(
            "Every new version is compared with these pass marks, and people are alerted when a "
            "live model breaks one."
        ),
    ]
    if card.agreed_by and card.agreed_at:
        blocks.append(
            context(
                f"Agreed by {mention(card.agreed_by)}, {moment(card.agreed_at)} "
                f"(version {card.version})."
            )
        )
    change = button("Edit", CONTINUE_USE_CASE, card.use_case_id)
    files = button("Send me the files", SEND_USE_CASE, card.use_case_id)
    blocks.append(ActionsBlock(elements=[change, files]))
    return Message(f"Use case agreed: {title}", blocks)


def pass_mark_text(mark: PassMark) -> str:
    """Write a pass mark, such as `Accuracy: at least 80%`."""
    return f"{short(metric_name(mark.metric))}{segment_words(mark.segment)}: {limit_text(mark)}"


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
    by = f" by {kpi.target_date:%d %b %Y}" if kpi.target_date else ""
    target = kpi.target
    wanted = " to ".join(map(amount, target)) if isinstance(target, tuple) else amount(target)
    moves = f"{amount(kpi.baseline)} → {wanted} {short(kpi.unit)}{by}"
    return [f"*Number that must move*\n{short(kpi.name)}: {moves}"]
