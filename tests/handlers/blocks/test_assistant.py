"""Answers: others' words act on nobody, links and mentions are ours alone."""

import json
import re

import pytest

from assistant.answer import Reply, ReplyKind
from assistant.finding import Finding, Source
from assistant.said import moment, person
from handlers.blocks.assistant import answer_message, in_mrkdwn, markdown_parts, plain_answer
from handlers.blocks.phrases import phrases
from monitors.alerts.model_health import Health, ModelHealth
from monitors.tables import AlertKind
from tests.conftest import NOW
from tests.handlers.conftest import HOSTILE
from tests.handlers.samples import ID


def test_an_answer_shows_others_words_harmlessly() -> None:
    """Names in a finding, in its sources and in a provider's text are somebody's words."""
    finding = Finding(
        HOSTILE, [HOSTILE, HOSTILE], [Source(HOSTILE, url="https://a.example/archives/C1/p1")]
    )
    for text in ("", HOSTILE):
        reply = Reply(HOSTILE, ReplyKind.ANSWER, [finding], text=text)

        shown = json.dumps([block.to_dict() for block in answer_message(reply, ID, {}).blocks])

        assert "<!channel>" not in shown
        assert "<@" not in shown
        assert shown.count("<https://a.example/archives/C1/p1|") == shown.count("<")


def test_people_and_times_that_we_marked_are_shown() -> None:
    """A mention and a date of ours, between escaped words."""
    shown = in_mrkdwn(f"{person('U0MIA')} decides by {moment(NOW)}, says <b>.")

    assert shown.startswith("<@U0MIA> decides by <!date^")
    assert shown.endswith(", says &lt;b&gt;.")


def test_a_source_without_a_message_is_named_without_a_link() -> None:
    """A link stands only where we know the address."""
    sources = [Source("the alert", "alert", "1"), Source("the page")]
    reply = Reply("why", ReplyKind.ANSWER, [Finding("Why", ["So."], sources, NOW)])

    shown = json.dumps(
        answer_message(reply, ID, {("alert", "1"): "https://x/archives/C1/p1"}).blocks[1].to_dict()
    )

    assert "<https://x/archives/C1/p1|the alert>, the page" in shown
    assert "Sources: the alert, the page" in plain_answer(reply)


@pytest.mark.parametrize("kind", [None, *AlertKind])
@pytest.mark.parametrize("health", Health)
def test_each_state_of_a_model_is_said_as_in_home(health: Health, kind: AlertKind | None) -> None:
    """Every one of them, with its time."""
    told = phrases().health(ModelHealth("churn", health, kind=kind), "today")

    assert told
    assert "{" not in told
    assert ("today" in told) is (health is not Health.UNKNOWN)


@pytest.mark.parametrize(
    "link", ["https://evil.example", "[x](http://evil.example)", "www.evil.example"]
)
def test_an_address_in_others_words_is_no_link(link: str) -> None:
    """Neither in a message nor in a stream: links are ours alone."""
    reply = Reply("?", ReplyKind.ANSWER, [Finding(f"See {link}", [link], [Source(link)])])
    message = answer_message(reply, ID, {})

    shown = json.dumps([block.to_dict() for block in message.blocks], ensure_ascii=False)
    streamed = "".join(markdown_parts(reply))

    assert not re.search(r"://|www\.", shown + streamed)
