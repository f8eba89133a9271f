"""Every text of every message and window, drawn with somebody else's words: none of them acts."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from string import Formatter
from typing import Any

import pytest

from assistant.answer import Reply, ReplyKind
from assistant.finding import Finding, Source
from assistant.retrieval import Found, Passage
from bot.local_slack.strict import check_view
from ground.refusals import Refusal
from handlers.blocks.alerts.model_health import models_text
from handlers.blocks.assistant import answer_message
from handlers.blocks.refusals import refusal_sentence
from handlers.blocks.replies import HELP
from handlers.blocks.text import notification
from handlers.wording.assistant import SAID
from handlers.wording.sentences import TABLES
from monitors.alerts.model_health import Health, ModelHealth
from tests.handlers.conftest import texts as texts_of
from tests.handlers.hostile_samples import hostile_samples
from tests.handlers.samples import ID, MESSAGES, WINDOWS

WORDS = {
    "and": "R&D <b> *plan*",
    "markup": "<!channel> <@U0EVIL> <https://evil.example|free> `x` _y_ ~z~ > *Approved* ",
    "many": "<&>" * 1_500,
    "shifted": "x" + "<&>" * 1_500,
    "shifted more": "xy" + "<&>" * 1_500,
    "hidden": "a\u202eb\x07c\0d\x1b[31me\u2066f\x9f",
    "half": "a\ud800b",
}
OURS = re.compile(
    r"(?m)^> |<(@[UW][A-Z0-9]+|#C[A-Z0-9]+|!date\^\d+\^[^<>]*"
    r"|https://local\.example/archives/C1/p1\|[^<>|]*)>"
)
HIDDEN = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\ud800-\udfff]"
STRANGER = "U0EVIL"


@cache
def texts(words: str) -> dict[str, list[tuple[str, str]]]:
    """Collect the texts of every sample, drawn with these words: what kind, and the text."""
    messages, windows = hostile_samples(WORDS[words])
    return {
        **{
            name: [("mrkdwn", notification(message.text)), *_texts(_dicts(message.blocks))]
            for name, message in messages.items()
        },
        **{f"{name}!": list(_texts(view.to_dict())) for name, view in windows.items()},
    }


def _dicts(blocks: Any) -> list[Any]:  # noqa: ANN401 - the SDK's blocks
    return [block.to_dict() for block in blocks]


def _texts(node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        if node.get("type") in {"mrkdwn", "plain_text"}:
            yield str(node["type"]), str(node["text"])
        if "alt_text" in node:
            yield "alt", str(node["alt_text"])
        if "initial_value" in node:
            yield "typed", str(node["initial_value"])
        for child in node.values():
            yield from _texts(child)
    elif isinstance(node, list):
        for child in node:
            yield from _texts(child)


def _mrkdwn(words: str) -> list[tuple[str, str]]:
    return [part for parts in texts(words).values() for part in parts if part[0] == "mrkdwn"]


def wrong(words: str, rule: str, *kinds: str) -> list[tuple[str, str]]:
    """List where a pattern is found, outside our own mentions and dates."""
    pattern = re.compile(rule)
    return [
        (name, text[max(0, found.start() - 40) : found.end() + 20])
        for name, parts in texts(words).items()
        for kind, text in parts
        if kind in kinds and (found := pattern.search(OURS.sub("", text)))
    ]


@pytest.mark.parametrize("words", WORDS)
def test_no_markup_of_others_is_sent(words: str) -> None:
    """Each `<` and `>` is one of ours, and each `&` begins a whole entity."""
    assert wrong(words, r"[<>]|&(?!(amp|lt|gt);)", "mrkdwn") == []
    assert [found for _, found in _mrkdwn(words) if f"<@{STRANGER}" in found] == []


@pytest.mark.parametrize("words", WORDS)
def test_words_are_escaped_once(words: str) -> None:
    """And not at all where Slack reads no markup."""
    assert wrong(words, r"&amp;(amp|lt|gt);", "mrkdwn") == []
    assert wrong(words, r"&(amp|lt|gt);", "plain_text", "alt", "typed") == []


@pytest.mark.parametrize("words", WORDS)
def test_nothing_hidden_is_sent(words: str) -> None:
    """No control, override or half character."""
    assert wrong(words, HIDDEN, "mrkdwn", "plain_text", "alt") == []
    assert wrong(words, HIDDEN.replace("\u2066\u2067", ""), "typed") == []


@pytest.mark.parametrize("words", WORDS)
def test_windows_stay_within_slacks_limits(words: str) -> None:
    """However long the words are."""
    for view in hostile_samples(WORDS[words])[1].values():
        check_view(view.to_dict())


def test_the_help_has_no_raw_markup() -> None:
    """`<question>` would be a link."""
    assert "<" not in HELP


def test_every_sample_is_drawn_so() -> None:
    """None is left out."""
    assert len(texts("and")) == len(MESSAGES) + len(WINDOWS)


def replies(words: str) -> list[tuple[str, str]]:
    """Write each refusal and reply with these words in it."""
    said = WORDS[words]
    found = [Found(Passage(said, said, said), 1.0)]
    finding = Finding(
        said, [said, said], [Source(said, url="https://local.example/archives/C1/p1")]
    )
    answers = [
        Reply(said, ReplyKind.FOUND_IN, passages=found),
        Reply(said, ReplyKind.ANSWER, [finding]),
        Reply(said, ReplyKind.ANSWER, [finding], text=said),
        *(Reply(said, kind) for kind in SAID),
    ]
    return [
        ("models", models_text([ModelHealth(said, health) for health in Health])),
        *(("answer", texts_of(answer_message(answer, ID, {}).blocks)) for answer in answers),
        *(
            (str(code), refusal_sentence(Refusal(code, **dict.fromkeys(_names(template), said))))
            for table in TABLES.values()
            for code, template in table.items()
        ),
    ]


def _names(template: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(template) if name]


@pytest.mark.parametrize("words", WORDS)
def test_replies_hold_no_markup_of_others(words: str) -> None:
    """Refusals, answers and the status are mrkdwn too, and follow the same rules."""
    rules = (r"[<>]|&(?!(amp|lt|gt);)", r"&amp;(amp|lt|gt);", HIDDEN)

    found = [
        (name, rule)
        for name, text in replies(words)
        for rule in rules
        if re.search(rule, OURS.sub("", text))
    ]

    assert found == []
