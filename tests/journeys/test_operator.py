"""What whoever runs the bot sees: `/readyz`, and doctor's words on what is stuck."""

from collections.abc import Iterator

import httpx
import pytest

from bot.health.examination import examine
from bot.local_slack.call_log import Call
from bot.local_slack.faults import Faults, refuse
from bot.local_slack.outbound import SocketOutbound
from bot.queues.lengths import MANY_TRIES
from tests.bot.cli.conftest import statement
from tests.journeys.office import COUNCIL, FIN, MODEL_CHANNEL, OLA, Office, open_office
from tests.journeys.test_release import ask
from tests.patience import waiting_jobs

pytestmark = pytest.mark.sqlite_alone


@pytest.fixture
def faults() -> Faults:
    """What Slack does to calls."""
    return Faults()


@pytest.fixture
def office(database_url: str, faults: Faults) -> Iterator[Office]:
    """An office over Socket Mode."""
    with open_office(database_url, is_socket=True, faults=faults) as opened:
        yield opened


def readiness(office: Office) -> tuple[int, str]:
    """Ask the bot whether it is ready."""
    answer = httpx.get(f"{office.address}/readyz")
    return answer.status_code, answer.json()["status"]


def calls(office: Office) -> list[Call]:
    """List the bot's calls so far."""
    return list(office.running.workspace.world.calls)


def jobs_waiting(office: Office) -> int:
    """Count the jobs that are not done."""
    return waiting_jobs(office.runtime.database)


def test_a_bot_that_slack_cant_reach_is_not_ready(office: Office, faults: Faults) -> None:
    """The websocket goes down, and comes back once Slack lets it: a press works again."""
    office.until(lambda: readiness(office) == (200, "ok"))
    ask(office)
    office.until_delivered()
    outbound = office.running.workspace.sender.outbound
    assert isinstance(outbound, SocketOutbound)

    faults.meet("apps.connections.open", refuse("internal_error"))
    outbound.cut()
    office.until(lambda: readiness(office)[0] == 503)
    down = {readiness(office) for _ in range(20)}
    faults.heal()
    office.until(lambda: readiness(office) == (200, "ok"))
    office.presses(OLA, MODEL_CHANNEL, "approve_deployment")

    assert down == {(503, "the connection to Slack (Socket Mode) is down")}
    office.until_seen(MODEL_CHANNEL, "*Released.*")


def test_an_optional_scope_that_was_left_out_degrades_nothing(office: Office) -> None:
    """Without user groups, a round is started with people alone."""
    office.until(lambda: readiness(office) == (200, "ok"))
    office.running.installation.scopes.discard("usergroups:read")

    office.types(FIN, COUNCIL, "/lamplighter assess")
    office.until(lambda: "usergroups.list" in [call.method for call in calls(office)])
    office.until(lambda: jobs_waiting(office) == 0)

    assert office.window(FIN)
    assert readiness(office) == (200, "ok")


def test_a_full_disk_is_said_each_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not only where a write happens to fail."""
    office.until(lambda: readiness(office) == (200, "ok"))
    with monkeypatch.context() as full:
        full.setattr("bot.storage.database.LEAST_ROOM_BYTES", 1 << 60)
        told = {readiness(office) for _ in range(20)}

    assert told == {(503, "the disk of the database is full")}
    assert readiness(office) == (200, "ok")


def test_a_message_that_is_stuck_is_named_by_model_and_channel(office: Office) -> None:
    """After ten tries, whatever the reason."""
    ask(office)
    office.until_delivered()
    statement(
        office.runtime.settings.database_url,
        "UPDATE surface SET wanted_version = 99, last_error = 'odd', next_attempt_at = "  # noqa: S608 - a number
        f"'2099-01-01', attempts = {MANY_TRIES} WHERE kind = 'deployment_request'",
    )

    said = [found.sentence for found in examine(office.runtime.settings) if not found.is_fine]

    assert (
        f"A message (deployment_request of employment) for {MODEL_CHANNEL} "
        f"wasn't shown in {MANY_TRIES} tries: odd."
    ) in said
