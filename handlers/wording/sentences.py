"""Puts a refusal into words: its template, with each fact as the reader's medium shows it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from assessments.errors import Code as AssessmentCode
from assessments.use_cases.contract.codes import Code as UseCaseCode
from deployments.errors import Code as DeploymentCode
from ground.errors import CodedError, DomainError
from ground.refusals import Fact, Names, People, Refusal
from handlers.wording import assessments, deployments, monitors, presses, use_cases
from handlers.wording.days import time_text
from handlers.wording.use_case_names import name_in_words
from monitors.errors import Code as MonitorCode

TABLES: Mapping[type[StrEnum], Mapping[Any, str]] = {
    AssessmentCode: assessments.SENTENCES,
    DeploymentCode: deployments.SENTENCES,
    MonitorCode: monitors.SENTENCES,
    UseCaseCode: use_cases.SENTENCES,
    presses.Code: presses.SENTENCES,
}


def sentence(refusal: Refusal, show: Callable[[Fact], str]) -> str:
    """Return a refusal's sentence, its facts as `show` writes them."""
    template = TABLES[type(refusal.code)][refusal.code]
    return template.format(**{name: show(fact) for name, fact in refusal.facts.items()})


def plain_sentence(reason: Refusal | DomainError) -> str:
    """Return the sentence as plain text: for a terminal, the API, a field of a window."""
    if isinstance(reason, CodedError):
        reason = reason.refusal
    return sentence(reason, plain_fact) if isinstance(reason, Refusal) else str(reason)


def plain_fact(fact: Fact) -> str:
    """Write a fact as plain text: numbers with separators, times in UTC."""
    if isinstance(fact, People):
        return one_of(fact)
    if isinstance(fact, Names):
        return ", ".join(name_in_words(name) for name in fact)
    if isinstance(fact, datetime):
        return time_text(fact)
    return f"{fact:,}" if isinstance(fact, int | float) else fact


def one_of(names: People) -> str:
    """Join names as a sentence does: `A`, `A or B`, `A, B or C`."""
    return " or ".join([*([", ".join(names[:-1])] if names[1:] else []), *names[-1:]])
