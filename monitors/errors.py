"""Why something can't be measured, or can't be done about an alert."""

from enum import StrEnum

from ground.errors import CodedError, DomainError


class Code(StrEnum):
    """The reasons; `handlers.wording.monitors` has a sentence for each."""

    ALERT_UNKNOWN = "alert.unknown"
    ALERT_ENDED = "alert.ended"
    ALERT_ACKNOWLEDGED = "alert.acknowledged"
    ALERT_KEPT = "alert.kept"
    ALERT_ROLLED_BACK = "alert.rolled_back"
    ALERT_JUST_DECIDED = "alert.just_decided"
    REASON_MISSING = "reason.missing"
    REASON_TOO_LONG = "reason.too_long"

    MONITOR_UNKNOWN = "monitor.unknown"
    MONITOR_NAME_UNKNOWN = "monitor.name_unknown"
    MONITOR_NEVER_RUNS = "monitor.never_runs"
    NOT_REPLAYED = "monitor.not_replayed"
    RUN_UNKNOWN = "run.unknown"

    METRIC_LENGTH = "pushed.metric_length"
    WINDOW_LENGTH = "pushed.window_length"
    SEGMENT_LENGTH = "pushed.segment_length"
    WORD_CHARACTER = "pushed.word_character"
    VALUE_NOT_FINITE = "pushed.value_not_finite"
    SAMPLES_NEGATIVE = "pushed.samples_negative"


class MonitorError(CodedError):
    """Something about a monitor or an alert can't be done."""


class MeasurementError(DomainError):
    """Something can't be measured; the text, a sentence, is shown as a run's note."""
