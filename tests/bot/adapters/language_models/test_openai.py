"""Endpoints that speak OpenAI's protocol, or nearly: what they answer is read, or left in time."""

import json
import time

import pytest
from pydantic import SecretStr

from assistant.language_model import (
    ProviderError,
    ProviderFailure,
)
from bot.adapters.language_models.openai import OpenAiCompatible, json_in, proxy_for
from bot.health.assistant import examine_assistant
from bot.language import language_of
from bot.settings import Settings, SettingsError
from tests.bot.adapters.language_models.fake_openai import (
    LONG,
    PROMPT,
    Answer,
    calls,
    fails,
    hangs,
    model_of,
    running_fake,
    says,
    streams,
    tool,
)


def test_a_model_without_tools_words_what_was_looked_up() -> None:
    """Its endpoint refuses tools, so it's asked once more without them."""
    refusal = fails(400, '{"error": "this model does not support tools"}')
    with running_fake(refusal, says("v3 is live.")) as fake:
        worded = model_of(fake).answer(PROMPT, [tool([])], LONG)

    assert worded.text == "v3 is live."
    assert ["tools" in sent for sent in fake.requests] == [True, False]


def test_only_what_is_needed_is_sent() -> None:
    """No temperature, no number of tokens: endpoints refuse some of each."""
    with running_fake(says("Fine.")) as fake:
        model_of(fake).answer(PROMPT, [tool([])], LONG)

    sent = fake.requests[0]
    assert sent["path"] == "/v1/chat/completions"
    assert sent.keys() <= {"path", "messages", "model", "tools", "stream"}


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        pytest.param(says(None), "", id="null"),
        pytest.param(streams("v3 ", "is live."), "v3 is live.", id="stream"),
        pytest.param(says([{"type": "text", "text": "v3 "}, {"text": "is"}]), "v3 is", id="parts"),
        pytest.param(says("v3 is live. \ud83d\0"), "v3 is live. ", id="half-a-character"),
        pytest.param(
            {**says("Fine."), "body": f"\n\n {says('Fine.')['body']}"}, "Fine.", id="pad"
        ),
        pytest.param(
            {**says("Fine."), "body": says("Fine.")["body"].replace('"usage"', '"u"')},
            "Fine.",
            id="no-usage",
        ),
    ],
)
def test_odd_answers_are_read(answer: Answer, text: str) -> None:
    """A null text, a stream where none was asked for, no usage."""
    with running_fake(answer) as fake:
        worded = model_of(fake).answer(PROMPT, [], LONG)

    assert worded.text == text


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        pytest.param(fails(401), ProviderFailure.WRONG_KEY, id="key"),
        pytest.param(fails(404, "not found"), ProviderFailure.NOT_FOUND, id="no-v1"),
        pytest.param(fails(429, retry_after="0"), ProviderFailure.RATE_LIMITED, id="429"),
        pytest.param(fails(400, '{"detail": ["x"]}'), ProviderFailure.REFUSED, id="other-shape"),
        pytest.param(fails(200, "<html>"), ProviderFailure.BROKEN, id="html"),
        pytest.param(fails(200, "[]"), ProviderFailure.BROKEN, id="list"),
        pytest.param(fails(200, '{"choices": []}'), ProviderFailure.BROKEN, id="no-choice"),
        pytest.param(fails(200, ""), ProviderFailure.BROKEN, id="nothing"),
        pytest.param(fails(200, '{"error": "busy"}'), ProviderFailure.REFUSED, id="error-as-200"),
        pytest.param(
            fails(200, '{"error": {"code": 429}, "choices": []}'),
            ProviderFailure.RATE_LIMITED,
            id="429-as-200",
        ),
        pytest.param(says("v3 is li", "length"), ProviderFailure.BROKEN, id="cut-off"),
        pytest.param(says("", "content_filter"), ProviderFailure.BROKEN, id="filtered"),
        pytest.param(calls("model_state", "{}"), ProviderFailure.LOOP, id="loop"),
    ],
)
def test_what_cannot_be_used_is_told_by_kind(answer: Answer, failure: ProviderFailure) -> None:
    """The keyless answer stands, and the log says what was the matter."""
    with running_fake(answer) as fake, pytest.raises(ProviderError) as raised:
        model_of(fake).answer(PROMPT, [tool([])], LONG)

    assert raised.value.failure is failure


@pytest.mark.parametrize(
    "answer",
    [hangs(2.0), streams("half of", is_whole=False)],
    ids=["hangs", "stream-stops"],
)
def test_nobody_waits_for_an_endpoint_that_hangs(answer: Answer) -> None:
    """A time-out, or a stream that stops, is left; well within its answer's time."""
    began_at = time.monotonic()
    with running_fake(answer) as fake, pytest.raises(ProviderError) as raised:
        model_of(fake).answer(PROMPT, [], 0.3)

    assert raised.value.failure in set(ProviderFailure)
    assert time.monotonic() - began_at < LONG


@pytest.mark.parametrize(
    ("base_url", "proxy"),
    [
        (None, "http://proxy:3128"),
        ("https://models.example/v1", "http://proxy:3128"),
        ("http://ollama:11434/v1", None),
    ],
)
def test_the_houses_proxy_is_used(
    monkeypatch: pytest.MonkeyPatch, base_url: str | None, proxy: str | None
) -> None:
    """As for every other connection; a host that needs none is reached at once."""
    monkeypatch.setenv("https_proxy", "http://proxy:3128")
    monkeypatch.setenv("no_proxy", "ollama")

    model = OpenAiCompatible("fake", SecretStr("k"), base_url)

    assert proxy_for(model.base_url, model.endpoint) == proxy


@pytest.mark.parametrize("written", ["/", " ", "/chat/completions", "/chat/completions/"])
def test_an_address_is_read_however_it_was_pasted(written: str) -> None:
    """With a slash or blank behind it, or with the whole address of completions."""
    with running_fake(says("Fine.")) as fake:
        settings = Settings(_env_file=None, openai_base_url=f"{fake.url}{written}")
        model = language_of(settings).model
        assert model is not None
        model.answer(PROMPT, [], LONG)

    assert fake.requests[0]["path"] == "/v1/chat/completions"


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}',
        'Sure! Here it is:\n```json\n{"a": 1}\n```\nAnything else?',
        '<think>{"b": 2}</think>{"a": 1}',
        'The object is {"a": 1}, as you see.',
    ],
)
def test_json_is_found_in_prose(text: str) -> None:
    """In fences, after thoughts, in the middle of a sentence."""
    assert json_in(text) == {"a": 1}


def test_broken_json_is_asked_for_once_more() -> None:
    """One try to put it right; then it is left."""
    with running_fake(says("Sorry, what?"), says('{"a": 1}')) as fake:
        worded = model_of(fake).write_json(PROMPT, LONG)
    with running_fake(says("No.")) as stubborn, pytest.raises(ProviderError):
        model_of(stubborn).write_json(PROMPT, LONG)

    assert json.loads(worded.text) == {"a": 1}
    assert len(stubborn.requests) == 2


def test_without_key_and_address_no_model_is_asked() -> None:
    """A server of one's own needs no key; an unknown product is said so."""
    own = Settings(_env_file=None, openai_base_url="http://ollama:11434/v1")

    found = language_of(own).model

    assert language_of(Settings(_env_file=None)).model is None
    assert found is not None
    assert found.endpoint == "ollama"
    with pytest.raises(SettingsError, match="isn't a language model"):
        language_of(Settings(_env_file=None, lamplighter_language_model="telepathy"))


@pytest.mark.parametrize(
    ("status", "address", "told"),
    [
        (404, "", "usually ends in /v1"),
        (401, "/v1", "refuses OPENAI_API_KEY"),
        (200, "/v1", "can be asked"),
    ],
)
def test_the_doctor_says_what_is_wrong_with_the_provider(
    status: int, address: str, told: str
) -> None:
    """An address without /v1, a key that is refused; without asking a model anything."""
    with running_fake(fails(status)) as fake:
        base = fake.url.removesuffix("/v1") + address
        (checkup,) = examine_assistant(Settings(_env_file=None, openai_base_url=base))

    assert told in checkup.sentence
    assert checkup.is_fine is (status == 200)
    assert fake.requests == []
