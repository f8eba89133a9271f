"""The messages about a use case: its card, and to whom somebody asks for a section."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.portfolio.readiness import Teams
from assessments.use_cases.asks import asked_in_vain, could_not_ask, find_ask, open_asks
from assessments.use_cases.contract.content import Rules
from assessments.use_cases.contract.quality import VAGUE_WORDS
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import find_use_case, lock_use_case, use_case_card
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.feedback import Feedback, feedback_on, vague_words_by_field
from assessments.use_cases.tables import UseCase, UseCaseAsk
from ground.refusals import Refusal
from handlers.blocks.text import Message
from handlers.blocks.use_cases.asks import AskCard, ask_message
from handlers.blocks.use_cases.progress import MissingLine, Progress, SectionProgress
from handlers.blocks.use_cases.use_case import use_case_message
from handlers.dependencies import UnitOfWork
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface
from handlers.surfaces.use_case_status import follow_use_case, standing_of
from handlers.wording.sentences import plain_sentence
from handlers.wording.use_case_fields import choice_in_words


def show_use_case(work: UnitOfWork, use_case: UseCase) -> None:
    """Show a use case's card, once it has a name, and what is asked about it."""
    if use_case.title:
        work.show(SurfaceKind.USE_CASE, use_case.id)
    asks = [str(ask.id) for ask in open_asks(work.session, use_case.id)]
    work.show_again(SurfaceKind.USE_CASE_ASK, asks)
    follow_use_case(work, use_case.id)


def show_asks(work: UnitOfWork, asks: Sequence[UseCaseAsk]) -> None:
    """Show what people are asked for, or that it is done, to each and in their Home."""
    for ask in asks:
        work.show(SurfaceKind.USE_CASE_ASK, ask.id)
        work.show(SurfaceKind.HOME, ask.asked_of)


def progress_of(session: Session, use_case: UseCase, now: datetime) -> Progress:
    """Write what the rules say of a use case's draft."""
    rules, document = load_rules(), draft_of(session, use_case.id).document
    team = Teams(session, rules.priority.linked_items)
    is_ready = team.readiness(use_case.round_id, use_case.channel_id).is_ready
    found = feedback_on(rules, document, use_case.status, now.date(), is_ready=is_ready)
    asked: dict[str, list[str]] = {}
    for ask in open_asks(session, use_case.id):
        asked.setdefault(ask.section, []).append(ask.asked_of)
    return Progress(
        aims_at=found.review.status.value,
        percent=int(found.review.completeness.percent),
        sections=[
            SectionProgress(
                one.title,
                one.percent,
                [MissingLine(part.label, part.group, part.person) for part in one.missing],
                asked.get(one.section, []),
            )
            for one in found.sections
        ],
        quality=round(float(found.review.quality.score)),
        enough=rules.quality.pass_mark,
        failed=[
            (plain_sentence(finding.reason), check.blocker)
            for check, failed in found.failed
            if failed.check != VAGUE_WORDS
            for finding in failed.findings[:1]
        ],
        broken=[plain_sentence(reason) for reason in _to_correct(found)],
        risk=risk.value if (risk := found.review.risk.risk_class) else "",
        reasons=_reasons(rules, found),
        open_questions=len(found.review.risk.unanswered),
        lane=found.lane.value if found.lane else "",
        in_vain=_in_vain(session, use_case),
    )


def _to_correct(found: Feedback) -> list[Refusal]:
    """List what is written and should be changed, vague words first."""
    return [
        *vague_words_by_field(found.review.quality).values(),
        *(one.finding.reason for one in found.review.broken),
        *found.unmet,
    ]


def _in_vain(session: Session, use_case: UseCase) -> list[tuple[str, str]]:
    """List who couldn't be asked, and Slack's reason, while nobody else was asked instead."""
    asked = {ask.section for ask in open_asks(session, use_case.id)}
    return [
        (ask.asked_of, ask.answer)
        for ask in asked_in_vain(session, use_case.id)
        if ask.section not in asked
    ]


def _reasons(rules: Rules, found: Feedback) -> list[str]:
    questions = {one.id: one.question for one in rules.risk.questions}
    return [
        f"{questions[reason.question]} {choice_in_words(reason.answer)}"
        for reason in found.review.risk.reasons
    ]


def _draw_use_case(session: Session, key: str, now: datetime) -> Message:
    card = use_case_card(session, UUID(key))
    use_case = find_use_case(session, UUID(key))
    standing = standing_of(session, use_case, now)
    if card.is_quick or card.is_discarded:
        return use_case_message(card, None, standing)
    return use_case_message(card, progress_of(session, use_case, now), standing)


def _draw_ask(session: Session, key: str, now: datetime) -> Message:
    ask = find_ask(session, UUID(key))
    use_case = find_use_case(session, ask.use_case_id)
    document = draft_of(session, use_case.id).document
    found = feedback_on(load_rules(), document, use_case.status, now.date())
    sections = {one.section: one for one in found.sections}
    section = sections.get(ask.section)
    card = AskCard(
        ask.id,
        use_case.title,
        document.text("summary"),
        section.title if section else ask.section,
        ask.asked_by,
        ask.text,
        [one.label for one in section.missing] if section else [],
        is_done=ask.done_at is not None,
        is_discarded=use_case.discarded_at is not None,
    )
    return ask_message(card)


def _not_asked(work: UnitOfWork, key: str, code: str) -> None:
    """Wait no longer for somebody whom Slack can't reach; the card says so."""
    use_case = lock_use_case(work.session, find_ask(work.session, UUID(key)).use_case_id)
    ask = find_ask(work.session, UUID(key))
    if ask.done_at is None:
        could_not_ask(work.session, use_case, ask, code, work.now)
    work.show(SurfaceKind.USE_CASE, use_case.id)


SURFACES = (
    Surface(
        SurfaceKind.USE_CASE,
        40,
        lambda session, key: use_case_card(session, UUID(key)).channel_id,
        _draw_use_case,
        lambda session, key: [find_use_case(session, UUID(key)).created_by],
        model=lambda session, key: use_case_card(session, UUID(key)).model_name or "",
    ),
    Surface(
        SurfaceKind.USE_CASE_ASK,
        30,
        lambda session, key: find_ask(session, UUID(key)).asked_of,
        _draw_ask,
    ),
)
REFUSED = {SurfaceKind.USE_CASE_ASK: _not_asked}
