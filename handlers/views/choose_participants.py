"""The facilitator chose what to ask and whom: start the round."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from slack_bolt import Ack

from assessments.answers.asking import Mode
from assessments.answers.interview import participants
from assessments.errors import AssessmentError
from assessments.errors import Code as AssessmentCode
from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.rounds.last_day import end_of
from assessments.rounds.last_round import scope_of_last_round
from assessments.rounds.starting import LONGEST_SCOPE, RoundPlan, start_round
from assessments.tables import ScopeKind
from ground.counting import counted
from ground.refusals import Refusal
from handlers.blocks.rounds.setup import (
    ASSESS_VIEW,
    CHANNEL_BLOCK,
    END_BLOCK,
    GOAL_BLOCK,
    MODE_BLOCK,
    NAMED,
    QUARTERLY,
    SCOPE_BLOCK,
    SCOPE_KIND_BLOCK,
    SINGLE,
    SINGLY,
    TERMS_BLOCK,
    group_block,
    lists_block,
)
from handlers.blocks.text import plain
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.inputs import inputs
from handlers.job_kinds import JobKind
from handlers.payload import (
    chosen_channel,
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
MOST_NAMED = 3


def choose_participants(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Start the round and invite everyone who was chosen."""
    groups, lists = chosen_groups(view), chosen_lists(view)
    first = first_block(groups)
    plan = _plan(body, view, people_of(groups), bool(lists))
    problems = who_is_wrong(deps, groups, lists) or _what_is_wrong(deps, view, plan)
    if problems:
        tell_at_fields(ack, problems)
        return
    try:
        with deps.unit_of_work() as work:
            if SCOPE_BLOCK not in inputs(view):  # folded away: as last time
                kind, name = scope_of_last_round(work.session, plan.channel_id)
                plan = replace(plan, scope_kind=kind, scope_name=name)
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


def who_is_wrong(
    deps: Dependencies, groups: dict[str, list[str]], lists: Lists
) -> dict[str, Refusal]:
    """Return what's wrong with a choice of people, by block_id; nobody is asked for two groups."""
    if not any(groups.values()) and not lists:
        return {first_block(groups): Refusal(Code.PEOPLE_MISSING)}
    first_in: dict[str, str] = {}
    problems = {}
    for group, people in groups.items():
        twice = [user for user in people if user in first_in]
        if twice:
            other = _label(first_in[twice[0]])
            who = named(deps, twice)
            problems[group_block(group)] = Refusal(Code.PERSON_IN_TWO_GROUPS, who=who, other=other)
        first_in |= dict.fromkeys(people, group)
    return problems


def named(deps: Dependencies, user_ids: Sequence[str]) -> str:
    """Name people in plain text; count those whose names aren't known."""
    names = [deps.name_of(user_id) for user_id in user_ids[:MOST_NAMED]]
    known = [plain(name) for name in names if name]
    left = len(user_ids) - len(known)
    rest = [counted(left, "person", "people")] if left else []
    *others, last = [*known, *rest]
    return f"{', '.join(others)} and {last}" if others else last


def _label(group: str) -> str:
    """Return what a group is called, in whichever questionnaire has it."""
    everything = load_questionnaires().values()
    labels = [found.groups[group].label for found in everything if group in found.groups]
    return labels[0] if labels else group


def _what_is_wrong(deps: Dependencies, view: View, plan: RoundPlan) -> dict[str, Refusal]:
    """Return what's wrong with the last day or the channel, by block_id."""
    if plan.ends_at is not None and plan.ends_at <= deps.now():
        return {END_BLOCK: Refusal(AssessmentCode.LAST_DAY_PAST)}
    if not plan.channel_id.startswith(("C", "G")):
        return {CHANNEL_BLOCK: Refusal(Code.CHANNEL_MISSING)}
    is_asked_from = plan.channel_id == metadata(view).channel("channel_id")
    refusal = None if is_asked_from else deps.refusal_to_post(plan.channel_id, plan.started_by)
    return {CHANNEL_BLOCK: refusal} if refusal else {}


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
        channel_id=chosen_channel(view, CHANNEL_BLOCK) or metadata(view).channel("channel_id"),
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
        asks_singly=SINGLY in terms,
        awaits_lists=awaits_lists,
    )
