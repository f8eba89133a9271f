"""The facilitator's windows: add people, remind or remove one."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from slack_bolt import Ack

from assessments.answers.interview import find_assessment, participants, questionnaire_of
from assessments.errors import AssessmentError
from assessments.rounds.closing import close_if_complete
from assessments.rounds.reminders import remind
from assessments.rounds.starting import add_people, remove_person
from assessments.tables import Participant
from handlers.blocks.rounds.people_windows import ADD_VIEW, PERSON_BLOCK, REMIND_VIEW, REMOVE_VIEW
from handlers.blocks.rounds.setup import group_block
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.payload import as_id, chosen_person, metadata, presser
from handlers.permissions.audited_step import AuditedStep, as_facilitator
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.rounds import show_added, show_everyone, show_membership, show_round
from handlers.views.choose_participants import (
    chosen_groups,
    chosen_lists,
    first_block,
    invite_lists,
    people_of,
    who_is_wrong,
)

NOT_ASKED = "This person isn't part of this round. Please choose somebody who is."
NOT_REMINDED = (
    "Not reminded: they have finished, opted out, or were reminded in the last 24 hours."
)
ALL_ASKED = "Everyone you chose is already part of this round. Please choose somebody who isn't."
View = dict[str, Any]


class AskedElsewhereError(AssessmentError):
    """Somebody chosen for a group is already asked in another one."""

    def __init__(self, group: str, sentence: str) -> None:
        super().__init__(sentence)
        self.group = group


def add(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Ask more people."""
    groups, lists = chosen_groups(view), chosen_lists(view)
    step = _step(body, view, "assessment.add_people")
    first = first_block(groups)

    def do(work: UnitOfWork) -> None:
        added = add_people(work.session, step.object_id, people_of(groups), deps.now())
        _refuse_asked(work, step.object_id, groups)
        if not added and not lists:
            raise AssessmentError(ALL_ASKED)
        show_round(work, step.object_id)
        show_added(work, added)
        invite_lists(work, step.object_id, lists)

    problem = who_is_wrong(groups, lists)
    if problem is None:
        try:
            as_facilitator(deps, step, do)
        except AskedElsewhereError as error:
            first, problem = group_block(error.group), str(error)
        except AssessmentError as error:
            problem = str(error)
    _answer(ack, first, problem)


def remind_one(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Remind one person."""

    def do(work: UnitOfWork, person: Participant) -> None:
        sent = remind(work.session, [person], presser(body), deps.now())
        if not sent:
            raise AssessmentError(NOT_REMINDED)
        work.show(SurfaceKind.REMINDER, sent[0].id)

    _to_person(ack, (body, view), deps, "assessment.remind", do)


def remove(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Remove one person; close the round if it was only waiting for them."""

    def do(work: UnitOfWork, person: Participant) -> None:
        remove_person(work.session, person.id, presser(body), deps.now())
        show_membership(work, [person])
        held = find_assessment(work.session, person.assessment_id, is_held=True)
        if close_if_complete(work.session, held, deps.now()):
            show_everyone(work, person.assessment_id)
        show_round(work, person.assessment_id)

    _to_person(ack, (body, view), deps, "assessment.remove_person", do)


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(ADD_VIEW, add)
    app.view(REMIND_VIEW, remind_one)
    app.view(REMOVE_VIEW, remove)


def _to_person(
    ack: Ack,
    body_and_view: tuple[View, View],
    deps: Dependencies,
    action: str,
    do: Callable[[UnitOfWork, Participant], None],
) -> None:
    """Do something with the chosen person; show what's wrong at the field."""
    body, view = body_and_view
    user_id = chosen_person(view, PERSON_BLOCK)
    step = _step(body, view, action, person=user_id)

    def find_and_do(work: UnitOfWork) -> None:
        asked = participants(work.session, step.object_id)
        person = next((found for found in asked if found.user_id == user_id), None)
        if person is None:
            raise AssessmentError(NOT_ASKED)
        do(work, person)

    problem = None
    try:
        as_facilitator(deps, step, find_and_do)
    except AssessmentError as error:
        problem = str(error)
    _answer(ack, PERSON_BLOCK, problem)


def _refuse_asked(work: UnitOfWork, assessment_id: UUID, groups: Mapping[str, list[str]]) -> None:
    labels = questionnaire_of(find_assessment(work.session, assessment_id)).groups
    asked = {person.user_id: person.group for person in participants(work.session, assessment_id)}
    for group, people in groups.items():
        elsewhere = [found for who in people if (found := asked.get(who, group)) != group]
        if elsewhere:
            where = " and ".join(labels[found].label for found in dict.fromkeys(elsewhere))
            raise AskedElsewhereError(group, _asked_elsewhere(len(elsewhere), len(people), where))


def _asked_elsewhere(count: int, chosen: int, where: str) -> str:
    if chosen == 1:
        who = "This person is"
    else:
        who = f"{count} of these people {'is' if count == 1 else 'are'}"
    return (
        f"{who} already asked, in {where}. Nobody was added. "
        "To ask somebody in another group, remove them first."
    )


def _answer(ack: Ack, block_id: str, problem: str | None) -> None:
    if problem is None:
        ack()
    else:
        ack(response_action="errors", errors={block_id: problem})


def _step(body: View, view: View, action: str, **detail: str) -> AuditedStep:
    return AuditedStep(presser(body), action, as_id(metadata(view)["assessment_id"]), detail)
