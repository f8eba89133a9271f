"""Use cases: three short windows, and the message that everyone can hold a release against."""

from datetime import date

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
from handlers.blocks.text import Message, amount, escape, mention, moment, percentage, short

START_USE_CASE = "start_use_case"
CONTINUE_USE_CASE = "continue_use_case"
METRIC_NAMES = {"accuracy": "Accuracy", "psi": "Drift limit (PSI)"}


def use_case_message(card: UseCaseCard) -> Message:
    """Show what was agreed."""
    title = card.title or "A new use case"
    if not card.is_defined:
        again = button("Continue", CONTINUE_USE_CASE, card.use_case_id)
        return Message(
            f"{title}: being written down",
            [
                header(title),
                section(f"{mention(card.created_by)} is writing this down."),
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
            "From now on each release is held against these pass marks, and people are asked "
            "when they break."
        ),
    ]
    if card.agreed_by and card.agreed_at:
        blocks.append(
            context(
                f"Agreed by {mention(card.agreed_by)} {moment(card.agreed_at)}, "
                f"version {card.version}."
            )
        )
    change = button("Change", CONTINUE_USE_CASE, card.use_case_id)
    blocks.append(ActionsBlock(elements=[change]))
    return Message(f"Use case agreed: {title}", blocks)


def pass_mark_text(mark: PassMark) -> str:
    """Write a pass mark in words."""
    name = METRIC_NAMES.get(mark.metric, short(mark.metric.replace("_", " ").capitalize()))
    return f"{name}: {limit_text(mark)}"


def limit_text(mark: PassMark) -> str:
    """Write a pass mark's limit in words."""
    words = "at least" if mark.comparator.startswith(">") else "at most"
    limit = percentage(mark.threshold) if mark.unit == "share" else amount(mark.threshold)
    return f"{words} {limit}"


def _kpi_field(card: UseCaseCard) -> list[str]:
    if card.kpi is None:
        return []
    by: date = card.kpi.target_date
    return [
        (
            f"*Number that must move*\n{short(card.kpi.name)}: {amount(card.kpi.baseline)} → "
            f"{amount(card.kpi.target)} {short(card.kpi.unit)} by {by:%d %b %Y}"
        )
    ]
