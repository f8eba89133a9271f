"""The page's own endpoints: only the page itself may, and wrong input is refused."""

from typing import Any

import httpx
import pytest

from bot.local_slack.outbound import Ack
from bot.local_slack.page_api import HEADER
from bot.local_slack.sending import NOT_REACHED
from bot.local_slack.server import RunningWorkspace
from tests.patience import PATIENCE_SECONDS

FROM_PAGE = {HEADER: "1"}


def act(running: RunningWorkspace, action: str, body: Any, **headers: str) -> httpx.Response:  # noqa: ANN401 - any JSON
    """Do something as the page does."""
    return httpx.post(
        f"{running.base_url}/_local/{action}", json=body, headers={**FROM_PAGE, **headers}
    )


def test_the_page_is_served_whole(running: RunningWorkspace) -> None:
    """The page and all that it needs come from here; it needs no network."""
    page = httpx.get(running.base_url).text

    assert "<title>Lamplighter demo</title>" in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    for name in ("page.css", "main.js", "blocks.js", "modal.js"):
        assert httpx.get(f"{running.base_url}/static/{name}").status_code == 200


def test_state_is_what_a_person_sees(running: RunningWorkspace) -> None:
    """Ann sees her channels and messages, not what only Bob sees."""
    running.workspace.send_message("U0BOB", "C0OPEN", "Hello")
    running.workspace._show_to("U0BOB", "C0OPEN", {"text": "for Bob"})  # noqa: SLF001 - as the app would
    url = f"{running.base_url}/_local/state"

    state = httpx.get(url, params={"user": "U0ANN"}).json()

    assert [message["text"] for message in state["messages"]["C0OPEN"]] == ["Hello"]
    assert {user["name"] for user in state["users"]} >= {"Ann", "Bob", "Lamplighter"}
    assert state["demo"] is None
    assert httpx.get(url, params={"user": "U0EVE"}).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({HEADER: "0"}, id="a form of another site"),
        pytest.param({"origin": "https://evil.example"}, id="another origin"),
        pytest.param({"host": "evil.example"}, id="a name that was rebound"),
    ],
)
def test_nobody_else_may_press(running: RunningWorkspace, headers: dict[str, str]) -> None:
    """Another site's page can't act in the workspace."""
    body = {"user": "U0ANN", "channel": "C0OPEN", "text": "hi"}

    assert act(running, "message", body, **headers).status_code == 403
    assert running.workspace.messages("C0OPEN") == []


def test_another_command_is_told_apart_from_an_app_that_is_down(running: RunningWorkspace) -> None:
    """Only the app's own command goes to the app."""
    body = {"user": "U0ANN", "channel": "C0OPEN", "text": "/remind me"}

    assert act(running, "command", body).status_code == 200
    assert running.workspace.notices("U0ANN") == ["/remind is no command here; /lamplighter is."]


@pytest.mark.parametrize("path", ["state?user=U0ANN", "events", "files/F1"])
def test_nobody_else_may_look(running: RunningWorkspace, path: str) -> None:
    """Nor see what is in it."""
    answer = httpx.get(f"{running.base_url}/_local/{path}", headers={"host": "evil.example"})

    assert answer.status_code in {403, 404}


@pytest.mark.parametrize(
    ("action", "body", "status"),
    [
        ("fly", {}, 404),
        ("clock", {"step": "week"}, 404),
        ("message", {}, 400),
        ("message", [1], 400),
        ("press", {"user": "U0ANN", "channel": "C0OPEN", "message_ts": "1.0", "action_id": "a",
                   "block_id": "b", "payload": {}}, 400),
        ("submit", {"user": "U0ANN", "view_id": "V1", "state": {"values": {}}}, 400),
        ("close", {"user": "U0ANN", "view_id": "V1"}, 400),
    ],
)  # fmt: skip
def test_wrong_input_is_refused(
    running: RunningWorkspace, action: str, body: object, status: int
) -> None:
    """An unknown action, missing fields, a message or window that is not there."""
    assert act(running, action, body).status_code == status


def test_a_body_that_is_no_json_is_refused(running: RunningWorkspace) -> None:
    """It is said, and nothing breaks."""
    answer = httpx.post(f"{running.base_url}/_local/message", content=b"{", headers=FROM_PAGE)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid")


def test_an_app_that_is_away_is_said_to_the_person(running: RunningWorkspace) -> None:
    """A command, a mention and a direct message are not answered; the person is told so."""
    act(running, "command", {"user": "U0ANN", "channel": "C0OPEN", "text": "/lamplighter help"})
    act(running, "message", {"user": "U0ANN", "channel": "D0ANN", "text": "hello?"})
    mention = f"<@{'U0LAMPLIGHT'}> hello?"
    act(running, "message", {"user": "U0ANN", "channel": "C0OPEN", "text": mention})
    act(running, "home", {"user": "U0ANN"})

    assert running.workspace.notices("U0ANN") == [NOT_REACHED]
    assert len(running.workspace.messages("C0OPEN")) == 1


def test_a_message_can_be_deleted(running: RunningWorkspace) -> None:
    """As a person with the right to do so; twice is no error."""
    running.workspace.send_message("U0ANN", "C0OPEN", "mine")
    ts = running.workspace.messages("C0OPEN")[0].ts

    answers = [
        act(running, "delete", {"channel": "C0OPEN", "message_ts": ts}).status_code
        for _ in range(2)
    ]

    assert answers == [200, 200]
    assert running.workspace.messages("C0OPEN") == []


def test_news_are_told_to_the_page(running: RunningWorkspace) -> None:
    """A change reaches the page while it listens."""
    url = f"{running.base_url}/_local/events"
    with httpx.stream("GET", url, timeout=PATIENCE_SECONDS) as stream:
        lines = stream.iter_lines()
        first = next(lines)
        running.workspace.send_message("U0ANN", "C0OPEN", "news")
        told = [line for _, line in zip(range(4), lines, strict=False)]

    assert first == "event: changed"
    assert "event: changed" in told


def test_a_response_url_is_good_for_five_answers(running: RunningWorkspace) -> None:
    """Then it is used up; one that never was is refused too."""
    ack = running.workspace.run_command("U0ANN", "C0OPEN", "/lamplighter", "help")
    key = next(iter(running.workspace.world.response_urls))
    url = f"{running.base_url}/_response/{key}"

    answers = [httpx.post(url, json={"text": str(number)}).status_code for number in range(6)]

    assert ack == Ack(is_ok=False)
    assert answers == [200] * 5 + [404]
    assert httpx.post(f"{running.base_url}/_response/R1", json={}).status_code == 404
    assert len(running.workspace.messages("C0OPEN", "U0ANN")) == 5
    assert running.workspace.messages("C0OPEN", "U0BOB") == []
    running.workspace.world.response_urls[key].uses_left = 1
    httpx.post(url, json={"text": "to all", "response_type": "in_channel"})
    assert len(running.workspace.messages("C0OPEN", "U0BOB")) == 1


def test_a_window_that_asks_for_it_is_told_when_closed(running: RunningWorkspace) -> None:
    """`notify_on_close`; without it nothing is sent."""
    world = running.workspace.world
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}}]
    for wants in (True, False):
        with world.changed:
            title = {"type": "plain_text", "text": "t"}
            payload = {"type": "modal", "title": title, "blocks": blocks, "notify_on_close": wants}
            view = world.new_view(payload, "U0ANN")
            world.stacks["U0ANN"] = [view]
        running.workspace.close_view("U0ANN", view.id)

    assert running.workspace.notices("U0ANN") == [NOT_REACHED]
