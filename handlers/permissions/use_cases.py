"""Says, and records, why a person may not write a use case or change a model's pass marks."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from assessments.use_cases.definition import find_use_case
from assessments.use_cases.writers import keepers_of_pass_marks, writers_of
from deployments.models import deciders_of, find_model
from ground.audit import record
from handlers.blocks.text import mentions
from handlers.dependencies import UnitOfWork


def refusal_to_write(
    work: UnitOfWork, use_case_id: UUID, user_id: str, now: datetime
) -> str | None:
    """Give the sentence, which names who may write a use case; None for those."""
    use_case = find_use_case(work.session, use_case_id)
    may = writers_of(use_case, _owners(work, use_case.model_name))
    return _refusal(work, use_case_id, user_id, may, now)


def refusal_to_agree(
    work: UnitOfWork, use_case_id: UUID, model_name: str, user_id: str, now: datetime
) -> str | None:
    """Give the sentence, which names who may change a model's pass marks; None for those."""
    refusal = refusal_to_write(work, use_case_id, user_id, now)
    may = keepers_of_pass_marks(work.session, model_name, _owners(work, model_name))
    return refusal or (_refusal(work, use_case_id, user_id, may, now) if may else None)


def _owners(work: UnitOfWork, model_name: str | None) -> Sequence[str]:
    return deciders_of(work.session, find_model(work.session, model_name)) if model_name else ()


def _refusal(
    work: UnitOfWork, use_case_id: UUID, user_id: str, may: Sequence[str], now: datetime
) -> str | None:
    if user_id in may:
        return None
    record(
        work.session,
        actor=user_id,
        action="use_case.write.refused",
        subject=f"use_case:{use_case_id}",
        detail={"people": list(may)},
        now=now,
    )
    return (
        "What is good enough is agreed by those who answer for it: "
        f"this needs {mentions(may)}. Nothing was changed."
    )
