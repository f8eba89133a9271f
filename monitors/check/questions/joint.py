"""Have rows as a whole moved, though no column alone may have? It takes seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from monitors.check.column_verdicts import CheckAnswer
from monitors.check.questions.question import Case, Finding, Question
from monitors.check.usable_columns import usable_by_name
from monitors.joint.domain import Separation, separate
from monitors.profile.sample import draw_samples

AUC_LIMIT = 0.55


@dataclass(frozen=True)
class JointFinding(Finding):
    """Whether rows as a whole have moved, and the columns that give it away, most first."""

    question = "joint"

    separation: Separation | None = None
    columns: Sequence[tuple[str, float]] = ()

    def facts(self) -> dict[str, Any]:
        """List how well rows are told apart, and by which columns."""
        found = self.separation
        if found is None:
            return {}
        return {
            "auc": found.auc,
            "low": found.low,
            "high": found.high,
            "p_value": found.p_value,
            "columns": [{"column": name, "auc_drop": drop} for name, drop in self.columns],
        }


@dataclass(frozen=True)
class Joint(Question):
    """Asks whether a classifier can tell current rows from those of the reference."""

    name = "joint"
    place = 2
    options: ClassVar = ("joint",)

    @classmethod
    def asked_by(cls, options: Mapping[str, Any]) -> list[Self]:
        """Ask where it was chosen."""
        return [cls()] if options.get("joint") else []

    def answer(self, case: Case) -> Finding:
        """Train on a sample of both tables, and judge on held-out rows."""
        features = usable_by_name(case.tables, case.columns)
        if not features:
            note = "no column has enough cases in both tables"
            return JointFinding(CheckAnswer.NOT_ENOUGH_DATA, note=note)
        drawn = draw_samples(case.tables, features)
        found = separate(drawn.reference, drawn.current, drawn.is_category)
        named = [(features[place].column.name, drop) for place, drop in found.columns]
        is_moved = found.low > AUC_LIMIT and found.p_value < case.limits.error_rate
        if not is_moved:
            return JointFinding(CheckAnswer.OK, separation=found, columns=named)
        told = ", ".join(name for name, _ in named)
        problems = [f"rows as a whole have drifted (AUC {found.auc:.2f}), mostly in {told}"]
        return JointFinding(CheckAnswer.ALARM, problems, separation=found, columns=named)


QUESTION = Joint
