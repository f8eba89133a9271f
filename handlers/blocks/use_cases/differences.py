"""What changed between two versions, in words: stricter, looser, other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.use_cases.contract.content import ACCEPTANCE, Rules
from assessments.use_cases.contract.difference import (
    Change,
    Difference,
    FieldChange,
    Meaning,
    RowChange,
)
from assessments.use_cases.contract.document import Row
from assessments.use_cases.contract.pass_mark_rows import PassMarkRow
from assessments.use_cases.loosened import Loosened
from handlers.blocks.parts import context, header, section
from handlers.blocks.text import (
    NAME_LIMIT,
    Message,
    cut,
    cut_mrkdwn,
    escape,
    moment,
    named_together,
    short,
)
from handlers.blocks.use_cases.limits import Limit, limit_words, segment_words
from handlers.blocks.use_cases.page import sentences_of, value_text
from handlers.wording.metrics import metric_label

MEANINGS = {
    Meaning.STRICTER: "stricter",
    Meaning.LOOSER: "*looser*",
    Meaning.OTHER: "changed",
}
LONGEST_VALUE, MOST_CHANGES, LONGEST_TEXT = 160, 15, 2_900


@dataclass(frozen=True)
class MarksChanged:
    """Pass marks that count from a version on, with what they were, and who agreed when."""

    title: str
    version: int
    changed: Difference
    people: Sequence[str]
    agreed_at: datetime


def marks_changed_message(rules: Rules, found: MarksChanged) -> Message:
    """Build the message that tells a channel that pass marks have changed."""
    title = f"{cut(found.title, NAME_LIMIT)}: pass marks have changed"
    rows = [_row_line(rules, change) for change in found.changed.pass_marks]
    left = len(rows) - MOST_CHANGES
    lines = [*rows[:MOST_CHANGES], *([f"… and {left} more"] if left > 0 else [])]
    who = f"Agreed by {named_together(found.people)}, {moment(found.agreed_at)}"
    blocks = [
        header(title),
        section(cut_mrkdwn("\n".join(lines), LONGEST_TEXT)),
        context(f"{who} (version {found.version}). They count from now on."),
    ]
    return Message(title, blocks)


def change_lines(rules: Rules, changed: Difference) -> list[str]:
    """Write each change on a line: the pass marks first, each with what it means."""
    rows = [_row_line(rules, change) for change in changed.pass_marks]
    others = [_field_line(rules, one) for one in changed.fields if one.field != ACCEPTANCE]
    lines = [*rows, *others]
    left = len(lines) - MOST_CHANGES
    return [*lines[:MOST_CHANGES], *([f"… and {left} more"] if left > 0 else [])]


def fields_in_words(rules: Rules, fields: Sequence[str]) -> str:
    """Name fields by their labels, in a sentence."""
    labels = [escape(rules.by_id[field].label) for field in fields if field in rules.by_id]
    return ", ".join(f"“{label}”" for label in dict.fromkeys(labels))


def looser_text(loosened: Sequence[Loosened]) -> str:
    """Write which pass marks are looser than before, who signed that, and when; empty for none."""
    return "\n".join(line for found in loosened for line in _looser_lines(found))


def _looser_lines(found: Loosened) -> Iterator[str]:
    signed = f"signed by {named_together(found.signed_by)}, {moment(found.agreed_at)}"
    for before, after in found.rows:
        name = f"{short(metric_label(before.metric))}{segment_words(before.segment)}"
        was = _limit(before)
        if after is None:
            yield f"*Taken away:* {name} {was}, {signed}."
        elif _limit(after) == was:
            yield f"*Looser than before:* {name} {was}, {signed}."
        else:
            is_alike = after.comparator == before.comparator
            old = _figure(was) if is_alike else was
            now = _limit(after)
            yield (f"*Looser than before:* {name} {now} instead of {old}, {signed}.")


def _limit(row: PassMarkRow) -> str:
    high = None if row.high is None else float(row.high)
    return limit_words(Limit(row.metric, row.comparator, float(row.low), high, row.unit))


def _figure(limit: str) -> str:
    """Return a limit without its first words: `80%` of `at least 80%`."""
    for words in ("at least ", "at most ", "above ", "below "):
        limit = limit.removeprefix(words)
    return limit


def _row_line(rules: Rules, change: RowChange) -> str:
    means = MEANINGS[change.meaning]
    before, after = (_sentence(rules, row) for row in (change.before, change.after))
    if change.change is Change.ADDED:
        return f"• {means}, new: {after}"
    if change.change is Change.REMOVED:
        return f"• {means}, taken away: {before}"
    return f"• {means}: {after}\n   _before:_ {before}"


def _sentence(rules: Rules, row: Row | None) -> str:
    return next(iter(sentences_of(rules, [row])), "") if row else ""


def _field_line(rules: Rules, change: FieldChange) -> str:
    label = rules.by_id[change.field].label
    named = escape(label if label.endswith("?") else f"{label}:")
    before, after = (
        cut_mrkdwn(value_text(rules, change.field, value), LONGEST_VALUE) if value else ""
        for value in (change.before, change.after)
    )
    was = f"\n   _before:_ {before}" if before else ""
    return f"• {named} {after or 'empty'}{was}"
