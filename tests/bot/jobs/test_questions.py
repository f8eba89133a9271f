"""kill -9 while the bot answers a person in their direct message: they read it once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from slack_sdk import WebClient
from sqlmodel import select

from assessments.rounds.lists import remember_lists
from bot.delivery.client import Slack
from bot.delivery.delivery import Delivery
from bot.jobs.job import JobContext, work_by_kind
from bot.queues.claims import LEASE
from bot.queues.jobs import Job, JobRunner, enqueue
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.dependencies import Dependencies
from handlers.events.message import app_mention, message
from handlers.job_kinds import JobKind
from handlers.surfaces.surface import draw_surface, place_surface
from tests.assessments.held_round import PAIRS, held_round
from tests.bot.conftest import FakeSlack

HELLO = {"channel_type": "im", "user": "U0BEA", "channel": "D0BEA", "ts": "1.0"}


class Groups(Slack):
    """Slack with one user group."""

    def people_of_user_group(self, user_group_id: str) -> list[str]:
        """Return who is in it."""
        del user_group_id
        return ["U0OLA"]


@pytest.fixture
def transactions(database: Database, now: datetime) -> Transactions:
    """Transactions at a time that stands still."""
    return Transactions(database, place_surface, lambda: now)


@pytest.fixture
def jobs(transactions: Transactions, tmp_path: Path) -> JobRunner:
    """What does the jobs, beside that Slack."""
    bench = JobContext(transactions, Groups(WebClient()), tmp_path)
    return JobRunner(transactions.database, work_by_kind(bench), Random(1))


class NoTalk:
    """Nothing is said at once."""

    client = WebClient()

    def tell(self, text: str) -> None:
        """Fail, since a question is answered later."""
        raise AssertionError(text)


def writes(
    transactions: Transactions,
    now: datetime,
    *listeners: Callable[..., None],
    **changes: str,
) -> None:
    """A person writes to the bot."""
    begin = transactions.begin
    deps = Dependencies(begin, begin, transactions.reading, lambda: now, NoTalk(), lambda: None)
    heard: tuple[Callable[..., None], ...] = listeners or (message,)
    for listener in heard:
        listener(lambda: None, HELLO | changes, deps)


def deliver_over_a_kill(transactions: Transactions, slack: FakeSlack, now: datetime) -> None:
    """Kill the process once Slack has the first message, before that is stored; go on later."""
    delivery = Delivery(transactions.database, slack, draw_surface, Random(1))
    slack.lost = [SystemExit()]  # type: ignore[list-item] # stands for kill -9
    with pytest.raises(SystemExit):
        delivery.step(now)
    later = now + LEASE
    while delivery.step(later) is not None:
        later += timedelta(seconds=2)


def test_a_person_is_greeted_once(
    transactions: Transactions, slack: FakeSlack, now: datetime
) -> None:
    """The process dies between the post and the commit, and the event comes once more."""
    writes(transactions, now)
    deliver_over_a_kill(transactions, slack, now)
    writes(transactions, now)
    deliver = Delivery(transactions.database, slack, draw_surface, Random(2))
    deliver.step(now + 2 * LEASE)

    assert [text.partition("!")[0] for text in slack.texts()] == ["Hello"]
    assert [found.channel_id for found in slack.messages.values()] == ["D0BEA"]
    assert slack.calls.count("post") == 1


def test_each_message_is_answered(
    transactions: Transactions, slack: FakeSlack, now: datetime
) -> None:
    """Two messages, of which one is answered when the process dies: two greetings."""
    writes(transactions, now)
    writes(transactions, now, ts="2.0")

    deliver_over_a_kill(transactions, slack, now)

    assert len(slack.texts()) == 2


def test_who_wrote_to_an_older_version_is_greeted(
    transactions: Transactions, jobs: JobRunner, slack: FakeSlack, now: datetime
) -> None:
    """A greeting that waited as a job while the bot was upgraded is sent."""
    payload = {"channel_id": "D0BEA"}
    with transactions.database.transaction() as session:
        enqueue(session, JobKind.GREET, key="D0BEA:1.0", payload=payload, now=now)

    done = jobs.step(now)
    deliver_over_a_kill(transactions, slack, now)

    assert done is not None
    assert done.error is None
    assert len(slack.texts()) == 1


def test_a_user_group_is_refused_once(
    transactions: Transactions, jobs: JobRunner, slack: FakeSlack, now: datetime
) -> None:
    """The round was closed meanwhile; the job dies before it is done, and runs again."""
    with transactions.database.transaction() as session:
        remember_lists(session, {"S1": "Operators"}, now)
        held = held_round(session, PAIRS, now)
        payload = {"assessment_id": str(held.id), "group": "operations", "list_id": "S1"}
        for attempt in ("1", "2"):
            enqueue(session, JobKind.INVITE_LIST, key=attempt, payload=payload, now=now)

    jobs.step(now)
    deliver_over_a_kill(transactions, slack, now)
    jobs.step(now)
    deliver = Delivery(transactions.database, slack, draw_surface, Random(2))
    deliver.step(now + 2 * LEASE)

    assert slack.texts() == [
        "A user group couldn't be invited. This round is closed. Reopen it to add people."
    ]
    assert next(iter(slack.messages.values())).channel_id == "D0FIN"


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
def test_a_persons_question_is_taken_once_whatever_its_kind(
    transactions: Transactions, now: datetime, subtype: str
) -> None:
    """With a file, shown in the channel too, by `/me`; Slack sends it plain and again as well."""
    for changes in ({"subtype": subtype}, {"subtype": subtype}, {}):
        writes(transactions, now, text="how is churn doing?", thread_ts="0.9", **changes)

    with transactions.reading() as session:
        assert len(session.exec(select(Job)).all()) == 1


def test_one_mention_is_one_question_however_often_it_is_told(
    transactions: Transactions, now: datetime
) -> None:
    """As a mention and a message, again after three seconds, edited, unfurled, deleted."""
    asked = {"text": "<@U0BOT> how is churn doing?"}
    both = (app_mention, message)
    writes(transactions, now, *both, *both, **asked)
    writes(transactions, now, *both, **asked, edited="1.5")
    for subtype in ("message_changed", "message_deleted"):
        writes(transactions, now, *both, **asked, subtype=subtype)

    with transactions.reading() as session:
        (job,) = session.exec(select(Job)).all()
    assert job.payload["question"] == "how is churn doing?"
