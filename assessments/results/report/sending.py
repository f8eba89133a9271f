"""Who may get a round's report, what its files are called, and whose names it shows."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.answers.interview import find_assessment, participants
from assessments.errors import Code
from assessments.recorded import note
from assessments.results.maturity import MaturityCard
from ground.refusals import Refusal

LONGEST_NAME = 60


def refusal_to_report(session: Session, assessment_id: UUID, user_id: str) -> Refusal | None:
    """Return why a person can't get a round's report now; those asked can, once it's closed.

    Raises:
        AssessmentError: The round is unknown.
    """
    assessment = find_assessment(session, assessment_id)
    asked = {person.user_id for person in participants(session, assessment_id)}
    if user_id not in asked | {assessment.started_by}:
        return Refusal(Code.REPORT_NOT_YOURS)
    return Refusal(Code.REPORT_TOO_EARLY) if assessment.closed_at is None else None


def note_report(session: Session, assessment_id: UUID, user_id: str, now: datetime) -> None:
    """Keep in the audit log that a person has a round's report sent."""
    note(session, "assessment.report", assessment_id, user_id, now)


def owners(card: MaturityCard) -> list[str]:
    """List the people whose names a report needs."""
    return sorted({step.owner for step in card.steps if step.owner})


def with_names(card: MaturityCard, names: Mapping[str, str]) -> MaturityCard:
    """Replace IDs that only Slack understands with names."""
    steps = [replace(step, owner=names.get(step.owner or "", step.owner)) for step in card.steps]
    return replace(card, steps=steps)


def file_name(card: MaturityCard, ending: str) -> str:
    """Name a report's file, such as `readiness-customer-service-2026-11-23.pdf`."""
    about = re.sub(r"[^a-z0-9]+", "-", (card.scope or card.questionnaire).lower()).strip("-")
    day = f"{card.closed_at:%Y-%m-%d}" if card.closed_at else "open"
    parts = ["readiness", about[:LONGEST_NAME].strip("-"), day]
    return f"{'-'.join(part for part in parts if part)}.{ending}"
