"""The walk through the demo: what to try next, and what after another way was taken."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from assessments.answers.progress import progress
from assessments.tables import Assessment
from assessments.use_cases.tables import Status, UseCase
from bot.demo import scenario as stage
from deployments.tables import DeploymentRequest, RequestState, Rollback, RollbackState
from monitors.tables import Alert, AlertKind, AlertState


@dataclass(frozen=True)
class Detour:
    """Another way that a person may have gone: how one knows, and what to try then."""

    is_taken: Callable[[Session], bool]
    title: str
    hint: str


@dataclass(frozen=True)
class Step:
    """One thing to try: who does it, where, and how one knows that it is done."""

    id: str
    title: str
    hint: str
    as_user: str
    channel: str
    is_done: Callable[[Session], bool]
    detour: Detour | None = None

    def words(self, session: Session) -> dict[str, str]:
        """Say what to try, as things stand."""
        is_off = self.detour is not None and self.detour.is_taken(session)
        shown = self.detour if is_off and self.detour else self
        return {"title": shown.title, "hint": shown.hint}


def _exists(session: Session, *conditions: Any) -> bool:  # noqa: ANN401 - SQL conditions
    return session.exec(select(1).where(*conditions).limit(1)).first() is not None


def _alert_is(kind: AlertKind, *, decided: bool) -> Callable[[Session], bool]:
    def look(session: Session) -> bool:
        conditions = [col(Alert.kind) == kind]
        if decided:
            conditions.append(col(Alert.state) != AlertState.OPEN)
        return _exists(session, *conditions)

    return look


def _bea_answered(session: Session) -> bool:
    rounds = session.exec(select(Assessment.id)).all()
    return any(stage.BEA in progress(session, found).finished for found in rounds)


def _rolled_back_or_kept(session: Session) -> bool:
    return _exists(session, col(Rollback.state) == RollbackState.DONE) or _exists(
        session, col(Alert.kind) == AlertKind.PERFORMANCE, col(Alert.state) == AlertState.KEPT
    )


def _is_rejected(session: Session) -> bool:
    """Say whether the newest request was rejected."""
    newest = session.exec(
        select(DeploymentRequest.state).order_by(col(DeploymentRequest.created_at).desc()).limit(1)
    ).first()
    return newest is RequestState.REJECTED


STEPS = (
    Step(
        "assess",
        "Ask how ready we are",
        "As Fin, type /lamplighter assess in #ml-council and choose people for each group.",
        stage.FIN,
        stage.COUNCIL,
        lambda session: _exists(session, col(Assessment.id).is_not(None)),
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
        "Press “Let the others answer”, or close the round as Fin in #ml-council.",
        stage.FIN,
        stage.COUNCIL,
        lambda session: _exists(session, col(Assessment.closed_at).is_not(None)),
    ),
    Step(
        "usecase",
        "Say what is good enough",
        "As Bea, type /lamplighter usecase in #employment-model and fill in three short windows.",
        stage.BEA,
        stage.MODEL_CHANNEL,
        lambda session: _exists(session, col(UseCase.status) == Status.DEFINED),
    ),
    Step(
        "drift",
        "Let time pass: the data changes",
        "Press “Until something happens”: weekly checks run over census answers of 2016, and stay "
        "quiet. With those of 2017 comes one alert.",
        stage.MIA,
        stage.MODEL_CHANNEL,
        _alert_is(AlertKind.DRIFT, decided=False),
    ),
    Step(
        "acknowledge",
        "Take the alert on",
        "As Mia, read the alert in #employment-model and press Acknowledge or Keep.",
        stage.MIA,
        stage.MODEL_CHANNEL,
        _alert_is(AlertKind.DRIFT, decided=True),
    ),
    Step(
        "performance",
        "Let time pass: a pass mark breaks",
        "Press “Until something happens” once more.",
        stage.MIA,
        stage.MODEL_CHANNEL,
        _alert_is(AlertKind.PERFORMANCE, decided=False),
    ),
    Step(
        "rollback",
        "Roll back",
        "As Dan, press Roll back and see who may. Then do it as Mia.",
        stage.MIA,
        stage.MODEL_CHANNEL,
        _rolled_back_or_kept,
    ),
    Step(
        "request",
        "A new version asks for release",
        "Press “Dan asks to release v4”.",
        stage.DAN,
        stage.MODEL_CHANNEL,
        lambda session: _exists(session, col(DeploymentRequest.id).is_not(None)),
    ),
    Step(
        "approve",
        "Approve it",
        "As Dan, try to approve your own work. Then approve it as Mia.",
        stage.MIA,
        stage.MODEL_CHANNEL,
        lambda session: _exists(session, col(DeploymentRequest.state) == RequestState.RELEASED),
        Detour(
            _is_rejected,
            "Rejected: the live version stays",
            f"The reason is in #employment-model, for those who built {stage.CANDIDATE}. When it "
            f"is dealt with, press “Dan asks to release {stage.CANDIDATE}” again: that is a new "
            "request, which Mia can approve.",
        ),
    ),
)
