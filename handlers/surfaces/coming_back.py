"""What people are asked about a use case long after it was agreed, gathered from the domains."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.absences.absences import stand_ins
from assessments.actions.about import open_actions_about
from assessments.rounds.cards import action_card
from assessments.scoring.screen import Respondent, score_screen
from assessments.use_cases.coming_back.answering import (
    ask_next_now,
    find_revisit,
    open_revisits_of,
)
from assessments.use_cases.coming_back.due import AFTER, ASK_NEXT
from assessments.use_cases.coming_back.kpis import Payoff, newest_figure, payoff_of
from assessments.use_cases.coming_back.looking import Look
from assessments.use_cases.coming_back.payoff import KnownFigure
from assessments.use_cases.coming_back.questions import attestation_questions
from assessments.use_cases.coming_back.tables import Revisit, RevisitKind
from assessments.use_cases.definition import find_use_case
from assessments.use_cases.tables import UseCase
from deployments.deciders import gone_people, know_deciders
from handlers.blocks.text import Message
from handlers.blocks.use_cases.coming_back import (
    RevisitCard,
    Told,
    figure_message,
    revisit_message,
)
from handlers.blocks.use_cases.looked_back import Measured
from handlers.dependencies import UnitOfWork
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface
from monitors.runs.looked_back import alerts_since, newest_pushed
from monitors.runs.standing import standings

KINDS = {
    RevisitKind.ATTESTATION: SurfaceKind.ATTESTATION,
    RevisitKind.PAYOFF: SurfaceKind.PAYOFF,
}


def tell_look(work: UnitOfWork, look: Look) -> None:
    """Send what a look at a use case brought about, and bring older messages up to date."""
    for revisit, person in look.told:
        work.show(KINDS[revisit.kind], _key(revisit, revisit.reminders, person))
        work.show(SurfaceKind.HOME, person)
        know_deciders(work.session, [person])
        key = f"revisit:{_key(revisit, revisit.reminders, person)}"
        work.enqueue(JobKind.LOOK_UP_DECIDERS, key=key, payload={"people": [person]})
    for revisit in look.begun:
        owner = str(revisit.facts.get("owner") or "")
        if revisit.kind is RevisitKind.PAYOFF and owner.startswith(("U", "W")):
            _ask_for_figure(work, revisit, owner)
    for revisit in [*look.ended, *look.renewed]:
        show_revisit(work, revisit)


def pass_on_revisits(work: UnitOfWork, person: str) -> None:
    """Ask the next person what somebody was asked who has left."""
    for revisit in open_revisits_of(work.session, person):
        _ask_next(work, revisit, person)


def show_revisit(work: UnitOfWork, revisit: Revisit) -> None:
    """Bring every message about a question up to date."""
    people = [person for person in (revisit.asked_of, revisit.asked_next) if person]
    numbers = range(len(AFTER) + 1)
    keys = [_key(revisit, number, person) for person in people for number in numbers]
    work.show_again(KINDS[revisit.kind], keys)
    work.show_again(SurfaceKind.KPI_FIGURE, [f"{revisit.id}:{revisit.facts.get('owner')}"])
    for person in people:
        work.show(SurfaceKind.HOME, person)


def revisit_card(session: Session, revisit: Revisit, now: datetime) -> RevisitCard:
    """Gather what the messages and windows of a question show."""
    use_case = find_use_case(session, revisit.use_case_id)
    if revisit.kind is RevisitKind.PAYOFF:
        payoff = payoff_now(session, use_case, revisit)
        return RevisitCard(
            revisit, use_case.title, payoff=payoff, has_left=_has_left(session, revisit)
        )
    if revisit.ended_at is not None:
        return RevisitCard(revisit, use_case.title, signs=_signs(revisit))
    return RevisitCard(
        revisit,
        use_case.title,
        measured=_measured(session, use_case, revisit, now),
        has_left=_has_left(session, revisit),
    )


def _has_left(session: Session, revisit: Revisit) -> bool:
    return revisit.asked_of in gone_people(session)


def waiting_revisits(session: Session, user_id: str) -> list[RevisitCard]:
    """List what a person is asked and nobody has answered, as Home shows it."""
    return [
        RevisitCard(revisit, find_use_case(session, revisit.use_case_id).title)
        for revisit in open_revisits_of(session, user_id)
    ]


def payoff_now(session: Session, use_case: UseCase, revisit: Revisit) -> Payoff:
    """Return what a number came to; until that is answered, its newest figure."""
    payoff = payoff_of(revisit)
    if revisit.ended_at is not None:
        return payoff
    known = known_figure(session, use_case, revisit.kpi)
    return replace(payoff, figure=known.value, source=known.source)


def known_figure(session: Session, use_case: UseCase, kpi: str) -> KnownFigure:
    """Find the newest figure of a number, pushed or typed, and who it's from."""
    model = use_case.model_name
    pushed = newest_pushed(session, model, kpi) if model else None
    typed = newest_figure(session, use_case.id, kpi)
    if typed and not (pushed and pushed.pushed_at.date() > typed.measured_on):
        return KnownFigure(typed.value, typed.entered_by)
    return KnownFigure(pushed.value, pushed.pushed_by) if pushed else KnownFigure(None, "")


def _measured(session: Session, use_case: UseCase, revisit: Revisit, now: datetime) -> Measured:
    model = use_case.model_name
    actions = open_actions_about(session, use_case.round_id, use_case.title)
    return Measured(
        standings(session, model) if model else [],
        alerts_since(session, model, revisit.since) if model else [],
        [action_card(session, action, now) for action in actions],
    )


def _signs(revisit: Revisit) -> str:
    """Return what the answers come to, by the bands of the questions."""
    if not revisit.answers:
        return ""
    screened = attestation_questions()
    given = Respondent(
        screened.adoption_screen.asked_of[0],
        {name: str(value) for name, value in revisit.answers.items()},
    )
    result = score_screen(screened.adoption_screen, screened.dimensions, [given])
    return f"{screened.adoption_screen.band(result.band).title}."


def _ask_for_figure(work: UnitOfWork, revisit: Revisit, owner: str) -> None:
    """Ask who knows a number for its figure, unless it was sent or they are asked anyway."""
    use_case = find_use_case(work.session, revisit.use_case_id)
    known = known_figure(work.session, use_case, revisit.kpi)
    if owner != revisit.asked_of and known.value is None:
        work.show(SurfaceKind.KPI_FIGURE, f"{revisit.id}:{owner}")


def _key(revisit: Revisit, number: int, person: str) -> str:
    return f"{revisit.id}:{number}:{person}"


def _revisit(session: Session, key: str) -> Revisit:
    return find_revisit(session, UUID(key.partition(":")[0]))


def _person(session: Session, key: str) -> str:
    del session
    return key.rpartition(":")[2]


def _draw(session: Session, key: str, now: datetime) -> Message:
    _, number, person = key.split(":")
    card = revisit_card(session, _revisit(session, key), now)
    return revisit_message(card, Told(person, int(number)))


def _draw_figure(session: Session, key: str, now: datetime) -> Message:
    return figure_message(revisit_card(session, _revisit(session, key), now))


def _unreached(work: UnitOfWork, key: str, code: str) -> None:
    """Ask the next person at once where Slack can't reach who was asked."""
    del code
    _ask_next(work, _revisit(work.session, key), _person(work.session, key))


def _ask_next(work: UnitOfWork, revisit: Revisit, person: str) -> None:
    away, gone = stand_ins(work.session), gone_people(work.session)
    instead = ask_next_now(work.session, revisit, person, away, work.now, gone)
    if instead:
        work.show(KINDS[revisit.kind], _key(revisit, ASK_NEXT, instead))
        work.show(SurfaceKind.HOME, instead)


def _is_no_loss(work: UnitOfWork, key: str, code: str) -> None:
    """Let it be: whoever is asked about the number can enter its figure, too."""
    del work, key, code


REFUSED = {
    SurfaceKind.ATTESTATION: _unreached,
    SurfaceKind.PAYOFF: _unreached,
    SurfaceKind.KPI_FIGURE: _is_no_loss,
}
SURFACES = (
    Surface(SurfaceKind.ATTESTATION, 35, _person, _draw),
    Surface(SurfaceKind.PAYOFF, 35, _person, _draw),
    Surface(SurfaceKind.KPI_FIGURE, 35, _person, _draw_figure),
)
