"""The facilitator's windows: add people, remove one."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from assessments.answers.interview import participants
from assessments.errors import AssessmentError, Code, InvalidFieldsError
from assessments.rounds.people import add_people, refuse_asked_elsewhere, remove_person
from assessments.tables import Participant
from ground.refusals import People, Refusal
from handlers.blocks.rounds.people_windows import ADD_VIEW, PERSON_BLOCK, REMOVE_VIEW
from handlers.blocks.rounds.setup import group_block
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.payload import chosen_person, metadata, presser
from handlers.permissions import LEAD_ROUND, Press, permitted
from handlers.surfaces.rounds import show_added, show_removed, show_round
from handlers.surfaces.unreached import look_people_up
from handlers.views.choose_participants import (
    chosen_groups,
    chosen_lists,
    first_block,
    invite_lists,
    named,
    people_of,
    who_is_wrong,
)

View = dict[str, Any]


def add(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Ask more people."""
    groups, lists = chosen_groups(view), chosen_lists(view)
    press = _press(body, view, "assessment.add_people")
    first = first_block(groups)

    def do(work: UnitOfWork) -> None:
        asked = people_of(groups)
        added = add_people(work.session, press.object_id, asked, press.user_id, deps.now())
        refuse_asked_elsewhere(work.session, press.object_id, groups)
        if not added and not lists:
            raise AssessmentError(Code.EVERYONE_ASKED)
        show_round(work, press.object_id)
        show_added(work, added)
        look_people_up(work, added)
        invite_lists(work, press.object_id, lists)

    problems = who_is_wrong(deps, groups, lists)
    if problems:
        tell_at_fields(ack, problems)
        return
    try:
        permitted(deps, LEAD_ROUND, press, do)
    except InvalidFieldsError as error:
        found = {group: _with_names(deps, refusal) for group, refusal in error.problems.items()}
        tell_at_fields(ack, {group_block(group): refusal for group, refusal in found.items()})
        return
    except AssessmentError as error:
        tell_at_fields(ack, {first: error.refusal})
        return
    ack()


def _with_names(deps: Dependencies, refusal: Refusal) -> Refusal:
    """Put names in place of ids, which a field of a window can't show as people."""
    facts = {
        name: named(deps, fact) if isinstance(fact, People) else fact
        for name, fact in refusal.facts.items()
    }
    return Refusal(refusal.code, **facts)


def remove(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Remove one person; close the round if it was only waiting for them."""

    def do(work: UnitOfWork, person: Participant) -> None:
        removed = remove_person(work.session, person.id, presser(body), deps.now())
        show_removed(work, removed)

    _to_person(ack, view, deps, _press(body, view, "assessment.remove_person"), do)


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(ADD_VIEW, add)
    app.view(REMOVE_VIEW, remove)


def _to_person(
    ack: Ack,
    view: View,
    deps: Dependencies,
    press: Press,
    do: Callable[[UnitOfWork, Participant], None],
) -> None:
    """Do something with the chosen person; show what's wrong at the field."""
    user_id = chosen_person(view, PERSON_BLOCK)

    def find_and_do(work: UnitOfWork) -> None:
        asked = participants(work.session, press.object_id)
        person = next((found for found in asked if found.user_id == user_id), None)
        if person is None:
            raise AssessmentError(Code.PERSON_NOT_IN_ROUND)
        do(work, person)

    try:
        permitted(deps, LEAD_ROUND, press, find_and_do)
    except AssessmentError as error:
        tell_at_fields(ack, {PERSON_BLOCK: error.refusal})
        return
    ack()


def _press(body: View, view: View, action: str) -> Press:
    return Press(presser(body), action, metadata(view).id("assessment_id"))
