"""Settles what a column's text leaves open by the rest of its table, or by the other table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.adapters.data_sources import text_values
from bot.adapters.data_sources.text_forms import (
    Meaning,
    Order,
    comma_by_its_own,
    comma_by_pattern,
    comma_of_table,
    day_by_its_own,
    nearest,
    nearest_range,
    with_marks,
)
from bot.adapters.data_sources.text_sides import Side
from bot.adapters.data_sources.text_values import MISSING, is_word, present
from monitors.profile.engine import Kind
from monitors.profile.sql import quoted, select

DOUBTFUL_MARK = (
    "It isn't clear whether 1{mark}234 in the column {column} of {file} is more or less than a "
    "thousand. It is read as {size}."
)
DOUBTFUL_PERCENT = (
    "It isn't clear whether 5% in the column {column} of {file} is 0.05 or 5 in the other file. "
    "It is read as 0.05."
)
DOUBTFUL_DAY = (
    "It isn't clear whether 3/4 in the column {column} of {file} is April 3 or March 4. "
    "It is read as April 3."
)


def _sentence(form: str, side: Side, name: str, **facts: str) -> str:
    return form.format(column=name, file=side.name, **facts)


def settle_marks(side: Side, beside: Side, name: str) -> list[str]:
    """Settle whether a comma or a point is before a column's decimals."""
    form, seen = side.forms[name], side.seen[name]
    if form.meaning is not Meaning.NUMBER:
        return []
    has_comma = comma_by_its_own(seen)
    if has_comma is None and not seen.either:
        return []
    if has_comma is None:
        rest = [each for known, each in side.seen.items() if known != name]
        has_comma = comma_of_table(rest)
    if has_comma is None:
        has_comma = _comma_by_nearness(side, beside, name)
    if has_comma is None:
        has_comma = comma_by_pattern(seen, side.delimiter)
    is_unclear = has_comma is None
    if has_comma is None:
        has_comma = seen.dotted * 2 <= seen.either
    side.forms[name] = with_marks(form, has_comma=has_comma)
    if not is_unclear:
        return []
    has_points = seen.dotted * 2 > seen.either
    mark, size = "." if has_points else ",", "more" if has_points == has_comma else "less"
    return [_sentence(DOUBTFUL_MARK, side, name, mark=mark, size=size)]


def _comma_by_nearness(side: Side, beside: Side, name: str) -> bool | None:
    value = present(quoted(name), (*MISSING, *side.missing))
    candidates = {
        has_comma: text_values.number(value, has_comma=has_comma) for has_comma in (True, False)
    }
    return nearest(_medians(side, candidates), _beside(beside, name))


def _beside(beside: Side, name: str) -> float | None:
    """Return the median of the other table's column, if that one is clear."""
    other = beside.columns.get(name)
    if other is None or (name not in beside.seen and other.kind is not Kind.NUMERIC):
        return None
    if name in beside.seen:
        seen, form = beside.seen[name], beside.forms[name]
        is_clear = not seen.either or comma_by_its_own(seen) is not None
        if form.meaning is not Meaning.NUMBER or not is_clear:
            return None
        has_comma = bool(comma_by_its_own(seen))
        value = with_marks(form, has_comma=has_comma).sql(name, beside.missing)
    else:
        value = quoted(name)
    return _medians(beside, {True: value})[True]


def _medians(side: Side, candidates: Mapping[bool, str]) -> dict[bool, float | None]:
    asked = ", ".join(
        f"CAST(median(abs(CAST({sql} AS DOUBLE))) AS DOUBLE)" for sql in candidates.values()
    )
    ((*answers,),) = side.ask(select(asked, side.window))
    return dict(zip(candidates, answers, strict=True))


def settle_percent(side: Side, beside: Side, name: str) -> list[str]:
    """Settle whether 5 % is 0.05 or 5, where the other table has no percent signs."""
    form, seen = side.forms[name], side.seen[name]
    other = beside.seen.get(name)
    if form.meaning is not Meaning.NUMBER or not seen.percents or (other and other.percents):
        return []
    plain = beside.columns.get(name)
    if plain is None or (other is None and plain.kind is not Kind.NUMERIC):
        return []
    if other is not None and beside.forms[name].meaning is not Meaning.NUMBER:
        return []
    candidates = {
        how: replace(form, hundredths=how, engine_type="").sql(name, side.missing)
        for how in (True, False)
    }
    beside_it = _medians(beside, {True: beside.value(name)})[True]
    hundredths = nearest(_medians(side, candidates), beside_it)
    side.forms[name] = replace(form, hundredths=hundredths is not False)
    if hundredths is not None:
        return []
    return [_sentence(DOUBTFUL_PERCENT, side, name)]


def settle_order(side: Side, beside: Side, name: str) -> list[str]:
    """Settle whether day or month is first, by the table that shows it."""
    form, seen = side.forms[name], side.seen[name]
    if form.meaning is not Meaning.TIME or form.order not in {Order.DAY, Order.MONTH}:
        return []
    is_day = day_by_its_own(seen)
    if is_day is None and not seen.either_day:
        return []
    if is_day is None and name in beside.seen:
        is_day = day_by_its_own(beside.seen[name])
    if is_day is None:
        told = {day_by_its_own(each) for each in side.seen.values()} - {None}
        is_day = told.pop() if len(told) == 1 else None
    if is_day is None:
        is_day = _day_by_nearness(side, beside, name)
    order = Order.MONTH if is_day is False else Order.DAY
    side.forms[name] = replace(form, order=order)
    if is_day is not None:
        return []
    return [_sentence(DOUBTFUL_DAY, side, name)]


def _day_by_nearness(side: Side, beside: Side, name: str) -> bool | None:
    other = beside.columns.get(name)
    if other is None:
        return None
    if name in beside.seen:
        form = beside.forms[name]
        if form.meaning is not Meaning.TIME or form.order in {Order.DAY, Order.MONTH}:
            return None
    elif other.kind is not Kind.TIME:
        return None
    form = side.forms[name]
    ways = {True: Order.DAY, False: Order.MONTH}
    ranges = {
        is_day: _range(side, replace(form, order=order).sql(name, side.missing))
        for is_day, order in ways.items()
    }
    return nearest_range(ranges, _range(beside, beside.value(name)))


def _range(side: Side, value: str) -> Sequence[float | None]:
    ends = f"epoch(CAST(min({value}) AS TIMESTAMP)), epoch(CAST(max({value}) AS TIMESTAMP))"
    ((*answer,),) = side.ask(select(ends, side.window))
    return answer


def settle_words(side: Side, beside: Side, name: str) -> None:
    """Read words such as NA in a column of text as missing where the other table has gaps instead.

    Or where it has other such words. Else they are values like any other: NA may be Namibia.
    """
    form, seen = side.forms[name], side.seen[name]
    if form.meaning is not Meaning.TEXT or not seen.words or name not in beside.columns:
        return
    words, gaps = _words_and_gaps(side, name)
    others, other_gaps = _words_and_gaps(beside, name)
    own = words - others
    if own and not gaps and (other_gaps or others - words):
        side.forms[name] = replace(form, words=tuple(sorted(own)))


def _words_and_gaps(side: Side, name: str) -> tuple[set[str], int]:
    value = f"lower({present(f'CAST({quoted(name)} AS VARCHAR)', side.missing)})"
    asked = f"list(DISTINCT {value}) FILTER ({is_word(value, MISSING)}), count(*) - count({value})"
    ((words, gaps),) = side.ask(select(asked, side.window))
    return set(words or ()), int(gaps)
