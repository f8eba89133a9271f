"""The windows behind an action: agree, decline, finish, postpone, drop, rate again."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from assessments.actions import roadmap
from assessments.errors import AssessmentError
from assessments.tables import RoadmapAction
from handlers.blocks.rounds.roadmap import (
    AGREE_ACTION,
    DECLINE_ACTION,
    DROP_ACTION,
    DUE_BLOCK,
    FINISH_ACTION,
    LEVEL_BLOCK,
    LINK_BLOCK,
    OWNER_BLOCK,
    POSTPONE_ACTION,
    RATE_ACTION,
    REASON_BLOCK,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.payload import as_id, chosen_day, chosen_person, metadata, presser, typed
from handlers.permissions.audited_step import AuditedStep, as_approver, as_owner
from handlers.surfaces.actions import show_action

View = dict[str, Any]
Change = Callable[[UnitOfWork, AuditedStep], RoadmapAction]
Permission = Callable[[Dependencies, AuditedStep, Callable[[UnitOfWork], None]], None]


def agree(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Set an action's owner and date."""
    owner, due_on = chosen_person(view, OWNER_BLOCK), chosen_day(view, DUE_BLOCK)
    if not owner or due_on is None:
        field = OWNER_BLOCK if not owner else DUE_BLOCK
        ack(response_action="errors", errors={field: "Please choose who, and by when."})
        return
    _change(
        ack,
        deps,
        (as_approver, DUE_BLOCK),
        _step(body, view, "agree", owner=owner, due_on=due_on.isoformat()),
        lambda work, step: roadmap.agree_action(
            work.session, step.object_id, owner, due_on, (step.user_id, deps.now())
        ),
    )


def decline(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Decline an action."""
    reason = typed(view, REASON_BLOCK)
    _change(
        ack,
        deps,
        (as_approver, REASON_BLOCK),
        _step(body, view, "decline", reason=reason),
        lambda work, step: roadmap.decline_action(
            work.session, step.object_id, reason, (step.user_id, deps.now())
        ),
    )


def finish(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Mark an action as done."""
    link = typed(view, LINK_BLOCK).strip()
    _change(
        ack,
        deps,
        (as_owner, LINK_BLOCK),
        _step(body, view, "finish", evidence=link),
        lambda work, step: roadmap.finish_action(work.session, step.object_id, link, deps.now()),
    )


def postpone(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Move an action to a later day."""
    due_on = chosen_day(view, DUE_BLOCK)
    if due_on is None:
        ack(response_action="errors", errors={DUE_BLOCK: "Please choose a date."})
        return
    _change(
        ack,
        deps,
        (as_owner, DUE_BLOCK),
        _step(body, view, "postpone", due_on=due_on.isoformat()),
        lambda work, step: roadmap.postpone_action(
            work.session, step.object_id, due_on, deps.now()
        ),
    )


def drop(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Drop an action."""
    reason = typed(view, REASON_BLOCK)
    _change(
        ack,
        deps,
        (as_owner, REASON_BLOCK),
        _step(body, view, "drop", reason=reason),
        lambda work, step: roadmap.drop_action(work.session, step.object_id, reason, deps.now()),
    )


def rate(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Save the level the owner now gives the item."""
    level = typed(view, LEVEL_BLOCK)
    _change(
        ack,
        deps,
        (as_owner, LEVEL_BLOCK),
        _step(body, view, "rate", level=level),
        lambda work, step: roadmap.rate_again(
            work.session, step.object_id, int(level) if level.isdecimal() else -1
        ),
    )


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(AGREE_ACTION, agree)
    app.view(DECLINE_ACTION, decline)
    app.view(FINISH_ACTION, finish)
    app.view(POSTPONE_ACTION, postpone)
    app.view(DROP_ACTION, drop)
    app.view(RATE_ACTION, rate)


def _change(
    ack: Ack, deps: Dependencies, how: tuple[Permission, str], step: AuditedStep, change: Change
) -> None:
    """Change an action in one transaction; show what's wrong at the field."""
    permitted, block_id = how

    def do(work: UnitOfWork) -> None:
        show_action(work, change(work, step))

    try:
        permitted(deps, step, do)
    except AssessmentError as error:
        ack(response_action="errors", errors={block_id: str(error)})
        return
    ack()


def _step(body: View, view: View, verb: str, **detail: str) -> AuditedStep:
    action_id = as_id(metadata(view)["action_id"])
    return AuditedStep(presser(body), f"roadmap_action.{verb}", action_id, detail)
