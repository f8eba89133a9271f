"""What happened to a model since a day: its alerts, and the newest figure of a KPI."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from monitors.tables import Alert, PushedNumber


def alerts_since(session: Session, model_name: str, since: datetime) -> Sequence[Alert]:
    """List a model's alerts opened since a time, or not ended by then, the newest first."""
    return session.exec(
        select(Alert)
        .where(
            Alert.model_name == model_name,
            (col(Alert.opened_at) >= since)
            | col(Alert.ended_at).is_(None)
            | (col(Alert.ended_at) >= since),
        )
        .order_by(col(Alert.opened_at).desc())
    ).all()


def newest_pushed(session: Session, model_name: str, name: str) -> PushedNumber | None:
    """Find the newest number that was pushed for all cases under a name.

    Capitals make no difference, nor do underscores for its spaces: a metric's name has none.
    """
    wanted = name.strip().lower()
    return session.exec(
        select(PushedNumber)
        .where(
            PushedNumber.model_name == model_name,
            func.lower(col(PushedNumber.metric)).in_([wanted, wanted.replace(" ", "_")]),
            PushedNumber.segment == "",
        )
        .order_by(col(PushedNumber.pushed_at).desc(), col(PushedNumber.window).desc())
        .limit(1)
    ).first()
