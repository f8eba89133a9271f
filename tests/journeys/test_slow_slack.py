"""Slow Slack harms nobody: a press is committed and acked, whatever Slack does about the rest."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from assessments.use_cases.definition import unfinished_use_cases
from bot.local_slack.faults import RESPONSE_URL, Fault, Faults, drop, fail, hang, refuse
from handlers.errors import KEPT
from tests.journeys.office import BEA, COUNCIL, DAN, FIN, MIA, Office, open_office
from tests.journeys.rounds import start

pytestmark = pytest.mark.sqlite_alone
HANG_SECONDS = 20.0
SOON_SECONDS = 10.0
"""Half of what hangs: an ack that waited for it would be later."""
FAULTS = pytest.mark.parametrize(
    "fault",
    [
        pytest.param(hang(HANG_SECONDS), id="hangs"),
        pytest.param(fail(), id="fails"),
        pytest.param(drop(), id="is away"),
    ],
)


@dataclass
class SlowSlack:
    """An office with a round that Fin leads, and what Slack does to calls."""

    office: Office
    faults: Faults

    def press(self, user_id: str, action_id: str) -> float:
        """Press a button in the council's channel; return how many seconds the ack took."""
        message, action = self.office.until(lambda: self.office.find(COUNCIL, action_id))
        began = time.monotonic()
        ack = self.office.running.workspace.press(user_id, COUNCIL, message.ts, action)
        assert ack.is_ok
        return time.monotonic() - began


@pytest.fixture
def slow(database_url: str) -> Iterator[SlowSlack]:
    """An office over HTTP, where each press has an answer of its own."""
    faults = Faults()
    with open_office(database_url, faults=faults) as office:
        start(office, business=[BEA], data_science=[DAN])
        office.until_delivered()
        yield SlowSlack(office, faults)


@FAULTS
def test_a_refused_press_is_acked_whatever_its_response_url_does(
    slow: SlowSlack, fault: Fault
) -> None:
    """The sentence is said by a later try."""
    slow.faults.meet(RESPONSE_URL, fault, times=1)

    assert slow.press(MIA, "close_round") < SOON_SECONDS

    slow.office.until(lambda: "can do this" in str(slow.office.sees_alone(MIA, COUNCIL)) or None)


def test_where_a_response_url_is_used_up_the_sentence_comes_another_way(slow: SlowSlack) -> None:
    """It has expired; the person is told in the channel, by themselves."""
    slow.faults.meet(RESPONSE_URL, fail(404))

    slow.press(MIA, "close_round")

    slow.office.until(lambda: "can do this" in str(slow.office.sees_alone(MIA, COUNCIL)) or None)


@FAULTS
def test_a_window_that_does_not_open_holds_nobody_up(slow: SlowSlack, fault: Fault) -> None:
    """It is said to whoever asked for it, and a decision beside it is taken."""
    slow.faults.meet("views.open", fault, times=30)
    office = slow.office
    for _ in range(3):
        began = time.monotonic()
        office.types(DAN, COUNCIL, "/lamplighter assess")
        assert time.monotonic() - began < SOON_SECONDS

    assert slow.press(FIN, "close_round") < SOON_SECONDS

    office.until(lambda: "Closed: 0 of 2" in str(office.sees(COUNCIL)))
    office.until(lambda: "Slack" in str(office.sees_alone(DAN, COUNCIL)) or _wrong(office))


@FAULTS
def test_whom_slack_does_not_vouch_for_changes_nothing(slow: SlowSlack, fault: Fault) -> None:
    """Dan was never asked about; of Fin, Slack said a moment ago that he is a member."""
    slow.faults.meet("users.info", fault)
    office = slow.office

    assert slow.press(DAN, "close_round") < SOON_SECONDS
    assert "Slack didn't answer whether you're" in str(office.sees_alone(DAN, COUNCIL))
    assert slow.press(FIN, "close_round") < SOON_SECONDS

    office.until(lambda: "Closed: 0 of 2" in str(office.sees(COUNCIL)))
    slow.faults.heal()
    office.until(lambda: _is_known(slow, DAN), what="Slack to say who Dan is")


def _is_known(slow: SlowSlack, user_id: str) -> bool:
    """Tell whether a person's press gets as far as the rule of what they press."""
    slow.office.types(user_id, COUNCIL, "/lamplighter resume")
    return "questions" in str(slow.office.sees_alone(user_id, COUNCIL)[-1])


def _wrong(office: Office) -> bool | None:
    return "Something went wrong" in str(office.sees_alone(DAN, COUNCIL)) or None


@pytest.mark.parametrize("fault", [fail(), drop(), refuse("internal_error"), hang(HANG_SECONDS)])
def test_a_use_case_whose_window_stays_shut_says_what_is_kept(
    slow: SlowSlack, fault: Fault
) -> None:
    """A draft was begun: nobody reads that nothing was changed; trying again takes it up."""
    slow.faults.meet("views.open", fault)
    slow.office.types(BEA, COUNCIL, "/lamplighter usecase new")
    told = slow.office.until(lambda: slow.office.sees_alone(BEA, COUNCIL))
    slow.faults.heal()
    slow.office.types(BEA, COUNCIL, "/lamplighter usecase new")

    assert slow.office.window(BEA)
    assert KEPT in told[-1]
    assert "othing was changed" not in told[-1]
    with slow.office.runtime.database.reading() as session:
        assert len(unfinished_use_cases(session, BEA)) == 1
