"""The window that starts a round changes: another questionnaire's groups, or more options."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.questionnaires.content import Questionnaire
from assessments.tables import ScopeKind
from handlers.blocks.rounds.setup import (
    CHANNEL_BLOCK,
    END_BLOCK,
    GOAL_BLOCK,
    MODE_ACTION,
    MODE_BLOCK,
    SCOPE_BLOCK,
    SCOPE_KIND_BLOCK,
    SHOW_MORE_OPTIONS,
    TERMS_BLOCK,
    Setup,
    start_round_window,
)
from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp
from handlers.inputs import inputs
from handlers.payload import (
    Carried,
    chosen_channel,
    chosen_day,
    chosen_options,
    metadata,
    pressed_window,
    presser,
    typed,
)
from handlers.views.choose_participants import chosen_groups, chosen_lists, chosen_mode
from handlers.windows import setup_of

Body = dict[str, Any]


def choose_mode(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Show the chosen questionnaire's groups; keep what was filled in."""
    view = pressed_window(body)
    known = metadata(view)
    questionnaires = load_questionnaires()
    chosen = questionnaires.get(chosen_mode(view)[0], questionnaires[DEFAULT])
    if chosen.meta.id != (known.word("questionnaire") or DEFAULT):
        _show(body, client, deps, chosen, is_open=SCOPE_BLOCK in inputs(view))
    ack()


def show_more(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Show all options; keep what was filled in."""
    questionnaires = load_questionnaires()
    known = metadata(pressed_window(body)).word("questionnaire")
    _show(body, client, deps, questionnaires.get(known, questionnaires[DEFAULT]), is_open=True)
    ack()


def register(app: GuardedApp) -> None:
    """Register the choice."""
    app.action(MODE_ACTION, choose_mode)
    app.action(SHOW_MORE_OPTIONS, show_more)


def _show(
    body: Body,
    client: WebClient,
    deps: Dependencies,
    questionnaire: Questionnaire,
    *,
    is_open: bool,
) -> None:
    view = pressed_window(body)
    known = metadata(view)
    with deps.unit_of_work() as work:
        setup = setup_of(work, questionnaire, known.channel("channel_id"), presser(body))
    filled_in = replace(_filled_in(setup, view, known), is_open=is_open)
    client.views_update(view_id=view["id"], view=start_round_window(filled_in))


def _filled_in(setup: Setup, view: Mapping[str, Any], known: Carried) -> Setup:
    kind, day = typed(view, SCOPE_KIND_BLOCK), chosen_day(view, END_BLOCK)
    if SCOPE_BLOCK in inputs(view):
        is_kind = kind in set(ScopeKind)
        scope = (ScopeKind(kind) if is_kind else ScopeKind.TEAM, typed(view, SCOPE_BLOCK))
        setup = replace(
            setup,
            scope=scope,
            goal=typed(view, GOAL_BLOCK),
            terms=chosen_options(view, TERMS_BLOCK),
        )
    return replace(
        setup,
        mode=typed(view, MODE_BLOCK),
        people={**setup.people, **known.people("people"), **chosen_groups(view)},
        chosen_lists=chosen_lists(view),
        ends_on=day.isoformat() if day else "",
        where=chosen_channel(view, CHANNEL_BLOCK),
    )
