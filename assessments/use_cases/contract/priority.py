"""How a use case ranks: its score, and the lane that people see."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assessments.use_cases.contract.content import RiskClass, Rules
from assessments.use_cases.contract.document import Document, field_problems
from assessments.use_cases.contract.pass_mark_rows import exact

CONFIDENCE = {2: Fraction(1), 1: Fraction(4, 5), 0: Fraction(1, 2)}
NOW_FROM, NEXT_FROM, READY_FROM = Fraction(4), Fraction(3, 2), Fraction(1)
INPUTS = "priority_inputs"


class Lane(StrEnum):
    """Where a use case stands in the portfolio."""

    NOW = "now"
    GROUNDWORK_FIRST = "groundwork_first"
    NEXT = "next"
    LATER = "later"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Rank:
    """A use case's place in the order: the highest score first, then less work, then title."""

    score: Fraction
    effort_person_weeks: int
    title: str

    @property
    def order(self) -> tuple[Fraction, int, str]:
        """What to sort by."""
        return (-self.score, self.effort_person_weeks, self.title.casefold())


def rank_of(rules: Rules, document: Document) -> Rank | None:
    """Rank a use case: (value + urgency + learning) * confidence / time size, 0.19 to 15.

    Confidence is 1 where the baseline was measured and the data seen, 0.8 where one of them,
    0.5 where neither.

    Returns:
        None while an input is missing or not valid.
    """
    spec = rules.by_id.get(INPUTS)
    given = document.answers(INPUTS)
    if spec is None or not given or field_problems(rules, spec, document):
        return None
    benefit = sum(exact(given[name]) for name in ("value", "urgency", "learning"))
    facts = sum(given[name] is True for name in ("baseline_measured", "data_seen"))
    weeks = exact(given["weeks_to_first_value"])
    divisor = next(size for most, size in rules.priority.time_size.buckets if weeks <= most)
    score = benefit * CONFIDENCE[facts] / divisor
    return Rank(score, int(str(given["effort_person_weeks"])), document.text("title"))


def lane_of(rank: Rank | None, risk_class: RiskClass | None, *, is_ready: bool) -> Lane | None:
    """Find the lane; None while there is no rank.

    Args:
        rank: The rank, if the inputs are there.
        risk_class: The risk class; `stop` blocks whatever the rank.
        is_ready: Whether the linked maturity items allow a start.
    """
    if risk_class is RiskClass.STOP:
        return Lane.BLOCKED
    if rank is None:
        return None
    if rank.score >= NOW_FROM:
        return Lane.NOW if is_ready else Lane.GROUNDWORK_FIRST
    return Lane.NEXT if rank.score >= NEXT_FROM else Lane.LATER


def readiness_of(scores: Iterable[Fraction | float | None]) -> bool:
    """Return whether the linked maturity items are all at 1.0 or above; an unknown one isn't.

    Without an assessment there are no scores, and nothing stands in the way.
    """
    return all(score is not None and exact(score) >= READY_FROM for score in scores)
