"""The window about being away."""

from typing import Any

from slack_bolt import Ack

from assessments.absences.absences import Away, from_to
from assessments.errors import AssessmentError, Code, StandInError
from ground.refusals import Refusal
from handlers.blocks.absences import FIRST_BLOCK, GO_AWAY_VIEW, LAST_BLOCK, STAND_IN_BLOCK
from handlers.dependencies import Dependencies
from handlers.errors import FieldError, tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.payload import chosen_day, chosen_person, presser
from handlers.surfaces.absences import note_absence
from handlers.wording.presses import Code as PressCode


def save(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Note that a person is away; what is wrong is said at its field."""
    user_id = presser(body)
    first, last = chosen_day(view, FIRST_BLOCK), chosen_day(view, LAST_BLOCK)
    if first is None or last is None:
        block = LAST_BLOCK if first else FIRST_BLOCK
        raise FieldError(block, Refusal(PressCode.DAY_MISSING))
    stand_in = chosen_person(view, STAND_IN_BLOCK)
    if not stand_in:
        raise FieldError(STAND_IN_BLOCK, Refusal(Code.STAND_IN_MISSING))
    try:
        with deps.unit_of_work() as work:
            days = from_to(work.session, user_id, first, last)
            note_absence(work, Away(user_id, stand_in, *days), deps.now())
    except AssessmentError as error:
        at = STAND_IN_BLOCK if isinstance(error, StandInError) else LAST_BLOCK
        tell_at_fields(ack, {at: error.refusal})
        return
    ack()


def register(app: GuardedApp) -> None:
    """Register the window."""
    app.view(GO_AWAY_VIEW, save)
