"""What is to be said of how a column's text was read: words for missing values, and bad ones."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from bot.adapters.data_sources import text_times, text_values
from bot.adapters.data_sources.duckdb_reasons import short
from bot.adapters.data_sources.text_evidence import Seen
from bot.adapters.data_sources.text_forms import Meaning
from bot.adapters.data_sources.text_sides import Side, is_text
from bot.adapters.data_sources.text_values import MISSING, is_word, present
from monitors.profile.engine import Kind
from monitors.profile.sql import quoted, select

Reader: TypeAlias = Callable[[str], str]
NO_VALUE = {
    Kind.NUMERIC: ("isn't a number", "aren't numbers"),
    Kind.TIME: ("isn't a date or time", "aren't dates or times"),
    Kind.CATEGORICAL: ("isn't a yes or no", "aren't yes or no"),
}
KIND_OF = {
    Meaning.NUMBER: Kind.NUMERIC,
    Meaning.TIME: Kind.TIME,
    Meaning.CLOCK: Kind.TIME,
    Meaning.TRUTH: Kind.CATEGORICAL,
}
READERS: Mapping[Kind, Sequence[Reader]] = {
    Kind.NUMERIC: (
        partial(text_values.number, has_comma=False),
        partial(text_values.number, has_comma=True),
    ),
    Kind.TIME: (text_times.day_first, text_times.month_first, text_times.named_month),
    Kind.CATEGORICAL: (text_values.truth,),
}


def remarks_on(side: Side, beside: Side) -> tuple[dict[str, str], dict[str, str]]:
    """Name what can't be read as what the others are, and which words count as missing."""
    remarks, told = {}, {}
    for name, form in side.forms.items():
        seen = side.seen[name]
        if seen.words and form.meaning not in {Meaning.TEXT, Meaning.NOTHING}:
            word = _example(side, name, lambda value: is_word(value, MISSING))
            told[name] = f"{seen.words:,} values such as {short(word)} count as missing"
        kind, good = KIND_OF.get(form.meaning), form.good(seen)
        if form.meaning is Meaning.TEXT:
            kind, good = _beside_kind(beside, name), _as_others(beside, name, seen)
        lost = seen.rest - good
        if kind is None or not 0 < lost <= seen.rest / 2:
            continue
        bad = _example(side, name, _unread(side, beside, name))
        are = NO_VALUE[kind][lost > 1]
        remarks[name] = f"{lost:,} of {seen.rest:,} values {are}, for example {short(bad)}"
    return remarks, told


def _beside_kind(beside: Side, name: str) -> Kind | None:
    """Return what a text would have to be to be like the other column, if that is no text."""
    form, column = beside.forms.get(name), beside.columns.get(name)
    if form:
        return KIND_OF.get(form.meaning)
    if column is None or is_text(column) or column.kind is Kind.OTHER:
        return None
    return column.kind


def _as_others(beside: Side, name: str, seen: Seen) -> int:
    kind = _beside_kind(beside, name)
    counts = {Kind.NUMERIC: seen.numbers, Kind.TIME: seen.times, Kind.CATEGORICAL: seen.yes_no}
    return counts.get(kind, seen.rest) if kind else seen.rest


def _unread(side: Side, beside: Side, name: str) -> Callable[[str], str]:
    """Write SQL that asks whether a text is none of what the others are."""
    form = side.forms[name]
    readers: Sequence[Reader] = (form.read,)
    if form.meaning is Meaning.TEXT:
        readers = READERS[_beside_kind(beside, name) or Kind.CATEGORICAL]

    def asks(value: str) -> str:
        read = ", ".join(reader(value) for reader in readers)
        return f"coalesce({read}) IS NULL AND NOT {is_word(value, MISSING)}"

    return asks


def _example(side: Side, name: str, asks: Callable[[str], str]) -> str:
    value = present(quoted(name), side.missing)
    ((found,),) = side.ask(select(f"min({value}) FILTER ({asks(value)})", side.window))
    return str(found or "")
