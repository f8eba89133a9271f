"""Streams that nobody asked for are joined, however they are written; or left, never half read."""

import json
from typing import Any

import httpx2
import pytest

from bot.adapters.language_models.joined_stream import is_stream, joined

STOP = '{"choices": [{"delta": {}, "finish_reason": "stop"}]}'


def part(content: str | None, finish: str | None = None) -> str:
    """A part of a stream, as JSON."""
    return json.dumps({"choices": [{"delta": {"content": content}, "finish_reason": finish}]})


def message(stream: str) -> dict[str, Any]:
    """The message of a joined stream."""
    found: dict[str, Any] = joined(stream)["choices"][0]["message"]
    return found


@pytest.mark.parametrize(
    "stream",
    [
        pytest.param(f"data: {part('v3 ')}\n\ndata: {part('live', 'stop')}\n\n", id="no-done"),
        pytest.param(f"data: {part('v3 ')}\n\ndata: {part('live')}\n\ndata: [DONE]", id="no-why"),
        pytest.param(
            f"data:{part('v3 ')}\r\n\r\ndata:{part('live')}\r\n\r\ndata:[DONE]\r\n", id="crlf"
        ),
        pytest.param(
            f": busy\n\nevent: message\nid: 1\ndata: {part('v3 ')}\n\n: busy\n\n"
            f"retry: 9\ndata: {part('live', 'stop')}\n\n",
            id="comments-and-events",
        ),
        pytest.param(
            f"data: {part('v3 ')}\ndata: {part('live')}\ndata: {STOP}\n", id="no-empty-lines"
        ),
        pytest.param(
            f"data: {part('v3 live', 'stop')}\n\n".replace(': {"content"', ':\ndata: {"content"'),
            id="a-part-in-two-lines",
        ),
        pytest.param(
            f"data: null\n\ndata: [1]\n\ndata: {part('v3 live')}\n\ndata: {part(None)}\n\n"
            f'data: {{"choices": [{{"delta": null}}]}}\n\ndata: {STOP}\n\n',
            id="empty-parts",
        ),
        pytest.param(
            f"data: {part('v3 live', 'stop')}\n\n".replace("delta", "message"),
            id="one-whole-message",
        ),
    ],
)
def test_a_stream_is_joined(stream: str) -> None:
    """Its text is whole."""
    assert message(stream)["content"] == "v3 live"


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        pytest.param(["\\ud83d", "\\ude00"], "\U0001f600", id="a-character-cut-in-two"),
        pytest.param(["a\u2028b\x85c", ""], "a\u2028b\x85c", id="line-ends-that-are-none"),
    ],
)
def test_letters_stay_as_they_are(parts: list[str], text: str) -> None:
    """Whatever part they are cut in, and whatever else they end elsewhere."""
    lines = [f'data: {{"choices": [{{"delta": {{"content": "{one}"}}}}]}}\n\n' for one in parts]

    found = message("".join([*lines, f"data: {STOP}\n\n"]))["content"]

    assert json.loads(json.dumps(found)) == text


def test_tool_calls_are_joined() -> None:
    """Arguments come in pieces; two calls at once don't mix."""
    deltas: list[list[dict[str, Any]]] = [
        [{"index": 0, "id": "c1", "function": {"name": "model_state", "arguments": ""}}],
        [{"index": 1, "id": "c2", "function": {"name": "waiting", "arguments": {}}}],
        [{"index": 0, "function": {"arguments": '{"about":'}}],
        [{"index": 0, "function": {"arguments": '"churn"}'}}],
    ]
    lines = [f"data: {json.dumps({'choices': [{'delta': {'tool_calls': d}}]})}" for d in deltas]

    found = message("\n\n".join([*lines, "data: [DONE]"]))["tool_calls"]

    assert [(call["id"], call["function"]["arguments"]) for call in found] == [
        ("c1", '{"about":"churn"}'),
        ("c2", "{}"),
    ]


@pytest.mark.parametrize(
    "stream",
    [
        pytest.param(f"data: {part('v3 is')}\n\n", id="stops"),
        pytest.param(f'data: {part("v3")}\n\ndata: {{"error": {{}}}}\n\n', id="an-empty-error"),
        pytest.param(f'data: {part("v3")}\n\ndata: {{"error": "busy"}}\n\n', id="error"),
        pytest.param(
            f'data: {{"error": "busy", {STOP[1:]}\n\ndata: [DONE]\n\n', id="error-and-done"
        ),
        pytest.param(
            'data: {"choices": [{"delta": {"content": "v3 \\u00\n\ndata: [DONE]\n\n',
            id="an-escape-cut-off",
        ),
        pytest.param(f"data: {part('v3')[:-9]}\n\ndata: {STOP}\n\n", id="a-part-cut-off"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_not_whole_is_left(stream: str) -> None:
    """Half an answer is none."""
    with pytest.raises(httpx2.ReadError):
        joined(stream)


@pytest.mark.parametrize(
    ("text", "content_type", "is_one"),
    [
        ("data: {}", "application/json", True),
        (": busy\n\ndata: {}", "", True),
        ("event: x", "text/plain", True),
        ("{}", "text/event-stream; charset=utf-8", True),
        ('{"data": 1}', "application/json", False),
    ],
)
def test_a_stream_is_recognised(text: str, content_type: str, *, is_one: bool) -> None:
    """By what it calls itself, or how it begins."""
    assert is_stream(text, content_type) is is_one
