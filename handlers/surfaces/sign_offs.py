"""The messages about signing a version: to signers, about those who left, questions, answers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.use_cases.asking import ask_signers_of, asks_of, versions_that_ask
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import find_use_case
from assessments.use_cases.instead import instead_of, who_chooses
from assessments.use_cases.questions import asked_about, find_question, pass_question_on
from assessments.use_cases.signing_card import Outcome, SigningCard, find_version_by_id
from assessments.use_cases.tables import SignerAsk, UseCaseAsk, UseCaseVersion
from assessments.use_cases.versions import document_of
from assessments.use_cases.waiting import waiting_version
from deployments.deciders import gone_people, know_deciders
from handlers.blocks.text import Message
from handlers.blocks.use_cases.sign_off import (
    SignerGoneCard,
    sign_off_message,
    sign_off_over,
    sign_reminder,
    signer_answer,
    signer_gone,
    signer_question,
)
from handlers.dependencies import UnitOfWork
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.signers import card_of_version, signers_of
from handlers.surfaces.surface import Surface


def show_signing(work: UnitOfWork, use_case_id: UUID) -> None:
    """Ask whoever has to sign a waiting version now, and bring all that was sent up to date."""
    version = waiting_version(work.session, use_case_id)
    if version is not None:
        use_case = find_use_case(work.session, use_case_id)
        ask_signers_of(work.session, version, signers_of(work.session, use_case), work.now)
    asks = asks_of(work.session, use_case_id)
    work.show_again(SurfaceKind.SIGN_OFF, {_key(ask) for ask in asks})
    work.show_again(SurfaceKind.SIGN_REMINDER, {key for ask in asks for key in _reminders(ask)})
    if version is not None:
        _show_asked(work, version, [ask for ask in asks if ask.version_id == version.id])
    _tell_withdrawn(work, asks)
    for user_id in {ask.user_id for ask in asks}:
        work.show(SurfaceKind.HOME, user_id)
    work.show_again(SurfaceKind.USE_CASE, [str(use_case_id)])


def show_signing_of(work: UnitOfWork, people: Iterable[str]) -> None:
    """Bring up to date what these people are asked to sign: one went away, came back or left."""
    for version in versions_that_ask(work.session, people):
        show_signing(work, version.use_case_id)


def remind_signer(work: UnitOfWork, ask: SignerAsk) -> None:
    """Remind somebody of a version that waits for them, unless somebody else is asked now."""
    version = find_version_by_id(work.session, ask.version_id)
    role = card_of_version(work.session, version).role(ask.role)
    if role.signed is None and ask.user_id in role.asked.values():
        work.show(SurfaceKind.SIGN_REMINDER, f"{_key(ask)}:{ask.reminders}")


def _show_asked(work: UnitOfWork, version: UseCaseVersion, asks: Sequence[SignerAsk]) -> None:
    card = card_of_version(work.session, version)
    gone = gone_people(work.session)
    for ask in asks:
        role = card.role(ask.role)
        if role.signed is None and ask.user_id in role.asked.values():
            work.show(SurfaceKind.SIGN_OFF, _key(ask))
    for person in {person for role in card.roles if role.signed is None for person in role.asked}:
        if person in gone:
            work.show(SurfaceKind.SIGNER_GONE, f"{version.id}:{person}")
    people = sorted({ask.user_id for ask in asks})
    know_deciders(work.session, people)
    key = f"version:{version.id}:{len(people)}"
    work.enqueue(JobKind.LOOK_UP_DECIDERS, key=key, payload={"people": people})


def _tell_withdrawn(work: UnitOfWork, asks: Sequence[SignerAsk]) -> None:
    """Tell everyone who signed or was asked, once, that a version was withdrawn."""
    for version_id in {ask.version_id for ask in asks}:
        version = find_version_by_id(work.session, version_id)
        if version.settled_at is None:
            continue
        card = card_of_version(work.session, version)
        if card.outcome is Outcome.WITHDRAWN:
            for user_id in {ask.user_id for ask in asks if ask.version_id == version_id}:
                work.show(SurfaceKind.SIGN_OFF_OVER, f"{version_id}:{user_id}")


def _key(ask: SignerAsk) -> str:
    return f"{ask.version_id}:{ask.role}:{ask.user_id}"


def _reminders(ask: SignerAsk) -> list[str]:
    return [f"{_key(ask)}:{number}" for number in range(1, ask.reminders + 1)]


def _card(session: Session, key: str) -> SigningCard:
    return card_of_version(session, find_version_by_id(session, UUID(key.partition(":")[0])))


def _draw_sign_off(session: Session, key: str, now: datetime) -> Message:
    del now
    _, role, user_id = key.split(":")
    return sign_off_message(load_rules(), _card(session, key), role, user_id)


def _draw_reminder(session: Session, key: str, now: datetime) -> Message:
    del now
    _, role, user_id, _ = key.split(":")
    return sign_reminder(load_rules(), _card(session, key), role, user_id)


def _question(session: Session, key: str) -> tuple[SigningCard, UseCaseAsk]:
    ask = find_question(session, UUID(key))
    return card_of_version(session, asked_about(session, ask)), ask


def _gone_card(session: Session, key: str) -> SignerGoneCard:
    version_id, _, person = key.partition(":")
    version = find_version_by_id(session, UUID(version_id))
    card = card_of_version(session, version)
    return SignerGoneCard(
        card,
        person,
        tuple(role.role for role in card.roles if role.signed is None and person in role.asked),
        instead_of(session, version.use_case_id).get(person),
        person in gone_people(session),
    )


def _who_chooses(session: Session, key: str) -> str:
    version = find_version_by_id(session, UUID(key.partition(":")[0]))
    return who_chooses(document_of(version), version.asked_by, gone_people(session))


def _not_asked(work: UnitOfWork, key: str, code: str) -> None:
    """Look up a signer whom Slack can't reach; the business owner then chooses somebody else."""
    people = {"people": [key.split(":")[2]]}
    work.enqueue(JobKind.LOOK_UP_DECIDERS, key=f"{key}:{code}", payload=people)


def _not_questioned(work: UnitOfWork, key: str, code: str) -> None:
    """Ask somebody else a signer's question; who can't be reached is looked up."""
    ask = find_question(work.session, UUID(key))
    people = {"people": [ask.asked_of]}
    work.enqueue(JobKind.LOOK_UP_DECIDERS, key=f"{key}:{ask.asked_of}:{code}", payload=people)
    if pass_question_on(work.session, ask, gone_people(work.session), work.now):
        work.show(SurfaceKind.SIGNER_QUESTION, ask.id)


REFUSED = {
    SurfaceKind.SIGN_OFF: _not_asked,
    SurfaceKind.SIGN_REMINDER: _not_asked,
    SurfaceKind.SIGNER_QUESTION: _not_questioned,
}
SURFACES = (
    Surface(SurfaceKind.SIGN_OFF, 12, lambda _, key: key.split(":")[2], _draw_sign_off),
    Surface(SurfaceKind.SIGN_REMINDER, 14, lambda _, key: key.split(":")[2], _draw_reminder),
    Surface(
        SurfaceKind.SIGN_OFF_OVER,
        13,
        lambda _, key: key.split(":")[1],
        lambda session, key, _: sign_off_over(load_rules(), _card(session, key)),
    ),
    Surface(
        SurfaceKind.SIGNER_QUESTION,
        14,
        lambda session, key: find_question(session, UUID(key)).asked_of,
        lambda session, key, _: signer_question(*_question(session, key)),
    ),
    Surface(
        SurfaceKind.SIGNER_ANSWER,
        14,
        lambda session, key: find_question(session, UUID(key)).asked_by,
        lambda session, key, _: signer_answer(*_question(session, key)),
    ),
    Surface(
        SurfaceKind.SIGNER_GONE,
        13,
        _who_chooses,
        lambda session, key, _: signer_gone(_gone_card(session, key)),
    ),
)
