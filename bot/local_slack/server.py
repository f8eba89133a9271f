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
from bot.local_slack.faults import Faults
from bot.local_slack.outbound import HttpOutbound, Outbound, SocketOutbound
from bot.local_slack.page_api import PAGE, PageApi
from bot.local_slack.people import LocalWorkspace
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
    workspace = LocalWorkspace(world, outbound, setup.faults, lambda: base_url)
    api = WebApi(
        world,
        setup.bot_token,
        setup.app_token,
        setup.faults,
        has_rate_limits=setup.has_rate_limits,
        socket_url=f"{base_url.replace('http', 'ws', 1)}/socket",
    )
    page = PageApi(workspace)
    app = _create_app(workspace, api, socket, page)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off",
        timeout_graceful_shutdown=1, ws="websockets-sansio",
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield RunningWorkspace(base_url, workspace, page, setup)
    finally:
        server.should_exit = True
        thread.join(STOP_SECONDS)
        listening.close()


def _create_app(
    workspace: LocalWorkspace, api: WebApi, socket: SocketOutbound, page: PageApi
) -> Starlette:
    async def upload(request: Request) -> Response:
        stored = workspace.world.files.get(request.path_params["file_id"])
        if stored is None:
            return Response(status_code=404)
        if request.headers.get("content-type", "").startswith("multipart/"):
            async with request.form() as form:
                content = [part for part in form.values() if not isinstance(part, str)]
                stored.content = await content[0].read() if content else b""
        else:
            stored.content = await request.body()
        return Response("OK")

    async def respond(request: Request) -> Response:
        is_taken = workspace.respond(request.path_params["key"], await request.json())
        return Response("ok") if is_taken else Response("used_url", status_code=404)

    async def index(request: Request) -> Response:
        del request
        return FileResponse(PAGE / "page.html")

    return Starlette(
        routes=[
            Route("/", index),
            Route("/api/{method}", api.__call__, methods=["POST", "GET"]),
            Route("/_upload/{file_id}", upload, methods=["POST"]),
            Route("/_response/{key}", respond, methods=["POST"]),
            Route("/_local/state", page.state),
            Route("/_local/events", page.events),
            Route("/_local/files/{file_id}", page.file),
            Route("/_local/{action}", page.act, methods=["POST"]),
            WebSocketRoute("/socket", socket.serve),
            Mount("/static", StaticFiles(directory=PAGE, check_dir=False)),
        ]
    )
