"""Risk and compliance hears of a use case that a risk answer stops."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.use_cases.contract.content import RISK_AND_COMPLIANCE, RiskClass
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.risk import risk_of
from assessments.use_cases.definition import find_use_case
from assessments.use_cases.discarding import refusal_if_over
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.tables import UseCase
from handlers.blocks.text import Message
from handlers.blocks.use_cases.stopped import StoppedCard, stopped_message
from handlers.dependencies import UnitOfWork
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.signers import signers_of
from handlers.surfaces.surface import Surface
from handlers.wording.use_case_fields import choice_in_words


def show_stopped(work: UnitOfWork, use_case: UseCase) -> None:
    """Tell risk and compliance that a use case is stopped, and later that it isn't any more."""
    signers = signers_of(work.session, use_case)
    if not signers.compliance:
        return
    document = draft_of(work.session, use_case.id).document
    asked = signers.asked([RISK_AND_COMPLIANCE], document, "")[RISK_AND_COMPLIANCE]
    keys = [f"{use_case.id}:{who}" for who in asked.values()]
    if _card(use_case, document).reasons:
        for key in keys:
            work.show(SurfaceKind.USE_CASE_STOPPED, key)
    else:
        work.show_again(SurfaceKind.USE_CASE_STOPPED, keys)


def _card(use_case: UseCase, document: Document) -> StoppedCard:
    rules = load_rules()
    found = risk_of(rules, document)
    is_stopped = found.risk_class is RiskClass.STOP and refusal_if_over(use_case) is None
    questions = {question.id: question.question for question in rules.risk.questions}
    return StoppedCard(
        use_case.title or "A new use case",
        use_case.channel_id,
        [
            (questions[reason.question], choice_in_words(reason.answer))
            for reason in found.reasons
            if is_stopped
        ],
    )


def _draw(session: Session, key: str, now: datetime) -> Message:
    del now
    use_case = find_use_case(session, UUID(key.partition(":")[0]))
    return stopped_message(_card(use_case, draft_of(session, use_case.id).document))


SURFACES = (
    Surface(SurfaceKind.USE_CASE_STOPPED, 15, lambda _, key: key.partition(":")[2], _draw),
)
