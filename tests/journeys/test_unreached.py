"""People who can't be asked: who leads the round is told at once, and nobody waits for them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.local_slack.faults import Faults, fail, refuse
from bot.local_slack.state import UserGroup
from tests.journeys.kinds_of_people import (
    DEACTIVATED,
    GUEST,
    OUTSIDER,
    ROBOT,
    SINGLE_CHANNEL_GUEST,
)
from tests.journeys.office import BEA, COUNCIL, DAN, FIN, MIA, OLA, Office, open_office
from tests.journeys.rounds import (
    answers_all,
    direct,
    fresh_window,
    pass_hours,
    start,
    the_round,
    time_passes,
)

pytestmark = pytest.mark.sqlite_alone
OTHERS = (DEACTIVATED, OUTSIDER, ROBOT, GUEST, SINGLE_CHANNEL_GUEST)
A_GUEST = "they're a guest here, and only full members can answer"
WHY = {
    DEACTIVATED.id: "their Slack account is deactivated",
    OUTSIDER.id: "they belong to another workspace",
    GUEST.id: A_GUEST,
    SINGLE_CHANNEL_GUEST.id: A_GUEST,
    ROBOT.id: "it's a bot, which can't answer",
}


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office with people who can't be asked."""
    others = [replace(person) for person in OTHERS]
    with open_office(database_url, is_socket=True, others=others) as opened:
        yield opened


def faults_of(office: Office) -> Faults:
    """What Slack does wrong."""
    return office.running.workspace.sender.faults


def told(office: Office, words: str) -> str:
    """Wait until Fin, who leads the round, reads some words."""
    return office.until_seen(direct(FIN), words)


def test_nobody_waits_for_those_who_cannot_answer(office: Office) -> None:
    """Nobody of them can answer; the round closes without them."""
    start(office, business=[BEA, *(person.id for person in OTHERS)])
    for user_id, why in WHY.items():
        assert f"I couldn't ask <@{user_id}>: {why}." in told(office, f"<@{user_id}>: ")
    told(office, "0 of 1 have answered")

    answers_all(office, BEA, "2")

    office.until(lambda: the_round(office).closed_at, what="the round to close")


def test_an_invitation_that_slack_refuses_is_told(office: Office) -> None:
    """Even where nobody can be looked up."""
    office.types(FIN, COUNCIL, "/lamplighter assess")
    faults_of(office).meet("users.info", fail())

    office.fills(FIN, mode="quick", business=[BEA], operations=[ROBOT.id, "U0UNKNOWN"])

    assert WHY[ROBOT.id] in told(office, f"I couldn't ask <@{ROBOT.id}>")
    assert "Slack doesn't know them here" in told(office, "I couldn't ask <@U0UNKNOWN>")


def test_who_leaves_before_the_reminder_is_named(office: Office) -> None:
    """Dan's account is deactivated while the round waits for him."""
    start(office, business=[BEA], data_science=[DAN])
    office.until_delivered()
    office.running.administration.deactivate(DAN)

    time_passes(office, days=3)
    words = f"<@{DAN}> was removed"
    office.until(lambda: pass_hours(office, words, direct(FIN)), what="the reminder's hour")

    assert "their Slack account is deactivated" in told(office, words)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("", "It no longer exists, or was switched off."),
        ("missing_scope", "I'm not allowed to read user groups"),
        ("plan_upgrade_required", "This workspace's plan has no user groups."),
        ("no_permission", "Slack doesn't say who is in it (no_permission)."),
    ],
)
def test_a_user_group_that_slack_does_not_give_is_told(
    office: Office, code: str, why: str
) -> None:
    """It was switched off since it was offered, or Slack refuses; Fin reads what to do."""
    groups = office.running.workspace.world.user_groups
    groups["S1"] = UserGroup("S1", "Operators", [OLA, MIA])
    office.types(FIN, COUNCIL, "/lamplighter assess")
    office.until(lambda: "Operators" in fresh_window(office), what="the group to be known")
    if code:
        faults_of(office).meet("usergroups.users.list", refuse(code))
    else:
        groups["S1"].is_disabled = True

    office.fills(FIN, mode="quick", business=[BEA], lists_operations=["S1"])

    text = told(office, "The user group *Operators* couldn't be invited.")
    assert why in text
    assert "Choose people one by one with" in text


def test_an_empty_user_group_is_told(office: Office) -> None:
    """Nobody would be waited for, and Fin would never know."""
    office.running.workspace.world.user_groups["S1"] = UserGroup("S1", "Operators", [])
    office.types(FIN, COUNCIL, "/lamplighter assess")
    office.until(lambda: "Operators" in fresh_window(office), what="the group to be known")

    office.fills(FIN, mode="quick", business=[BEA], lists_operations=["S1"])

    assert "Nobody is in it." in told(office, "The user group *Operators*")
