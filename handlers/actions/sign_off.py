"""Presses about signatures: ask for them, sign, ask a question, withdraw, replace who left."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View

from assessments.use_cases.asking import ask_for_signatures
from assessments.use_cases.contract.content import Status
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.sign_offs import Signature
from assessments.use_cases.contract.status import review
from assessments.use_cases.definition import lock_use_case
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.questions import asked_about, find_question
from assessments.use_cases.signing_card import SigningCard, find_version_by_id
from assessments.use_cases.waiting import waiting_version, withdraw
from handlers.blocks.use_cases.sign_off import (
    ANSWER_SIGNER,
    APPROVE_VERSION,
    ASK_ABOUT_VERSION,
    CHOOSE_SIGNER,
    REJECT_VERSION,
    SHOW_VERSION,
)
from handlers.blocks.use_cases.sign_off_windows import (
    NotReady,
    answer_window,
    ask_about_window,
    choose_signer_window,
    not_ready_window,
    reject_version_window,
    whole_window,
)
from handlers.blocks.use_cases.signing_lines import ASK_FOR_SIGNATURES, WITHDRAW_VERSION
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.payload import pressed_id, pressed_ids, presser
from handlers.permissions import (
    MAY_ANSWER,
    MAY_CHOOSE,
    READ_VERSION,
    WRITE_USE_CASE,
    Press,
    Signing,
    permitted,
    signing_as,
)
from handlers.surfaces.sign_offs import show_signing
from handlers.surfaces.signers import card_of_version, signers_of
from handlers.surfaces.use_case_status import follow_use_case
from handlers.views.sign_off import signed
from handlers.windows import open_view

A_REASON = "to be given in the window"


def ask_to_sign(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Put the draft to its signers; where it isn't ready, a window says what is left to do."""
    press = Press(presser(body), "use_case.ask", pressed_id(body))
    found = permitted(deps, WRITE_USE_CASE, press, lambda work: _ask(work, press, deps))
    if found is not None:
        open_view(client, body["trigger_id"], found)
    ack()


def withdraw_version(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Take the waiting version back."""
    press = Press(presser(body), "use_case.withdraw", pressed_id(body))

    def do(work: UnitOfWork) -> None:
        use_case = lock_use_case(work.session, press.object_id)
        version = waiting_version(work.session, use_case.id)
        if version is not None:
            withdraw(work.session, use_case, version, press.user_id, deps.now())
        show_signing(work, use_case.id)

    permitted(deps, WRITE_USE_CASE, press, do)
    ack()


def approve(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Sign the version that the button is about, in its role."""
    carried = pressed_ids(body)
    press = Press(presser(body), "use_case.sign", carried.id("version_id"))
    signing = Signing(carried.word("role"), Signature.APPROVE)
    permitted(
        deps,
        signing_as(signing, deps.now()),
        press,
        lambda work: signed(work, press, signing, deps),
    )
    ack()


def ask_why_not(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Ask a signer why they reject a version."""
    _open_for_signer(body, client, deps, reject_version_window)
    ack()


def ask_about(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the window for a signer's question."""
    _open_for_signer(body, client, deps, ask_about_window)
    ack()


def show_version(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Show all that a version says."""
    press = Press(presser(body), "use_case.read", pressed_id(body))

    def do(work: UnitOfWork) -> View:
        version = find_version_by_id(work.session, press.object_id)
        return whole_window(load_rules(), card_of_version(work.session, version))

    open_view(client, body["trigger_id"], permitted(deps, READ_VERSION, press, do))
    ack()


def answer(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the window for the answer to a signer's question."""
    press = Press(presser(body), "use_case.answer", pressed_id(body))

    def do(work: UnitOfWork) -> View:
        ask = find_question(work.session, press.object_id)
        version = asked_about(work.session, ask)
        return answer_window(card_of_version(work.session, version), ask)

    open_view(client, body["trigger_id"], permitted(deps, MAY_ANSWER, press, do))
    ack()


def choose_signer(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the window that asks who signs instead of somebody who left."""
    carried = pressed_ids(body)
    press = Press(presser(body), "use_case.signer", carried.id("version_id"))
    person = carried.word("person")

    def do(work: UnitOfWork) -> View:
        version = find_version_by_id(work.session, press.object_id)
        return choose_signer_window(card_of_version(work.session, version), person)

    open_view(client, body["trigger_id"], permitted(deps, MAY_CHOOSE, press, do))
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(ASK_FOR_SIGNATURES, ask_to_sign)
    app.action(WITHDRAW_VERSION, withdraw_version)
    app.action(APPROVE_VERSION, approve)
    app.action(REJECT_VERSION, ask_why_not)
    app.action(ASK_ABOUT_VERSION, ask_about)
    app.action(SHOW_VERSION, show_version)
    app.action(ANSWER_SIGNER, answer)
    app.action(CHOOSE_SIGNER, choose_signer)


def _ask(work: UnitOfWork, press: Press, deps: Dependencies) -> View | None:
    use_case = lock_use_case(work.session, press.object_id)
    rules, now = load_rules(), deps.now()
    signers = signers_of(work.session, use_case)
    asked = ask_for_signatures(work.session, rules, use_case, press.user_id, now, signers)
    if asked.version is None:
        document = draft_of(work.session, use_case.id).document
        found = review(rules, document, Status.APPROVED, now.date())
        return not_ready_window(rules, NotReady(use_case.title, asked.refusals, found))
    follow_use_case(work, use_case.id)
    return None


def _open_for_signer(
    body: dict[str, Any],
    client: WebClient,
    deps: Dependencies,
    window: Callable[[SigningCard, str], View],
) -> None:
    carried = pressed_ids(body)
    role = carried.word("role")
    press = Press(presser(body), "use_case.sign", carried.id("version_id"))

    def do(work: UnitOfWork) -> View:
        version = find_version_by_id(work.session, press.object_id)
        return window(card_of_version(work.session, version), role)

    permission = signing_as(Signing(role, Signature.REJECT, A_REASON), deps.now())
    open_view(client, body["trigger_id"], permitted(deps, permission, press, do))
