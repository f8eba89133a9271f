"""Reads what endpoints answer that are nearly OpenAI's: put right before the client sees it."""

import json
from typing import Any

import httpx2

LARGEST_ANSWER_BYTES = 2_000_000
OK = 200


class TolerantTransport(httpx2.BaseTransport):
    """Passes requests on, and puts completions right.

    Tool arguments may come as an object, empty or broken; a text as null; parts of a stream where
    none was asked for. What can't be put right is left, and fails where it is read.
    """

    def __init__(self, inner: httpx2.BaseTransport | None = None) -> None:
        self._inner = inner or httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Pass a request on."""
        response = self._inner.handle_request(request)
        body = _read(response)
        if response.status_code == OK:
            body = _put_right(body, response.headers.get("content-type", ""))
        headers = {"content-type": "application/json"}
        if "retry-after" in response.headers:
            headers["retry-after"] = response.headers["retry-after"]
        return httpx2.Response(
            response.status_code, headers=headers, content=body, request=request
        )

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


def _read(response: httpx2.Response) -> bytes:
    found = bytearray()
    for part in response.iter_bytes():
        found += part
        if len(found) > LARGEST_ANSWER_BYTES:
            response.close()
            raise httpx2.ReadError("The answer is too large.")
    response.close()
    return bytes(found)


def _put_right(body: bytes, content_type: str) -> bytes:
    text = body.decode("utf-8", errors="replace")
    if "event-stream" in content_type or text.lstrip().startswith("data:"):
        return json.dumps(_joined(text)).encode()
    try:
        found = json.loads(text)
    except ValueError:
        return body
    if not isinstance(found, dict):
        return body
    for choice in _dicts(found.get("choices")):
        message = choice.get("message")
        if isinstance(message, dict):
            choice["message"] = _message(message)
    return json.dumps(found).encode()


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
    """Write a call's arguments as a JSON object; what is broken beyond reading becomes none."""
    if isinstance(given, dict):
        return json.dumps(given)
    try:
        found = json.loads(str(given or "{}"))
    except ValueError:
        return "{}"
    return json.dumps(found if isinstance(found, dict) else {})


def _joined(stream: str) -> dict[str, Any]:
    """Join a stream's parts into one completion; one that broke off has no reason to finish."""
    text, finish, usage = [], None, None
    for line in stream.splitlines():
        data = line.removeprefix("data:").strip()
        if not line.startswith("data:") or data == "[DONE]":
            continue
        try:
            part = json.loads(data)
        except ValueError:
            continue
        usage = part.get("usage") or usage
        for choice in _dicts(part.get("choices")):
            delta = choice.get("delta") or {}
            text.append(str(delta.get("content") or ""))
            finish = choice.get("finish_reason") or finish
    if finish is None:
        raise httpx2.ReadError("The stream broke off.")
    message = {"role": "assistant", "content": "".join(text)}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return {"id": "joined", "object": "chat.completion", "choices": [choice], "usage": usage}


def _dicts(found: object) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
