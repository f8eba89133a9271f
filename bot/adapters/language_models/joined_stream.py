"""Joins a stream of server-sent events into one completion, where none was asked for."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx2

DONE = "[DONE]"
_LINE_END = re.compile(r"\r\n|\r|\n")
"""The line ends of server-sent events; others, such as U+2028, may be in a text."""


def is_stream(text: str, content_type: str) -> bool:
    """Return whether an answer is a stream, whatever it calls itself."""
    return "event-stream" in content_type or text.lstrip().startswith(("data:", "event:", ":"))


def joined(stream: str) -> dict[str, Any]:
    """Join a stream's parts into one completion.

    Raises:
        httpx2.ReadError: It broke off, a part of it can't be read, or it ends in an error.
    """
    text: list[str] = []
    calls: dict[int, dict[str, Any]] = {}
    finish, usage = None, None
    for data in _events(stream):
        if data == DONE:
            finish = finish or "stop"
            break
        part = _part(data)
        usage = part.get("usage") or usage
        for choice in _dicts(part.get("choices")):
            delta = choice.get("delta") or choice.get("message") or {}
            text.append(str(delta.get("content") or ""))
            _add(calls, _dicts(delta.get("tool_calls")))
            finish = choice.get("finish_reason") or finish
    if finish is None:
        raise httpx2.ReadError("The stream broke off.")
    message: dict[str, Any] = {"role": "assistant", "content": "".join(text)}
    if calls:
        message["tool_calls"] = list(calls.values())
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return {"id": "joined", "object": "chat.completion", "choices": [choice], "usage": usage}


def _events(stream: str) -> Iterator[str]:
    """Yield each event's data; an event ends at an empty line, and comments are no data."""
    lines: list[str] = []
    for line in [*_LINE_END.split(stream), ""]:
        if line.startswith("data:"):
            lines.append(line.removeprefix("data:").removeprefix(" "))
        elif not line and lines:
            yield from _whole(lines)
            lines = []


def _whole(lines: list[str]) -> list[str]:
    """Return an event's data; where no empty line parts events, each line is one."""
    together = "\n".join(lines).strip()
    return [together] if len(lines) == 1 or _is_json(together) else [one.strip() for one in lines]


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _part(data: str) -> dict[str, Any]:
    try:
        part = json.loads(data)
    except ValueError as error:
        raise httpx2.ReadError("A part of the stream can't be read.") from error
    if not isinstance(part, dict):
        return {}
    if part.get("error"):
        raise httpx2.ReadError("The stream ends in an error.")
    return part


def _add(calls: dict[int, dict[str, Any]], parts: list[dict[str, Any]]) -> None:
    """Add parts of tool calls: the first names the tool, the others continue its arguments."""
    for place, part in enumerate(parts):
        index = part.get("index", place)
        function = part.get("function") or {}
        known = calls.setdefault(index, {"function": {"name": "", "arguments": ""}})
        known["id"] = known.get("id") or part.get("id")
        known["function"]["name"] += str(function.get("name") or "")
        arguments = function.get("arguments")
        if isinstance(arguments, dict):
            arguments = json.dumps(arguments)
        known["function"]["arguments"] += str(arguments or "")


def _dicts(found: object) -> list[dict[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
