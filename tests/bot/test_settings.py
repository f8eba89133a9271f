"""Settings: a wrong one stops the start with a sentence; secrets never reach a log."""

import json
import logging

import pytest
import structlog
from pydantic import SecretStr

from bot.logs import Redaction, set_up_logs
from bot.settings import Settings, SettingsError, missing_for_serving, read_settings


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LAMPLIGHTER_PORT", "eighty", "LAMPLIGHTER_PORT Input should be a valid integer"),
        ("LAMPLIGHTER_PORT", "70000", "LAMPLIGHTER_PORT"),
        ("LAMPLIGHTER_LOG_LEVEL", "LOUD", "must be DEBUG, INFO, WARNING or ERROR"),
        ("SLACK_API_URL", "http://slack.evil.example/api/", "must start with https://"),
        ("SLACK_API_URL", "ftp://127.0.0.1/api/", "must start with https://"),
        ("SLACK_API_URL", "http://[::1", "SLACK_API_URL"),
        ("SLACK_API_URL", "http://not-an-address/api", "must start with https://"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL must be sqlite:///file or postgresql://"),
        ("DATABASE_URL", "mysql://me:secret@host/x", "not 'mysql'"),
        ("DATABASE_URL", "sqlite:////no/such/folder/x.db", "/no/such/folder, which doesn't exist"),
    ],
)
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    """The sentence says which setting, and what it must be."""
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as raised:
        read_settings()

    assert sentence in str(raised.value)
    assert str(raised.value).startswith("Please fix these settings: ")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/api", "http://localhost/api/", "https://slack.com/api"]
)
def test_a_safe_address_is_taken(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """This machine for a test, or https; the slash at the end is added."""
    monkeypatch.setenv("SLACK_API_URL", url)
    monkeypatch.setenv("LAMPLIGHTER_LOG_LEVEL", "debug")

    settings = read_settings()

    assert settings.slack_api_url == url.rstrip("/") + "/"
    assert settings.lamplighter_log_level == "DEBUG"


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///here.db", "sqlite:////tmp/x.db", "sqlite://", "postgresql://me:pw@host/x",
        "postgresql+psycopg://host/x", "postgres:///x?host=/tmp",
    ],
)  # fmt: skip
def test_databases_that_we_know(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A SQLite file here or elsewhere, or PostgreSQL by any of its names."""
    monkeypatch.setenv("DATABASE_URL", url)

    assert read_settings().database_url == url


def test_what_serving_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both sentences, then none; an empty value counts as not set."""
    monkeypatch.setenv("SLACK_APP_TOKEN", "")
    nothing = missing_for_serving(read_settings())
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s")
    enough = missing_for_serving(read_settings())

    assert len(nothing) == 2
    assert enough == []


CANARIES = {
    "bot_token": "xoxb-111-222-canary",
    "app_token": "xapp-1-A1-canary",
    "signing": "5167ab2canary",
    "response_url": "https://hooks.slack.com/actions/T1/2/canary",
    "password": "hunter2canary",
}


@pytest.mark.usefixtures("logs_as_before")
def test_no_secret_reaches_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    """By its form, its key or its value; in messages, fields, tracebacks and library logs."""
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr(CANARIES["bot_token"]),
        slack_signing_secret=SecretStr(CANARIES["signing"]),
        lamplighter_log_level="DEBUG",
    )
    set_up_logs(settings)
    log = structlog.get_logger()

    log.info("got", body=dict(CANARIES), token="plain-canary", count=3, is_new=True, nothing=None)
    log.info("connecting", to=[f"postgresql://me:{CANARIES['password']}@db/x"])
    logging.getLogger("some.library").error("sending %s", CANARIES["app_token"])
    try:
        int(f"{CANARIES['bot_token']} or {CANARIES['signing']}")
    except ValueError:
        log.exception("failed")

    out = capsys.readouterr().err
    assert "canary" not in out
    entries = [json.loads(line) for line in out.splitlines()]
    assert len(entries) == 4
    assert (entries[0]["count"], entries[0]["is_new"], entries[0]["nothing"]) == (3, True, None)
    assert "'[secret] or [secret]'" in entries[3]["exception"]


def test_numbers_and_flags_stay_as_they_are() -> None:
    """Only texts are searched."""
    redaction = Redaction(["3"])

    assert [redaction.redact(value) for value in (3, 3.5, True, None, "3")] == [
        3, 3.5, True, None, "[secret]",
    ]  # fmt: skip
