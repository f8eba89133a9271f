"""What the page asks and does; only the page itself may, so a foreign site can't press."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Protocol
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.objects import message_object
from bot.local_slack.people import LocalWorkspace
from bot.local_slack.state import BOT_USER_ID, Channel, Message, StoredFile, World
from bot.manifest import AGENT_PROMPTS

SHOWN_AS = {
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
}
FILE_HEADERS = {
    SHOWN_AS[".html"]: {
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    }
}
PAGE = Path(__file__).parent / "page"
HEADER = "x-lamplighter-local"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
COMMAND = "/lamplighter"


class DemoHooks(Protocol):
    """What the demo adds to the page: steps to try, a clock, actions."""

    def state(self, user_id: str) -> dict[str, Any]:
        """Return steps, clock and actions as a person sees them."""
        ...

    def step_clock(self, step: str, user_id: str = "") -> None:
        """Let time pass."""
        ...

    def act(self, action: str, user_id: str) -> None:
        """Do one of the offered actions."""
        ...


@dataclass
class PageApi:
    """The page's own endpoints."""

    workspace: LocalWorkspace
    demo: DemoHooks | None = None

    async def state(self, request: Request) -> Response:
        """Return all that a person sees."""
        if not _is_local(request):
            return Response(status_code=403)
        user_id = request.query_params.get("user", "")
        if user_id not in self.workspace.world.people:
            return JSONResponse({"error": "There is no such person."}, status_code=404)
        return JSONResponse(await run_in_threadpool(self._state, user_id))

    async def events(self, request: Request) -> Response:
        """Tell the page whenever something changed."""
        if not _is_local(request):
            return Response(status_code=403)

        async def news() -> Any:  # noqa: ANN401 - an async generator
            world = self.workspace.world
            revision = world.revision
            yield "event: changed\ndata: {}\n\n"
            while not await request.is_disconnected():
                latest = await asyncio.to_thread(world.wait_for_change, revision, 0.5)
                if latest != revision:
                    revision = latest
                    yield "event: changed\ndata: {}\n\n"

        return StreamingResponse(news(), media_type="text/event-stream")

    async def act(self, request: Request) -> Response:
        """Do what the person did on the page."""
        if not _is_local(request) or request.headers.get(HEADER) != "1":
            return Response(status_code=403)
        action = self._actions().get(request.path_params["action"])
        if action is None:
            return Response(status_code=404)
        try:
            body = json.loads(await request.body() or b"{}")
            found = await run_in_threadpool(action, body)
        except SlackSaysNoError as error:
            return JSONResponse({"ok": False, "error": error.code}, status_code=400)
        except (json.JSONDecodeError, KeyError, TypeError):
            return JSONResponse({"ok": False, "error": "invalid"}, status_code=400)
        return JSONResponse(
            {"ok": True, **({"options": found} if isinstance(found, list) else {})}
        )

    async def file(self, request: Request) -> Response:
        """Return an uploaded file, to be shown by the browser; a page may run nothing."""
        stored = self.workspace.world.files.get(request.path_params["file_id"])
        if stored is None or not stored.is_complete or not _is_local(request):
            return Response(status_code=404)
        kind = SHOWN_AS.get(PurePath(stored.name).suffix, "text/plain; charset=utf-8")
        return Response(stored.content, media_type=kind, headers=FILE_HEADERS.get(kind))

    def _actions(self) -> dict[str, Callable[[dict[str, Any]], object]]:
        workspace, demo = self.workspace, self.demo
        actions: dict[str, Callable[[dict[str, Any]], object]] = {
            "command": self._command,
            "press": self._press,
            "submit": lambda b: workspace.submit_view(
                b["user"], b["view_id"], b["state"]["values"]
            ),
            "suggest": lambda b: workspace.suggest(
                b["user"], b["view_id"], b["block_id"], b["typed"]
            ),
            "close": lambda b: workspace.close_view(b["user"], b["view_id"]),
            "home": lambda b: workspace.open_home(b["user"]),
            "message": lambda b: workspace.send_message(
                b["user"], b["channel"], b["text"], b.get("thread_ts")
            ),
            "delete": lambda b: workspace.delete_message(b["channel"], b["message_ts"]),
        }
        if demo is not None:
            actions["clock"] = lambda b: demo.step_clock(b["step"], b.get("user", ""))
            actions["demo"] = lambda b: demo.act(b["action"], b["user"])
        return actions

    def _command(self, body: dict[str, Any]) -> object:
        command, _, text = str(body["text"]).partition(" ")
        if command != COMMAND:
            self.workspace.world.notice(
                body["user"], f"{command} is no command here; {COMMAND} is."
            )
            return None
        return self.workspace.run_command(body["user"], body["channel"], command, text.strip())

    def _press(self, body: dict[str, Any]) -> object:
        action = {
            **body["payload"],
            "action_id": body["action_id"],
            "block_id": body["block_id"],
        }
        if body.get("view_id"):
            values = body.get("state", {}).get("values")
            return self.workspace.press_in_view(body["user"], body["view_id"], action, values)
        return self.workspace.press(body["user"], body["channel"], body["message_ts"], action)

    def _state(self, user_id: str) -> dict[str, Any]:
        world = self.workspace.world
        demo = self.demo.state(user_id) if self.demo else None
        with world.changed:
            channels = [c for c in world.channels.values() if user_id in c.members]
            home = world.homes.get(user_id)
            return {
                "now": world.clock().isoformat(),
                "revision": world.revision,
                "bot_user_id": BOT_USER_ID,
                "users": [
                    {"id": person.id, "name": person.name, "role": person.role}
                    for person in world.people.values()
                ],
                "channels": [_channel(channel) for channel in channels],
                "messages": {
                    channel.id: [
                        _message(message, world.files)
                        for message in world.messages
                        if message.channel_id == channel.id
                        and message.visible_to in (None, user_id)
                    ]
                    for channel in channels
                },
                "modals": [
                    {**view.as_slack(), "errors": view.errors}
                    for view in world.stacks.get(user_id, [])
                ],
                "home": home.as_slack() if home else None,
                "notices": world.notices.get(user_id, []),
                "statuses": _statuses(world, channels),
                "prompts": _prompts(world, user_id),
                "demo": demo,
            }


def _statuses(world: World, channels: Sequence[Channel]) -> dict[str, list[str]]:
    """Return what the app is doing in each channel's threads."""
    return {
        channel.id: [
            status for (place, _), status in world.statuses.items() if place == channel.id
        ]
        for channel in channels
    }


def _prompts(world: World, user_id: str) -> list[dict[str, str]]:
    """Return the questions that are offered in a person's direct message with the app."""
    channel = world.find_direct_message(user_id)
    own = world.prompts.get(channel.id, []) if channel else []
    return own or [dict(prompt) for prompt in AGENT_PROMPTS]


def _channel(channel: Channel) -> dict[str, Any]:
    return {"id": channel.id, "name": channel.name, "is_im": channel.is_im}


def _message(message: Message, files: Mapping[str, StoredFile]) -> dict[str, Any]:
    return {
        **message_object(message, with_metadata=False),
        "channel": message.channel_id,
        "is_ephemeral": message.visible_to is not None,
        "is_edited": message.is_edited,
        "files": [
            {"id": file_id, "name": files[file_id].name}
            for file_id in message.files
            if file_id in files
        ],
    }


def _is_local(request: Request) -> bool:
    """Return whether the request comes from this machine's own page (no DNS rebinding)."""
    if request.url.hostname not in LOOPBACK:
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.url.netloc
