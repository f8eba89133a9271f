"""A question is answered wherever it was asked, for the asker alone."""

import pytest

from bot.local_slack.faults import RESPONSE_URL, fail
from bot.local_slack.state import Channel
from tests.journeys.office import BEA, COUNCIL, DAN, Office
from tests.journeys.rounds import direct

pytestmark = pytest.mark.sqlite_alone
PRIVATE = "C0PRIVATE"
QUESTION = "/lamplighter ask how fast can we roll back a model?"
ANSWER = "*About “how fast can we roll back a model?”*"


@pytest.fixture(autouse=True)
def private_channel(office: Office) -> None:
    """Bea and Dan talk in a channel without the bot."""
    channels = office.running.workspace.world.channels
    channels[PRIVATE] = Channel(PRIVATE, "private", {BEA, DAN}, is_private=True)


def answers(office: Office, user_id: str, channel_id: str) -> list[str]:
    """Read the answers that a channel shows to one person."""
    return [text for text in office.sees_alone(user_id, channel_id) if ANSWER in text]


def test_a_question_is_answered_where_the_bot_is_not_a_member(office: Office) -> None:
    """Bea alone sees it, there and nowhere else."""
    office.types(BEA, PRIVATE, QUESTION)

    office.until(lambda: answers(office, BEA, PRIVATE))
    assert answers(office, DAN, PRIVATE) == []
    assert ANSWER not in str(office.sees(direct(BEA)))


@pytest.mark.parametrize("status", [404, 500])
@pytest.mark.parametrize("channel_id", [COUNCIL, PRIVATE])
def test_an_answer_finds_another_way(office: Office, status: int, channel_id: str) -> None:
    """Where Slack takes nothing at the response URL, it comes to Bea alone all the same."""
    times = 1 if status == 500 else None
    office.running.workspace.sender.faults.meet(RESPONSE_URL, fail(status), times)

    office.types(BEA, channel_id, QUESTION)

    office.until(
        lambda: answers(office, BEA, channel_id) or ANSWER in str(office.sees(direct(BEA)))
    )
