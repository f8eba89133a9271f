"""How the signals of a model are watched: by which monitor, or what is still missing for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, select

from assessments.use_cases.signals import Signal, signals_for
from monitors.runs.judging import is_metric_of_data
from monitors.statistics.budget import RUNS_PER_QUARTER
from monitors.tables import Monitor, PushedNumber

NEARLY = 0.7
"""Daily on working days is daily enough."""
NEEDS_TRUTH = ("model_quality", "fairness")


class Lack(StrEnum):
    """What a signal still needs to be watched."""

    DATA = "data"
    LABELS = "labels"
    NUMBERS = "numbers"
    RHYTHM = "rhythm"


@dataclass(frozen=True)
class Watch:
    """A signal with the monitor that watches it, or what is missing for it."""

    signal: Signal
    monitor: str = ""
    lacks: Lack | None = None


def watches_of(session: Session, model_name: str) -> list[Watch]:
    """List the signals in force for a model, in their written order."""
    monitors = session.exec(
        select(Monitor).where(Monitor.model_name == model_name, Monitor.cron != "")
    ).all()
    sent = set(
        session.exec(
            select(PushedNumber.metric).where(PushedNumber.model_name == model_name).distinct()
        ).all()
    )
    return [_watch(signal, monitors, sent) for signal in signals_for(session, model_name)]


def _watch(signal: Signal, monitors: Sequence[Monitor], sent: set[str]) -> Watch:
    if not is_metric_of_data(signal.metric):
        return Watch(signal, lacks=None if signal.metric in sent else Lack.NUMBERS)
    if not monitors:
        return Watch(signal, lacks=Lack.DATA)
    needs_truth = signal.kind in NEEDS_TRUTH
    able = [found for found in monitors if found.columns.get("target") or not needs_truth]
    if not able:
        return Watch(signal, lacks=Lack.LABELS)
    often = max(able, key=lambda found: found.runs_per_quarter)
    is_seldom = often.runs_per_quarter < NEARLY * RUNS_PER_QUARTER.get(signal.cadence, 0)
    return Watch(signal, often.name, Lack.RHYTHM if is_seldom else None)
