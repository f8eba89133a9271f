"""What Slack sends is read as it was meant, whatever people typed."""

import json
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.payload import read_payload

PARTS = st.lists(st.sampled_from(["%", "=", "&", "+", "%41", "%e2%82%ac", "%zz", "a", ";", "é"]))


@given(st.dictionaries(st.text(), st.text()))
def test_a_window_is_read_as_it_was_written(payload: dict[str, str]) -> None:
    """In a form's one field, percent signs and all."""
    assert read_payload(urlencode({"payload": json.dumps(payload)})) == payload


@given(PARTS)
def test_a_form_is_read_as_python_reads_it(parts: list[str]) -> None:
    """However odd it is."""
    body = "".join(["command=%2Flamplighter&text=", *parts])

    assert read_payload(body) == dict(parse_qsl(body, keep_blank_values=True))


def test_a_command_may_have_the_word_payload_in_it() -> None:
    """It is a form all the same."""
    body = urlencode({"command": "/lamplighter", "text": "ask what is a payload"})

    assert read_payload(body)["text"] == "ask what is a payload"


@pytest.mark.parametrize("body", ["{", "payload=%7B", "payload=[1]", "payload=1", "payload="])
def test_what_is_no_object_is_an_error(body: str) -> None:
    """It is told apart from an empty request."""
    with pytest.raises((ValueError, TypeError)):
        read_payload(body)
