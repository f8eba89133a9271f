"""Opens the windows that start something, for commands and for buttons in App Home."""

import json
from dataclasses import dataclass, replace

from slack_sdk import WebClient
from slack_sdk.models.views import View

from assessments.answers.asking import Mode, minutes_for
from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.questionnaires.content import Questionnaire
from assessments.rounds.last_round import (
    channel_of_last_round,
    people_of_last_round,
    scope_of_last_round,
)
from assessments.rounds.lists import known_lists
from assessments.use_cases.definition import (
    start_use_case,
    unfinished_use_cases,
    use_case_card,
)
from ground.counting import counted
from handlers.blocks.parts import WrittenView
from handlers.blocks.rounds.setup import MODES, Setup, goal_text, start_round_window
from handlers.blocks.text import cut, sentence_case
from handlers.blocks.use_cases.use_case_windows import purpose_window
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.signers import kept_by_others

LONGEST_NAME = 30


@dataclass(frozen=True)
class Asker:
    """Who asked for a window, and the channel or direct message where they did."""

    user_id: str
    channel_id: str


def open_participants(
    client: WebClient,
    deps: Dependencies,
    trigger_id: str,
    asker: Asker,
    mode: Mode = Mode.SCREEN,
) -> None:
    """Open the window that starts a round, filled in with the people asked last time."""
    with deps.unit_of_work() as work:
        setup = setup_of(work, load_questionnaires()[DEFAULT], asker.channel_id, asker.user_id)
        work.enqueue(JobKind.READ_LISTS, key=f"{deps.now():%Y-%m-%dT%H}", payload={})
    open_view(client, trigger_id, start_round_window(replace(setup, mode=mode.value)))


def setup_of(
    work: UnitOfWork,
    questionnaire: Questionnaire,
    channel_id: str,
    started_by: str = "",
) -> Setup:
    """Gather what the window offers: the groups and goals of one questionnaire."""
    return Setup(
        channel_id=channel_id,
        questionnaire_id=questionnaire.meta.id,
        groups=[(group_id, group.label) for group_id, group in questionnaire.groups.items()],
        choices=round_choices(),
        goals=[_goal(questionnaire, preset) for preset in questionnaire.targets.presets],
        people=people_of_last_round(work.session, started_by) if started_by else {},
        lists=known_lists(work.session),
        scope=scope_of_last_round(work.session, channel_id),
        where=_where(work, channel_id, started_by),
    )


def round_choices() -> list[tuple[str, str]]:
    """List what a round can ask: each mode of each questionnaire."""
    everything = load_questionnaires().values()
    return [choice for found in everything for choice in _choices(found)]


def quick_use_case(deps: Dependencies, asker: Asker) -> View:
    """Begin a use case the quick way; draw its first window."""
    with deps.unit_of_work() as work:
        use_case = start_use_case(
            work.session, created_by=asker.user_id, channel_id=asker.channel_id, now=deps.now()
        )
        drafts = [draft.title for draft in unfinished_use_cases(work.session, asker.user_id)]
        view = purpose_window(
            use_case_card(work.session, use_case.id),
            [name for name in drafts if name],
            kept_by_others(work.session, asker.user_id),
        )
        work.show(SurfaceKind.HOME, asker.user_id)
    return view


def open_view(client: WebClient, trigger_id: str, view: View) -> None:
    """Open a window."""
    client.views_open(trigger_id=trigger_id, view=view)


def update_answer(view: View) -> str:
    """Write the acknowledgement that replaces the submitted window with another one."""
    written = view.written if isinstance(view, WrittenView) else json.dumps(view.to_dict())
    return f'{{"response_action": "update", "view": {written}}}'


def _goal(questionnaire: Questionnaire, preset: str) -> tuple[str, str]:
    name = questionnaire.targets.names.get(preset) or sentence_case(preset.replace("_", " "))
    return preset, goal_text(name, questionnaire.targets.presets[preset].values())


def _where(work: UnitOfWork, channel_id: str, started_by: str) -> str:
    """Return the channel for the result: the one asked from, else the last one; or none."""
    is_channel = channel_id.startswith(("C", "G"))
    return channel_id if is_channel else channel_of_last_round(work.session, started_by)


def _choices(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """List a questionnaire's choices; our own three modes go without the questionnaire's name."""
    if questionnaire.meta.id == DEFAULT:
        return [(mode.value, text) for mode, text in MODES.items()]
    modes = {Mode.QUICK: "quick check", Mode.FULL: "full questionnaire"}
    name = cut(questionnaire.meta.label, LONGEST_NAME)
    return [
        (f"{questionnaire.meta.id}:{mode.value}", f"{name}: {what} ({_time(questionnaire, mode)})")
        for mode, what in modes.items()
        if mode is Mode.FULL or any(item.quick for item in questionnaire.items)
    ]


def _time(questionnaire: Questionnaire, mode: Mode) -> str:
    """Write how long a questionnaire takes its groups, such as `3 to 5 minutes`."""
    minutes = {minutes_for(questionnaire, mode, group) for group in questionnaire.groups}
    shortest, longest = min(minutes), max(minutes)
    whole = counted(longest, "minute")
    return whole if shortest == longest else f"{shortest} to {whole}"
