"""Who may: each press that changes or shows what isn't everyone's is asked here, and refused here.

A rule is the domain's own function, asked at the press in the transaction of what is done.
A decision that only one of two presses may win is checked once more inside its domain function.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from assessments.results.report.sending import refusal_to_report
from assessments.rounds.who_may import (
    refusal_to_carry_out,
    refusal_to_lead,
    refusal_to_settle,
)
from assessments.use_cases.coming_back.answering import find_revisit, refusal_to_answer
from assessments.use_cases.coming_back.payoff import refusal_to_enter
from assessments.use_cases.definition import find_use_case
from assessments.use_cases.writers import (
    refusal_to_agree,
    refusal_to_discard,
    refusal_to_write,
)
from deployments.deciders import deciders_of
from deployments.models import find_model
from deployments.requests.sign_offs import refusal_to_sign
from ground.audit import Attempt, record, record_refusal
from ground.refusals import Refusal
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import NotDoneError
from handlers.surfaces.alerts import show_alert
from handlers.surfaces.coming_back import show_revisit, standing_in
from handlers.surfaces.releases import show_request
from monitors.alerts.decisions import refusal_to_decide

T = TypeVar("T")


@dataclass(frozen=True)
class Press:
    """Who wants to do what to what; `action` is how the audit log names it."""

    user_id: str
    action: str
    object_id: UUID


@dataclass(frozen=True)
class Permission:
    """A rule, and what it is about.

    Attributes:
        kind: Of the object, as the audit log names it.
        rule: Says why a person may not; None when they may.
        show: What shows the object, brought up to date for whoever pressed on an old message.
    """

    kind: str
    rule: Callable[[Session, UUID, str], Refusal | None]
    show: Callable[[UnitOfWork, UUID], None] | None = None


def permitted(
    deps: Dependencies, permission: Permission, press: Press, do: Callable[[UnitOfWork], T]
) -> T:
    """Do it, if the person may; else the attempt is kept in the audit log.

    Raises:
        NotDoneError: They may not.
    """

    def ask_and_do(work: UnitOfWork) -> T | Refusal:
        refusal = permission.rule(work.session, press.object_id, press.user_id)
        if refusal is None:
            return do(work)
        tried = Attempt(press.user_id, press.action, f"{permission.kind}:{press.object_id}")
        record_refusal(work.session, tried, refusal, deps.now())
        if permission.show is not None:
            permission.show(work, press.object_id)
        return refusal

    return decided(deps, ask_and_do)


def decided(deps: Dependencies, do: Callable[[UnitOfWork], T | Refusal]) -> T:
    """Do what its domain function may refuse; a refusal is told once it is committed.

    Raises:
        NotDoneError: It was refused.
    """
    with deps.unit_of_work() as work:
        outcome = do(work)
    if isinstance(outcome, Refusal):
        raise NotDoneError(outcome)
    return outcome


def note_opening(
    work: UnitOfWork, permission: Permission, press: Press, deps: Dependencies
) -> None:
    """Keep in the audit log that a person opened a window that changes nothing by itself."""
    record(
        work.session,
        actor=press.user_id,
        action=press.action,
        subject=f"{permission.kind}:{press.object_id}",
        detail={},
        now=deps.now(),
    )


def agreeing_for(model_name: str) -> Permission:
    """Return the permission to agree a use case's pass marks for a model."""

    def rule(session: Session, use_case_id: UUID, user_id: str) -> Refusal | None:
        refusal = _refusal_to_write(session, use_case_id, user_id)
        owners = _owners(session, model_name)
        return refusal or refusal_to_agree(session, model_name, user_id, owners)

    return Permission("use_case", rule)


def _refusal_to_write(session: Session, use_case_id: UUID, user_id: str) -> Refusal | None:
    use_case = find_use_case(session, use_case_id)
    return refusal_to_write(session, use_case, user_id, _owners(session, use_case.model_name))


def _refusal_to_discard(session: Session, use_case_id: UUID, user_id: str) -> Refusal | None:
    use_case = find_use_case(session, use_case_id)
    return refusal_to_discard(session, use_case, user_id, _owners(session, use_case.model_name))


def _owners(session: Session, model_name: str | None) -> Sequence[str]:
    return deciders_of(session, find_model(session, model_name)) if model_name else ()


def _refusal_to_answer(session: Session, revisit_id: UUID, user_id: str) -> Refusal | None:
    return refusal_to_answer(session, revisit_id, user_id, standing_in(session))


def _refusal_to_enter(session: Session, revisit_id: UUID, user_id: str) -> Refusal | None:
    return refusal_to_enter(session, revisit_id, user_id, standing_in(session))


def _show_revisit(work: UnitOfWork, revisit_id: UUID) -> None:
    show_revisit(work, find_revisit(work.session, revisit_id))


LEAD_ROUND = Permission("assessment", refusal_to_lead)
GET_REPORT = Permission("assessment", refusal_to_report)
SETTLE_ACTION = Permission("roadmap_action", refusal_to_settle)
CARRY_OUT_ACTION = Permission("roadmap_action", refusal_to_carry_out)
WRITE_USE_CASE = Permission("use_case", _refusal_to_write)
DISCARD_USE_CASE = Permission("use_case", _refusal_to_discard)
SIGN_REQUEST = Permission("deployment_request", refusal_to_sign, show_request)
DECIDE_ALERT = Permission("alert", refusal_to_decide, show_alert)
ANSWER_REVISIT = Permission("revisit", _refusal_to_answer, _show_revisit)
ENTER_FIGURE = Permission("revisit", _refusal_to_enter)
