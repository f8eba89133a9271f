"""Proposals for a use case: gone through one by one by the person who asked for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from assessments.errors import AssessmentError, Code
from assessments.use_cases.contract.content import ACCEPTANCE, Rules
from assessments.use_cases.contract.values import Value
from assessments.use_cases.definition import lock_use_case, start_use_case
from assessments.use_cases.drafts import Typed, draft_of
from assessments.use_cases.rows import RowPlace, save_row
from assessments.use_cases.saving import save_section
from assessments.use_cases.tables import UseCase
from assistant.drafting import LEFT, OPEN, TAKEN, Proposed
from assistant.tables import UseCaseProposal
from ground.refusals import People, Refusal


@dataclass(frozen=True)
class Drawn:
    """Where a proposal comes from: who asked, where its card will be, and the text."""

    user_id: str
    channel_id: str
    text: str


def keep_proposal(
    session: Session, proposal_id: UUID, drawn: Drawn, found: list[Proposed], now: datetime
) -> UseCaseProposal:
    """Keep what was read out of a text; one that is kept already stays as it is."""
    known = session.get(UseCaseProposal, proposal_id)
    if known is not None:
        return known
    kept = UseCaseProposal(
        id=proposal_id,
        user_id=drawn.user_id,
        channel_id=drawn.channel_id,
        text=drawn.text,
        fields=[one.as_stored() for one in found],
        proposed_at=now,
    )
    session.add(kept)
    session.flush()
    return kept


def find_proposal(session: Session, proposal_id: UUID) -> UseCaseProposal:
    """Find a proposal.

    Raises:
        AssessmentError: There is none.
    """
    found = session.get(UseCaseProposal, proposal_id, populate_existing=True)
    if found is None:
        raise AssessmentError(Code.USE_CASE_UNKNOWN)
    return found


def refusal_to_confirm(session: Session, proposal_id: UUID, user_id: str) -> Refusal | None:
    """Return why a person may not go through a proposal; who asked for it may."""
    asked_by = find_proposal(session, proposal_id).user_id
    if user_id == asked_by:
        return None
    return Refusal(Code.NOT_ASKED_THIS, people=People([asked_by]))


def next_open(proposal: UseCaseProposal) -> int | None:
    """Return the place of the first field that nobody has decided about; None after the last."""
    places = (n for n, one in enumerate(proposal.fields) if one["state"] == OPEN)
    return next(places, None)


def leave_field(proposal: UseCaseProposal, place: int) -> None:
    """Leave a proposed field out."""
    _mark(proposal, place, LEFT)


def take_field(
    session: Session,
    rules: Rules,
    proposal: UseCaseProposal,
    taken: tuple[int, Value],
    now: datetime,
) -> UseCase:
    """Write one field that its person confirmed; the first one begins the use case.

    Args:
        session: A transaction.
        rules: The rules for use cases.
        proposal: The proposal.
        taken: The field's place, and its value as confirmed.
        now: When.

    Returns:
        The use case, a draft: nothing of it is agreed.

    Raises:
        InvalidFieldsError: The value isn't one that the field can have.
    """
    place, value = taken
    use_case = _use_case(session, proposal, now)
    field, by = str(proposal.fields[place]["field"]), proposal.user_id
    seen = draft_of(session, use_case.id).number
    if field == ACCEPTANCE and isinstance(value, dict):
        save_row(session, rules, use_case, (RowPlace(field, None, seen), value), by, now)
    else:
        save_section(session, rules, use_case, Typed({field: value}, seen), by, now)
    _mark(proposal, place, TAKEN)
    return use_case


def _use_case(session: Session, proposal: UseCaseProposal, now: datetime) -> UseCase:
    if proposal.use_case_id is not None:
        return lock_use_case(session, proposal.use_case_id)
    begun = start_use_case(
        session, created_by=proposal.user_id, channel_id=proposal.channel_id, now=now
    )
    proposal.use_case_id = begun.id
    return begun


def _mark(proposal: UseCaseProposal, place: int, state: str) -> None:
    fields: list[dict[str, Any]] = [dict(one) for one in proposal.fields]
    fields[place]["state"] = state
    proposal.fields = fields
