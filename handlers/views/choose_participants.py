"""The facilitator chose what to ask and whom: start the round."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from slack_bolt import Ack

from assessments.answers.asking import Mode
from assessments.answers.interview import participants
from assessments.errors import AssessmentError
from assessments.errors import Code as AssessmentCode
from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.rounds.last_day import end_of
from assessments.rounds.starting import LONGEST_SCOPE, RoundPlan, start_round
from assessments.tables import ScopeKind
from ground.refusals import Refusal
from handlers.blocks.rounds.setup import (
    ASSESS_VIEW,
    END_BLOCK,
    GOAL_BLOCK,
    MODE_BLOCK,
    NAMED,
    QUARTERLY,
    SCOPE_BLOCK,
    SCOPE_KIND_BLOCK,
    SINGLE,
    TERMS_BLOCK,
    group_block,
    lists_block,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.inputs import inputs
from handlers.job_kinds import JobKind
from handlers.payload import (
    chosen_day,
    chosen_options,
    chosen_people,
    metadata,
    presser,
    typed,
)
from handlers.surfaces.rounds import show_everyone
from handlers.surfaces.unreached import look_people_up
from handlers.wording.presses import Code

View = Mapping[str, Any]
Lists = dict[str, list[str]]


def choose_participants(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Start the round and invite everyone who was chosen."""
    groups, lists = chosen_groups(view), chosen_lists(view)
    first = first_block(groups)
    problem = who_is_wrong(groups, lists)
    if problem is not None:
        tell_at_fields(ack, {first: problem})
        return
    plan = _plan(body, view, people_of(groups), bool(lists))
    if plan.ends_at is not None and plan.ends_at <= deps.now():
        tell_at_fields(ack, {END_BLOCK: Refusal(AssessmentCode.LAST_DAY_PAST)})
        return
    try:
        with deps.unit_of_work() as work:
            assessment = start_round(work.session, plan, deps.now())
            show_everyone(work, assessment.id)
            look_people_up(work, participants(work.session, assessment.id))
            invite_lists(work, assessment.id, lists)
    except AssessmentError as error:
        tell_at_fields(ack, {first: error.refusal})
        return
    ack()


def register(app: GuardedApp) -> None:
    """Register the window."""
    app.view(ASSESS_VIEW, choose_participants)


def chosen_groups(view: View) -> dict[str, list[str]]:
    """Read the people a window names, by group, for each group it asks about."""
    known = dict.fromkeys(
        group for found in load_questionnaires().values() for group in found.groups
    )
    asked = inputs(view)
    return {
        group: chosen_people(view, group_block(group))
        for group in known
        if group_block(group) in asked
    }


def first_block(groups: Iterable[str]) -> str:
    """Return the block_id where a window shows what's wrong with the chosen people."""
    return next(map(group_block, groups), MODE_BLOCK)


def chosen_lists(view: View) -> Lists:
    """Read the user groups a window names, by group."""
    chosen = {group: chosen_options(view, lists_block(group)) for group in chosen_groups(view)}
    return {group: lists for group, lists in chosen.items() if lists}


def chosen_mode(view: View) -> tuple[str, Mode]:
    """Read which questionnaire was chosen, and how much of it."""
    questionnaire_id, _, mode = typed(view, MODE_BLOCK).rpartition(":")
    return questionnaire_id or DEFAULT, Mode(mode) if mode in set(Mode) else Mode.SCREEN


def people_of(groups: dict[str, list[str]]) -> dict[str, str]:
    """Return each person's group, by user_id."""
    return {user: group for group, people in groups.items() for user in people}


def who_is_wrong(groups: dict[str, list[str]], lists: Lists) -> Refusal | None:
    """Return what's wrong with a choice of people; None when nothing is."""
    everyone = [user for people in groups.values() for user in people]
    if not everyone and not lists:
        return Refusal(Code.PEOPLE_MISSING)
    if len(everyone) > len(set(everyone)):
        return Refusal(Code.PERSON_IN_TWO_GROUPS)
    return None


def invite_lists(work: UnitOfWork, assessment_id: UUID, lists: Lists) -> None:
    """Queue invitations for everyone in the chosen user groups; a job asks Slack who that is."""
    for group, chosen in lists.items():
        for list_id in chosen:
            work.enqueue(
                JobKind.INVITE_LIST,
                key=f"{assessment_id}:{group}:{list_id}",
                payload={
                    "assessment_id": str(assessment_id),
                    "group": group,
                    "list_id": list_id,
                },
            )


def _plan(body: View, view: View, people: dict[str, str], awaits_lists: bool) -> RoundPlan:  # noqa: FBT001 - one plan from four readings of a window
    questionnaire_id, mode = chosen_mode(view)
    day, terms = chosen_day(view, END_BLOCK), chosen_options(view, TERMS_BLOCK)
    kind = typed(view, SCOPE_KIND_BLOCK)
    return RoundPlan(
        channel_id=metadata(view).channel("channel_id"),
        started_by=presser(body),
        people=people,
        mode=mode,
        questionnaire_id=questionnaire_id,
        scope_kind=ScopeKind(kind) if kind in set(ScopeKind) else ScopeKind.TEAM,
        scope_name=typed(view, SCOPE_BLOCK, LONGEST_SCOPE).strip(),
        ends_at=end_of(day) if day else None,
        target_preset=typed(view, GOAL_BLOCK) or "growing",
        is_quarterly=QUARTERLY in terms,
        shows_single_answers=SINGLE in terms,
        names_to_facilitator=NAMED in terms,
        awaits_lists=awaits_lists,
    )
