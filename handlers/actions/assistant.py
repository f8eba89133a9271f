"""Presses for the assistant: thumbs on an answer, explain an alert, summarise reasons."""

from typing import Any

from slack_bolt import Ack

from assistant.keeping import rate_answer
from handlers.blocks.alerts.alert import EXPLAIN_ALERT
from handlers.blocks.assistant import ANSWER_DIDNT_HELP, ANSWER_HELPED
from handlers.blocks.rounds.facilitation import SUMMARISE_REASONS
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.inputs import as_object
from handlers.job_kinds import JobKind
from handlers.payload import pressed_id, presser
from handlers.permissions import LEAD_ROUND, Press, note_opening, permitted
from handlers.wording.assistant import EXPLAINING, RATED


def helped(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Keep a thumb up."""
    _rate(body, deps, has_helped=True)
    ack()


def didnt_help(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Keep a thumb down."""
    _rate(body, deps, has_helped=False)
    ack()


def explain(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Have an alert explained in its thread; a second press finds the explanation there."""
    alert_id = pressed_id(body)
    place = as_object(body.get("container"))
    channel_id, message_ts = str(place.get("channel_id")), str(place.get("message_ts"))
    with deps.unit_of_work() as work:
        work.enqueue(
            JobKind.ANSWER_QUESTION,
            key=f"explain:{channel_id}:{message_ts}:{deps.now():%Y-%m-%dT%H:%M}",
            payload={
                "question": EXPLAINING,
                "user_id": presser(body),
                "channel_id": channel_id,
                "place": f"explain:{channel_id}:{message_ts}:{deps.now():%Y-%m-%dT%H:%M}",
                "thread_ts": message_ts,
                "alert_id": str(alert_id),
            },
        )
    ack()


def summarise(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Have a round's reasons put into themes, for who leads it."""
    press = Press(presser(body), "assessment.summarise_reasons", pressed_id(body))
    place = as_object(body.get("container"))
    key = f"{place.get('message_ts')}:{deps.now():%Y-%m-%dT%H:%M}"

    def do(work: UnitOfWork) -> None:
        note_opening(work, LEAD_ROUND, press, deps)
        work.enqueue(
            JobKind.SUMMARISE_REASONS,
            key=key,
            payload={
                "assessment_id": str(press.object_id),
                "user_id": press.user_id,
                "channel_id": str(place.get("channel_id")),
                "thread_ts": str(place.get("message_ts")),
                "key": key,
            },
        )

    permitted(deps, LEAD_ROUND, press, do)
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(ANSWER_HELPED, helped)
    app.action(ANSWER_DIDNT_HELP, didnt_help)
    app.action(EXPLAIN_ALERT, explain)
    app.action(SUMMARISE_REASONS, summarise)


def _rate(body: dict[str, Any], deps: Dependencies, *, has_helped: bool) -> None:
    answer_id = pressed_id(body)
    with deps.unit_of_work() as work:
        rate_answer(work.session, answer_id, deps.now(), has_helped=has_helped)
    deps.talk.tell(RATED[has_helped])
