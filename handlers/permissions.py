"""Who may: each press that changes or shows what isn't everyone's is asked here, and refused here.

A rule is the domain's own function, asked at the press in the transaction of what is done.
A decision that only one of two presses may win is checked once more inside its domain function.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from assessments.absences.absences import stand_ins
from assessments.errors import Code
from assessments.results.report.sending import refusal_to_report
from assessments.rounds.who_may import (
    refusal_to_carry_out,
    refusal_to_lead,
    refusal_to_settle,
    refusal_to_take_over,
)
from assessments.use_cases.coming_back.answering import find_revisit, refusal_to_revisit
from assessments.use_cases.coming_back.payoff import refusal_to_enter
from assessments.use_cases.contract.sign_offs import Signature, SignOff
from assessments.use_cases.definition import find_use_case
from assessments.use_cases.instead import who_chooses
from assessments.use_cases.questions import find_question, refusal_to_answer
from assessments.use_cases.retirement import refusal_to_retire
from assessments.use_cases.signing import refusal_of_signature, whose_signature
from assessments.use_cases.signing_card import find_version_by_id
from assessments.use_cases.tables import UseCaseVersion
from assessments.use_cases.versions import document_of
from assessments.use_cases.writers import (
    keepers_of_pass_marks,
    refusal_to_agree,
    refusal_to_discard,
    refusal_to_write,
)
from deployments.deciders import gone_people
from deployments.requests.sign_offs import refusal_to_sign
from ground.audit import Attempt, record, record_refusal
from ground.refusals import People, Refusal
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import NotDoneError
from handlers.surfaces.alerts import show_alert
from handlers.surfaces.coming_back import show_revisit
from handlers.surfaces.releases import show_request
from handlers.surfaces.sign_offs import show_signing
from handlers.surfaces.signers import owners_of, signers_of
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


def refused_to_agree(work: UnitOfWork, press: Press, model_name: str) -> list[str]:
    """Name who may agree a model's pass marks, where the person may not; that is recorded."""
    owners = owners_of(work.session, model_name)
    refusal = refusal_to_agree(work.session, model_name, press.user_id, owners)
    if refusal is None:
        return []
    tried = Attempt(press.user_id, press.action, f"use_case:{press.object_id}")
    record_refusal(work.session, tried, refusal, work.now)
    return keepers_of_pass_marks(work.session, model_name, owners)


@dataclass(frozen=True)
class Signing:
    """What somebody signs: in which role, what, why."""

    role: str
    signature: Signature
    reason: str = ""

    def by(
        self, session: Session, version: UseCaseVersion, user_id: str, now: datetime
    ) -> SignOff:
        """Return the signature that a person's press is: their own, or of who is away."""
        signers = signers_of(session, find_use_case(session, version.use_case_id))
        whose = whose_signature(version, self.role, user_id, signers)
        return SignOff(whose, self.role, version.version, now, self.signature, self.reason)


def signing_as(signing: Signing, now: datetime) -> Permission:
    """Return the permission to sign a version in a role; asking about it needs the same."""

    def rule(session: Session, version_id: UUID, user_id: str) -> Refusal | None:
        version = find_version_by_id(session, version_id)
        use_case = find_use_case(session, version.use_case_id)
        attempt = signing.by(session, version, user_id, now)
        signers = signers_of(session, use_case)
        return refusal_of_signature(session, use_case, attempt, user_id, signers)

    def show(work: UnitOfWork, version_id: UUID) -> None:
        show_signing(work, find_version_by_id(work.session, version_id).use_case_id)

    return Permission("use_case_version", rule, show)


def _refusal_to_take_over(session: Session, assessment_id: UUID, user_id: str) -> Refusal | None:
    return refusal_to_take_over(session, assessment_id, user_id, gone_people(session))


def _refusal_to_read(session: Session, version_id: UUID, user_id: str) -> Refusal | None:
    """Versions are shown in the use case's channel: every member may read them."""
    del user_id
    find_version_by_id(session, version_id)
    return None


def _refusal_to_choose(session: Session, version_id: UUID, user_id: str) -> Refusal | None:
    version = find_version_by_id(session, version_id)
    chooser = who_chooses(document_of(version), version.asked_by, gone_people(session))
    is_theirs = user_id in (chooser, stand_ins(session).get(chooser))
    return None if is_theirs else Refusal(Code.NOT_ASKED_THIS, people=People([chooser]))


def _refusal_to_answer(session: Session, ask_id: UUID, user_id: str) -> Refusal | None:
    return refusal_to_answer(find_question(session, ask_id), user_id, stand_ins(session))


def _refusal_to_retire(session: Session, use_case_id: UUID, user_id: str) -> Refusal | None:
    use_case = find_use_case(session, use_case_id)
    return refusal_to_retire(session, use_case, user_id, signers_of(session, use_case))


def _refusal_to_write(session: Session, use_case_id: UUID, user_id: str) -> Refusal | None:
    use_case = find_use_case(session, use_case_id)
    return refusal_to_write(session, use_case, user_id, owners_of(session, use_case.model_name))


def _refusal_to_discard(session: Session, use_case_id: UUID, user_id: str) -> Refusal | None:
    use_case = find_use_case(session, use_case_id)
    return refusal_to_discard(session, use_case, user_id, owners_of(session, use_case.model_name))


def _refusal_to_revisit(session: Session, revisit_id: UUID, user_id: str) -> Refusal | None:
    return refusal_to_revisit(session, revisit_id, user_id, stand_ins(session))


def _refusal_to_enter(session: Session, revisit_id: UUID, user_id: str) -> Refusal | None:
    return refusal_to_enter(session, revisit_id, user_id, stand_ins(session))


def _show_revisit(work: UnitOfWork, revisit_id: UUID) -> None:
    show_revisit(work, find_revisit(work.session, revisit_id))


LEAD_ROUND = Permission("assessment", refusal_to_lead)
TAKE_OVER = Permission("assessment", _refusal_to_take_over)
GET_REPORT = Permission("assessment", refusal_to_report)
SETTLE_ACTION = Permission("roadmap_action", refusal_to_settle)
CARRY_OUT_ACTION = Permission("roadmap_action", refusal_to_carry_out)
WRITE_USE_CASE = Permission("use_case", _refusal_to_write)
READ_VERSION = Permission("use_case_version", _refusal_to_read)
MAY_CHOOSE = Permission("use_case_version", _refusal_to_choose)
MAY_ANSWER = Permission("use_case_ask", _refusal_to_answer)
MAY_RETIRE = Permission("use_case", _refusal_to_retire)
DISCARD_USE_CASE = Permission("use_case", _refusal_to_discard)
SIGN_REQUEST = Permission("deployment_request", refusal_to_sign, show_request)
DECIDE_ALERT = Permission("alert", refusal_to_decide, show_alert)
ANSWER_REVISIT = Permission("revisit", _refusal_to_revisit, _show_revisit)
ENTER_FIGURE = Permission("revisit", _refusal_to_enter)
