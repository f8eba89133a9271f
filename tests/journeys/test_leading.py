"""What a facilitator's home says of the rounds that they lead, and what it lets them press."""

from collections.abc import Iterator

import pytest

from tests.journeys.office import BEA, COUNCIL, DAN, FIN, Office, open_office
from tests.journeys.rounds import (
    actions,
    answers_all,
    direct,
    home,
    presses_at_home,
    start,
    the_round,
    time_passes,
)

pytestmark = pytest.mark.sqlite_alone


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office over HTTP; the transports are compared in test_readiness."""
    with open_office(database_url) as opened:
        yield opened


def home_says(office: Office, words: str) -> None:
    """Wait until Fin's home says something."""
    office.until(lambda: words in str(home(office, FIN)), what=f"{words!r} in Fin's home")


def test_home_follows_a_round_until_it_is_settled(office: Office) -> None:
    """Running, answered anew after a reopening, to be decided, settled: home needs no opening."""
    office.running.workspace.open_home(FIN)
    home_says(office, "all caught up")
    start(office, business=[BEA], data_science=[DAN], scope="Retail", ends_on="2031-12-20")
    home_says(office, "0 of 2 have answered. Last day: 20 Dec 2031.")
    assert "all caught up" not in str(home(office, FIN))
    answers_all(office, BEA, "1")
    home_says(office, "1 of 2 has answered")
    answers_all(office, DAN, "1")
    office.presses(FIN, direct(FIN), "reopen_round")
    home_says(office, "everyone has answered.* Close it to see the result.")

    presses_at_home(office, FIN, "close_round")
    home_says(office, "need your decision")
    count = len(actions(office))
    assert f"{count} actions need your decision" in str(home(office, FIN))
    office.types(FIN, COUNCIL, "/lamplighter status")
    assert "1 round you lead" in office.sees_alone(FIN, COUNCIL)[-1]
    for left in range(count - 1, -1, -1):
        presses_at_home(office, FIN, "decline_action")
        office.fills(FIN, reason="Not this year")
        home_says(office, f"{left} action" if left else "all caught up")

    assert the_round(office).settled_at is not None


def test_a_round_whose_leader_left_is_taken_over(office: Office) -> None:
    """Noticed within a day; Bea, who was asked, leads it; Fin comes back and is refused."""
    start(office, business=[BEA], data_science=[DAN])
    office.until_delivered()
    office.running.administration.deactivate(FIN)
    time_passes(office, days=1)
    office.until_seen(COUNCIL, f"<@{FIN}>, who leads")
    message, take_over = office.until(lambda: office.find(COUNCIL, "take_over_round"))

    office.presses(BEA, COUNCIL, "take_over_round")

    office.until_seen(COUNCIL, f"<@{BEA}> leads “")
    office.running.administration.reactivate(FIN)
    office.running.workspace.press(DAN, COUNCIL, message.ts, take_over)
    assert "Nothing was changed" in office.sees_alone(DAN, COUNCIL)[-1]
    office.presses(BEA, direct(BEA), "close_round")
    office.until(lambda: the_round(office).closed_at, what="the end")
    assert the_round(office).started_by == BEA
