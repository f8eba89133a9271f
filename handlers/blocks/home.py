"""App Home: what waits for a person, and what they can start."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock

from assessments.cards import InvitationCard
from deployments.requests import RequestCard
from handlers.blocks.parts import button, context, header, section
from handlers.blocks.readiness import ANSWER_QUESTIONS, START_ASSESSMENT
from handlers.blocks.text import Message, mention, moment, short
from handlers.blocks.use_case import CONTINUE_USE_CASE, START_USE_CASE
from monitors.cards import AlertCard

MOST_ENTRIES = 10


@dataclass(frozen=True)
class HomeCard:
    """What waits for one person."""

    invitations: Sequence[InvitationCard]
    requests: Sequence[RequestCard]
    alerts: Sequence[AlertCard]
    unfinished: Sequence[tuple[UUID, str]]


def home(card: HomeCard) -> Message:
    """Show a person's home."""
    waiting: list[Block] = [
        *(_alert(found) for found in card.alerts[:MOST_ENTRIES]),
        *(_request(found) for found in card.requests[:MOST_ENTRIES]),
        *(block for found in card.invitations[:MOST_ENTRIES] for block in _invitation(found)),
        *(block for found in card.unfinished[:MOST_ENTRIES] for block in _unfinished(*found)),
    ]
    nothing = [section("Nothing waits for you. :white_check_mark: All quiet.")]
    return Message(
        "Lamplighter", [header("What needs you"), *(waiting or nothing), *_beginnings()]
    )


def _beginnings() -> list[Block]:
    return [
        DividerBlock(),
        section("*Start something*"),
        ActionsBlock(
            elements=[
                button("Ask how ready we are", START_ASSESSMENT, "home"),
                button("Write a use case", START_USE_CASE, "home"),
            ]
        ),
        context(
            "Lamplighter keeps the business in the loop: what people agree here decides on "
            "releases, is watched once live, and asks a named person when it breaks."
        ),
    ]


def _invitation(invitation: InvitationCard) -> list[Block]:
    left = invitation.total - invitation.answered
    label = "Continue" if invitation.answered else "Start"
    return [
        section(
            f"*Seven quick questions* from {mention(invitation.started_by)}: "
            f"{left} left, about {invitation.minutes} minutes."
        ),
        ActionsBlock(
            elements=[button(label, ANSWER_QUESTIONS, invitation.assessment_id, style="primary")]
        ),
    ]


def _unfinished(use_case_id: UUID, title: str) -> list[Block]:
    return [
        section(f"*Use case {short(title or 'without a name yet')}* is not finished."),
        ActionsBlock(elements=[button("Continue", CONTINUE_USE_CASE, use_case_id)]),
    ]


def _alert(card: AlertCard) -> Block:
    return section(
        f"*{short(card.model_name)}* needs a decision by {moment(card.due_at)}: "
        f"see the alert in <#{card.channel_id}>."
    )


def _request(card: RequestCard) -> Block:
    return section(
        f"*{short(card.model_name)} {short(card.version)}* waits for your approval "
        f"in <#{card.channel_id}>."
    )
