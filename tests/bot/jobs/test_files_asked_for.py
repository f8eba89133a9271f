"""Files that were asked for come once, whenever the process is killed."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from slack_sdk import WebClient

from bot.delivery.client import Mark, NewFile, Slack
from bot.jobs.job import JobContext, work_by_kind
from bot.local_slack.faults import Faults
from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local_slack.state import Person
from bot.queues.claims import LEASE
from bot.queues.jobs import JobRunner, enqueue
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.job_kinds import JobKind
from handlers.surfaces.surface import place_surface
from tests.assessments.held_round import PAIRS, PLAN, held_round
from tests.audit.use_case_steps import written

pytestmark = pytest.mark.sqlite_alone

LATER = timedelta(minutes=2)


class Killed(Slack):
    """Slack for a process that is killed once the files are there, `kills` times."""

    kills = 0

    def send_files(self, place: str, files: Sequence[NewFile], comment: str, mark: Mark) -> None:
        """Send, and die."""
        super().send_files(place, files, comment, mark)
        if self.kills:
            self.kills -= 1
            raise SystemExit


@pytest.fixture
def faults() -> Faults:
    """No faults yet."""
    return Faults()


@pytest.fixture
def running(now: datetime, faults: Faults) -> Iterator[RunningWorkspace]:
    """A workspace with Bea, in which time stands still."""
    setup = WorkspaceSetup([Person("U0BEA", "Bea")], [], clock=lambda: now, faults=faults)
    with run_workspace(setup) as served:
        yield served


@pytest.fixture
def slack(running: RunningWorkspace) -> Killed:
    """Our calls, over the SDK."""
    client = WebClient(running.setup.bot_token, base_url=running.api_url, retry_handlers=[])
    return Killed(client)


@pytest.fixture
def jobs(database: Database, slack: Slack, tmp_path: Path, now: datetime) -> JobRunner:
    """What does the jobs."""
    bench = JobContext(Transactions(database, place_surface, lambda: now), slack, tmp_path)
    return JobRunner(database, work_by_kind(bench), Random(1))


def ask(jobs: JobRunner, kind: str, asked_at: datetime, **payload: str) -> None:
    """Bea presses the button."""
    payload |= {"user_id": "U0BEA", "asked_at": asked_at.isoformat()}
    with jobs.database.transaction() as session:
        enqueue(session, kind, key=str(asked_at), payload=payload, now=asked_at)


def held(jobs: JobRunner, now: datetime) -> str:
    """A closed round, as a press names it."""
    with jobs.database.transaction() as session:
        return str(held_round(session, PAIRS, now, PLAN).id)


def messages(running: RunningWorkspace) -> list[str]:
    """What Bea reads."""
    return [message.text for message in running.workspace.messages("D0BEA")]


def test_a_report_comes_once(
    jobs: JobRunner, slack: Killed, running: RunningWorkspace, now: datetime
) -> None:
    """Killed when the files are there, the job is done again; another press sends another."""
    round_id = held(jobs, now)
    slack.kills = 1
    ask(jobs, JobKind.SEND_REPORT, now, assessment_id=round_id)
    with pytest.raises(SystemExit):
        jobs.step(now)
    again = jobs.step(now + LEASE)
    first = messages(running)
    ask(jobs, JobKind.SEND_REPORT, now + LATER, assessment_id=round_id)
    jobs.step(now + LATER)

    assert again is not None
    assert again.error is None
    assert len(first) == 1
    assert first[0].startswith("Result on machine learning: level 1 of 4")
    assert "Asked for <!date^" in first[0]
    assert first[0].count("readiness-") == 4
    assert len(messages(running)) == 2


def test_a_use_case_comes_once(
    jobs: JobRunner, slack: Killed, running: RunningWorkspace, now: datetime
) -> None:
    """As one page to read, twice, and as its contract."""
    with jobs.database.transaction() as session:
        use_case_id = str(written(session, now).id)
    slack.kills = 1
    ask(jobs, JobKind.SEND_USE_CASE, now, use_case_id=use_case_id)
    with pytest.raises(SystemExit):
        jobs.step(now)

    jobs.step(now + LEASE)

    (text,) = messages(running)
    assert text.startswith("Use case Churn call list. Asked for <!date^")
    assert text.count("use-case-churn-call-list-draft.") == 3


def test_the_portfolio_comes_as_a_picture_and_a_table(
    jobs: JobRunner, running: RunningWorkspace, now: datetime
) -> None:
    """The picture has words for those who don't see it."""
    with jobs.database.transaction() as session:
        written(session, now)
    ask(jobs, JobKind.SEND_PORTFOLIO, now)

    done = jobs.step(now)

    assert done is not None
    assert done.error is None
    picture, table = running.workspace.world.files.values()
    assert picture.alt_text.endswith("Churn call list: benefit 4, 6 weeks, now.")
    assert (picture.name, table.name) == ("use-cases.png", "use-cases.md")
    assert b"| Now | Churn call list | defined |" in table.content


@pytest.mark.both_databases
def test_a_copy_comes_once(
    jobs: JobRunner, slack: Killed, running: RunningWorkspace, now: datetime
) -> None:
    """Of one's own answers."""
    held(jobs, now)
    slack.kills = 1
    ask(jobs, JobKind.EXPORT_ANSWERS, now)
    with pytest.raises(SystemExit):
        jobs.step(now)

    jobs.step(now + LEASE)

    assert [text.partition(".")[0] for text in messages(running)] == ["Your answers"]


def test_what_was_not_sent_is_sent_again(
    jobs: JobRunner, faults: Faults, running: RunningWorkspace, now: datetime
) -> None:
    """Slack fails before the files stand there; then its answer is lost after they do."""
    faults.methods, faults.server_error_share = ["files.completeUploadExternal"], 1.0
    ask(jobs, JobKind.SEND_REPORT, now, assessment_id=held(jobs, now))
    failed = jobs.step(now)
    faults.server_error_share, faults.lost_share = 0.0, 1.0
    lost = jobs.step(now + LATER)
    faults.lost_share = 0.0
    done = jobs.step(now + 4 * LATER)

    assert [found is not None and bool(found.error) for found in (failed, lost, done)] == [
        True, True, False,
    ]  # fmt: skip
    assert len(messages(running)) == 1
