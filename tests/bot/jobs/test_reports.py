"""Jobs around a result: drawn once for each state, sent with names where Slack gives them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from slack_sdk import WebClient
from sqlmodel import select

from assessments.actions.roadmap import agree_action
from assessments.results.pictures import drawn_state, find_picture, keep_picture
from assessments.rounds.starting import start_round
from assessments.tables import Assessment, RoadmapAction
from bot.delivery.client import Mark, NewFile, PersonFacts, Slack
from bot.delivery.slack_errors import RetryAfterError, SlackRefusedError
from bot.jobs.job import JobContext
from bot.jobs.reports import draw_result, send_report
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.surfaces.surface import place_surface
from tests.assessments.held_round import PAIRS, PLAN, held_round

pytestmark = pytest.mark.sqlite_alone

PLAN_OF_ONE = replace(PLAN, people={"U0BEA": "business"})
BEA = PersonFacts("UTC", is_deactivated=False, name="Bea Baker")


class RecordingSlack(Slack):
    """Slack that keeps what it is sent, and knows people as a test wants."""

    def __init__(self, look_up: Callable[[], PersonFacts] = lambda: BEA) -> None:
        super().__init__(WebClient())
        self.answer = look_up
        self.pictures: list[str] = []
        self.sent: list[tuple[str, Sequence[NewFile]]] = []

    def look_up(self, user_id: str) -> PersonFacts:
        """Answer as told."""
        del user_id
        return self.answer()

    def upload_png(self, content: bytes, name: str, alt_text: str) -> str:
        """Keep the words of the picture."""
        assert content.startswith(b"\x89PNG")
        self.pictures.append(f"{name}: {alt_text}")
        return f"F{len(self.pictures)}"

    def send_files(self, place: str, files: Sequence[NewFile], comment: str, mark: Mark) -> None:
        """Keep the files."""
        assert comment.startswith("Result")
        assert mark.text in comment
        self.sent.append((place, files))


@pytest.fixture
def transactions(database: Database, now: datetime) -> Transactions:
    """Transactions at a time that stands still."""
    return Transactions(database, place_surface, lambda: now)


@pytest.fixture
def held(transactions: Transactions, now: datetime) -> Assessment:
    """A closed round whose first action Bea has taken on."""
    with transactions.begin() as work:
        assessment = held_round(work.session, PAIRS, now)
        action = work.session.exec(select(RoadmapAction).order_by("position")).first()
        assert action is not None
        agree_action(work.session, action.id, "U0BEA", date(2027, 1, 15), "U0FIN", now)
    return assessment


def sent_markdown(slack: RecordingSlack) -> str:
    """The Markdown that was sent."""
    return next(file for file in slack.sent[0][1] if file.name.endswith(".md")).content.decode()


@pytest.mark.both_databases
def test_a_result_is_drawn_once(
    transactions: Transactions, held: Assessment, now: datetime
) -> None:
    """The job may run twice; the picture is uploaded and kept once."""
    slack = RecordingSlack()
    bench = JobContext(transactions, slack, Path())

    for _ in range(2):
        draw_result(bench, {"assessment_id": str(held.id)}, now)

    assert len(slack.pictures) == 1
    with transactions.begin() as opened:
        found = opened.session.get_one(Assessment, held.id)
        assert find_picture(opened.session, found) == "F1"


def test_a_round_that_was_reopened_is_not_drawn(transactions: Transactions, now: datetime) -> None:
    """There is nothing to be seen any more."""
    slack = RecordingSlack()
    with transactions.begin() as work:
        assessment = start_round(work.session, PLAN_OF_ONE, now)

    draw_result(
        JobContext(transactions, slack, Path()), {"assessment_id": str(assessment.id)}, now
    )

    assert slack.pictures == []


def test_the_report_has_names(transactions: Transactions, held: Assessment, now: datetime) -> None:
    """A file that leaves Slack names people in words."""
    slack = RecordingSlack()

    send_report(
        JobContext(transactions, slack, Path()),
        {"assessment_id": str(held.id), "user_id": "U0FIN"},
        now,
    )

    assert slack.sent[0][0] == "U0FIN"
    assert "Bea Baker" in sent_markdown(slack)


def test_without_an_answer_the_id_stands(
    transactions: Transactions, held: Assessment, now: datetime
) -> None:
    """A missing right is no reason to send nothing."""

    def refuse() -> PersonFacts:
        raise SlackRefusedError("missing_scope")

    slack = RecordingSlack(refuse)

    send_report(
        JobContext(transactions, slack, Path()),
        {"assessment_id": str(held.id), "user_id": "U0FIN"},
        now,
    )

    assert "U0BEA" in sent_markdown(slack)


def test_a_pause_is_kept(transactions: Transactions, held: Assessment, now: datetime) -> None:
    """The job waits and comes again."""

    def pause() -> PersonFacts:
        raise RetryAfterError(30, "users.info")

    with pytest.raises(RetryAfterError):
        send_report(
            JobContext(transactions, RecordingSlack(pause), Path()),
            {"assessment_id": str(held.id), "user_id": "U0FIN"},
            now,
        )


def test_a_picture_of_another_state_is_replaced(
    transactions: Transactions, held: Assessment, now: datetime
) -> None:
    """After a second round the picture is drawn anew."""
    with transactions.begin() as work:
        keep_picture(work.session, held.id, "before", "F0")
    slack = RecordingSlack()

    draw_result(JobContext(transactions, slack, Path()), {"assessment_id": str(held.id)}, now)

    with transactions.begin() as work:
        found = work.session.get_one(Assessment, held.id)
        assert drawn_state(found) != "before"
        assert find_picture(work.session, found) == "F1"
