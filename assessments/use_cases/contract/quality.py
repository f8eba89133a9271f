"""The checks of quality, Q01 to Q14: is it a good definition, not only a filled one?"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from assessments.use_cases.contract.codes import Code, Finding
from assessments.use_cases.contract.content import (
    ACCEPTANCE,
    KPIS,
    SIGNALS,
    SOURCES,
    Check,
    Rules,
    Status,
)
from assessments.use_cases.contract.document import Document, whole_rows
from assessments.use_cases.contract.pass_mark_rows import ALL, BLOCK
from assessments.use_cases.contract.vague_words import vague_words
from assessments.use_cases.contract.validation import BrokenRule
from assessments.use_cases.contract.values import is_filled
from ground.refusals import Refusal

LEAST_SAMPLES, LEAST_CHARACTERS, PEOPLE, DECIDERS = 30, 40, 3, 2
KPI_CELLS = ("unit", "baseline", "target", "target_date")
SOURCE_CELLS = ("owner", "permitted_use", "quality_rule")
VAGUE_FIELDS = ("business_driver", "summary")
ROLLBACK = ("rollback_to", "rollback_decider", "rollback_max_minutes")
DIGIT = re.compile(r"\d")


VAGUE_WORDS = "Q11"
"""The check whose findings name words, which are said together where they stand."""


@dataclass(frozen=True)
class FailedCheck:
    """A check that fails, and what to do about it."""

    check: str
    is_blocker: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Quality:
    """How good a definition is.

    Attributes:
        score: 0 to 100: the weight of the passed checks among those that apply.
        failed: The failed checks, in the order of the rules.
        is_enough: Whether the score reaches the pass mark of the rules.
    """

    score: Fraction
    failed: tuple[FailedCheck, ...]
    is_enough: bool

    @property
    def blockers(self) -> tuple[str, ...]:
        """Ids of the failed checks that block."""
        return tuple(found.check for found in self.failed if found.is_blocker)


@dataclass(frozen=True)
class _Seen:
    """What a check looks at."""

    rules: Rules
    document: Document
    check: Check
    broken: Collection[BrokenRule]


def quality_of(
    rules: Rules, document: Document, status: Status, broken: Collection[BrokenRule]
) -> Quality:
    """Make every check that applies.

    Args:
        rules: The rules for use cases.
        document: What is written.
        status: The status that is asked for; watching and rollback count from `approved` on.
        broken: The broken rules of the same document.
    """
    applied = [check for check in rules.quality.checks if _applies(check.id, document, status)]
    failed = []
    for check in applied:
        findings = tuple(CHECKS[check.id](_Seen(rules, document, check, broken)))
        if findings:
            failed.append(FailedCheck(check.id, check.blocker, findings))
    names = {found.check for found in failed}
    total = sum(check.weight for check in applied)
    passed = sum(check.weight for check in applied if check.id not in names)
    score = Fraction(100 * passed, total) if total else Fraction(100)
    return Quality(score, tuple(failed), score >= rules.quality.pass_mark)


def _applies(check: str, document: Document, status: Status) -> bool:
    if check == "Q05":
        return document.get("affects_people") is not False
    return check not in {"Q09", "Q10"} or status.rank >= Status.APPROVED.rank


def _kpis(seen: _Seen) -> Iterator[Finding]:
    rows = seen.document.rows(KPIS)
    if not rows:
        yield Finding((KPIS,), Refusal(Code.NO_KPI))
    for index, row in enumerate(rows):
        for name in KPI_CELLS:
            if not is_filled(row.get(name)):
                yield Finding((KPIS, index, name), Refusal(Code.KPI_INCOMPLETE))
    yield from (found.finding for found in seen.broken if found.rule in seen.check.needs)


def _categories(seen: _Seen) -> set[object]:
    return {row.get("category") for row in seen.document.rows(ACCEPTANCE)}


def _both_sides(seen: _Seen) -> Iterator[Finding]:
    categories = _categories(seen)
    if "model_quality" not in categories:
        yield Finding((ACCEPTANCE,), Refusal(Code.NO_QUALITY_ROW))
    if not categories & {"business_kpi", "user_acceptance"}:
        yield Finding((ACCEPTANCE,), Refusal(Code.NO_BUSINESS_ROW))


def _service(seen: _Seen) -> Iterator[Finding]:
    if not _categories(seen) & {"service", "cost"}:
        yield Finding((ACCEPTANCE,), Refusal(Code.NO_SERVICE_ROW))


def _segment(seen: _Seen) -> Iterator[Finding]:
    if all(row.get("segment") == ALL for row in whole_rows(seen.rules, seen.document, ACCEPTANCE)):
        yield Finding((ACCEPTANCE,), Refusal(Code.NO_SEGMENT_ROW))


def _fairness(seen: _Seen) -> Iterator[Finding]:
    if "fairness" not in _categories(seen):
        yield Finding((ACCEPTANCE,), Refusal(Code.NO_FAIRNESS_ROW))


def _samples(seen: _Seen) -> Iterator[Finding]:
    rows = whole_rows(seen.rules, seen.document, ACCEPTANCE)
    if not rows:
        yield Finding((ACCEPTANCE,), Refusal(Code.NO_ROWS))
    for index, row in enumerate(rows):
        samples = row.get("min_samples")
        if not isinstance(samples, int) or samples < LEAST_SAMPLES:
            place = (ACCEPTANCE, index, "min_samples")
            yield Finding(place, Refusal(Code.FEW_SAMPLES, least=LEAST_SAMPLES))


def _three_people(seen: _Seen) -> Iterator[Finding]:
    people = {seen.document.text(role) for role in ("sponsor", "builder", "technical_owner")}
    if len(people - {""}) < PEOPLE:
        yield Finding(("sponsor",), Refusal(Code.ONE_PERSON_TWO_ROLES))


def _speaker(seen: _Seen) -> Iterator[Finding]:
    speakers = {row.get("speaker") for row in seen.document.rows("consumers")}
    if not any(is_filled(found) for found in speakers - {seen.document.get("builder")}):
        yield Finding(("consumers",), Refusal(Code.NO_CONSUMER_SPEAKER))


def _watched(seen: _Seen) -> Iterator[Finding]:
    watched = {row.get("watches") for row in seen.document.rows(SIGNALS)}
    rows = whole_rows(seen.rules, seen.document, ACCEPTANCE)
    if not rows:
        yield Finding((ACCEPTANCE,), Refusal(Code.NO_ROWS))
    for index, row in enumerate(rows):
        is_live_or_fairness = row.get("stage") == "live" or row.get("category") == "fairness"
        is_meant = row.get("severity") == BLOCK and is_live_or_fairness
        if is_meant and row.get("id") not in watched:
            reason = Refusal(Code.NOT_WATCHED, row=str(row.get("id", "")))
            yield Finding((ACCEPTANCE, index, "id"), reason)


def _rollback(seen: _Seen) -> Iterator[Finding]:
    empty = [name for name in ROLLBACK if seen.document.get(name) is None]
    if not empty and len(set(seen.document.texts("rollback_decider"))) < DECIDERS:
        empty = ["rollback_decider"]
    for name in empty:
        yield Finding((name,), Refusal(Code.NO_ROLLBACK))


def _vague(seen: _Seen) -> Iterator[Finding]:
    for name in VAGUE_FIELDS:
        text = seen.document.text(name)
        if not DIGIT.search(text):
            for word in vague_words(text, seen.check.words):
                yield Finding((name,), Refusal(Code.VAGUE_WORD, word=word))


def _alternative(seen: _Seen) -> Iterator[Finding]:
    if seen.document.get("simplest_alternative") is None:
        yield Finding(("simplest_alternative",), Refusal(Code.NO_ALTERNATIVE))


def _sources(seen: _Seen) -> Iterator[Finding]:
    rows = seen.document.rows(SOURCES)
    if not rows:
        yield Finding((SOURCES,), Refusal(Code.NO_SOURCE))
    for index, row in enumerate(rows):
        for name in SOURCE_CELLS:
            if not is_filled(row.get(name)):
                yield Finding((SOURCES, index, name), Refusal(Code.SOURCE_INCOMPLETE))


def _mistakes(seen: _Seen) -> Iterator[Finding]:
    length = len(seen.document.text("cost_of_errors").strip())
    if length < LEAST_CHARACTERS:
        reason = Refusal(Code.MISTAKES_UNDESCRIBED, least=LEAST_CHARACTERS, length=length)
        yield Finding(("cost_of_errors",), reason)


CHECKS: Mapping[str, Callable[[_Seen], Iterator[Finding]]] = MappingProxyType(
    {
        "Q01": _kpis,
        "Q02": _both_sides,
        "Q03": _service,
        "Q04": _segment,
        "Q05": _fairness,
        "Q06": _samples,
        "Q07": _three_people,
        "Q08": _speaker,
        "Q09": _watched,
        "Q10": _rollback,
        VAGUE_WORDS: _vague,
        "Q12": _alternative,
        "Q13": _sources,
        "Q14": _mistakes,
    }
)
