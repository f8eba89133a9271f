"""App Home: what's waiting for a person, and what they can start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock

from assessments.portfolio.entries import Entry
from assessments.results.latest import LatestResults
from assessments.rounds.cards import ActionCard, InvitationCard, VotingCard
from assessments.rounds.leading import LedRound
from deployments.requests.requests import WaitingRequest
from ground.counting import counted
from handlers.blocks.decisions_at_home import (
    alert_at_home,
    is_all_well,
    models_at_home,
    request_at_home,
)
from handlers.blocks.parts import button, context, header, section
from handlers.blocks.rounds.invitation import ANSWER_QUESTIONS
from handlers.blocks.rounds.led_rounds import rounds_you_lead
from handlers.blocks.rounds.maturity import results_at_home
from handlers.blocks.rounds.my_answers import MY_ANSWERS
from handlers.blocks.rounds.roadmap import DROP_ACTION, FINISH_ACTION, POSTPONE_ACTION
from handlers.blocks.rounds.second_round import VOTE_AGAIN
from handlers.blocks.rounds.setup import START_ASSESSMENT
from handlers.blocks.rounds.terms import about, round_name
from handlers.blocks.text import Message, day, escape, mention, moment, short
from handlers.blocks.use_cases.asks import ANSWER_ASK
from handlers.blocks.use_cases.coming_back import ANSWER_REVISIT, RevisitCard
from handlers.blocks.use_cases.portfolio import portfolio_at_home
from handlers.blocks.use_cases.use_case import CONTINUE_USE_CASE, OPEN_USE_CASES
from monitors.alerts.model_health import ModelHealth
from monitors.alerts.waiting import WaitingAlert

MOST_ENTRIES = 8
MOST_BLOCKS = 99
"""Slack takes a hundred; one may say which channels can't be posted to."""
T = TypeVar("T")
WELL = ":white_check_mark: You're all caught up: nothing is waiting for you."
NOT_WELL = "Nothing is waiting for you, but not everything is well: see your models."


@dataclass(frozen=True)
class WaitingAsk:
    """A section of a use case that somebody asked a person for."""

    ask_id: UUID
    title: str
    section: str
    asked_by: str


@dataclass(frozen=True)
class HomeCard:
    """What's waiting for one person."""

    invitations: Sequence[InvitationCard]
    votes: Sequence[VotingCard]
    actions: Sequence[ActionCard]
    requests: Sequence[WaitingRequest]
    alerts: Sequence[WaitingAlert]
    unfinished: Sequence[tuple[UUID, str]]
    results: LatestResults
    led: Sequence[LedRound] = ()
    signatures: Sequence[tuple[str, int]] = ()
    revisits: Sequence[RevisitCard] = ()
    asks: Sequence[WaitingAsk] = ()
    use_cases: Sequence[Entry] = ()
    models: Sequence[ModelHealth] = ()
    now: datetime | None = None


def home(card: HomeCard) -> Message:
    """Build a person's Home; past its deadline, what waits is overdue."""
    drawn = (_blocks(card, most) for most in range(MOST_ENTRIES, 0, -1))
    return Message("Lamplighter", next(found for found in drawn if len(found) <= MOST_BLOCKS))


def _blocks(card: HomeCard, most: int) -> list[Block]:
    """Build Home with at most so many entries of each kind, and how many more there are."""
    waiting: list[Block] = [
        *_some(card.alerts, most, lambda found: alert_at_home(found, card.now)),
        *_some(card.requests, most, lambda found: request_at_home(found, card.now)),
        *_some(card.signatures, most, lambda found: [_signature(*found)]),
        *_some(card.invitations, most, _invitation),
        *_some(card.votes, most, _vote),
        *_some(card.actions, most, _action),
        *_some(card.revisits, most, _revisit),
        *_some(card.asks, most, lambda found: [_ask(found)]),
        *_some(card.unfinished, most, lambda found: _unfinished(*found)),
    ]
    leading = rounds_you_lead(card.led, most)
    nothing = [section(WELL if is_all_well(card.models) else NOT_WELL)]
    return [
        *([header("Waiting for you")] if waiting or not leading else []),
        *(waiting or ([] if leading else nothing)),
        *models_at_home(card.models, card.now),
        *leading,
        *results_at_home(card.results),
        *portfolio_at_home(card.use_cases),
        *_beginnings(),
    ]


def _some(found: Sequence[T], most: int, draw: Callable[[T], list[Block]]) -> list[Block]:
    """Draw the first entries of a kind, and say how many more there are."""
    more = [context(f"And {len(found) - most:,} more.")] if len(found) > most else []
    return [*(block for entry in found[:most] for block in draw(entry)), *more]


def _beginnings() -> list[Block]:
    return [
        DividerBlock(),
        section("*Start something new*"),
        ActionsBlock(
            elements=[
                button("Start a readiness round", START_ASSESSMENT, "home"),
                button("Use cases", OPEN_USE_CASES, "home"),
                button("My answers", MY_ANSWERS, "home"),
            ]
        ),
        context(
            "Lamplighter keeps the business in the loop: what you agree here decides which "
            "versions are released, is checked once they're live, and brings in a named person "
            "when something breaks."
        ),
    ]


def _invitation(invitation: InvitationCard) -> list[Block]:
    left = invitation.total - invitation.answered
    terms = invitation.terms
    return [
        section(
            f"*{round_name(terms)}* from {mention(terms.started_by)}{about(terms)}: "
            f"{counted(left, 'question')} left, about "
            f"{counted(invitation.minutes, 'minute')} in total."
        ),
        _press(
            "Continue" if invitation.answered else "Start", ANSWER_QUESTIONS, terms.assessment_id
        ),
    ]


def _vote(voting: VotingCard) -> list[Block]:
    terms = voting.terms
    return [
        section(
            f"*Second round* from {mention(terms.started_by)}{about(terms)}: please vote again."
        ),
        _press("Vote again", VOTE_AGAIN, terms.assessment_id),
    ]


def _action(card: ActionCard) -> list[Block]:
    when = "*overdue* since" if card.is_overdue else "due"
    due_on = day(card.action.due_on) if card.action.due_on else ""
    return [
        section(f"*Your action*, {when} {due_on}:\n{escape(card.aim)}"),
        ActionsBlock(
            elements=[
                button("Done", FINISH_ACTION, card.action.id),
                button("Not yet", POSTPONE_ACTION, card.action.id),
                button("Drop it", DROP_ACTION, card.action.id),
            ]
        ),
    ]


def _press(label: str, action_id: str, value: UUID) -> Block:
    return ActionsBlock(elements=[button(label, action_id, value, style="primary")])


def _signature(title: str, version: int) -> Block:
    return section(
        f"*{short(title)}, version {version}* needs your signature: see our direct messages."
    )


def _revisit(card: RevisitCard) -> list[Block]:
    return [
        section(f"*{escape(card.question)}*\nAsked {moment(card.revisit.asked_at)}."),
        _press("Answer", ANSWER_REVISIT, card.revisit.id),
    ]


def _ask(found: WaitingAsk) -> Block:
    entry = section(
        f"{mention(found.asked_by)} asks you to fill in *{escape(found.section)}* of the use case "
        f"*{short(found.title or '(no name yet)')}*."
    )
    entry.accessory = button("Fill in", ANSWER_ASK, found.ask_id)
    return entry


def _unfinished(use_case_id: UUID, title: str) -> list[Block]:
    return [
        section(f"*Use case {short(title or '(no name yet)')}* isn't finished."),
        ActionsBlock(elements=[button("Continue", CONTINUE_USE_CASE, use_case_id)]),
    ]
