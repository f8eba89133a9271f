"""Presses about the portfolio: open it, turn its pages, have its picture sent."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from handlers.blocks.use_cases.portfolio import (
    LONGEST_SEARCH,
    OPEN_PORTFOLIO,
    PAGE_BACK,
    PAGE_ON,
    SEND_PORTFOLIO,
    SHOW_ENTRY,
)
from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp
from handlers.job_kinds import JobKind
from handlers.payload import metadata, pressed_id, pressed_ids, pressed_window, presser
from handlers.use_cases.portfolio import draw_entry, draw_portfolio
from handlers.windows import open_view

ON_ITS_WAY = "The picture is on its way: check your direct messages."


def open_all(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the portfolio."""
    with deps.reading() as session:
        view = draw_portfolio(session)
    open_view(client, body["trigger_id"], view)
    ack()


def turn(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Show another page of what was looked for."""
    window = pressed_window(body)
    search = metadata(window).word("search")[:LONGEST_SEARCH]
    with deps.reading() as session:
        view = draw_portfolio(session, search, pressed_ids(body).number("page"))
    client.views_update(view_id=window["id"], hash=window["hash"], view=view)
    ack()


def show(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the window about one use case on top of the portfolio."""
    pressed_window(body)
    with deps.reading() as session:
        view = draw_entry(session, pressed_id(body), presser(body))
    client.views_push(trigger_id=body["trigger_id"], view=view)
    ack()


def send(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Queue the picture and its table for the presser."""
    user_id = presser(body)
    with deps.unit_of_work() as work:
        work.enqueue(
            JobKind.SEND_PORTFOLIO,
            key=f"{user_id}:{body['trigger_id']}",
            payload={"user_id": user_id, "asked_at": deps.now().isoformat()},
        )
    ack()
    deps.talk.tell(ON_ITS_WAY)


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(OPEN_PORTFOLIO, open_all)
    app.action(PAGE_BACK, turn)
    app.action(PAGE_ON, turn)
    app.action(SHOW_ENTRY, show)
    app.action(SEND_PORTFOLIO, send)
