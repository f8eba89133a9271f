"""Two tables' columns read as the same types, where a table has none of its own.

Text of CSV files is read by all values of a column in both tables: what one of them leaves open,
such as 1.234 or 3/4/2026, the other may show. What stays open is said, and is worth a look.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from bot.adapters.data_sources import text_times, text_values
from bot.adapters.data_sources.duckdb_columns import CLOCKS, NANOSECONDS, NO_TYPE, SPAN, Alike
from bot.adapters.data_sources.text_doubts import (
    settle_marks,
    settle_order,
    settle_percent,
    settle_words,
)
from bot.adapters.data_sources.text_evidence import NEARLY_ALL, Seen
from bot.adapters.data_sources.text_forms import (
    Form,
    Meaning,
    Order,
    form_of,
    meaning_of,
)
from bot.adapters.data_sources.text_remarks import remarks_on
from bot.adapters.data_sources.text_sides import Side, is_text
from bot.adapters.data_sources.text_values import MISSING, is_word, present
from monitors.profile.engine import Column, Kind
from monitors.profile.reading import WHOLE
from monitors.profile.spellings import counted_period, first_day_of, period_of
from monitors.profile.sql import quoted, select

MOST_PERIODS, AT_FIRST = 1_000, 20


def read_alike(one: Side, other: Side) -> tuple[Alike, Alike, list[str]]:
    """Settle how both tables are read.

    Returns:
        What reads each, and sentences on what stays unclear.
    """
    doubts: list[str] = []
    for side, beside in ((one, other), (other, one)):
        side.read_as_text(_may_be_spelled(side, beside))
    for side, beside in ((one, other), (other, one)):
        for name, seen in side.seen.items():
            side.forms[name] = _form(side, beside, name, seen)
    for side, beside in ((one, other), (other, one)):
        for name in list(side.forms):
            doubts += settle_marks(side, beside, name)
            doubts += settle_order(side, beside, name)
    for side, beside in ((one, other), (other, one)):
        for name in list(side.forms):
            doubts += settle_percent(side, beside, name)
            settle_words(side, beside, name)
    return _alike(one, other), _alike(other, one), list(dict.fromkeys(doubts))


def _may_be_spelled(side: Side, beside: Side) -> list[str]:
    """List typed columns that may hold what a text beside spells otherwise.

    A number may be a day or a month, such as 20260131, or yes and no; a text may be a day.
    """
    return [
        name
        for name, seen in beside.seen.items()
        if (column := side.columns.get(name)) and name not in side.seen
        if (is_text(column) and meaning_of(seen) is Meaning.TIME)
        or (column.kind is Kind.NUMERIC and _says_more(beside, name, seen))
    ]


def _says_more(side: Side, name: str, seen: Seen) -> bool:
    """Return whether a text is of words for yes and no, of times, or of months and the like."""
    is_worded = seen.rest == seen.yes_no > seen.truths
    is_time = meaning_of(seen) is Meaning.TIME
    return seen.wholes < seen.rest and (is_worded or is_time or bool(_periods(side, name)))


def _form(side: Side, beside: Side, name: str, seen: Seen) -> Form:
    meaning = meaning_of(seen)
    other = beside.columns.get(name)
    if name in beside.seen:
        return _like_text(side, beside, name)
    if other is None or other.engine_type == NO_TYPE:
        return form_of(meaning, seen)
    return _like_typed(side, name, meaning, seen, other)


def _like_text(side: Side, beside: Side, name: str) -> Form:
    """Read a text beside another: one without values has the other's meaning.

    Words for yes and no meet 1 and 0, or other words for these; times meet times as numbers.
    """
    seen, other = side.seen[name], beside.seen[name]
    meaning = meaning_of(seen)
    if meaning_of(other) is Meaning.TIME and meaning in {Meaning.NUMBER, Meaning.TEXT}:
        return _like_times(side, name, meaning, seen)
    meanings = {meaning, meaning_of(other)} - {Meaning.NOTHING}
    if meaning is Meaning.NOTHING and meanings:
        return form_of(meanings.pop(), seen)
    if (form := _as_periods(side, beside, name, meanings)) is not None:
        return form
    is_worded = any(each.rest == each.yes_no > each.truths for each in (seen, other))
    is_mixed = len(meanings) > 1 or bool(seen.words or other.words)
    if is_mixed and is_worded and _are_truths(side, name) and _are_truths(beside, name):
        return form_of(Meaning.TRUTH, seen)
    return form_of(meaning, seen)


def _as_periods(side: Side, beside: Side, name: str, meanings: Collection[Meaning]) -> Form | None:
    """Read months, quarters and weeks, which may look like numbers in one table; None else."""
    seen, other = side.seen[name], beside.seen[name]
    if meanings == {Meaning.TEXT, Meaning.NUMBER}:
        return _written_or_counted(side, beside, name)
    is_one_whole = (seen.wholes == seen.rest) != (other.wholes == other.rest)
    may_be_periods = meanings == {Meaning.NUMBER} and is_one_whole
    if may_be_periods and all(_periods(each, name) for each in (side, beside)):
        return form_of(Meaning.TEXT, seen)
    return None


def _written_or_counted(side: Side, beside: Side, name: str) -> Form | None:
    """Read periods that one table writes and the other one counts: 202501 beside `Q1 2025`."""
    seen = side.seen[name]
    is_number = meaning_of(seen) is Meaning.NUMBER
    numbers, texts = (side, beside) if is_number else (beside, side)
    written = _periods(texts, name)
    letters = {period_of(text)[5:6] for text in written}
    if letters in ({"Q"}, {"W"}):
        reader = partial(counted_period, like=letters.pop())
        if counted := _first_days(numbers, name, reader):
            days = counted if is_number else written
            return replace(form_of(Meaning.TIME, seen), order=Order.PERIOD, periods=days)
    if written and _periods(numbers, name):
        return form_of(Meaning.TEXT, seen)
    if written and _are_counted_times(numbers, name, Meaning.NUMBER):
        return _like_times(side, name, meaning_of(seen), seen)
    return None


def _are_truths(side: Side, name: str) -> bool:
    """Return whether nearly all values are words for yes and no, or 1 and 0."""
    return _are_nearly_all(side, name, text_values.truth)


def _periods(side: Side, name: str) -> dict[str, date]:
    """Return the first day of each text, if all are months, quarters or weeks."""
    return _first_days(side, name, first_day_of)


def _first_days(side: Side, name: str, reader: Callable[[str], date | None]) -> dict[str, date]:
    """Return the day of each text of a column; nothing if one has none, or there are too many."""
    known = present(quoted(name), (*MISSING, *side.missing))
    days: dict[str, date] = {}
    for most in (AT_FIRST, MOST_PERIODS):
        limit = f"WHERE {known} IS NOT NULL LIMIT {most + 1}"
        texts = [
            str(text) for (text,) in side.ask(select(f"DISTINCT {known}", side.window, limit))
        ]
        days = {text: day for text in texts if (day := reader(text))}
        if len(days) < len(texts):
            return {}
    return days if len(days) <= MOST_PERIODS else {}


def _are_counted_times(side: Side, name: str, meaning: Meaning) -> bool:
    """Return whether numbers are nearly all times, such as 20260131 or seconds since 1970."""
    return meaning is Meaning.NUMBER and _are_nearly_all(side, name, text_times.counted_time)


def _are_nearly_all(side: Side, name: str, reader: Callable[[str], str]) -> bool:
    known = present(quoted(name), (*MISSING, *side.missing))
    counts = f"count({reader(known)}), count({known})"
    ((found, all_of),) = side.ask(select(counts, side.window))
    return bool(all_of) and found >= NEARLY_ALL * all_of


def _like_typed(side: Side, name: str, meaning: Meaning, seen: Seen, other: Column) -> Form:
    """Read a text beside a typed column, as its type where nearly all values allow that."""
    is_empty = meaning is Meaning.NOTHING
    if is_text(other):
        return form_of(Meaning.TEXT, seen)
    if other.is_yes_or_no and (is_empty or _are_truths(side, name)):
        return form_of(Meaning.TRUTH, seen)
    is_number = meaning is Meaning.NUMBER
    if (other.kind is Kind.NUMERIC and (is_empty or is_number)) or (
        other.engine_type == SPAN and is_number
    ):
        form = form_of(Meaning.NUMBER, seen)
        return replace(form, engine_type=_number_type(other, form))
    if other.kind is Kind.TIME:
        return _like_times(side, name, meaning, seen)
    is_clock = other.engine_type in CLOCKS
    if other.kind is Kind.OTHER and not is_clock and not _loses(side, name, other.engine_type):
        return Form(Meaning.NOTHING, engine_type=other.engine_type)
    empty = Meaning.CLOCK if is_clock else Meaning.TEXT
    return form_of(empty if is_empty else meaning, seen)


def _like_times(side: Side, name: str, meaning: Meaning, seen: Seen) -> Form:
    """Read a text beside times; numbers may be times too."""
    if _are_counted_times(side, name, meaning):
        return replace(form_of(Meaning.TIME, seen), order=Order.COUNTED)
    if meaning is not Meaning.TIME and (periods := _periods(side, name)):
        return replace(form_of(Meaning.TIME, seen), order=Order.PERIOD, periods=periods)
    return form_of(Meaning.TIME if meaning is Meaning.NOTHING else meaning, seen)


def _number_type(other: Column, form: Form) -> str:
    kind = other.engine_type.upper()
    if kind == "FLOAT":
        return kind
    return kind if kind in WHOLE and form.is_whole else ""


def _loses(side: Side, name: str, engine_type: str) -> bool:
    cast = f"TRY_CAST({quoted(name)} AS {engine_type})"
    asked = f"count(*) FILTER (nullif({quoted(name)}, '') IS NOT NULL AND {cast} IS NULL)"
    ((lost,),) = side.ask(select(asked, side.window))
    return bool(lost)


def _alike(side: Side, beside: Side) -> Alike:
    changed = {name: side.value(name) for name in side.forms}
    changed |= {
        name: sql
        for name, column in side.columns.items()
        if name not in side.forms and (sql := _comparable(side, beside, column))
    }
    remarks, told = remarks_on(side, beside)
    return Alike(_replaced(side.scan, changed), remarks, told)


def _comparable(side: Side, beside: Side, column: Column) -> str | None:
    """Write SQL for a typed column that can't be compared as it lies."""
    name, other = quoted(column.name), beside.columns.get(column.name)
    if column.engine_type == NANOSECONDS:
        return f"CAST({name} AS TIMESTAMPTZ)"
    if column.engine_type in CLOCKS:
        return _clock(beside, column.name)
    if column.engine_type == SPAN:
        return f"CAST(EXTRACT(epoch FROM {name}) AS DOUBLE)"
    if other is not None and column.engine_type == NO_TYPE:
        kind = _plain(other.engine_type)
        form = beside.forms.get(column.name)
        return f"CAST({name} AS {_type_of(form) if form else kind})"
    is_beside_text = column.name in beside.untyped
    has_blanks = is_beside_text and is_text(column) and column.engine_type != "UUID"
    value = f"nullif(CAST({name} AS VARCHAR), '')" if has_blanks else name
    if side.missing and column.kind in {Kind.NUMERIC, Kind.CATEGORICAL}:
        text = f"trim(CAST({name} AS VARCHAR))"
        return f"CASE WHEN NOT coalesce({is_word(text, side.missing)}, false) THEN {value} END"
    return value if has_blanks else None


def _clock(beside: Side, name: str) -> str:
    """Write SQL for times of day: as moments, or as text beside a text."""
    other = beside.columns.get(name)
    if other is not None and is_text(other) and name not in beside.forms:
        return f"CAST({quoted(name)} AS VARCHAR)"
    return text_times.on_no_day(f"CAST({quoted(name)} AS TIME)")


def _type_of(form: Form) -> str:
    return {
        Meaning.NUMBER: form.engine_type or "DOUBLE",
        Meaning.TIME: "TIMESTAMP",
        Meaning.TRUTH: "BOOLEAN",
        Meaning.CLOCK: "TIMESTAMP",
    }.get(form.meaning, "VARCHAR")


def _replaced(scan: str, columns: Mapping[str, str]) -> str:
    if not columns:
        return scan
    listed = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in columns.items())
    return f"({select(f'* REPLACE ({listed})', scan)})"


def _plain(engine_type: str) -> str:
    return engine_type.replace(NANOSECONDS, "TIMESTAMPTZ")
