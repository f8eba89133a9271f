"""What doctor learns from the running bot, and from its own button."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pydantic import SecretStr
from sqlmodel import select

from bot.health.checkup import Checkup
from bot.health.running import examine_running_bot
from bot.listening import listen
from bot.runtime import create_runtime
from bot.server import serving
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.receipts import Receipt

pytestmark = pytest.mark.sqlite_alone


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Settings of HTTP mode, with a port where nothing listens; Slack is nowhere."""
    with listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-test"),
        slack_signing_secret=SecretStr("0123456789abcdef"),
        slack_api_url="http://127.0.0.1:1/api/",
        database_url=database_url,
        lamplighter_port=port,
    )


def with_socket_mode(settings: Settings) -> Settings:
    """Return the same for Socket Mode."""
    return settings.model_copy(update={"slack_app_token": SecretStr("xapp-test")})


def examine(settings: Settings) -> dict[str, Checkup]:
    """Look as doctor does."""
    return {checkup.name: checkup for checkup in examine_running_bot(settings)}


@contextmanager
def running(settings: Settings) -> Iterator[None]:
    """Run the bot at its port."""
    runtime = create_runtime(settings)
    with serving(runtime, listen("127.0.0.1", settings.lamplighter_port)):
        yield


@pytest.mark.both_databases
def test_the_running_bot_saves_and_answers_a_press(settings: Settings) -> None:
    """It goes the way of every press, the signature included."""
    with running(settings):
        found = examine(settings)
    database = Database(settings.database_url)
    with database.reading() as session:
        keys = session.exec(select(Receipt.key)).all()
    database.close()

    assert found["bot"].sentence.endswith("says: ok.")
    assert found["button"].is_fine
    assert "saved and answered in" in found["button"].sentence
    assert any(key.startswith("press:None:doctor_press:") for key in keys)


def test_a_bot_that_does_not_run_is_no_error(settings: Settings) -> None:
    """Doctor is for before the first start, too; a press is saved without the bot."""
    found = examine(settings)

    assert found["bot"].is_fine
    assert "Start it with `lamplighter serve`" in found["bot"].sentence
    assert found["button"].is_fine


def test_another_signing_secret_is_named(settings: Settings) -> None:
    """The bot still has the old one."""
    with running(settings):
        changed = settings.model_copy(update={"slack_signing_secret": SecretStr("new")})
        button = examine(changed)["button"]

    assert not button.is_fine
    assert "another SLACK_SIGNING_SECRET" in button.sentence


def test_a_bot_in_the_other_mode_is_named(settings: Settings) -> None:
    """It has no endpoint for Slack."""
    socket_alone = with_socket_mode(settings).model_copy(update={"slack_signing_secret": None})
    with running(socket_alone):
        found = examine(settings)

    assert "runs in Socket Mode" in found["button"].sentence
    assert not found["bot"].is_fine
    assert "Socket Mode) is down" in found["bot"].sentence


@pytest.mark.parametrize("is_socket", [False, True])
def test_a_press_that_cant_be_saved_is_said(settings: Settings, *, is_socket: bool) -> None:
    """SQLite refuses to write; so it does to the running bot."""
    chosen = with_socket_mode(settings) if is_socket else settings
    database = Database(settings.database_url)
    with database.transaction() as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON receipt "
            "WHEN NEW.key LIKE 'press:%' BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    database.close()

    with running(settings):
        button = examine(chosen)["button"]

    assert not button.is_fine
    assert "couldn't be saved" in button.sentence
