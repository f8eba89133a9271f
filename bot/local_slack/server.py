"""Serves a local workspace on loopback: Web API, Socket Mode, page."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from secrets import token_hex
from threading import Thread

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from bot.listening import listen
from bot.local_slack.administration import Administration
from bot.local_slack.answering import DroppableProtocol
from bot.local_slack.faults import Faults
from bot.local_slack.installation import Installation
from bot.local_slack.one_use_addresses import OneUseAddresses
from bot.local_slack.outbound import HttpOutbound, Outbound, SocketOutbound
from bot.local_slack.page_api import PAGE, PageApi
from bot.local_slack.people import LocalWorkspace
from bot.local_slack.sending import Sender
from bot.local_slack.state import SLACKS_PATIENCE_SECONDS, Channel, Person, World
from bot.local_slack.web_api import WebApi

STOP_SECONDS = 5


@dataclass
class WorkspaceSetup:
    """What a workspace starts with; `events_url` unset means Socket Mode."""

    people: Sequence[Person]
    channels: Sequence[Channel]
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    events_url: str | None = None
    port: int = 0
    has_rate_limits: bool = True
    patience_seconds: float = SLACKS_PATIENCE_SECONDS
    faults: Faults = field(default_factory=Faults)
    bot_token: str = field(default_factory=lambda: f"xoxb-local-{token_hex(8)}")
    app_token: str = field(default_factory=lambda: f"xapp-local-{token_hex(8)}")
    signing_secret: str = field(default_factory=lambda: token_hex(16))


@dataclass
class RunningWorkspace:
    """A served workspace: where it is, and how one acts in it."""

    base_url: str
    workspace: LocalWorkspace
    page: PageApi
    setup: WorkspaceSetup
    api: WebApi

    @property
    def installation(self) -> Installation:
        """The app's tokens, scopes and subscribed events; a test may take some away."""
        return self.api.installation

    @property
    def administration(self) -> Administration:
        """What admins and members do to channels, people and the app."""
        return Administration(self.workspace.world, self.workspace.sender)

    @property
    def api_url(self) -> str:
        """What `SLACK_API_URL` is set to."""
        return f"{self.base_url}/api/"


@contextmanager
def run_workspace(setup: WorkspaceSetup) -> Iterator[RunningWorkspace]:
    """Serve a workspace on a thread for as long as the block runs."""
    listening = listen("127.0.0.1", setup.port)
    base_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    world = World(list(setup.people), list(setup.channels), setup.clock, setup.patience_seconds)
    socket = SocketOutbound(world)
    outbound: Outbound = (
        HttpOutbound(setup.events_url, setup.signing_secret, setup.patience_seconds)
        if setup.events_url
        else socket
    )
    sender = Sender(world, outbound, setup.faults, Installation(setup.bot_token, setup.app_token))
    workspace = LocalWorkspace(world, sender, lambda: base_url)
    api = WebApi(
        world,
        sender.installation,
        setup.faults,
        sender.tell,
        has_rate_limits=setup.has_rate_limits,
    )
    page = PageApi(workspace)
    app = _create_app(workspace, api, socket, page)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off",
        timeout_graceful_shutdown=1, ws="websockets-sansio", http=DroppableProtocol,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield RunningWorkspace(base_url, workspace, page, setup, api)
    finally:
        server.should_exit = True
        thread.join(STOP_SECONDS)
        listening.close()


def _create_app(
    workspace: LocalWorkspace, api: WebApi, socket: SocketOutbound, page: PageApi
) -> Starlette:
    addresses = OneUseAddresses(workspace)

    async def index(request: Request) -> Response:
        del request
        return FileResponse(PAGE / "page.html")

    return Starlette(
        routes=[
            Route("/", index),
            Route("/archives/{channel_id}/{message}", index),
            Route("/api/{method}", api.__call__, methods=["POST", "GET"]),
            Route("/_upload/{file_id}", addresses.upload, methods=["POST"]),
            Route("/_files/{file_id}", addresses.download),
            Route("/_response/{key}", addresses.respond, methods=["POST"]),
            Route("/_local/state", page.state),
            Route("/_local/events", page.events),
            Route("/_local/files/{file_id}", page.file),
            Route("/_local/{action}", page.act, methods=["POST"]),
            WebSocketRoute("/socket", socket.serve),
            Mount("/static", StaticFiles(directory=PAGE, check_dir=False)),
        ]
    )
