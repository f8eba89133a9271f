"""A story that writes a row into every table that the audit log covers."""

from datetime import datetime

from sqlmodel import Session

from assessments.absences.absences import go_away
from assessments.rounds.closing import close_round
from assessments.use_cases.coming_back.payoff import TypedFigure, enter_figure
from assessments.use_cases.coming_back.tables import RevisitKind
from assessments.use_cases.contract.content import CONSUMER_SPEAKER
from assessments.use_cases.contract.sign_offs import Signature, SignOff
from assessments.use_cases.instead import choose_signer
from assessments.use_cases.retirement import Retiring, agree_to_retire
from assessments.use_cases.screens import GoodEnough, agree_pass_marks
from assessments.use_cases.signing import Signers, sign
from bot.api.tokens import Scope, create_token
from deployments.registry import EmbeddedRegistry
from deployments.requests.release import carry_out_release
from deployments.requests.requests import request_deployment
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.rollback import RollbackFacts, carry_out_rollback, decide_rollback
from deployments.tables import Rollback, SignOffVerdict
from monitors.alerts.decisions import AlertDecision, keep_model
from tests.audit import (
    absence_steps,
    coming_back_steps,
    model_steps,
    round_steps,
    use_case_steps,
)

MIA = model_steps.MIA


def write_story(session: Session, now: datetime) -> None:
    """A release, an alert kept, a rollback, pass marks, a round, an action, a token, an absence.

    And a use case with another signer, a figure and a question, on its way to retirement.
    """
    alert = model_steps.alert(session, now)
    keep_model(session, AlertDecision(alert.id, MIA, "fine"), now)
    registry = EmbeddedRegistry(session, now)
    request = request_deployment(session, model_steps.release(), now).request
    record_sign_off(session, SignOffAttempt(request.id, SignOffVerdict.APPROVE, MIA), now)
    carry_out_release(session, request.id, registry, now)
    decided = decide_rollback(session, RollbackFacts("churn", "v2", "worse", MIA), now)
    assert isinstance(decided, Rollback)
    carry_out_rollback(session, decided.id, registry, now)
    case = round_steps.described(session, now)
    for accuracy in ("80%", "75%"):
        agree_pass_marks(session, case.id, GoodEnough("churn", accuracy, "0.25"), MIA, now)
    signature = SignOff("U0OLA", CONSUMER_SPEAKER, 2, now, Signature.APPROVE)
    assert sign(session, case, signature, "U0OLA", Signers(keepers=["U0OLA"])) is None
    close_round(session, round_steps.asked(session, now).id, MIA, now)
    round_steps.agreed(session, now)
    create_token(session, "kpi-job", [Scope.MEASUREMENTS_WRITE], MIA, now)
    go_away(session, absence_steps.away(now), now)
    _come_back_to_a_use_case(session, now)
    session.flush()


def _come_back_to_a_use_case(session: Session, now: datetime) -> None:
    coming_back_steps.revisit(session, now, RevisitKind.ATTESTATION)
    use_case, _ = use_case_steps.asked(session, now)
    sponsor = "U_SPONSOR"
    choose_signer(session, use_case, (sponsor, "U0OLA"), use_case_steps.BEA, {sponsor}, now)
    figure = TypedFigure("Monthly cancellation rate", 2.2, now.date())
    enter_figure(session, use_case, figure, use_case_steps.BEA, now)
    retiring = Retiring(sponsor, "Nobody uses it")
    agree_to_retire(session, use_case_steps.RULES, use_case, retiring, Signers(), now)
