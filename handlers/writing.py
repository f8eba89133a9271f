"""Says, and records, why a person may not write a use case or change a model's pass marks."""

from collections.abc import Sequence
from uuid import UUID

from assessments.use_cases.definition import find_use_case
from assessments.use_cases.writers import keepers_of_pass_marks, writers_of
from deployments.audit import record
from deployments.models import deciders_of, find_model
from handlers.blocks.text import mentions
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import NotDoneError


def refuse_other_writers(deps: Dependencies, use_case_id: UUID, user_id: str) -> None:
    """Let only those who may write a use case go on.

    Raises:
        NotDoneError: This person may not; the sentence names who may.
    """
    with deps.unit_of_work() as work:
        use_case = find_use_case(work.session, use_case_id)
        may = writers_of(use_case, _owners(work, use_case.model_name))
        sentence = _refusal(deps, work, use_case_id, user_id, may)
    if sentence:
        raise NotDoneError(sentence)


def refuse_other_keepers(
    deps: Dependencies, use_case_id: UUID, model_name: str, user_id: str
) -> None:
    """Let only those who agreed a model's pass marks, or decide about it, change them.

    Raises:
        NotDoneError: This person may not; the sentence names who may.
    """
    with deps.unit_of_work() as work:
        owners = _owners(work, model_name)
        may = keepers_of_pass_marks(work.session, model_name, owners)
        sentence = _refusal(deps, work, use_case_id, user_id, may) if may else None
    if sentence:
        raise NotDoneError(sentence)


def _owners(work: UnitOfWork, model_name: str | None) -> Sequence[str]:
    return deciders_of(work.session, find_model(work.session, model_name)) if model_name else ()


def _refusal(
    deps: Dependencies, work: UnitOfWork, use_case_id: UUID, user_id: str, may: Sequence[str]
) -> str | None:
    if user_id in may:
        return None
    record(
        work.session,
        actor=user_id,
        action="use_case.write.refused",
        subject=f"use_case:{use_case_id}",
        detail={"people": list(may)},
        now=deps.now(),
    )
    return (
        "What is good enough is agreed by those who answer for it: "
        f"this needs {mentions(may)}. Nothing was changed."
    )
