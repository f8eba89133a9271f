"""Refuse large request bodies before anything reads them."""

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LARGEST_BODY_BYTES = 100_000
LARGEST_FILE_BYTES = 1_000_000
API, FILES = "/api/", "/api/v1/use-cases"


class BodyLimit:
    """An ASGI layer: a body sent to the API must state its length, and be small."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 411 or 413."""
        status = _refusal(scope) if scope["type"] == "http" else None
        if status is None:
            await self.app(scope, receive, send)
            return
        sentence = f"Send a Content-Length of at most {_most(scope):,} bytes."
        await JSONResponse({"detail": sentence}, status)(scope, receive, send)


def _refusal(scope: Scope) -> int | None:
    if not scope["path"].startswith(API) or scope["method"] not in {"POST", "PUT", "PATCH"}:
        return None
    length = dict(scope["headers"]).get(b"content-length", b"")
    if not length.isdigit():
        return 411
    return 413 if int(length) > _most(scope) else None


def _most(scope: Scope) -> int:
    return LARGEST_FILE_BYTES if scope["path"] == FILES else LARGEST_BODY_BYTES
