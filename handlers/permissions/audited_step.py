"""What only some may do to a round: as_approver at the press, recorded either way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session

from assessments.actions.roadmap import find_action
from assessments.answers.interview import find_assessment
from ground.audit import record
from handlers.blocks.text import mentions
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import NotDoneError

T = TypeVar("T")


@dataclass(frozen=True)
class AuditedStep:
    """Who wants to do what to what; `action` is how the audit log names it."""

    user_id: str
    action: str
    object_id: UUID
    detail: Mapping[str, Any] = field(default_factory=dict)


def as_facilitator(deps: Dependencies, step: AuditedStep, do: Callable[[UnitOfWork], T]) -> T:
    """Do something to a round, if the person is its facilitator.

    Raises:
        NotDoneError: They are not; the sentence says who is.
    """
    return _permitted(deps, step, "assessment", _facilitator, do)


def as_approver(deps: Dependencies, step: AuditedStep, do: Callable[[UnitOfWork], T]) -> T:
    """Settle a proposed action, if the person is the round's facilitator.

    Raises:
        NotDoneError: They are not; the sentence says who is.
    """
    return _permitted(deps, step, "roadmap_action", _facilitator_of_action, do)


def as_owner(deps: Dependencies, step: AuditedStep, do: Callable[[UnitOfWork], T]) -> T:
    """Say what became of an action, if the person owns it or is the round's facilitator.

    Raises:
        NotDoneError: They are neither; the sentence says who may.
    """
    return _permitted(deps, step, "roadmap_action", _owner_or_facilitator, do)


def record_step(work: UnitOfWork, step: AuditedStep, subject: str, deps: Dependencies) -> None:
    """Write into the audit log what was done."""
    record(
        work.session,
        actor=step.user_id,
        action=step.action,
        subject=subject,
        detail=step.detail,
        now=deps.now(),
    )


def _permitted(
    deps: Dependencies,
    step: AuditedStep,
    kind: str,
    who_may: Callable[[Session, UUID], Sequence[str]],
    do: Callable[[UnitOfWork], T],
) -> T:
    subject = f"{kind}:{step.object_id}"
    with deps.unit_of_work() as work:
        may = who_may(work.session, step.object_id)
        if step.user_id in may:
            result = do(work)
            record_step(work, step, subject, deps)
            return result
        refused = AuditedStep(
            step.user_id, f"{step.action}.refused", step.object_id, {"may": list(may)}
        )
        record_step(work, refused, subject, deps)
    raise NotDoneError(f"Only {mentions(may)} can do that. Nothing was changed.")


def _facilitator(session: Session, assessment_id: UUID) -> Sequence[str]:
    return [find_assessment(session, assessment_id).started_by]


def _facilitator_of_action(session: Session, action_id: UUID) -> Sequence[str]:
    return _facilitator(session, find_action(session, action_id).assessment_id)


def _owner_or_facilitator(session: Session, action_id: UUID) -> Sequence[str]:
    owner = find_action(session, action_id).owner
    facilitator = _facilitator_of_action(session, action_id)
    return list(dict.fromkeys([*([owner] if owner else []), *facilitator]))
