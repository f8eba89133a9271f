"""What is nearly OpenAI's is put right: tool calls in any shape, and answers that never end."""

from contextlib import nullcontext

import httpx2
import pytest

from bot.adapters.language_models.tolerant import TolerantTransport
from tests.bot.adapters.language_models.fake_openai import (
    LONG,
    PROMPT,
    calls,
    calls_all,
    model_of,
    running_fake,
    says,
    tool,
)

TOOL = {
    "id": "c1",
    "type": "function",
    "function": {"name": "model_state", "arguments": '{"about": "churn"}'},
}


@pytest.mark.parametrize(
    ("arguments", "about"),
    [
        pytest.param('{"about": "churn"}', "churn", id="text"),
        pytest.param({"about": "churn"}, "churn", id="object"),
        pytest.param("", "", id="empty"),
        pytest.param('{"about": "chu', "", id="broken"),
        pytest.param(None, "", id="null"),
        pytest.param('["churn"]', "churn", id="list"),
        pytest.param('"{\\"about\\": \\"churn\\"}"', "churn", id="text-in-text"),
        pytest.param("churn", "churn", id="bare"),
        pytest.param('"churn"', "churn", id="only-a-value"),
        pytest.param('{"name": "churn"}', "churn", id="other-name"),
        pytest.param('{"about": {"model": "churn"}}', "churn", id="object-inside"),
        pytest.param('{"about": ["churn", "v3"]}', "churn v3", id="list-inside"),
        pytest.param('{"about": null}', "", id="null-inside"),
        pytest.param('{"about": 7}', "7", id="number-inside"),
        pytest.param('{"model": "churn", "version": "v3"}', "", id="two-other-names"),
    ],
)
def test_a_tool_is_called_whatever_its_arguments_look_like(arguments: object, about: str) -> None:
    """As a text of JSON, an object, empty or broken; then the answer comes."""
    called: list[str] = []
    with running_fake(calls("model_state", arguments), says("v3 is live.")) as fake:
        worded = model_of(fake).answer(PROMPT, [tool(called)], LONG)

    assert (worded.text, called, worded.tokens) == ("v3 is live.", [about], 24)


@pytest.mark.parametrize(
    ("found", "about"),
    [
        pytest.param([TOOL, {**TOOL, "id": "c2"}], ["churn", "churn"], id="two"),
        pytest.param([TOOL, TOOL], ["churn", "churn"], id="two-of-one-id"),
        pytest.param([{"function": TOOL["function"]}], ["churn"], id="without-an-id"),
        pytest.param([{**TOOL, "id": None, "type": None}], ["churn"], id="null-id"),
        pytest.param(
            [TOOL, {"id": "c2", "function": {"name": "model_state", "arguments": '{"ab'}}],
            ["churn", ""],
            id="one-broken",
        ),
        pytest.param(
            [TOOL, {"id": "c2", "function": {"name": "delete_all"}}], ["churn"], id="one-unknown"
        ),
        pytest.param([{"id": "c1"}], [], id="without-a-tool"),
        pytest.param(["churn", None], [], id="no-objects"),
    ],
)
def test_calls_at_once_dont_spoil_each_other(found: list[object], about: list[str]) -> None:
    """What can be called is, what can't is told to the model; then the answer comes."""
    called: list[str] = []
    with running_fake(calls_all(*found), says("v3 is live.")) as fake:
        worded = model_of(fake).answer(PROMPT, [tool(called)], LONG)

    assert worded.text == ("v3 is live." if fake.requests[1:] else "")
    assert sorted(called) == sorted(about), "they run at the same time"


@pytest.mark.parametrize(("seconds", "is_left"), [(0.0, True), (LONG, False), (None, False)])
def test_an_answer_that_drips_is_left(seconds: float | None, *, is_left: bool) -> None:
    """Each part is in time, but the whole isn't: no thread waits for it for ever."""
    inner = httpx2.MockTransport(lambda _: httpx2.Response(200, content=[b"{", b"}"]))
    request = httpx2.Request("POST", "http://x", extensions={"timeout": {"read": seconds}})

    with pytest.raises(httpx2.ReadError) if is_left else nullcontext():
        assert TolerantTransport(inner).handle_request(request).read()[:1] == b"{"
