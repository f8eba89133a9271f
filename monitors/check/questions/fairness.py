"""Are groups of people treated alike?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from monitors.check.column_verdicts import CheckAnswer
from monitors.check.questions.question import Case, Finding, Question, answer_to
from monitors.fairness.groups import profile_groups
from monitors.fairness.rates import Comparison, FairnessCheck, Rate, check_fairness
from monitors.performance.metric import Interval
from monitors.performance.outcomes import Answers
from monitors.profile.engine import CURRENT


@dataclass(frozen=True)
class FairnessFinding(Finding):
    """How groups are treated."""

    question = "fairness"

    check: FairnessCheck | None = None

    def facts(self) -> dict[str, Any]:
        """List each group's rates, and how far groups lie apart."""
        if self.check is None:
            return {}
        spreads = {rate: self.check.spread(rate) for rate in Rate}
        return {
            "column": self.check.column,
            "groups": [
                {
                    "group": group.counts.group,
                    "cases": group.counts.cases,
                    "positives": group.counts.positives,
                    "is_small": group.counts.is_small,
                    "rates": {found.rate.value: _rate(found) for found in group.comparisons},
                }
                for group in self.check.groups
            ],
            "between_groups": {
                rate.value: {"gap": spread[0], "ratio": spread[1]} if spread else None
                for rate, spread in spreads.items()
            },
        }


@dataclass(frozen=True)
class Fairness(Question):
    """Asks whether the groups of a column are treated alike."""

    name = "fairness"
    place = 1
    options: ClassVar = ("group",)

    group: str

    @classmethod
    def asked_by(cls, options: Mapping[str, Any]) -> list[Self]:
        """Ask where a column of groups is named."""
        return [cls(options["group"])] if options.get("group") else []

    def named(self) -> list[str]:
        """Name the column of groups."""
        return [self.group]

    def answer(self, case: Case) -> Finding:
        """Compare each group's rates with those of everyone else."""
        roles = case.roles
        if roles.prediction is None and roles.probability is None:
            note = "no column with predictions was given"
            return FairnessFinding(CheckAnswer.NOT_APPLICABLE, note=note)
        known = {column.name for column in case.tables.columns(CURRENT)}
        has_truth = roles.target is not None and roles.target in known
        answers = Answers(roles.target or "", roles.prediction, roles.probability)
        groups = profile_groups(case.tables, CURRENT, self.group, answers, has_truth=has_truth)
        found = check_fairness(self.group, groups, case.limits.error_rate)
        problems = [
            f"{self.group} {row.counts.group}: {one.rate.replace('_', ' ')} {one.value:.0%}, "
            f"{one.value - one.gap:.0%} for everyone else"
            for row in found.groups
            for one in row.comparisons
            if one.is_alarm and one.value is not None and one.gap is not None
        ]
        is_enough = any(not row.counts.is_small for row in found.groups)
        answer = answer_to(problems, is_enough=is_enough)
        return FairnessFinding(answer, problems, check=found)


def _rate(found: Comparison) -> dict[str, Any]:
    return {
        "value": found.value,
        **_ends("", found.interval),
        "gap": found.gap,
        **_ends("gap_", found.gap_interval),
        "ratio": found.ratio,
        **_ends("ratio_", found.ratio_interval),
        "p_value": found.p_value,
        "is_alarm": found.is_alarm,
    }


def _ends(prefix: str, interval: Interval | None) -> dict[str, float | None]:
    low, high = interval or (None, None)
    return {f"{prefix}low": low, f"{prefix}high": high}


QUESTION = Fairness
