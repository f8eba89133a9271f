"""The addresses that Slack hands out beside the Web API: for a file's content, for an answer."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.local_slack.answering import answer
from bot.local_slack.faults import RESPONSE_URL, UPLOAD
from bot.local_slack.people import LocalWorkspace

FILES_READ = "files:read"


@dataclass
class OneUseAddresses:
    """Upload, download and response URLs; what the app sends to them has faults of its own."""

    workspace: LocalWorkspace

    async def upload(self, request: Request) -> Response:
        """Take a file's content."""
        fault = self.workspace.sender.faults.draw(UPLOAD)
        return await answer(request, fault, lambda: self._keep_content(request))

    async def download(self, request: Request) -> Response:
        """Give a file's content to whoever shows a token that may read files."""
        app = self.workspace.sender.installation
        stored = self.workspace.world.files.get(request.path_params["file_id"])
        is_apps = request.headers.get("authorization") == f"Bearer {app.bot_token}"
        if stored is None or not is_apps or FILES_READ not in app.scopes:
            return RedirectResponse(f"{self.workspace.base_url()}/", 302)
        return Response(stored.content)

    async def respond(self, request: Request) -> Response:
        """Take an app's answer at a response URL."""
        fault = self.workspace.sender.faults.draw(RESPONSE_URL)
        return await answer(request, fault, lambda: self._show_response(request))

    async def _keep_content(self, request: Request) -> Response:
        stored = self.workspace.world.files.get(request.path_params["file_id"])
        if stored is None:
            return Response(status_code=404)
        if request.headers.get("content-type", "").startswith("multipart/"):
            async with request.form() as form:
                content = [part for part in form.values() if not isinstance(part, str)]
                stored.content = await content[0].read() if content else b""
        else:
            stored.content = await request.body()
        return Response("OK")

    async def _show_response(self, request: Request) -> Response:
        code = self.workspace.respond(request.path_params["key"], await request.json())
        return JSONResponse({"ok": False, "error": code}, 404) if code else Response("ok")
