"""The commands that look at an installation and run it: doctor, serve, demo."""

import json
import os
import signal
import time
from pathlib import Path
from threading import Thread

import pytest

from bot.demo import scenario as stage
from bot.listening import listen
from bot.local_slack.server import WorkspaceSetup, run_workspace
from tests.bot.cli.conftest import Run, statement

pytestmark = pytest.mark.sqlite_alone


def end_soon_after_the_start() -> None:
    """Send this process SIGTERM, once the command has taken over that signal."""
    before = signal.getsignal(signal.SIGTERM)

    def wait_and_send() -> None:
        while signal.getsignal(signal.SIGTERM) is before:
            time.sleep(0.05)
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=wait_and_send, daemon=True).start()


class TestDoctor:
    """`lamplighter doctor` says in sentences what is missing."""

    def test_a_bare_machine(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Nothing is set: each thing to do is named."""
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")

        finished = run("doctor")

        assert finished.status == 1
        assert "SLACK_BOT_TOKEN is not set. Copy the bot token" in finished.out
        assert "Run `lamplighter db upgrade`" in finished.out
        assert "there is no bot token" in finished.out

    def test_a_broken_questionnaire(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """A file of one's own: which, where, and what is wrong with it."""
        (tmp_path / "own.yaml").write_text("meta: {id: own, version: '1'}\n")
        monkeypatch.setenv("LAMPLIGHTER_QUESTIONNAIRES", str(tmp_path))

        finished = run("doctor")

        assert finished.status == 1
        assert "own.yaml isn't valid. line 1: groups: this is missing" in " ".join(
            finished.out.split()
        )

    def test_broken_use_case_rules(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Rules of one's own: which file, where, and what is wrong with it."""
        own = tmp_path / "rules.yaml"
        own.write_text("meta: {id: own, version: '1'}\nmetrics: {accuracy: {better: higher}}\n")
        monkeypatch.setenv("LAMPLIGHTER_USE_CASE_RULES", str(own))

        finished = run("doctor")

        assert finished.status == 1
        assert "rules.yaml isn't valid. line 2: metrics.accuracy.unit: this is missing" in (
            " ".join(finished.out.split())
        )

    @pytest.mark.both_databases
    @pytest.mark.usefixtures("stored")
    def test_everything_is_there(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """All is well: status 0, as JSON too."""
        with listen("127.0.0.1", 0) as free:
            monkeypatch.setenv("LAMPLIGHTER_PORT", str(free.getsockname()[1]))
        setup = WorkspaceSetup(stage.PEOPLE, stage.channels(), clock=lambda: NotImplemented)
        with run_workspace(setup) as running:
            monkeypatch.setenv("SLACK_BOT_TOKEN", setup.bot_token)
            monkeypatch.setenv("SLACK_APP_TOKEN", setup.app_token)
            monkeypatch.setenv("SLACK_API_URL", running.api_url)
            finished = run("doctor", "--json")

        findings = json.loads(finished.out)
        assert finished.status == 0
        assert [finding["name"] for finding in findings] == [
            "settings", "questionnaires", "use-case rules", "database", "audit", "queues",
            "answers", "slack", "scopes", "clock", "app token", "assistant", "bot", "button",
        ]  # fmt: skip
        assert "Connected to Slack as lamplighter in Local workspace." in finished.out

    def test_slack_refuses_and_a_message_was_given_up(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, stored: str
    ) -> None:
        """A wrong token, and a dead letter: both need somebody."""
        statement(
            stored,
            "INSERT INTO job (id, kind, key, payload, due_at, is_dead, attempts) VALUES "
            "('0123456789abcdef0123456789abcdef', 'x', 'x', '{}', '2026-01-01', TRUE, 12)",
        )
        setup = WorkspaceSetup(stage.PEOPLE, stage.channels())
        with run_workspace(setup) as running:
            monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-wrong")
            monkeypatch.setenv("SLACK_API_URL", running.api_url)
            finished = run("doctor")

        assert finished.status == 1
        assert "Slack rejected the bot token (invalid_auth)" in finished.out
        assert "Messages and jobs: 0 waiting, 1 failed for good." in finished.out

    def test_nothing_answers(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """Neither the database nor Slack can be reached: a sentence each, no traceback."""
        monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-any")
        monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")

        finished = run("doctor")

        assert finished.status == 1
        assert "The database doesn't respond" in finished.out
        assert "Slack can't be reached" in finished.out


class TestServe:
    """`lamplighter serve` starts, says where it is, and ends on a signal."""

    def test_says_what_is_missing(self, run: Run) -> None:
        """Without tokens it does not start."""
        finished = run("serve")

        assert finished.status == 2
        assert "SLACK_BOT_TOKEN is not set" in finished.err

    @pytest.mark.usefixtures("stored", "logs_as_before", "signals_as_before")
    def test_ends_on_a_signal(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """SIGTERM ends it with status 0."""
        with run_workspace(WorkspaceSetup(stage.PEOPLE, stage.channels())) as running:
            monkeypatch.setenv("SLACK_BOT_TOKEN", running.setup.bot_token)
            monkeypatch.setenv("SLACK_SIGNING_SECRET", running.setup.signing_secret)
            monkeypatch.setenv("SLACK_API_URL", running.api_url)
            monkeypatch.setenv("LAMPLIGHTER_PORT", "0")
            end_soon_after_the_start()
            finished = run("serve")

        assert finished.status == 0
        assert "Lamplighter is running (HTTP mode: http://127.0.0.1:" in finished.err


class TestDemo:
    """`lamplighter demo` prints its address, and ends on a signal."""

    @pytest.mark.usefixtures("logs_as_before", "signals_as_before")
    @pytest.mark.parametrize("options", [["--no-browser"], []])
    def test_says_where_it_is(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, options: list[str]
    ) -> None:
        """A browser opens unless one says no."""
        opened: list[str] = []
        monkeypatch.setattr("webbrowser.open", opened.append)
        end_soon_after_the_start()

        finished = run("demo", "--port", "0", *options)

        assert finished.status == 0
        ready = "Lamplighter's demo is ready: "
        lines = finished.out.splitlines()
        address = next(line.removeprefix(ready) for line in lines if line.startswith(ready))
        assert address.startswith("http://127.0.0.1:")
        assert opened == ([] if options else [address])
        assert "DATABASE_URL=sqlite:///" in finished.out

    def test_a_port_in_use_is_said_with_what_to_do(self, run: Run) -> None:
        """No traceback and no number of the operating system."""
        with listen("127.0.0.1", 0) as taken:
            finished = run("demo", "--no-browser", "--port", str(taken.getsockname()[1]))

        assert finished.status == 2
        assert "Address already in use. Choose another port" in finished.err
