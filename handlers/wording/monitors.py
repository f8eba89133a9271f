"""The sentences about monitors, alerts and pushed numbers."""

from collections.abc import Mapping

from monitors.errors import Code

SENTENCES: Mapping[Code, str] = {
    Code.ALERT_UNKNOWN: "This alert no longer exists.",
    Code.ALERT_ENDED: "This alert has ended by itself: there's nothing to decide any more.",
    Code.ALERT_ACKNOWLEDGED: "{people} acknowledged this before you {at}. Nothing was changed.",
    Code.ALERT_KEPT: "{people} decided to keep the model before you {at}. Nothing was changed.",
    Code.ALERT_ROLLED_BACK: "{people} decided to roll back before you {at}. Nothing was changed.",
    Code.ALERT_JUST_DECIDED: "Someone decided about this alert just now. Please look again.",
    Code.REASON_MISSING: "Please give a reason, so others can follow the decision later.",
    Code.REASON_TOO_LONG: "Please keep the reason under {limit} characters.",
    Code.MONITOR_UNKNOWN: "This monitor no longer exists.",
    Code.MONITOR_NAME_UNKNOWN: (
        "There is no monitor named {name}. See `lamplighter monitor list`."
    ),
    Code.MONITOR_NEVER_RUNS: "{name} has no schedule: it only takes numbers that others push.",
    Code.NOT_REPLAYED: "This monitor hasn't been replayed yet.",
    Code.RUN_UNKNOWN: "This run no longer exists.",
    Code.METRIC_LENGTH: "The metric needs 1 to {most} characters.",
    Code.WINDOW_LENGTH: "The window needs 1 to {most} characters.",
    Code.SEGMENT_LENGTH: "The segment can have at most {most} characters.",
    Code.WORD_CHARACTER: (
        "The metric, window and segment can't contain a hidden character ({character}). "
        "Please type them again."
    ),
    Code.VALUE_NOT_FINITE: "The value must be a finite number.",
    Code.SAMPLES_NEGATIVE: "The number of samples can't be below 0.",
}
