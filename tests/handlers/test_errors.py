"""The error boundary: whatever a listener raises reaches the person in words."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from assessments.errors import AssessmentError, Code
from ground.refusals import People, Refusal
from ground.yaml_files import YamlFileError
from handlers.dependencies import (
    DuplicateDeliveryError,
    NotSavedError,
    UnitOfWork,
    UnsureError,
)
from handlers.errors import (
    NOT_SAVED,
    TO_COPY,
    UNSURE,
    FieldError,
    NotDoneError,
    OldButtonError,
    guard,
)
from handlers.payload import as_id, metadata, read_ids, typed
from handlers.wording.assessments import SENTENCES
from handlers.wording.presses import Code as PressCode
from tests.handlers.conftest import check_window

PRESS = {"type": "block_actions", "user": {"id": "U1"}, "response_url": "https://x"}
IN_HOME = {"type": "block_actions", "user": {"id": "U1"}}
SUBMISSION = {"type": "view_submission", "user": {"id": "U1"}, "view": {"title": "T"}}
TITLE = {"type": "plain_text", "text": "T"}
COMMAND = {"command": "/lamplighter", "user_id": "U1"}
EVENT = {"type": "event_callback"}


class Recorder:
    """Bolt's arguments for one request, and what was answered."""

    def __init__(self, body: dict[str, Any]) -> None:
        self.body = body
        self.said: list[tuple[str, Any]] = []
        self.talk = self

    def unit_of_work(self) -> AbstractContextManager[UnitOfWork]:
        """Fail, since nothing is done."""
        raise NotSavedError

    def check_sender(self) -> None:
        """Let everyone in."""

    def ack(self, **answer: object) -> None:
        """Acknowledge."""
        self.said.append(("ack", answer))

    def in_time(self, listener: Callable[[], None]) -> None:
        """Call the listener."""
        listener()

    def tell(self, text: str) -> None:
        """Tell whoever pressed."""
        self.said.append(("told", text))


def raised(body: dict[str, Any], error: Exception) -> Recorder:
    """Run a listener that raises, behind its guard."""
    recorder = Recorder(body)

    def listener(deps: Recorder, body: dict[str, Any]) -> None:
        assert deps is recorder
        assert body is recorder.body
        raise error

    guarded = guard(listener, lambda _: recorder)  # type: ignore[arg-type,return-value] # stand-ins
    guarded(recorder)  # type: ignore[arg-type] # stands in for Bolt's arguments
    return recorder


def test_a_sentence_goes_to_where_the_person_is() -> None:
    """In a channel, a home, a window, a command; an event has nobody to tell."""
    told = {
        name: raised(body, YamlFileError("Please <look> again.")).said
        for name, body in (
            ("press", PRESS), ("home", IN_HOME), ("window", SUBMISSION), ("command", COMMAND),
            ("event", EVENT),
        )
    }  # fmt: skip

    sentence = "Please &lt;look&gt; again."
    assert [kind for kind, _ in told["press"]] == ["ack", "told"]
    assert told["press"][1][1] == sentence
    assert told["home"][1] == ("told", sentence)
    assert told["window"][0][1]["response_action"] == "update"
    assert told["window"][0][1]["view"]["blocks"][0]["text"]["text"] == sentence
    assert told["command"] == [("ack", {"text": sentence, "response_type": "ephemeral"})]
    assert told["event"] == [("ack", {})]


def test_what_was_typed_comes_back_from_a_window_that_is_refused() -> None:
    """Word for word as plain text, so that it can be copied and acts on nobody."""
    values = {
        "answer_A": {"choose": {"type": "radio_buttons", "selected_option": {"value": "2"}}},
        "reason_A": {
            "type": {"type": "plain_text_input", "value": "<!channel> *we* tried " * 130}
        },
        "reason_B": {"type": {"type": "plain_text_input", "value": "  "}},
        "evidence_A": {"type": {"type": "plain_text_input", "value": None}},
        "evidence_B": {"type": {"type": "plain_text_input", "value": "https://x"}},
    }
    body = {**SUBMISSION, "view": {"title": TITLE, "state": {"values": values}}}

    view = raised(body, AssessmentError(Code.ROUND_CLOSED_BEFORE)).said[0][1]["view"]

    check_window(View(**view, callback_id="notice"))
    assert [block["text"]["text"] for block in view["blocks"]] == [
        SENTENCES[Code.ROUND_CLOSED_BEFORE], TO_COPY, "<!channel> *we* tried " * 130, "https://x",
    ]  # fmt: skip
    assert [block["text"]["type"] for block in view["blocks"][2:]] == ["plain_text"] * 2


def test_a_refusal_keeps_its_mentions() -> None:
    """It was made by us, of ids that we hold."""
    said = raised(
        PRESS, NotDoneError(Refusal(Code.NOT_FACILITATOR, people=People(["U0MIA"])))
    ).said

    assert said[1][1] == "Only <@U0MIA> can do this. Nothing was changed."


def test_a_repeat_is_acknowledged_and_nothing_else() -> None:
    """Slack delivered twice."""
    assert raised(PRESS, DuplicateDeliveryError("press")).said == [("ack", {})]


def test_what_is_not_expected_has_a_number_to_tell(caplog: pytest.LogCaptureFixture) -> None:
    """No traceback reaches the person; the same number is in the log."""
    said = raised(PRESS, RuntimeError("password=hunter2")).said

    text = said[1][1]
    assert "Something went wrong on our side, and nothing was changed." in text
    assert "hunter2" not in text
    del caplog


def test_a_database_that_is_away_is_said_and_typed_words_come_back() -> None:
    """Nothing was changed; the words can be copied from the window."""
    values = {"reason": {"type": {"type": "plain_text_input", "value": "Twelve words"}}}
    body = {**SUBMISSION, "view": {"title": TITLE, "state": {"values": values}}}

    blocks = raised(body, NotSavedError()).said[0][1]["view"]["blocks"]

    assert [block["text"]["text"] for block in blocks] == [NOT_SAVED, TO_COPY, "Twelve words"]
    assert raised(PRESS, NotSavedError()).said == [("ack", {}), ("told", NOT_SAVED)]
    assert raised(PRESS, UnsureError()).said == [("ack", {}), ("told", UNSURE)]


def test_a_window_that_came_too_late_is_said_so() -> None:
    """Slack gives three seconds."""
    error = SlackApiError("expired", {"error": "expired_trigger_id"})  # type: ignore[no-untyped-call] # the SDK's

    assert "couldn't open the window in time" in raised(PRESS, error).said[1][1]


def test_what_is_wrong_with_a_field_is_said_there() -> None:
    """In a window; a press in one can't say it at a field."""
    error = FieldError("reason", Refusal(PressCode.TEXT_CHARACTER, character="U+0000"))

    (in_window,) = raised(SUBMISSION, error).said

    sentence = "This contains a hidden character (U+0000). Please type it again."
    assert in_window == (
        "ack", {"response_action": "errors", "errors": {"reason": sentence}},
    )  # fmt: skip
    assert raised(PRESS, error).said == [("ack", {}), ("told", sentence)]


def test_an_old_button_is_told_even_where_its_message_can_not_be_shown() -> None:
    """The database is away."""
    body = {**PRESS, "container": {"type": "message", "channel_id": "C1", "message_ts": "1.0"}}

    said = raised(body, OldButtonError()).said

    assert "older version" in said[1][1]


@pytest.mark.parametrize("text", ["", "x", "12", "[]", "null", '"a"', "[" * 5_000, 7, None])
def test_what_old_buttons_carry_is_refused_in_words(text: object) -> None:
    """Neither an id nor ids: the button is of another version."""
    with pytest.raises(NotDoneError, match=PressCode.OLD_BUTTON):
        as_id(text)
    with pytest.raises(NotDoneError, match=PressCode.OLD_BUTTON):
        read_ids(text)
    with pytest.raises(NotDoneError, match=PressCode.OLD_BUTTON):
        metadata({"private_metadata": text})


def test_inputs_that_are_not_there_are_empty() -> None:
    """A window of another version may lack a field."""
    assert typed({}, "reason") == ""
    assert typed({"state": {"values": {"reason": {"a": {"value": None}}}}}, "reason") == ""
