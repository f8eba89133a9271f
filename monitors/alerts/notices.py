"""Notices of monitors: what is certain and worth a line, calls nobody, and since when it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from monitors.check.column_verdicts import CheckVerdict
from monitors.tables import Monitor, MonitorRun, RunStatus

MOST_RUNS = 500


@dataclass(frozen=True)
class LastingNotice:
    """A notice of a run.

    Attributes:
        about: The column, the question or the limit that it is about.
        sentence: What a person reads.
        since: The time of the first run that told of it, without a break.
    """

    about: str
    sentence: str
    since: datetime

    def to_json(self) -> dict[str, str]:
        """Write it as it is stored."""
        return {**asdict(self), "since": self.since.isoformat()}

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> Self:
        """Read it."""
        since = datetime.fromisoformat(stored["since"])
        return cls(stored["about"], stored["sentence"], since)


@dataclass(frozen=True)
class NoticedModel:
    """What a model's monitor has noticed in its newest run of a week."""

    model_name: str
    monitor_name: str
    channel_id: str
    owner_user_id: str
    ran_at: datetime
    notices: Sequence[LastingNotice]


def lasting(
    told: Sequence[tuple[str, str]], before: Sequence[LastingNotice], now: datetime
) -> list[LastingNotice]:
    """Say of each notice since when it shows: what the run before told of, has gone on."""
    since = {one.about: one.since for one in before}
    return [LastingNotice(about, sentence, since.get(about, now)) for about, sentence in told]


def notices_in_result(result: dict[str, Any]) -> list[LastingNotice]:
    """Read the notices of a run; none in runs of earlier versions."""
    return [LastingNotice.from_json(one) for one in result.get("notices") or ()]


def newest_notices(session: Session, monitor_id: UUID) -> list[LastingNotice]:
    """List what the newest run of a monitor that could measure has noticed."""
    run = session.exec(
        select(MonitorRun)
        .where(MonitorRun.monitor_id == monitor_id, MonitorRun.status == RunStatus.MEASURED)
        .order_by(col(MonitorRun.window_number).desc())
        .limit(1)
    ).one_or_none()
    return notices_in_result(run.result) if run else []


def channels_with_notices(session: Session, start: datetime, end: datetime) -> list[str]:
    """Name the channels of monitors that may have noticed something in a time.

    This reads no results, and so is cheap enough to ask again and again.
    """
    found = session.exec(
        select(Monitor.channel_id)
        .join(MonitorRun, col(MonitorRun.monitor_id) == col(Monitor.id))
        .where(
            MonitorRun.verdict == CheckVerdict.WARNING.value,
            col(MonitorRun.ran_at) >= start,
            col(MonitorRun.ran_at) < end,
        )
        .distinct()
    )
    return sorted(found.all())


def noticed_between(
    session: Session, start: datetime, end: datetime, which: ColumnElement[bool]
) -> list[NoticedModel]:
    """List the models whose monitors noticed something in a time, by name.

    Of several runs of a monitor, the newest counts, and only if it noticed something: what is
    over is no news.

    Args:
        session: Where to look.
        start: The first moment.
        end: The moment after the last.
        which: Of which monitors.
    """
    query = (
        select(Monitor, MonitorRun)
        .join(MonitorRun, col(MonitorRun.monitor_id) == col(Monitor.id))
        .where(
            MonitorRun.status == RunStatus.MEASURED,
            col(MonitorRun.ran_at) >= start,
            col(MonitorRun.ran_at) < end,
            which,
        )
        .order_by(col(MonitorRun.ran_at).desc())
        .limit(MOST_RUNS)
    )
    newest: dict[UUID, tuple[Monitor, MonitorRun]] = {}
    for monitor, run in session.exec(query).all():
        newest.setdefault(monitor.id, (monitor, run))
    found = [
        NoticedModel(
            monitor.model_name,
            monitor.name,
            monitor.channel_id,
            monitor.owner_user_id,
            run.ran_at,
            notices,
        )
        for monitor, run in newest.values()
        if (notices := notices_in_result(run.result))
    ]
    return sorted(found, key=lambda one: (one.model_name, one.monitor_name))
