"""A round of 200 people and what they send, for the benchmarks of readiness."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from assessments.asking import Mode
from assessments.interview import open_interview
from assessments.rounds.starting import RoundPlan, start_round
from bot.database import Database
from bot.local.world import Person
from bot.projections import place_surface
from bot.unit_of_work import Transactions
from handlers.blocks.interview import ANSWER_BLOCK, QUESTION_VIEW
from handlers.round_surfaces import show_everyone

PEOPLE, AT_ONCE = 200, 50
EVERYONE = [Person(f"U{number:04d}", f"Person {number}") for number in range(PEOPLE)]
GROUPS = ("business", "data_science", "operations")
COUNCIL = "C0COUNCIL"


@dataclass(frozen=True)
class Submission:
    """One window that a person sends off."""

    user_id: str
    position: int
    question_ids: tuple[str, ...]


def ask(database: Database) -> UUID:
    """Start the round, with everyone's invitation waiting to be sent."""
    asked = {person.id: GROUPS[number % 3] for number, person in enumerate(EVERYONE)}
    plan = RoundPlan(COUNCIL, EVERYONE[0].id, asked, mode=Mode.FULL)
    clock = lambda: datetime.now(UTC)  # noqa: E731 - two words
    with Transactions(database, place_surface, clock).begin() as work:
        assessment = start_round(work.session, plan, work.now)
        show_everyone(work, assessment.id)
        return assessment.id


def waves_of(database: Database, assessment_id: UUID) -> Iterator[list[Submission]]:
    """Give who sends what at the same moment: fifty people, window by window."""
    with database.reading() as session:
        interviews = [open_interview(session, assessment_id, person.id) for person in EVERYONE]
    for first in range(0, PEOPLE, AT_ONCE):
        for position in range(max(len(found.pages) for found in interviews)):
            wave = [
                Submission(
                    found.participant.user_id,
                    position + 1,
                    tuple(asked.id for asked in found.pages[position].questions),
                )
                for found in interviews[first : first + AT_ONCE]
                if position < len(found.pages)
            ]
            yield wave


def body_of(assessment_id: UUID, sent: Submission) -> bytes:
    """Write what Slack sends for a submitted window."""
    metadata = {"assessment_id": str(assessment_id), "position": sent.position}
    values = {
        f"{ANSWER_BLOCK}_{question_id}": {
            "choose_answer": {"type": "radio_buttons", "selected_option": {"value": "2"}}
        }
        for question_id in sent.question_ids
    }
    payload = {
        "type": "view_submission",
        "team": {"id": "T0LOCAL", "domain": "local"},
        "user": {"id": sent.user_id, "team_id": "T0LOCAL"},
        "api_app_id": "A0LOCAL",
        "trigger_id": f"{sent.user_id}.{sent.position}",
        "view": {
            "id": f"V{sent.user_id}",
            "hash": str(sent.position),
            "type": "modal",
            "callback_id": QUESTION_VIEW,
            "private_metadata": json.dumps(metadata),
            "title": {"type": "plain_text", "text": "Readiness questions"},
            "blocks": [],
            "state": {"values": values},
        },
    }
    return urlencode({"payload": json.dumps(payload)}).encode()
