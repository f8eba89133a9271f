"""Have rows as a whole moved, though no column alone may have? It takes seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from monitors.check.column_verdicts import CheckAnswer
from monitors.check.evidence import Evidence, told
from monitors.check.questions.question import Case, Finding, Question, answer_to
from monitors.check.usable_columns import usable_by_name
from monitors.joint.domain import Separation, separate
from monitors.profile.sample import draw_samples

NOTICED, ALARMING = 0.55, 0.65  # the interval's lower end; 0.3 and 0.6 sd of one column


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
        where = ", ".join(name for name, _ in named)
        sentence = f"rows as a whole have drifted (AUC {found.auc:.2f}), mostly in {where}"
        evidence = Evidence(sentence, found.p_value, found.low, ALARMING, NOTICED)
        said = told([evidence], case.limits)
        answer = answer_to(said.problems, is_enough=True)
        return JointFinding(answer, said.problems, said.notices, separation=found, columns=named)


QUESTION = Joint
