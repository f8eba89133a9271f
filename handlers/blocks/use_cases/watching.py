"""What a signed use case's signals still need, in one list for whoever keeps the model running."""

from collections.abc import Sequence

from assessments.use_cases.signals import Signal
from handlers.blocks.parts import context, header, section
from handlers.blocks.text import Message, escape, short
from handlers.blocks.use_cases.limits import Limit, figure_words, segment_words
from handlers.wording.metrics import metric_label
from monitors.runs.watching import Lack, Watch

MISSING = {
    Lack.DATA: (
        "*no monitor reads this model's data yet.* Add one to the file for `lamplighter apply`: "
        "the data it was built on, the data it sees now, and how often."
    ),
    Lack.LABELS: (
        "*the monitor has no true outcomes.* Name the column with them (`target`), or the file "
        "that they come in (`labels`)."
    ),
    Lack.NUMBERS: (
        "*nobody sends {metric} yet.* Send it with `lamplighter monitor push` or "
        "`POST /api/v1/measurements`."
    ),
    Lack.RHYTHM: "*{monitor} runs less often than agreed.* Let it run {cadence} (`cron`).",
}
WATCHED = "watched by {monitor}."
SENT = "its numbers arrive."
EVERYTHING = "Everything that was agreed is watched. There's nothing left to set up."


def watching_message(title: str, watches: Sequence[Watch]) -> Message:
    """Build the message to the technical owner."""
    lacking = [watch for watch in watches if watch.lacks]
    count = f"{len(lacking)} of {len(watches)} signals need something from you"
    text = f"{title}: {count}" if lacking else f"{title}: all signals are watched"
    lines = "\n".join(f"• {_name(watch.signal)}: {_standing(watch)}" for watch in watches)
    blocks = [header(text), section(lines)]
    if not lacking:
        blocks.append(context(EVERYTHING))
    return Message(text, blocks)


def _name(signal: Signal) -> str:
    limit = Limit(signal.metric, ">=", signal.act_at, unit=signal.unit)
    words = "below" if signal.better == "higher" else "above"
    return (
        f"{short(metric_label(signal.metric))}{segment_words(signal.segment)}, "
        f"{short(signal.cadence)}, calls people {words} {figure_words(limit, signal.act_at)}"
    )


def _standing(watch: Watch) -> str:
    if watch.lacks:
        return MISSING[watch.lacks].format(
            metric=f"`{escape(watch.signal.metric)}`",
            monitor=short(watch.monitor),
            cadence=short(watch.signal.cadence),
        )
    return WATCHED.format(monitor=short(watch.monitor)) if watch.monitor else SENT
