"""The worked example as a use case of the office's people, ready to be signed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import select

from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.values import plain
from assessments.use_cases.definition import find_use_case, start_use_case
from assessments.use_cases.drafts import draft_of, set_fields
from assessments.use_cases.promises import pass_marks_for_model
from assessments.use_cases.tables import UseCase, UseCaseSignOff
from bot.demo import scenario as stage
from handlers.dependencies import UnitOfWork
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.use_case_status import follow_use_case
from tests.audit.use_case_steps import kpis
from tests.journeys.office import BEA, DAN, FIN, MIA, MODEL_CHANNEL, OLA, Office

RULES = load_rules()
PEOPLE = {
    "sponsor": FIN,
    "business_owner": BEA,
    "technical_owner": OLA,
    "builder": DAN,
}
AGENT = MIA
"""Who speaks for the users."""


def document(now: datetime) -> dict[str, Any]:
    """The example, of these people, with dates that fit the office's clock."""
    values = {name: plain(value) for name, value in RULES.example.items()}
    (consumer,) = Document(values).rows("consumers")
    return {
        **values,
        **PEOPLE,
        "consumers": [{**consumer, "speaker": AGENT}],
        "kpis": kpis(now),
    }


def written_use_case(work: UnitOfWork) -> UseCase:
    """Bea's use case about the office's model, ready to be signed."""
    session, now = work.session, work.now
    use_case = start_use_case(session, created_by=BEA, channel_id=MODEL_CHANNEL, now=now)
    use_case.model_name = stage.MODEL
    set_fields(session, RULES, use_case, document(now), BEA, now)
    return use_case


def written(office: Office) -> UUID:
    """The same, shown in the model's channel."""
    with office.runtime.transactions.begin() as work:
        use_case = written_use_case(work)
        work.show(SurfaceKind.USE_CASE, use_case.id)
        return use_case.id


def writes(office: Office, use_case_id: UUID, **fields: Any) -> None:  # noqa: ANN401
    """Bea changes fields of the draft, as her windows would."""
    with office.runtime.transactions.begin() as work:
        use_case = find_use_case(work.session, use_case_id)
        set_fields(work.session, RULES, use_case, fields, BEA, work.now)
        follow_use_case(work, use_case_id)


def rows(office: Office, use_case_id: UUID) -> list[dict[str, Any]]:
    """The pass marks of the draft."""
    with office.runtime.database.reading() as session:
        found = draft_of(session, use_case_id).document.rows("acceptance_criteria")
        return [dict(row) for row in found]


def stored(office: Office, use_case_id: UUID) -> UseCase:
    """The use case as it is in the database."""
    with office.runtime.database.reading() as session:
        return find_use_case(session, use_case_id)


def signatures(office: Office) -> list[tuple[int, str, str, str]]:
    """Every signature: version, role, whose it is, who pressed."""
    with office.runtime.database.reading() as session:
        found = session.exec(select(UseCaseSignOff)).all()
    return sorted((row.version, row.role, row.person, row.signed_by) for row in found)


def thresholds(office: Office) -> list[float]:
    """The limits that count for the model."""
    with office.runtime.database.reading() as session:
        return [mark.threshold for mark in pass_marks_for_model(session, stage.MODEL)]
