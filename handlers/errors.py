"""The one place where a listener's errors are caught, told to the person and logged.

Exception
├── DuplicateDeliveryError   acted on before: acknowledged, nothing else
├── NotSavedError            the database is away: said, and logged once by whoever raised it
├── UnsureError              the database went away in the middle of a commit
├── NotDoneError             a refusal that is kept in the audit log; its sentence is shown
├── DomainError              its sentence is shown; nothing is kept
│   └── CodedError           AssessmentError, DeploymentError, MonitorError: `handlers.wording`
└── anything else            a reference number is shown, and logged with the traceback
"""

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from secrets import token_hex
from typing import Any

import structlog
from slack_bolt import Ack
from slack_bolt.kwargs_injection.args import Args
from slack_sdk.errors import SlackApiError

from ground.errors import DomainError
from ground.refusals import Refusal
from handlers.blocks.refusals import refusal_sentence
from handlers.blocks.text import SECTION_TEXT_LIMIT, cut
from handlers.dependencies import (
    Dependencies,
    DuplicateDeliveryError,
    NotSavedError,
    Talk,
    UnsureError,
)
from handlers.wording.sentences import plain_sentence

log = structlog.get_logger()
KEPT = "Whatever was saved is kept: you'll find drafts in Home. Please try again."
TOO_LATE = f"Slack couldn't open the window in time. {KEPT}"
NOT_SAVED = (
    "This couldn't be saved: the database is busy or full. Nothing was changed. "
    "Please try again in a minute."
)
UNSURE = (
    "The database doesn't answer, so this may or may not be saved. "
    "Please check in a minute, and try again if nothing has changed."
)
TO_COPY = "*What you typed*, in case you want to copy it:"
Listener = Callable[..., None]
Guarded = Callable[[Args], None]


class NotDoneError(Exception):
    """Nothing was done; raised once the refusal is committed to the audit log."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


def guard(listener: Listener, dependencies_for: Callable[[Args], Dependencies]) -> Guarded:
    """Wrap a listener so that whatever it raises reaches the person in words.

    It gets what its parameters name: its dependencies as `deps`, a client whose calls are made
    after the ack as `client`, else what Bolt has.
    """
    wanted = list(inspect.signature(listener).parameters)

    def guarded(args: Args) -> None:
        deps = dependencies_for(args)
        tell = partial(_tell, args, deps.talk)
        try:
            given = {name: _argument(args, deps, name) for name in wanted}
            deps.in_time(partial(listener, **given))
        except DuplicateDeliveryError:
            args.ack()
        except NotSavedError:
            tell(NOT_SAVED)
        except UnsureError:
            tell(UNSURE)
        except NotDoneError as error:
            tell(refusal_sentence(error.refusal))
        except DomainError as error:
            tell(refusal_sentence(error))
        except Exception as error:
            reference = token_hex(3)
            log.exception("listener_failed", reference=reference, listener=listener.__name__)
            tell(apology(error, reference))

    return guarded


def _argument(args: Args, deps: Dependencies, name: str) -> object:
    if name == "deps":
        return deps
    return deps.talk.client if name == "client" else getattr(args, name)


def _tell(args: Args, talk: Talk, sentence: str) -> None:
    """Show a sentence where the person is: in the modal, or only to them in the channel."""
    if args.body.get("type") == "view_submission":
        args.ack(response_action="update", view=_notice_view(args, sentence))
        return
    if args.body.get("command"):
        args.ack(text=sentence, response_type="ephemeral")
        return
    args.ack()
    if args.body.get("user"):
        talk.tell(sentence)


def tell_at_fields(ack: Ack, problems: Mapping[str, Refusal]) -> None:
    """Keep a window open and say what is wrong at its fields, by block_id."""
    errors = {block_id: plain_sentence(problem) for block_id, problem in problems.items()}
    ack(response_action="errors", errors=errors)


def apology(error: Exception, reference: str) -> str:
    """Write what is said where something failed on our side or Slack's."""
    if _slack_says(error, "expired_trigger_id"):
        return TOO_LATE
    return (
        "Something went wrong on our side, and nothing was changed. Please try again. "
        f"If it happens again, give your platform team this number: {reference}."
    )


def window_apology(reference: str) -> str:
    """Write what is said where Slack refused a window: it comes after its change was saved."""
    return (
        f"Slack couldn't open the window. {KEPT} "
        f"If it happens again, give your platform team this number: {reference}."
    )


def _slack_says(error: Exception, code: str) -> bool:
    return isinstance(error, SlackApiError) and error.response.get("error") == code


def _notice_view(args: Args, sentence: str) -> dict[str, Any]:
    """Show it in place of the window, and return what was typed there."""
    view = args.body.get("view", {})
    blocks = [_section("mrkdwn", sentence)]
    if typed := _typed(view):
        blocks += [_section("mrkdwn", TO_COPY), *(_section("plain_text", text) for text in typed)]
    return {
        "type": "modal",
        "title": view.get("title", {"type": "plain_text", "text": "Lamplighter"}),
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": blocks,
    }


def _section(kind: str, text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": kind, "text": cut(text, SECTION_TEXT_LIMIT)}}


def _typed(view: Mapping[str, Any]) -> list[str]:
    """Return what stands in a window's text fields, in their order."""
    state = view.get("state", {}).get("values", {})
    values = [element.get("value") for block in state.values() for element in block.values()]
    return [value for value in values if value and value.strip()]
