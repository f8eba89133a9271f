"""A use case's three windows: each is saved when submitted; errors show at their fields."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from slack_bolt import Ack

from assessments.use_cases.definition import (
    GoodEnough,
    InvalidFieldsError,
    KpiTyped,
    Purpose,
    agree_pass_marks,
    save_kpi,
    save_purpose,
    use_case_card,
)
from deployments.models import model_names
from ground.audit import record
from handlers.blocks.use_cases.use_case_windows import (
    GOOD_ENOUGH_VIEW,
    KPI_VIEW,
    PURPOSE_VIEW,
    good_enough_window,
    kpi_window,
    no_model_window,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import NotDoneError
from handlers.guarded_app import GuardedApp
from handlers.payload import as_id, metadata, presser, typed
from handlers.permissions.use_cases import refusal_to_agree, refusal_to_write
from handlers.surfaces.kinds import SurfaceKind
from handlers.windows import update_answer


def write_purpose(
    ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies
) -> None:
    """Save what and why; ask for the number to improve."""
    use_case_id = as_id(metadata(view)["use_case_id"])
    purpose = Purpose(typed(view, "title"), typed(view, "summary"), typed(view, "business_driver"))
    try:
        with deps.unit_of_work() as work:
            refusal = refusal_to_write(work, use_case_id, presser(body), deps.now())
            if refusal is None:
                save_purpose(work.session, use_case_id, purpose)
            following = kpi_window(use_case_card(work.session, use_case_id))
    except InvalidFieldsError as error:
        ack(response_action="errors", errors=error.errors)
        return
    if refusal is not None:
        raise NotDoneError(refusal)
    ack(update_answer(following))


def write_kpi(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Save the number to improve; ask what's good enough."""
    use_case_id = as_id(metadata(view)["use_case_id"])
    day = typed(view, "target_date")
    number = KpiTyped(
        name=typed(view, "name"),
        unit=typed(view, "unit"),
        baseline=typed(view, "baseline"),
        target=typed(view, "target"),
        target_date=date.fromisoformat(day) if day else None,
    )
    try:
        with deps.unit_of_work() as work:
            refusal = refusal_to_write(work, use_case_id, presser(body), deps.now())
            if refusal is None:
                save_kpi(work.session, use_case_id, number, deps.now().date())
            names = model_names(work.session)
            card = use_case_card(work.session, use_case_id)
    except InvalidFieldsError as error:
        ack(response_action="errors", errors=error.errors)
        return
    if refusal is not None:
        raise NotDoneError(refusal)
    following = good_enough_window(card, names) if names else no_model_window()
    ack(update_answer(following))


def agree(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Save the pass marks: from now on they gate and monitor the model."""
    use_case_id, user_id = as_id(metadata(view)["use_case_id"]), presser(body)
    marks = GoodEnough(typed(view, "model_name"), typed(view, "accuracy"), typed(view, "psi"))
    try:
        with deps.unit_of_work() as work:
            refusal = refusal_to_agree(work, use_case_id, marks.model_name, user_id, deps.now())
            if refusal is None:
                _agree(work, use_case_id, marks, user_id, deps.now())
    except InvalidFieldsError as error:
        ack(response_action="errors", errors=error.errors)
        return
    if refusal is not None:
        raise NotDoneError(refusal)
    ack()


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(PURPOSE_VIEW, write_purpose)
    app.view(KPI_VIEW, write_kpi)
    app.view(GOOD_ENOUGH_VIEW, agree)


def _agree(
    work: UnitOfWork, use_case_id: UUID, marks: GoodEnough, user_id: str, now: datetime
) -> None:
    use_case = agree_pass_marks(work.session, use_case_id, marks, user_id, now)
    record(
        work.session,
        actor=user_id,
        action="use_case.agree",
        subject=f"use_case:{use_case_id}",
        detail={
            "model": use_case.model_name,
            "version": use_case.version,
            "accuracy": marks.accuracy,
            "psi": marks.psi,
        },
        now=now,
    )
    work.show(SurfaceKind.USE_CASE, use_case_id)
    work.show(SurfaceKind.HOME, user_id)
