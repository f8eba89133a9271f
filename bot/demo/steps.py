"""The walkthrough: what to try next, and what to do after a detour."""

from collections.abc import Callable

from sqlmodel import Session, col, select

from assessments.answers.progress import progress
from assessments.tables import Assessment
from assessments.use_cases.tables import UseCase
from assistant.tables import AssistantAnswer
from bot.demo import scenario as stage
from bot.demo import use_case_steps
from bot.demo.step import Detour, Step, exists
from deployments.tables import DeploymentRequest, RequestState, Rollback, RollbackState
from monitors.tables import Alert, AlertKind, AlertState


def _alert_is(kind: AlertKind, *, decided: bool) -> Callable[[Session], bool]:
    def look(session: Session) -> bool:
        conditions = [col(Alert.kind) == kind]
        if decided:
            conditions.append(col(Alert.state) != AlertState.OPEN)
        return exists(session, *conditions)

    return look


def _bea_answered(session: Session) -> bool:
    rounds = session.exec(select(Assessment.id)).all()
    return any(stage.BEA in progress(session, found).finished for found in rounds)


def _rolled_back_or_kept(session: Session) -> bool:
    return exists(session, col(Rollback.state) == RollbackState.DONE) or exists(
        session, col(Alert.kind) == AlertKind.PERFORMANCE, col(Alert.state) == AlertState.KEPT
    )


def _is_rejected(session: Session) -> bool:
    """Return whether the latest request was rejected."""
    newest = session.exec(
        select(DeploymentRequest.state).order_by(col(DeploymentRequest.created_at).desc()).limit(1)
    ).first()
    return newest is RequestState.REJECTED


def _is_explained(session: Session) -> bool:
    """Return whether the assistant was asked, or it is too late: answers are forgotten in time."""
    is_asked = exists(session, col(AssistantAnswer.id).is_not(None))
    return is_asked or _alert_is(AlertKind.DRIFT, decided=True)(session)


STEPS = (
    Step(
        "assess",
        "Ask how ready you are",
        "As Fin, type /lamplighter assess in #ml-council and choose two people for each group: "
        "Bea and Ben, Dan and Dee, Ola and Otto.",
        stage.FIN,
        stage.COUNCIL,
        lambda session: exists(session, col(Assessment.id).is_not(None)),
    ),
    Step(
        "answer",
        "Answer seven questions",
        "As Bea, open the direct message from Lamplighter and press Start.",
        stage.BEA,
        f"D{stage.BEA[1:]}",
        _bea_answered,
    ),
    Step(
        "result",
        "See the result",
        "Press “Have the others answer”, or close the round as Fin in #ml-council.",
        stage.FIN,
        stage.COUNCIL,
        lambda session: exists(session, col(Assessment.closed_at).is_not(None)),
    ),
    Step(
        "usecase",
        "Agree what's good enough",
        "As Bea, type /lamplighter usecase in #employment-model, press Pass marks for a model "
        "and fill in three short windows.",
        stage.BEA,
        stage.MODEL_CHANNEL,
        lambda session: exists(session, col(UseCase.version) > 0),
    ),
    Step(
        "drift",
        "Let time pass: the data changes",
        "Press “Skip to the next alert”. Weekly checks run on census answers from 2016 and stay "
        "quiet. The answers from 2017 raise an alert.",
        stage.MIA,
        stage.MODEL_CHANNEL,
        _alert_is(AlertKind.DRIFT, decided=False),
    ),
    Step(
        "explain",
        "Ask why, and whether to worry",
        "As Bea, press Explain under the alert in #employment-model. Then ask in the direct "
        "message with Lamplighter: “What's waiting for me?” or anything else.",
        stage.BEA,
        stage.MODEL_CHANNEL,
        _is_explained,
    ),
    Step(
        "acknowledge",
        "Respond to the alert",
        "As Mia, read the alert in #employment-model and press Acknowledge or Keep.",
        stage.MIA,
        stage.MODEL_CHANNEL,
        _alert_is(AlertKind.DRIFT, decided=True),
    ),
    Step(
        "performance",
        "Let time pass: a pass mark is broken",
        "Press “Skip to the next alert” again.",
        stage.MIA,
        stage.MODEL_CHANNEL,
        _alert_is(AlertKind.PERFORMANCE, decided=False),
    ),
    Step(
        "rollback",
        "Roll back",
        "As Dan, press Roll back and see who's allowed to. Then do it as Mia.",
        stage.MIA,
        stage.MODEL_CHANNEL,
        _rolled_back_or_kept,
    ),
    Step(
        "request",
        "Request a release",
        "Press “Have Dan request v4”.",
        stage.DAN,
        stage.MODEL_CHANNEL,
        lambda session: exists(session, col(DeploymentRequest.id).is_not(None)),
    ),
    Step(
        "approve",
        "Approve it",
        "As Dan, try to approve your own work. Then approve it as Mia.",
        stage.MIA,
        stage.MODEL_CHANNEL,
        lambda session: exists(session, col(DeploymentRequest.state) == RequestState.RELEASED),
        Detour(
            _is_rejected,
            "Rejected: the live version stays",
            f"The reason is in #employment-model, for the people who built {stage.CANDIDATE}. "
            f"Once that's sorted out, press “Have Dan request {stage.CANDIDATE}” again: that's a "
            "new request, which Mia can approve.",
        ),
    ),
    *use_case_steps.STEPS,
)
AROUND = [
    {"as_user": stage.MIA, "channel": "home", "label": "Mia: your models on Home"},
    {"as_user": stage.DAN, "channel": f"D{stage.DAN[1:]}", "label": "Dan: what became of v4"},
    {"as_user": stage.BEA, "channel": "home", "label": "Bea: your use case on Home"},
    {"as_user": stage.FIN, "channel": stage.COUNCIL, "label": "Fin: the team's result"},
    {"as_user": stage.OLA, "channel": f"D{stage.OLA[1:]}", "label": "Ola: what you were asked"},
]
"""Where to look around once every step is done."""
