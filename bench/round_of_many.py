"""A round of 200 people and what they send, for the benchmarks of readiness."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from assessments.answers.asking import Mode
from assessments.answers.interview import open_interview
from assessments.rounds.starting import RoundPlan, start_round
from bot.local_slack.state import Person
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.blocks.rounds.interview import ANSWER_BLOCK, question_window
from handlers.surfaces.rounds import show_everyone
from handlers.surfaces.surface import place_surface

PEOPLE, AT_ONCE = 200, 50
EVERYONE = [Person(f"U{number:04d}", f"Person {number}") for number in range(PEOPLE)]
GROUPS = ("business", "data_science", "operations")
COUNCIL = "C0COUNCIL"


@dataclass(frozen=True)
class Submission:
    """One window that a person sends off."""

    user_id: str
    position: int
    window: dict[str, Any]


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
    """Return who sends what at the same moment: fifty people, window by window."""
    with database.reading() as session:
        interviews = [open_interview(session, assessment_id, person.id) for person in EVERYONE]
    for first in range(0, PEOPLE, AT_ONCE):
        for position in range(max(len(found.pages) for found in interviews)):
            wave = [
                Submission(
                    found.participant.user_id,
                    position + 1,
                    question_window(found.at(position + 1)).to_dict(),
                )
                for found in interviews[first : first + AT_ONCE]
                if position < len(found.pages)
            ]
            yield wave


def body_of(assessment_id: UUID, sent: Submission) -> bytes:
    """Write what Slack sends for a submitted window: all of it, and what was chosen."""
    metadata = {"assessment_id": str(assessment_id), "position": sent.position}
    payload = {
        "type": "view_submission",
        "team": {"id": "T0LOCAL", "domain": "local"},
        "user": {"id": sent.user_id, "team_id": "T0LOCAL"},
        "api_app_id": "A0LOCAL",
        "trigger_id": f"{sent.user_id}.{sent.position}",
        "view": {
            **sent.window,
            "id": f"V{sent.user_id}",
            "hash": str(sent.position),
            "private_metadata": json.dumps(metadata),
            "state": {"values": _values(sent.window["blocks"])},
        },
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


def _values(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """Choose the second answer everywhere, and leave texts empty."""
    return {
        block["block_id"]: {
            block["element"]["action_id"]: (
                {"type": "radio_buttons", "selected_option": block["element"]["options"][2]}
                if block["block_id"].startswith(ANSWER_BLOCK)
                else {"type": "plain_text_input", "value": None}
            )
        }
        for block in blocks
        if block["type"] == "input"
    }
