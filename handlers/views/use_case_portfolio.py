"""The portfolio's windows: its search, and the round whose readiness counts."""

from typing import Any

from slack_bolt import Ack

from assessments.errors import AssessmentError, Code
from assessments.portfolio.linking import link_round, teams
from handlers.blocks.use_cases.portfolio import (
    ENTRY_VIEW,
    LONGEST_SEARCH,
    PORTFOLIO_VIEW,
    ROUND,
    SEARCH,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.payload import as_id, metadata, presser, typed
from handlers.permissions import WRITE_USE_CASE, Press, permitted
from handlers.use_cases.portfolio import draw_portfolio
from handlers.windows import update_answer


def search(ack: Ack, view: dict[str, Any], deps: Dependencies) -> None:
    """Show what is found, from its first page."""
    words = typed(view, SEARCH, LONGEST_SEARCH)
    with deps.reading() as session:
        found = draw_portfolio(session, words)
    ack(update_answer(found))


def link(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Save which round a use case grew from; without a choice, it stays."""
    press = Press(presser(body), "use_case.link", metadata(view).id("use_case_id"))
    chosen = typed(view, ROUND)
    if not chosen:
        ack()
        return
    round_id = as_id(chosen)

    def do(work: UnitOfWork) -> None:
        offered = {team.round_id for team in teams(work.session, press.user_id)}
        if round_id not in offered:
            raise AssessmentError(Code.ROUND_UNKNOWN)
        link_round(work.session, press.object_id, round_id, press.user_id, work.now)

    permitted(deps, WRITE_USE_CASE, press, do)
    ack()


def register(app: GuardedApp) -> None:
    """Register the window."""
    app.view(PORTFOLIO_VIEW, search)
    app.view(ENTRY_VIEW, link)
