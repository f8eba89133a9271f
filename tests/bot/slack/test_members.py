"""Who is a full member of our workspace: what Slack says so outright, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.local_slack.faults import Fault, Faults, drop, fail, refuse
from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local_slack.state import OTHER_TEAM_ID, TEAM_ID, Person
from bot.slack.members import OUR_TEAM, PEOPLE, Members, standing_of
from bot.threads.lane import Lane
from handlers.members import Standing, sender
from tests.journeys import kinds_of_people as kinds
from tests.patience import PATIENCE_SECONDS

ANN = Person("U0ANN", "Ann")
USER = {
    "id": "U1", "team_id": "T1", "deleted": False, "is_bot": False, "is_restricted": False,
    "is_ultra_restricted": False,
}  # fmt: skip
ORGANIZATION = {"teams": ["T1", "T2"]}


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        pytest.param({}, Standing.MEMBER, id="member"),
        pytest.param({"is_restricted": True}, Standing.GUEST, id="guest"),
        pytest.param(
            {"is_restricted": True, "is_ultra_restricted": True},
            Standing.SINGLE_CHANNEL_GUEST,
            id="single-channel guest",
        ),
        pytest.param({"team_id": "T2"}, Standing.OUTSIDER, id="another team"),
        pytest.param({"team_id": None}, Standing.OUTSIDER, id="no team"),
        pytest.param({"is_stranger": True}, Standing.OUTSIDER, id="stranger"),
        pytest.param({"is_bot": True}, Standing.BOT, id="bot"),
        pytest.param({"id": "USLACKBOT"}, Standing.BOT, id="slackbot"),
        pytest.param({"deleted": True}, Standing.DEACTIVATED, id="deactivated"),
        pytest.param({"deleted": None}, Standing.DEACTIVATED, id="not said to be active"),
        pytest.param({"is_restricted": None}, Standing.GUEST, id="not said to be no guest"),
        pytest.param(
            {"team_id": "T2", "enterprise_user": ORGANIZATION},
            Standing.MEMBER,
            id="of an organization's team",
        ),
        pytest.param(
            {"team_id": "T3", "enterprise_user": {"teams": ["T2"]}},
            Standing.OUTSIDER,
            id="of an organization's other teams",
        ),
    ],
)
def test_only_what_is_said_outright_makes_a_member(
    change: dict[str, Any], standing: Standing
) -> None:
    """What is left out counts against a person."""
    assert standing_of(USER | change, "T1") is standing


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"user": {"id": "U1", "team_id": "T2"}, "team": {"id": "T1"}}, ("U1", "T2")),
        ({"user": {"id": "U1"}, "team": {"id": "T1"}}, ("U1", "")),
        ({"user_id": "U1", "team_id": "T2"}, ("U1", "T2")),
        ({}, ("", "")),
    ],
)
def test_the_payloads_own_team_does_not_tell(body: dict[str, Any], said: tuple[str, str]) -> None:
    """Only the one beside the person's id does."""
    assert sender(body) == said


@pytest.fixture
def running() -> Iterator[RunningWorkspace]:
    """A workspace of all kinds of people."""
    people = [replace(person) for person in (ANN, *kinds.MAY_NOT_DECIDE)]
    setup = WorkspaceSetup(people, [], events_url="http://127.0.0.1:1/", faults=Faults())
    with run_workspace(setup) as made:
        yield made


@pytest.fixture
def members(running: RunningWorkspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Members]:
    """What the app knows of them: nothing yet. No time passes, and everyone waits for Slack."""
    for name, patience in (("PEOPLE", PEOPLE), ("OUR_TEAM", OUR_TEAM)):
        waits = replace(patience, wait=PATIENCE_SECONDS)
        monkeypatch.setattr(f"bot.slack.members.{name}", waits)
    monkeypatch.setattr("bot.slack.members.TIMEOUT_SECONDS", PATIENCE_SECONDS)
    monkeypatch.setattr("bot.slack.recent_answers.seconds", lambda: 0.0)
    lane = Lane("questions", threads=4)
    yield Members(WebClient(running.setup.bot_token, base_url=running.api_url), lane)
    lane.stop()


def press(user_id: str, team_id: str = TEAM_ID) -> dict[str, Any]:
    """A press, as its envelope says it."""
    return {"user": {"id": user_id, "team_id": team_id}, "team": {"id": TEAM_ID}}


def calls(running: RunningWorkspace, method: str) -> int:
    """Count the calls of a method."""
    return sum(call.method == method for call in running.workspace.world.calls)


def test_slack_is_asked_once_about_a_person_who_presses_twice(
    members: Members, running: RunningWorkspace
) -> None:
    """And once in all which team is ours."""
    found = {members.standing(press("U0ANN")) for _ in range(2)}

    assert found == {Standing.MEMBER}
    assert (calls(running, "users.info"), calls(running, "auth.test")) == (1, 1)


def test_an_envelope_of_another_team_is_an_outsiders(members: Members) -> None:
    """Whatever Slack says of the person otherwise."""
    assert members.standing(press("U0ANN", OTHER_TEAM_ID)) is Standing.OUTSIDER


def test_an_envelope_without_a_team_leaves_it_to_what_slack_says(members: Members) -> None:
    """Ann is one of us, Otto isn't."""
    found = [members.standing(press(user_id, "")) for user_id in ("U0ANN", kinds.OUTSIDER.id)]

    assert found == [Standing.MEMBER, Standing.OUTSIDER]


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fail(), id="fails"),
        pytest.param(drop(), id="is away"),
        pytest.param(refuse("internal_error"), id="has an error"),
        pytest.param(refuse("missing_scope"), id="may not be asked"),
        pytest.param(refuse("user_not_found"), id="doesn't know them"),
    ],
)
@pytest.mark.parametrize("method", ["users.info", "auth.test"])
def test_where_slack_does_not_say_nobody_is_a_member(
    members: Members, running: RunningWorkspace, fault: Fault, method: str
) -> None:
    """Whatever the reason."""
    running.setup.faults.meet(method, fault)

    assert members.standing(press("U0ANN")) is Standing.NOT_KNOWN


def test_a_definite_no_counts_at_once(
    members: Members, running: RunningWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was known before is known no more; an outage is another matter."""
    monkeypatch.setattr("bot.slack.recent_answers.seconds", iter(range(0, 10**6, 61)).__next__)
    members.standing(press("U0ANN"))
    running.setup.faults.meet("users.info", fail(), times=1)
    in_an_outage = members.standing(press("U0ANN"))
    running.setup.faults.meet("users.info", refuse("missing_scope"))

    assert in_an_outage is Standing.MEMBER
    assert members.standing(press("U0ANN")) is Standing.NOT_KNOWN


@pytest.mark.parametrize(
    ("action_id", "standing"),
    [("approve_deployment", Standing.DEACTIVATED), ("show_more", Standing.MEMBER)],
)
def test_who_decides_is_asked_about_again(
    members: Members,
    running: RunningWorkspace,
    monkeypatch: pytest.MonkeyPatch,
    action_id: str,
    standing: Standing,
) -> None:
    """Ann leaves between the press and the window; what isn't decided waits for a minute."""
    clock = [0.0]
    monkeypatch.setattr("bot.slack.recent_answers.seconds", lambda: clock[0])
    pressed = {**press("U0ANN"), "actions": [{"action_id": action_id}]}
    assert members.standing(pressed) is Standing.MEMBER
    running.administration.deactivate("U0ANN")
    clock[0] = 6.0

    assert members.standing(pressed) is standing


def test_who_decides_is_known_beforehand(members: Members, running: RunningWorkspace) -> None:
    """Once in ten minutes."""
    for _ in range(2):
        members.renew(["U0ANN"])
        assert members.name_of("U0ANN") == "Ann"
    running.setup.faults.meet("users.info", drop())

    assert members.standing(press("U0ANN")) is Standing.MEMBER
    assert calls(running, "users.info") == 1
