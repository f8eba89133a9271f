"""Who may get a round's report, what its files are called, and whose names it shows."""

import re
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from assessments.answers.interview import find_assessment, participants
from assessments.errors import AssessmentError
from assessments.results.maturity import MaturityCard

LONGEST_NAME = 60


def may_have_report(session: Session, assessment_id: UUID, user_id: str) -> bool:
    """Return whether a person may get the report: they were asked, or lead the round.

    Raises:
        AssessmentError: The round is unknown; or it is open, and the person is one of its people.
    """
    assessment = find_assessment(session, assessment_id)
    asked = {person.user_id for person in participants(session, assessment_id)}
    may = user_id in asked | {assessment.started_by}
    if may and assessment.closed_at is None:
        is_open = "is still open" if assessment.reopened_at is None else "is open again"
        raise AssessmentError(
            f"This round {is_open}, so its report comes when it is closed. Please ask for it then."
        )
    return may


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
