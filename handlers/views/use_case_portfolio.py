"""The search in the portfolio's window."""

from typing import Any

from slack_bolt import Ack

from handlers.blocks.use_cases.portfolio import LONGEST_SEARCH, PORTFOLIO_VIEW, SEARCH
from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp
from handlers.payload import typed
from handlers.portfolio import draw_portfolio
from handlers.windows import update_answer


def search(ack: Ack, view: dict[str, Any], deps: Dependencies) -> None:
    """Show what is found, from its first page."""
    words = typed(view, SEARCH, LONGEST_SEARCH)
    with deps.reading() as session:
        found = draw_portfolio(session, words)
    ack(update_answer(found))


def register(app: GuardedApp) -> None:
    """Register the window."""
    app.view(PORTFOLIO_VIEW, search)
