"""The windows behind an action: agree, decline, finish, postpone, drop, rate again."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from assessments.actions import roadmap
from assessments.answers.replies import LONGEST_TEXT
from assessments.errors import AssessmentError
from assessments.tables import RoadmapAction
from ground.refusals import Refusal
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
from handlers.errors import tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.payload import chosen_day, chosen_person, metadata, presser, typed
from handlers.permissions import CARRY_OUT_ACTION, SETTLE_ACTION, Permission, Press, permitted
from handlers.surfaces.actions import show_action
from handlers.wording.presses import Code

View = dict[str, Any]
Change = Callable[[UnitOfWork, Press], RoadmapAction]


def agree(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Set an action's owner and date."""
    owner, due_on = chosen_person(view, OWNER_BLOCK), chosen_day(view, DUE_BLOCK)
    if not owner or due_on is None:
        field = OWNER_BLOCK if not owner else DUE_BLOCK
        tell_at_fields(ack, {field: Refusal(Code.OWNER_AND_DAY_MISSING)})
        return
    _change(
        ack,
        deps,
        (SETTLE_ACTION, DUE_BLOCK),
        _press(body, view, "agree"),
        lambda work, press: roadmap.agree_action(
            work.session, press.object_id, owner, due_on, press.user_id, deps.now()
        ),
    )


def decline(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Decline an action."""
    reason = typed(view, REASON_BLOCK, LONGEST_TEXT)
    _change(
        ack,
        deps,
        (SETTLE_ACTION, REASON_BLOCK),
        _press(body, view, "decline"),
        lambda work, press: roadmap.decline_action(
            work.session, press.object_id, reason, press.user_id, deps.now()
        ),
    )


def finish(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Mark an action as done."""
    link = typed(view, LINK_BLOCK).strip()
    _change(
        ack,
        deps,
        (CARRY_OUT_ACTION, LINK_BLOCK),
        _press(body, view, "finish"),
        lambda work, press: roadmap.finish_action(
            work.session, press.object_id, link, press.user_id, deps.now()
        ),
    )


def postpone(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Move an action to a later day."""
    due_on = chosen_day(view, DUE_BLOCK)
    if due_on is None:
        tell_at_fields(ack, {DUE_BLOCK: Refusal(Code.DAY_MISSING)})
        return
    _change(
        ack,
        deps,
        (CARRY_OUT_ACTION, DUE_BLOCK),
        _press(body, view, "postpone"),
        lambda work, press: roadmap.postpone_action(
            work.session, press.object_id, due_on, press.user_id, deps.now()
        ),
    )


def drop(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Drop an action."""
    reason = typed(view, REASON_BLOCK, LONGEST_TEXT)
    _change(
        ack,
        deps,
        (CARRY_OUT_ACTION, REASON_BLOCK),
        _press(body, view, "drop"),
        lambda work, press: roadmap.drop_action(
            work.session, press.object_id, reason, press.user_id, deps.now()
        ),
    )


def rate(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Save the level the owner now gives the item."""
    level = typed(view, LEVEL_BLOCK)
    chosen = int(level) if level.isdecimal() else -1
    _change(
        ack,
        deps,
        (CARRY_OUT_ACTION, LEVEL_BLOCK),
        _press(body, view, "rate"),
        lambda work, press: roadmap.rate_again(
            work.session, press.object_id, chosen, press.user_id, deps.now()
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
    ack: Ack, deps: Dependencies, how: tuple[Permission, str], press: Press, change: Change
) -> None:
    """Change an action in one transaction; show what's wrong at the field."""
    permission, block_id = how

    def do(work: UnitOfWork) -> None:
        show_action(work, change(work, press))

    try:
        permitted(deps, permission, press, do)
    except AssessmentError as error:
        tell_at_fields(ack, {block_id: error.refusal})
        return
    ack()


def _press(body: View, view: View, verb: str) -> Press:
    action_id = metadata(view).id("action_id")
    return Press(presser(body), f"roadmap_action.{verb}", action_id)
