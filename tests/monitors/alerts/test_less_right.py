"""A model that is less right than on the reference, without an agreed pass mark."""

from monitors.alerts.from_check import drift_facts, performance_facts
from monitors.check.check import CheckResult
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict
from monitors.check.questions.labels import LabelsFinding

FELL = "accuracy fell from 85.0% on the reference to 77.0%"


def result_with(finding: LabelsFinding) -> CheckResult:
    """Return a check that found nothing else."""
    return CheckResult(20_000, 2_000, [], {}, CheckVerdict.ALERT, findings=[finding])


def test_it_is_an_alert_about_performance() -> None:
    """What fell is told there, and not as drift."""
    result = result_with(LabelsFinding(CheckAnswer.ALARM, [FELL]))

    found = performance_facts(result, [])

    assert found is not None
    assert list(found.sentences) == ["Accuracy fell from 85.0% on the reference to 77.0%."]
    assert drift_facts(result, []) is None


def test_what_is_only_noticed_calls_nobody() -> None:
    """A notice opens no alert."""
    result = result_with(LabelsFinding(CheckAnswer.OK, notices=[FELL]))

    assert performance_facts(result, []) is None
