"""Who somebody is to our workspace: the signed envelope says it, and Slack is asked again."""

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import islice
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery.slack_errors import MEANINGS, TOO_MANY_REQUESTS, Meaning
from bot.slack.recent_answers import Patience, RecentAnswers
from bot.threads.lane import Lane
from handlers.members import Body, Standing, is_decision, sender

log = structlog.get_logger()
TIMEOUT_SECONDS = 2
PEOPLE = Patience(fresh=60.0, good=1_800.0, wait=0.8, pause=30.0)
OUR_TEAM = Patience(fresh=86_400.0, good=10 * 86_400.0, wait=PEOPLE.wait, pause=PEOPLE.pause)
FRESH_TO_DECIDE_SECONDS = 5.0
"""Who presses, and then sends off the window, is asked about both times."""
RENEWED_AFTER_SECONDS = 600.0
MOST_RENEWED = 50
PASSES = (Meaning.AGAIN, Meaning.PAUSE)
SLACKBOT = "USLACKBOT"
FACTS = (
    "id", "team_id", "deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger",
    "enterprise_user", "name", "real_name",
)  # fmt: skip
User = Mapping[str, Any]


class Members:
    """What is known of people, from `users.info`, for as long as it can be relied on.

    A press waits briefly for Slack, and no press waits while Slack is known to be slow. Where
    Slack can't be reached, what it said within half an hour counts; then nobody may do anything.
    """

    def __init__(self, client: WebClient, lane: Lane) -> None:
        self._client = WebClient(
            token=client.token,
            base_url=client.base_url,
            timeout=TIMEOUT_SECONDS,
            retry_handlers=[],
        )
        self._our_team = RecentAnswers(lane, self._ask_our_team, OUR_TEAM)
        self._people = RecentAnswers(lane, self._ask_person, PEOPLE)

    def standing(self, body: Body) -> Standing:
        """Return who sent a press, window or command."""
        user_id, team_id = sender(body)
        if self._our_team.is_older_than(OUR_TEAM.fresh, ""):
            self._people.renew(user_id)  # meanwhile
        our_team = self._our_team.get("")
        if our_team is None:
            return Standing.NOT_KNOWN
        if team_id and team_id != our_team:
            return Standing.OUTSIDER
        fresh = FRESH_TO_DECIDE_SECONDS if is_decision(body) else PEOPLE.fresh
        user = self._people.get(user_id, fresh=fresh)
        return standing_of(user, our_team) if user else Standing.NOT_KNOWN

    def name_of(self, user_id: str) -> str:
        """Return a person's name; empty where Slack doesn't say in time."""
        user = self._people.get(user_id) or {}
        return str(user.get("real_name") or user.get("name") or "")

    def renew(self, user_ids: Iterable[str]) -> None:
        """Ask again about those of whom nothing was heard for ten minutes, a few at a time."""
        if self._our_team.is_older_than(OUR_TEAM.fresh, ""):
            self._our_team.renew("")
        is_due = partial(self._people.is_older_than, RENEWED_AFTER_SECONDS)
        for user_id in islice(filter(is_due, user_ids), MOST_RENEWED):
            self._people.renew(user_id)

    def _ask_our_team(self, _: str) -> str:
        return str(self._client.auth_test()["team_id"])

    def _ask_person(self, user_id: str) -> User:
        """Ask Slack about a person.

        Returns:
            What it says; nothing where it will not say.

        Raises:
            SlackApiError: It is busy.
            OSError: It can't be reached.
        """
        try:
            user: User = self._client.users_info(user=user_id)["user"]
        except SlackApiError as error:
            if may_pass(error):
                raise
            log.warning("person_not_looked_up", code=error.response.get("error"))
            return {}
        return {name: user[name] for name in FACTS if name in user}


def standing_of(user: User, our_team: str) -> Standing:
    """Return what `users.info` says of a person; a member is who is said to be no guest.

    What Slack leaves out is taken for the worse: of a deactivated person it says little. Of a
    person of another team it denies that they are a guest.
    """
    enterprise = user.get("enterprise_user") or {}
    is_ours = our_team in (user.get("team_id"), *enterprise.get("teams", ()))
    for is_so, standing in (
        (user.get("deleted") is not False, Standing.DEACTIVATED),
        (user.get("is_bot") or user.get("id") == SLACKBOT, Standing.BOT),
        (not is_ours or user.get("is_stranger"), Standing.OUTSIDER),
        (user.get("is_ultra_restricted"), Standing.SINGLE_CHANNEL_GUEST),
        (user.get("is_restricted") is not False, Standing.GUEST),
    ):
        if is_so:
            return standing
    return Standing.MEMBER


def may_pass(error: SlackApiError) -> bool:
    """Return whether Slack may answer the same question later."""
    meaning = MEANINGS.get(str(error.response.get("error", "")), Meaning.AGAIN)
    return meaning in PASSES or error.response.status_code == TOO_MANY_REQUESTS
