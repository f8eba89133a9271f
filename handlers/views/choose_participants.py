"""The facilitator chose who should be heard: invite them."""

from typing import Any

from slack_bolt import Ack
from sqlmodel import Session

from assessments.asking import Mode
from assessments.interview import participants, start_assessment
from assessments.questionnaires import DEFAULT, load_questionnaires
from deployments.audit import record
from handlers.blocks.readiness import ASSESS_VIEW, MODE_BLOCK
from handlers.dependencies import Dependencies
from handlers.listeners import GuardedApp
from handlers.payload import chosen_people, metadata, presser, typed


def choose_participants(
    ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies
) -> None:
    """Start the round and invite everyone who was chosen."""
    groups = list(load_questionnaires()[DEFAULT].groups)
    chosen = {group: chosen_people(view, group) for group in groups}
    everyone = [user for people in chosen.values() for user in people]
    problem = _problem(everyone)
    if problem is not None:
        ack(response_action="errors", errors={groups[0]: problem})
        return
    with deps.unit_of_work() as work:
        assessment = start_assessment(
            work.session,
            channel_id=metadata(view)["channel_id"],
            started_by=presser(body),
            people={user: group for group, people in chosen.items() for user in people},
            now=deps.now(),
            mode=_mode(view),
        )
        work.show("round", assessment.id)
        for participant in participants(work.session, assessment.id):
            work.show("invitation", participant.id)
            work.show("home", participant.user_id)
        _record(work.session, body, str(assessment.id), len(everyone), deps)
    ack()


def register(app: GuardedApp) -> None:
    """Register the window."""
    app.view(ASSESS_VIEW, choose_participants)


def _mode(view: dict[str, Any]) -> Mode:
    """Read how much is to be asked; a window of an older version asks for the screen."""
    chosen = typed(view, MODE_BLOCK)
    return Mode(chosen) if chosen in set(Mode) else Mode.SCREEN


def _problem(everyone: list[str]) -> str | None:
    if not everyone:
        return "Please choose at least one person, in any of the groups."
    twice = {user for user in everyone if everyone.count(user) > 1}
    if twice:
        return "Someone is in two groups. Please choose the one they speak for."
    return None


def _record(
    session: Session, body: dict[str, Any], subject: str, people: int, deps: Dependencies
) -> None:
    record(
        session,
        actor=presser(body),
        action="assessment.start",
        subject=f"assessment:{subject}",
        detail={"people": people},
        now=deps.now(),
    )
