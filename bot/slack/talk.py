"""What is said to a person about a press: after the commit, on threads that no press waits for."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from secrets import token_hex
from threading import Lock
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.threads.lane import Lane
from handlers.errors import TOO_LATE, window_apology

log = structlog.get_logger()
WINDOW_TIMEOUT_SECONDS = 2
WINDOW_WITHIN_SECONDS = 2.5
"""A trigger is good for three seconds: what starts later would fail."""
NAP_SECONDS = 0.01
SENTENCE_TIMEOUT_SECONDS = 3
WAITS_SECONDS = (2.0, 10.0, 30.0, *(60.0,) * 9)
"""Between tries, for ten minutes in all; Slack takes five answers at one response URL."""
USES_OF_RESPONSE_URL = 5
BAD_REQUEST, TOO_MANY_REQUESTS, SERVER_ERROR = 400, 429, 500
UNREACHED = (SlackClientError, OSError, HTTPException)


@dataclass
class Lanes:
    """Each kind of call has threads of its own, so that none holds up another."""

    windows: Lane = field(default_factory=lambda: Lane("windows", threads=10))
    sentences: Lane = field(default_factory=lambda: Lane("sentences", threads=8))
    questions: Lane = field(default_factory=lambda: Lane("questions", threads=20))

    def are_quiet(self) -> bool:
        """Tell whether everything was said."""
        return self.windows.is_quiet() and self.sentences.is_quiet()

    def wait_until_quiet(self, timeout_seconds: float = WINDOW_TIMEOUT_SECONDS) -> None:
        """Wait until everything was said, or for so long."""
        until = time.monotonic() + timeout_seconds
        while not self.are_quiet() and time.monotonic() < until:
            time.sleep(NAP_SECONDS)

    def stop(self) -> None:
        """End the threads; what still waits is dropped."""
        self.windows.stop()
        self.sentences.stop()
        self.questions.stop()


class PressTalk:
    """What is said about one press: its windows, and sentences to whoever pressed."""

    def __init__(self, body: Mapping[str, Any], client: WebClient, lanes: Lanes) -> None:
        self.lanes = lanes
        self.user_id = str(body.get("user_id") or (body.get("user") or {}).get("id") or "")
        self.channel_id = str(
            body.get("channel_id") or (body.get("channel") or {}).get("id") or ""
        )
        self.response_url = body.get("response_url")
        self.uses_left = USES_OF_RESPONSE_URL
        self._client = client
        self._guard = Lock()
        self._began_at = time.monotonic()

    @property
    def client(self) -> WebClient:
        """Return a client for windows: its calls are made after the ack, and answer nothing."""
        return _WindowClient(self._client, self._later)

    def tell(self, text: str) -> None:
        """Show a sentence to whoever pressed, and to nobody else."""
        self.lanes.sentences.put(_Sentence(self, text, self._client))

    def takes_a_use(self) -> bool:
        """Use the response URL once more; False when it takes no more answers."""
        with self._guard:
            self.uses_left -= 1
            return self.uses_left >= 0

    def _later(self, call: Callable[[], object]) -> None:
        self.lanes.windows.put(partial(self._open, call))

    def _open(self, call: Callable[[], object]) -> None:
        if time.monotonic() - self._began_at > WINDOW_WITHIN_SECONDS:
            self.tell(TOO_LATE)
            return
        try:
            call()
        except SlackApiError as error:
            self._say_why_not(error)
        except UNREACHED as error:
            log.warning("window_not_opened", reason=type(error).__name__)
            self.tell(TOO_LATE)

    def _say_why_not(self, error: SlackApiError) -> None:
        code = error.response.get("error")
        if code == "hash_conflict":  # a later press changed the window already
            return
        status = error.response.status_code
        if code == "expired_trigger_id" or status >= SERVER_ERROR:
            log.warning("window_not_opened", reason=code if status < SERVER_ERROR else status)
            self.tell(TOO_LATE)
            return
        reference = token_hex(3)
        log.error("window_not_opened", reference=reference, exc_info=error)
        self.tell(window_apology(reference))


class _WindowClient(WebClient):
    """A Web API client that hands its calls on to other threads."""

    def __init__(self, client: WebClient, later: Callable[[Callable[[], object]], None]) -> None:
        super().__init__(
            token=client.token,
            base_url=client.base_url,
            timeout=WINDOW_TIMEOUT_SECONDS,
            retry_handlers=[],
        )
        self._later = later

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:  # noqa: ANN401 - handed on
        """Make the call later; the answer is an empty one."""
        self._later(partial(super().api_call, api_method, **given))
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data={"ok": True},
            headers={},
            status_code=200,
        )


class _Sentence:
    """A sentence on its way: at the response URL, else as an ephemeral, else a direct message."""

    def __init__(self, talk: PressTalk, text: str, client: WebClient) -> None:
        self.talk = talk
        self.text = text
        self.client = WebClient(
            token=client.token,
            base_url=client.base_url,
            timeout=SENTENCE_TIMEOUT_SECONDS,
            retry_handlers=[],
        )
        self.tries = 0

    def __call__(self) -> float | None:
        """Try once.

        Returns:
            After how many seconds to try again; None when it was said or given up.
        """
        try:
            is_said = self._at_response_url() or self._in_slack()
        except UNREACHED as error:
            reason = type(error).__name__
        else:
            reason = "" if is_said else "busy"
        if not reason:
            return None
        self.tries += 1
        if self.tries > len(WAITS_SECONDS):
            log.warning("sentence_not_said", user_id=self.talk.user_id, reason=reason)
            return None
        return WAITS_SECONDS[self.tries - 1]

    def _at_response_url(self) -> bool:
        """Use the response URL, while it takes answers.

        Raises:
            OSError: Slack wasn't reached, or is busy.
        """
        talk = self.talk
        if not talk.response_url or not talk.takes_a_use():
            return False
        webhook = WebhookClient(
            talk.response_url, timeout=SENTENCE_TIMEOUT_SECONDS, retry_handlers=[]
        )
        answer = webhook.send_dict(
            {"text": self.text, "response_type": "ephemeral", "replace_original": False}
        )
        if answer.status_code >= SERVER_ERROR or answer.status_code == TOO_MANY_REQUESTS:
            if talk.uses_left > 0:
                raise ConnectionError(f"status {answer.status_code}")
            return False
        if answer.status_code >= BAD_REQUEST or answer.body != "ok":
            talk.uses_left = 0  # expired
            return False
        return True

    def _in_slack(self) -> bool:
        talk = self.talk
        if not talk.user_id:
            return True
        if talk.channel_id:
            try:
                self.client.chat_postEphemeral(
                    channel=talk.channel_id, user=talk.user_id, text=self.text
                )
            except SlackApiError:
                talk.channel_id = ""
            else:
                return True
        self.client.chat_postMessage(channel=talk.user_id, text=self.text)
        return True
