"""The facilitator chose another questionnaire: the window now offers its groups and goals."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.tables import ScopeKind
from handlers.blocks.rounds.setup import (
    END_BLOCK,
    GOAL_BLOCK,
    MODE_ACTION,
    MODE_BLOCK,
    SCOPE_BLOCK,
    SCOPE_KIND_BLOCK,
    TERMS_BLOCK,
    Setup,
    start_round_window,
)
from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp
from handlers.payload import (
    Carried,
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
        with deps.unit_of_work() as work:
            setup = setup_of(work, chosen, known.channel("channel_id"), presser(body))
        window = start_round_window(_filled_in(setup, view, known))
        client.views_update(view_id=view["id"], view=window)
    ack()


def register(app: GuardedApp) -> None:
    """Register the choice."""
    app.action(MODE_ACTION, choose_mode)


def _filled_in(setup: Setup, view: Mapping[str, Any], known: Carried) -> Setup:
    kind, day = typed(view, SCOPE_KIND_BLOCK), chosen_day(view, END_BLOCK)
    return replace(
        setup,
        mode=typed(view, MODE_BLOCK),
        people={**setup.people, **known.people("people"), **chosen_groups(view)},
        chosen_lists=chosen_lists(view),
        scope=(
            ScopeKind(kind) if kind in set(ScopeKind) else ScopeKind.TEAM,
            typed(view, SCOPE_BLOCK),
        ),
        ends_on=day.isoformat() if day else "",
        goal=typed(view, GOAL_BLOCK),
        terms=chosen_options(view, TERMS_BLOCK),
    )
