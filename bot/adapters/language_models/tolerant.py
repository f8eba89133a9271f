"""Reads what endpoints answer that are nearly OpenAI's: put right before the client sees it."""

import json
import time
from typing import Any

import httpx2

from bot.adapters.language_models.joined_stream import is_stream, joined

LARGEST_ANSWER_BYTES = 2_000_000
OK, BAD_GATEWAY = 200, 502
ERRORS = range(400, 600)
ABOUT = "about"
"""The one argument of our tools."""


class TolerantTransport(httpx2.BaseTransport):
    """Passes requests on, and puts completions right.

    Tool arguments may come as an object, a text within a text, empty or broken; a text as null;
    parts of a stream where none was asked for; an error with status 200. What can't be put right
    is left, and fails where it is read.
    """

    def __init__(self, inner: httpx2.BaseTransport | None = None) -> None:
        self._inner = inner or httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Pass a request on."""
        response = self._inner.handle_request(request)
        within_seconds = (request.extensions.get("timeout") or {}).get("read")
        status, body = response.status_code, _read(response, within_seconds)
        if status == OK:
            status, body = _put_right(body, response.headers.get("content-type", ""))
        headers = {"content-type": "application/json"}
        if "retry-after" in response.headers:
            headers["retry-after"] = response.headers["retry-after"]
        return httpx2.Response(status, headers=headers, content=body, request=request)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


def _read(response: httpx2.Response, within_seconds: float | None) -> bytes:
    """Read an answer that is neither endless nor too slow, though each of its parts is in time."""
    found, began_at = bytearray(), time.monotonic()
    for part in response.iter_bytes():
        found += part
        is_late = within_seconds is not None and time.monotonic() - began_at > within_seconds
        if len(found) > LARGEST_ANSWER_BYTES or is_late:
            response.close()
            raise httpx2.ReadError("The answer is too large, or comes too slowly.")
    response.close()
    return bytes(found)


def _put_right(body: bytes, content_type: str) -> tuple[int, bytes]:
    """Return the status that an answer should have had, and the answer."""
    text = body.decode("utf-8", errors="replace")
    if is_stream(text, content_type):
        found: object = joined(text)
    else:
        try:
            found = json.loads(text)
        except ValueError:
            return OK, body
    if not isinstance(found, dict):
        return OK, body
    if found.get("error") and not found.get("choices"):
        return _status(found["error"]), json.dumps(found).encode()
    for choice in _dicts(found.get("choices")):
        message = choice.get("message")
        if isinstance(message, dict):
            choice["message"] = _message(message)
    return OK, json.dumps({**found, "usage": _usage(found.get("usage"))}).encode()


def _status(error: object) -> int:
    """Return the status that an error names; else that of a server behind another."""
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and code in ERRORS else BAD_GATEWAY


def _usage(given: object) -> dict[str, int] | None:
    """Return the tokens that were counted; None where that isn't readable."""
    if not isinstance(given, dict):
        return None
    names = ("prompt_tokens", "completion_tokens", "total_tokens")
    counts = {name: given.get(name, 0) for name in names}
    return counts if all(isinstance(count, int) for count in counts.values()) else None


def _message(message: dict[str, Any]) -> dict[str, Any]:
    calls = [_call(call, number) for number, call in enumerate(_dicts(message.get("tool_calls")))]
    content = message.get("content")
    told = {**message, "role": "assistant", "content": content if content is not None else ""}
    told.pop("tool_calls", None)
    return {**told, "tool_calls": calls} if calls else told


def _call(call: dict[str, Any], number: int) -> dict[str, Any]:
    function = call.get("function")
    named = function if isinstance(function, dict) else {}
    return {
        "id": str(call.get("id") or f"call_{number}"),
        "type": "function",
        "function": {
            "name": str(named.get("name") or ""),
            "arguments": _arguments(named.get("arguments")),
        },
    }


def _arguments(given: object) -> str:
    """Write a call's arguments as the JSON object that our tools take.

    What is broken beyond reading becomes none; a value without a name, or under another, is meant.
    """
    found = _unpacked(given)
    if isinstance(found, dict):
        found = found.get(ABOUT, next(iter(found.values())) if len(found) == 1 else "")
    return json.dumps({ABOUT: _in_words(found)})


def _unpacked(given: object) -> object:
    """Read JSON out of a text, and out of the text in that; a text of plain words stays."""
    found = given
    for _ in range(2):
        if not isinstance(found, str):
            break
        text = found
        try:
            found = json.loads(text)
        except ValueError:
            return "" if text.lstrip().startswith(("{", "[", '"')) else text
    return found


def _in_words(given: object) -> str:
    if isinstance(given, dict):
        return _in_words(list(given.values()))
    if isinstance(given, list):
        return " ".join(filter(None, map(_in_words, given)))
    return "" if given is None else str(given)


def _dicts(found: object) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
