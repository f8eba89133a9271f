"""The windows about coming back to a use case: an attestation, a payoff, a figure."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack
from slack_sdk.models.views import View as SlackView

from assessments.absences.absences import stand_ins
from assessments.errors import InvalidFieldsError
from assessments.use_cases.coming_back.answering import (
    LONGEST_REASON,
    Answerer,
    RevisitAnswer,
    find_revisit,
)
from assessments.use_cases.coming_back.attestation import attest, filled_in
from assessments.use_cases.coming_back.payoff import (
    PayoffTyped,
    TypedFigure,
    answer_payoff,
    enter_figure,
    read_figure,
    unit_of,
)
from assessments.use_cases.coming_back.questions import attestation_questions
from assessments.use_cases.coming_back.tables import Revisit, RevisitVerdict
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import find_use_case, lock_use_case
from assessments.use_cases.retirement import Retiring, agree_to_retire
from ground.refusals import Refusal
from handlers.blocks.use_cases.coming_back_windows import (
    ATTEST_VIEW,
    DATE_BLOCK,
    DAY_BLOCK,
    FIGURE_BLOCK,
    FIGURE_VIEW,
    LONGEST_NUMBER,
    PAYOFF_VIEW,
    REASON_BLOCK,
    TARGET_BLOCK,
    VERDICT_BLOCK,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.payload import chosen_day, metadata, presser, typed
from handlers.permissions import (
    ANSWER_REVISIT,
    ENTER_FIGURE,
    WRITE_USE_CASE,
    Permission,
    Press,
    permitted,
)
from handlers.surfaces.coming_back import (
    known_figure,
    revisit_card,
    show_revisit,
)
from handlers.surfaces.retirement import show_retirement
from handlers.surfaces.signers import signers_of
from handlers.use_cases.forms import draw_chooser
from handlers.windows import update_answer

View = dict[str, Any]
Change = Callable[[UnitOfWork, Press], Revisit | Refusal]


def send_attestation(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Keep an attestation; an answer that was filled in and left alone counts as measured."""
    asked = [question.id for question in attestation_questions().adoption_screen.questions]
    answers = {name: chosen for name in asked if (chosen := typed(view, name))}
    reason = typed(view, REASON_BLOCK, LONGEST_REASON)
    verdict = _verdict(view)

    def change(work: UnitOfWork, press: Press) -> Revisit | Refusal:
        revisit = find_revisit(work.session, press.object_id)
        counts = revisit_card(work.session, revisit, work.now).measured.counts()
        answer = RevisitAnswer(verdict, reason, {**filled_in(counts), **answers}, counts)
        return attest(work.session, press.object_id, answer, _answerer(work, press))

    _change(ack, deps, ANSWER_REVISIT, _press(body, view, "revisit.answer"), change)


def send_payoff(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Keep what a number came to, and what follows."""
    given = PayoffTyped(
        verdict=_verdict(view),
        reason=typed(view, REASON_BLOCK, LONGEST_REASON),
        figure=typed(view, FIGURE_BLOCK, LONGEST_NUMBER),
        target_date=chosen_day(view, DATE_BLOCK),
        target=typed(view, TARGET_BLOCK, LONGEST_NUMBER),
    )

    def change(work: UnitOfWork, press: Press) -> Revisit | Refusal:
        revisit = find_revisit(work.session, press.object_id)
        use_case = find_use_case(work.session, revisit.use_case_id)
        known = known_figure(work.session, use_case, revisit.kpi)
        answerer = _answerer(work, press)
        return answer_payoff(work.session, load_rules(), revisit.id, given, known, answerer)

    _change(ack, deps, ANSWER_REVISIT, _press(body, view, "revisit.answer"), change)


def send_figure(ack: Ack, body: View, view: View, deps: Dependencies) -> None:
    """Keep a figure of a number; whoever is asked about it sees it."""
    text = typed(view, FIGURE_BLOCK, LONGEST_NUMBER)
    day = chosen_day(view, DAY_BLOCK)

    def change(work: UnitOfWork, press: Press) -> Revisit:
        revisit = find_revisit(work.session, press.object_id)
        value = read_figure(text, day, work.now.date(), unit_of(revisit))
        use_case = lock_use_case(work.session, revisit.use_case_id)
        figure = TypedFigure(revisit.kpi, value, day or work.now.date())
        enter_figure(work.session, use_case, figure, press.user_id, work.now)
        return revisit

    _change(ack, deps, ENTER_FIGURE, _press(body, view, "revisit.figure"), change)


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(ATTEST_VIEW, send_attestation)
    app.view(PAYOFF_VIEW, send_payoff)
    app.view(FIGURE_VIEW, send_figure)


def _change(
    ack: Ack, deps: Dependencies, permission: Permission, press: Press, change: Change
) -> None:
    """Change what is asked in one transaction; show what's wrong at the fields."""

    def do(work: UnitOfWork) -> SlackView | Refusal | None:
        outcome = change(work, press)
        show_revisit(work, find_revisit(work.session, press.object_id))
        if isinstance(outcome, Revisit):
            _retire_if_asked(work, outcome, press.user_id)
        return outcome if isinstance(outcome, Refusal) else _sections(work, outcome, press.user_id)

    try:
        following = permitted(deps, permission, press, do)
    except InvalidFieldsError as error:
        tell_at_fields(ack, error.problems)
        return
    if isinstance(following, SlackView):
        ack(update_answer(following))
    else:
        ack()


def _sections(work: UnitOfWork, revisit: Revisit, user_id: str) -> SlackView | None:
    """Return the sections to choose from for whoever says that it has to change, if they may."""
    is_change = revisit.verdict is RevisitVerdict.CHANGE
    if not is_change or WRITE_USE_CASE.rule(work.session, revisit.use_case_id, user_id):
        return None
    return draw_chooser(work.session, revisit.use_case_id, work.now)


def _retire_if_asked(work: UnitOfWork, revisit: Revisit, user_id: str) -> None:
    """Count the answer as agreeing to retire; the other of owner and sponsor is asked too."""
    if revisit.verdict is not RevisitVerdict.RETIRE:
        return
    use_case = lock_use_case(work.session, revisit.use_case_id)
    retiring = Retiring(user_id, revisit.reason)
    signers = signers_of(work.session, use_case)
    agree_to_retire(work.session, load_rules(), use_case, retiring, signers, work.now)
    show_retirement(work, use_case.id)


def _verdict(view: View) -> RevisitVerdict | None:
    chosen = typed(view, VERDICT_BLOCK)
    return RevisitVerdict(chosen) if chosen in list(RevisitVerdict) else None


def _answerer(work: UnitOfWork, press: Press) -> Answerer:
    return Answerer(press.user_id, stand_ins(work.session), work.now)


def _press(body: View, view: View, action: str) -> Press:
    return Press(presser(body), action, metadata(view).id("revisit_id"))
