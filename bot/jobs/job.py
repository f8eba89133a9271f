"""What jobs work with, and where each kind of job is found."""

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

from assistant.budget import Budget
from assistant.language_model import LanguageModel
from bot import jobs
from bot.delivery.client import Slack
from bot.queues.jobs import Work
from bot.transactions import Transactions
from handlers.job_kinds import JobKind

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Language:
    """The language model that may be asked, and what it may cost.

    Attributes:
        model: None where none is set up; then everything is looked up.
        budget: What it may cost.
        is_masked: Whether labels leave the house instead of people's names.
    """

    model: LanguageModel | None = None
    budget: Budget = field(default_factory=Budget)
    is_masked: bool = True


@dataclass(frozen=True)
class JobContext:
    """What every job gets."""

    transactions: Transactions
    slack: Slack
    data_folder: Path
    admins: tuple[str, ...] = ()
    language: Language = field(default_factory=Language)


Job = Callable[[JobContext, Payload, datetime], None]
"""Does one piece of work; it may run twice and do no harm."""


@cache
def all_jobs() -> Mapping[JobKind, Job]:
    """Collect the `JOBS` of every module of this package."""
    found: dict[JobKind, Job] = {}
    for module in pkgutil.iter_modules(jobs.__path__):
        found |= getattr(import_module(f"{jobs.__name__}.{module.name}"), "JOBS", {})
    return found


def work_by_kind(context: JobContext) -> dict[str, Work]:
    """Connect every kind of job with what it needs."""
    return {kind.value: partial(job, context) for kind, job in all_jobs().items()}
