"""A use case's three windows: each is saved when submitted; errors show at their fields."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from slack_bolt import Ack
from slack_sdk.models.views import View

from assessments.errors import InvalidFieldsError
from assessments.use_cases.asks import close_asks
from assessments.use_cases.compliance import risk_and_compliance
from assessments.use_cases.contract.content import ACCEPTANCE
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import find_use_case, use_case_card
from assessments.use_cases.screens import (
    GoodEnough,
    KpiTyped,
    Purpose,
    agree_pass_marks,
    draft_pass_marks,
    loose_marks,
    save_kpi,
    save_purpose,
)
from deployments.models import model_names
from handlers.blocks.use_cases.agreement import SAVED, agreement_window
from handlers.blocks.use_cases.use_case_windows import (
    GOOD_ENOUGH_VIEW,
    KPI_VIEW,
    PURPOSE_VIEW,
    good_enough_window,
    kpi_window,
    no_model_window,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.payload import chosen_day, metadata, presser, typed
from handlers.permissions import (
    WRITE_USE_CASE,
    Permission,
    Press,
    permitted,
    refused_to_agree,
)
from handlers.surfaces.marks_changed import show_changed_marks
from handlers.surfaces.use_case_status import follow_use_case
from handlers.surfaces.use_cases import show_asks
from handlers.use_cases.forms import saved
from handlers.use_cases.measured import measured_in_words
from handlers.windows import update_answer


def write_purpose(
    ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies
) -> None:
    """Save what and why; ask for the number that must move."""
    written = Purpose(typed(view, "title"), typed(view, "summary"), typed(view, "business_driver"))

    def do(work: UnitOfWork, use_case_id: UUID, user_id: str) -> View:
        save_purpose(work.session, use_case_id, written, user_id, deps.now())
        follow_use_case(work, use_case_id)
        return kpi_window(use_case_card(work.session, use_case_id))

    _write(ack, deps, WRITE_USE_CASE, _press(body, view), do)


def write_kpi(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Save the number that must move; ask what's good enough."""
    number = KpiTyped(
        name=typed(view, "name"),
        unit=typed(view, "unit"),
        baseline=typed(view, "baseline"),
        target=typed(view, "target"),
        target_date=chosen_day(view, "target_date"),
    )

    def do(work: UnitOfWork, use_case_id: UUID, user_id: str) -> View:
        save_kpi(work.session, use_case_id, number, user_id, deps.now())
        follow_use_case(work, use_case_id)
        names = model_names(work.session)
        card = use_case_card(work.session, use_case_id)
        if not names:
            return no_model_window()
        model = card.model_name or (names[0] if len(names) == 1 else None)
        measured = measured_in_words(work.session, load_rules(), model)
        return good_enough_window(card, names, measured)

    _write(ack, deps, WRITE_USE_CASE, _press(body, view), do)


def agree(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Save the pass marks: from now on they gate and monitor the model."""
    marks = GoodEnough(typed(view, "model_name"), typed(view, "accuracy"), typed(view, "psi"))

    asked = metadata(view).word("asked")

    def do(work: UnitOfWork, use_case_id: UUID, user_id: str) -> View | None:
        kept_by = refused_to_agree(work, _press(body, view), marks.model_name)
        if kept_by:
            draft_pass_marks(work.session, use_case_id, marks, user_id, deps.now())
            follow_use_case(work, use_case_id)
            return agreement_window(use_case_id, [(marks.model_name, kept_by)], SAVED)
        loose = loose_marks(marks)
        if loose and loose != asked:
            card, names = use_case_card(work.session, use_case_id), model_names(work.session)
            return good_enough_window(card, names, asked=loose)
        before = find_use_case(work.session, use_case_id).version
        compliance = risk_and_compliance()
        agree_pass_marks(work.session, use_case_id, marks, user_id, deps.now(), compliance)
        use_case = find_use_case(work.session, use_case_id)
        section = load_rules().by_id[ACCEPTANCE].section
        show_asks(work, close_asks(work.session, use_case, section, user_id, work.now))
        saved(work, use_case, section, user_id)
        show_changed_marks(work, use_case_id, before)
        return None

    _write(ack, deps, WRITE_USE_CASE, _press(body, view), do)


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(PURPOSE_VIEW, write_purpose)
    app.view(KPI_VIEW, write_kpi)
    app.view(GOOD_ENOUGH_VIEW, agree)


def _write(
    ack: Ack,
    deps: Dependencies,
    permission: Permission,
    press: Press,
    do: Callable[[UnitOfWork, UUID, str], View | None],
) -> None:
    """Keep a window's fields and show what follows; what is wrong is said at the fields."""
    try:
        following = permitted(
            deps, permission, press, lambda work: do(work, press.object_id, press.user_id)
        )
    except InvalidFieldsError as error:
        tell_at_fields(ack, error.problems)
        return
    if following is None:
        ack()
    else:
        ack(update_answer(following))


def _press(body: dict[str, Any], view: dict[str, Any]) -> Press:
    return Press(presser(body), "use_case.write", metadata(view).id("use_case_id"))
