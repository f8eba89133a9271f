"""Where the truth is known: is the model less right than on the reference?"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

from monitors.check.column_verdicts import CheckAnswer
from monitors.check.evidence import Evidence, told
from monitors.check.labelled_cases import measured_outcomes
from monitors.check.metric_changes import MetricChange, changes
from monitors.check.questions.question import Case, Finding, Question, answer_to
from monitors.check.roles import Roles
from monitors.profile.engine import CURRENT, REFERENCE
from monitors.statistics.budget import hochberg_rejections

NOTICED_FALL, ALARMING_FALL = 0.01, 0.05  # of accuracy, F1 or ROC AUC
NOTICED_RISE, ALARMING_RISE = 0.05, 0.2  # of an error, as a share of it
AGREED = "agreed_metrics"  # an option that only a monitor gives
PARTS = 2  # of the error rates, since the business sees it
NEARLY_ALL = 0.9  # labels that come early aren't a fair sample of all
TITLES = {"accuracy": "accuracy", "f1": "F1", "roc_auc": "ROC AUC", "mae": "mean absolute error",
          "rmse": "root mean squared error"}  # fmt: skip


@dataclass(frozen=True)
class LabelsFinding(Finding):
    """How right the model was, before and now."""

    question = "labels"

    changes: Sequence[MetricChange] = ()

    def facts(self) -> dict[str, Any]:
        """List each metric before and now."""
        return {"metrics": [asdict(change) for change in self.changes]}


@dataclass(frozen=True)
class Labels(Question):
    """Asks whether the model is less right, by itself wherever truth and answers are there."""

    name = "labels"
    place = 10
    options: ClassVar = ()
    is_asked_always = True

    is_agreed: bool = False

    @classmethod
    def asked_by(cls, options: Mapping[str, Any]) -> list[Self]:
        """Ask always; where people agreed on pass marks, these call somebody, and this shows."""
        return [cls(bool(options.get(AGREED)))]

    def parts(self, roles: Roles) -> int:
        """Take more than other questions do, and nothing where no truth is known."""
        return PARTS if roles.target else 0

    def answer(self, case: Case) -> Finding:
        """Test each metric against the reference's."""
        found = case.performance or measured_outcomes(case.tables, case.roles)
        before, now = found.get(REFERENCE), found.get(CURRENT)
        if before is None or now is None:
            return LabelsFinding(CheckAnswer.NOT_APPLICABLE)
        if min(before.labelled, now.labelled) < case.limits.min_samples:
            return LabelsFinding(CheckAnswer.NOT_ENOUGH_DATA)
        compared = changes(before, now)
        share = now.labelled_share or 0.0
        evidence = [_evidence(change, share, is_agreed=self.is_agreed) for change in compared]
        said = told(evidence, case.limits.times(PARTS), hochberg_rejections)
        answer = answer_to(said.problems, is_enough=True)
        return LabelsFinding(answer, said.problems, said.notices, changes=compared)


def _evidence(change: MetricChange, share: float, *, is_agreed: bool) -> Evidence:
    notice_from, alert_from = (
        (NOTICED_RISE, ALARMING_RISE) if change.is_error else (NOTICED_FALL, ALARMING_FALL)
    )
    before, now = (
        f"{value:.3g}" if change.is_error else f"{value:.1%}"
        for value in (change.before, change.now)
    )
    moved = "rose" if change.is_error else "fell"
    among = "" if share >= NEARLY_ALL else f" (labels have arrived for {share:.0%} of rows)"
    sentence = f"{TITLES[change.metric]} {moved} from {before} on the reference to {now}{among}"
    if is_agreed or share < NEARLY_ALL:
        return Evidence(sentence, change.p_value, change.worse_by, notice_from=notice_from)
    return Evidence(sentence, change.p_value, change.worse_by, alert_from, notice_from)


QUESTION = Labels
