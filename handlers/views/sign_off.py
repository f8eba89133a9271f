"""The windows around signing: a rejection, a question, an answer, who signs instead."""

from typing import Any
from uuid import UUID

from slack_bolt import Ack

from assessments.errors import AssessmentError
from assessments.use_cases.contract.sign_offs import Signature
from assessments.use_cases.definition import lock_use_case
from assessments.use_cases.instead import choose_signer
from assessments.use_cases.questions import answer_question, ask_question, find_question
from assessments.use_cases.signing import sign
from assessments.use_cases.signing_card import find_version_by_id
from deployments.deciders import gone_people
from ground.refusals import Refusal
from handlers.blocks.use_cases.sign_off_windows import (
    ANSWER_VIEW,
    CHOOSE_SIGNER_VIEW,
    LONGEST_REASON,
    PERSON_BLOCK,
    QUESTION_VIEW,
    REASON_BLOCK,
    REJECT_VERSION_VIEW,
    TEXT_BLOCK,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import FieldError, tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.payload import chosen_person, metadata, presser, typed
from handlers.permissions import (
    MAY_ANSWER,
    MAY_CHOOSE,
    Press,
    Signing,
    permitted,
    signing_as,
)
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.marks_changed import show_changed_marks
from handlers.surfaces.sign_offs import show_signing
from handlers.surfaces.signers import signers_of
from handlers.surfaces.use_case_status import follow_use_case
from handlers.wording.presses import Code

A_REASON = "to be given in the window"


def reject(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Reject the version that the window is about, with a reason."""
    carried = metadata(view)
    reason = typed(view, REASON_BLOCK, LONGEST_REASON).strip()
    if not reason:
        tell_at_fields(ack, {REASON_BLOCK: Refusal(Code.REASON_MISSING)})
        return
    press = Press(presser(body), "use_case.reject", carried.id("version_id"))
    signing = Signing(carried.word("role"), Signature.REJECT, reason)
    permission = signing_as(signing, deps.now())
    permitted(deps, permission, press, lambda work: signed(work, press, signing, deps))
    ack()


def ask(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Pass a signer's question on to who asked for the signatures."""
    carried = metadata(view)
    text = typed(view, TEXT_BLOCK)
    press = Press(presser(body), "use_case.question", carried.id("version_id"))
    signing = Signing(carried.word("role"), Signature.REJECT, A_REASON)

    def do(work: UnitOfWork) -> None:
        version = find_version_by_id(work.session, press.object_id)
        asked = ask_question(work.session, version, press.user_id, text, deps.now())
        work.show(SurfaceKind.SIGNER_QUESTION, asked.id)

    try:
        permitted(deps, signing_as(signing, deps.now()), press, do)
    except AssessmentError as error:
        tell_at_fields(ack, {TEXT_BLOCK: error.refusal})
        return
    ack()


def answer(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Bring a signer the answer to their question."""
    text = typed(view, TEXT_BLOCK)
    press = Press(presser(body), "use_case.answer", metadata(view).id("ask_id"))

    def do(work: UnitOfWork) -> None:
        asked = find_question(work.session, press.object_id)
        answer_question(work.session, asked, press.user_id, text, deps.now())
        work.show(SurfaceKind.SIGNER_QUESTION, asked.id)
        work.show(SurfaceKind.SIGNER_ANSWER, asked.id)

    try:
        permitted(deps, MAY_ANSWER, press, do)
    except AssessmentError as error:
        tell_at_fields(ack, {TEXT_BLOCK: error.refusal})
        return
    ack()


def choose(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Have somebody sign instead of a person who left."""
    carried, instead = metadata(view), chosen_person(view, PERSON_BLOCK)
    press = Press(presser(body), "use_case.signer", carried.id("version_id"))
    choice = (carried.word("person"), instead)

    def do(work: UnitOfWork) -> None:
        version = find_version_by_id(work.session, press.object_id)
        use_case = lock_use_case(work.session, version.use_case_id)
        gone = gone_people(work.session)
        refusal = choose_signer(work.session, use_case, choice, press.user_id, gone, deps.now())
        if refusal is not None:
            raise FieldError(PERSON_BLOCK, refusal)
        show_signing(work, use_case.id)
        work.show(SurfaceKind.SIGNER_GONE, f"{version.id}:{choice[0]}")

    permitted(deps, MAY_CHOOSE, press, do)
    ack()


def signed(work: UnitOfWork, press: Press, signing: Signing, deps: Dependencies) -> Refusal | UUID:
    """Keep a signature, and show what follows; two presses at once follow one another."""
    version = find_version_by_id(work.session, press.object_id)
    use_case = lock_use_case(work.session, version.use_case_id)
    signers, before = signers_of(work.session, use_case), use_case.version
    attempt = signing.by(work.session, version, press.user_id, deps.now())
    refusal = sign(work.session, use_case, attempt, press.user_id, signers)
    follow_use_case(work, use_case.id)
    show_changed_marks(work, use_case.id, before)
    return refusal or version.id


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(REJECT_VERSION_VIEW, reject)
    app.view(QUESTION_VIEW, ask)
    app.view(ANSWER_VIEW, answer)
    app.view(CHOOSE_SIGNER_VIEW, choose)
