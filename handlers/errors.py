"""The one place where a listener's errors are caught, told to the person and logged.

Exception
├── DuplicateDeliveryError   acted on before: acknowledged, nothing else
├── NotSavedError            the database is away: said, and logged once by whoever raised it
├── FieldError               what was typed in a field can't be: said there
├── UnsureError              the database went away in the middle of a commit
├── NotDoneError             a refusal that is kept in the audit log; its sentence is shown
│   └── OldButtonError       likewise shown, with the present state; nothing is kept
├── DomainError              its sentence is shown; nothing is kept
│   └── CodedError           AssessmentError, DeploymentError, MonitorError: `handlers.wording`
└── anything else            a reference number is shown, and logged with the traceback
"""

import inspect
from collections.abc import Callable, Mapping
from contextlib import suppress
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
from handlers.blocks.text import SECTION_TEXT_LIMIT, cut, cut_mrkdwn
from handlers.dependencies import (
    Dependencies,
    DuplicateDeliveryError,
    NotSavedError,
    Talk,
    UnsureError,
)
from handlers.inputs import as_object, typed_texts
from handlers.wording.presses import Code
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


class OldButtonError(NotDoneError):
    """What a button or window carries isn't of this version; nothing is kept."""

    def __init__(self) -> None:
        super().__init__(Refusal(Code.OLD_BUTTON))


class FieldError(Exception):
    """What stands in a window's field can't be; nothing was done."""

    def __init__(self, block_id: str, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.block_id = block_id
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
            deps.in_time(partial(_act, deps, listener, given))
        except DuplicateDeliveryError:
            args.ack()
        except (NotSavedError, UnsureError) as error:
            tell(UNSURE if isinstance(error, UnsureError) else NOT_SAVED)
        except FieldError as error:
            _tell_at_field(args, deps.talk, error)
        except NotDoneError as error:
            _show_present_state(args.body, deps, error)
            tell(refusal_sentence(error.refusal))
        except DomainError as error:
            tell(refusal_sentence(error))
        except Exception as error:
            reference = token_hex(3)
            log.exception("listener_failed", reference=reference, listener=listener.__name__)
            tell(apology(error, reference))

    return guarded


def _act(deps: Dependencies, listener: Listener, given: Mapping[str, object]) -> None:
    deps.check_sender()
    listener(**given)


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


def _show_present_state(body: Mapping[str, Any], deps: Dependencies, error: NotDoneError) -> None:
    """Have the message of an old button shown as it is now."""
    container = as_object(body.get("container"))
    if not isinstance(error, OldButtonError) or container.get("type") != "message":
        return
    with suppress(DuplicateDeliveryError, NotSavedError), deps.unit_of_work() as work:
        work.refresh(str(container.get("channel_id")), str(container.get("message_ts")))


def _tell_at_field(args: Args, talk: Talk, error: FieldError) -> None:
    """Say what is wrong at a field; a press in a window can't, so it is said beside it."""
    if args.body.get("type") == "view_submission":
        tell_at_fields(args.ack, {error.block_id: error.refusal})
    else:
        _tell(args, talk, refusal_sentence(error.refusal))


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
    view = as_object(args.body.get("view"))
    blocks = [_section("mrkdwn", sentence)]
    if typed := typed_texts(view):
        blocks += [_section("mrkdwn", TO_COPY), *(_section("plain_text", text) for text in typed)]
    return {
        "type": "modal",
        "title": view.get("title", {"type": "plain_text", "text": "Lamplighter"}),
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": blocks,
    }


def _section(kind: str, text: str) -> dict[str, Any]:
    shorten = cut_mrkdwn if kind == "mrkdwn" else cut
    return {"type": "section", "text": {"type": kind, "text": shorten(text, SECTION_TEXT_LIMIT)}}
