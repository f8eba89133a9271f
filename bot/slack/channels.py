"""Whether a round may go to a channel: Slack is asked, and waited for only briefly."""

from collections.abc import Sequence

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.members import may_pass
from bot.slack.recent_answers import Patience, RecentAnswers
from bot.threads.lane import Lane
from ground.refusals import Refusal
from handlers.wording.presses import Code

log = structlog.get_logger()
TIMEOUT_SECONDS = 2
PATIENCE = Patience(fresh=20.0, good=300.0, wait=0.8, pause=30.0)
MEMBERS_A_PAGE = 200


class Channels:
    """What is known of channels that people chose, for as long as it can be relied on."""

    def __init__(self, client: WebClient, lane: Lane) -> None:
        self._client = WebClient(
            token=client.token,
            base_url=client.base_url,
            timeout=TIMEOUT_SECONDS,
            retry_handlers=[],
        )
        self._answers = RecentAnswers(lane, self._ask, PATIENCE)

    def refusal(self, channel_id: str, user_id: str) -> Refusal | None:
        """Return why a person can't have me post in a channel; None when they can."""
        found = self._answers.get(f"{channel_id}:{user_id}")
        if found is None:
            return Refusal(Code.CHANNEL_NOT_KNOWN)
        return next(iter(found), None)

    def _ask(self, key: str) -> Sequence[Refusal]:
        """Return what stands in the way; empty when nothing does.

        Raises:
            SlackApiError: Slack is busy.
            OSError: It can't be reached.
        """
        channel_id, _, user_id = key.partition(":")
        try:
            return self._look(channel_id, user_id)
        except SlackApiError as error:
            if may_pass(error):
                raise
            log.info("channel_refused", code=error.response.get("error"))
            return [Refusal(Code.CHANNEL_WITHOUT_ME)]

    def _look(self, channel_id: str, user_id: str) -> Sequence[Refusal]:
        channel = self._client.conversations_info(channel=channel_id)["channel"]
        if channel.get("is_archived"):
            return [Refusal(Code.CHANNEL_ARCHIVED)]
        if not channel.get("is_private"):
            if not channel.get("is_member"):
                self._client.conversations_join(channel=channel_id)
            return []
        is_member = self._is_member(channel_id, user_id)
        return [] if is_member else [Refusal(Code.CHANNEL_NOT_YOURS)]

    def _is_member(self, channel_id: str, user_id: str) -> bool:
        cursor = ""
        while True:
            page = self._client.conversations_members(
                channel=channel_id, cursor=cursor, limit=MEMBERS_A_PAGE
            )
            if user_id in page["members"]:
                return True
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return False
