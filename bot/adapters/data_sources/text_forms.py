"""As what a column of text is read: decided by all of its values, in both tables."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.adapters.data_sources import text_times
from bot.adapters.data_sources import text_values as values
from bot.adapters.data_sources.text_evidence import Seen
from bot.adapters.data_sources.text_values import MISSING, present
from monitors.profile.sql import quoted

ENOUGH_TO_TELL = 30
TEN_TIMES = 1.0


class Meaning(StrEnum):
    """What a column of text holds."""

    NOTHING = "nothing"
    TEXT = "text"
    NUMBER = "number"
    TRUTH = "yes or no"
    TIME = "time"
    CLOCK = "time of day"


class Order(StrEnum):
    """How times are written."""

    YEAR = "year first"
    DAY = "day first"
    MONTH = "month first"
    NAMED = "month by name"
    COUNTED = "as a number"
    PERIOD = "as a month, quarter or week"


READERS = {
    Order.YEAR: text_times.iso_time,
    Order.DAY: text_times.day_first,
    Order.MONTH: text_times.month_first,
    Order.NAMED: text_times.named_month,
    Order.COUNTED: text_times.counted_time,
}


@dataclass(frozen=True)
class Form:
    """How one column's text is read.

    Attributes:
        meaning: What it holds.
        engine_type: What a number is cast to; empty for a whole one where it is one, or a DOUBLE.
        is_plain: Whether the engine's own cast reads every number.
        is_whole: Whether all numbers are whole.
        has_comma: Whether a comma is before the decimals.
        hundredths: Whether 5 % is 0.05.
        is_span: Whether numbers are lengths of time, in seconds.
        order: How times are written.
        is_zoned: Whether all times have their zone.
        words: Words for missing values; of text, only those that the other table has none of.
        periods: The first day of each month, quarter or week, by its text.
    """

    meaning: Meaning
    engine_type: str = ""
    is_plain: bool = True
    is_whole: bool = False
    has_comma: bool = False
    hundredths: bool = True
    is_span: bool = False
    order: Order = Order.YEAR
    is_zoned: bool = False
    words: tuple[str, ...] = ()
    periods: Mapping[str, date] = field(default_factory=dict)

    def sql(self, name: str, missing: tuple[str, ...] = ()) -> str:
        """Write SQL that reads a column.

        Args:
            name: The column.
            missing: What a person said is missing.
        """
        if self.meaning is Meaning.TEXT:
            return self._text(name, (*self.words, *missing))
        return self.read(present(quoted(name), (*self.words, *missing)))

    def read(self, value: str) -> str:
        """Write SQL that reads a text which is there, NULL where it can't be."""
        if self.meaning is Meaning.NUMBER:
            return self._number(value)
        if self.meaning is Meaning.TRUTH:
            return values.truth(value)
        if self.order is Order.PERIOD:
            return text_times.first_days(value, self.periods)
        if self.meaning is Meaning.CLOCK:
            return text_times.clock(value)
        if self.meaning is Meaning.TIME:
            time = READERS[self.order](value)
            return f"to_timestamp(epoch({time}))" if self.is_zoned else time
        return f"TRY_CAST({value} AS {self.engine_type or 'VARCHAR'})"

    @staticmethod
    def _text(name: str, words: tuple[str, ...]) -> str:
        column = quoted(name)
        if not words:
            return f"nullif({column}, '')"
        return f"CASE WHEN {present(column, words)} IS NOT NULL THEN {column} END"

    def _number(self, value: str) -> str:
        if self.is_span:
            return text_times.seconds(value)
        if self.is_plain and not self.has_comma:
            kind = self.engine_type or ("BIGINT" if self.is_whole else "DOUBLE")
            return f"TRY_CAST({value} AS {kind})"
        read = values.number(value, has_comma=self.has_comma, hundredths=self.hundredths)
        return f"CAST({read} AS {self.engine_type})" if self.engine_type else read

    def good(self, seen: Seen) -> int:
        """Count the values that can be read so."""
        if self.is_span:
            return seen.spans
        if self.meaning is Meaning.NUMBER:
            return seen.comma if self.has_comma and seen.comma else max(seen.floats, seen.point)
        if self.meaning is Meaning.TIME:
            return {
                Order.YEAR: seen.isos,
                Order.DAY: seen.days,
                Order.MONTH: seen.months,
                Order.NAMED: seen.named,
                Order.COUNTED: seen.floats,
                Order.PERIOD: seen.rest,
            }[self.order]
        if self.meaning is Meaning.CLOCK:
            return seen.clocks
        return seen.yes_no if self.meaning is Meaning.TRUTH and seen.yes_no else seen.rest


def meaning_of(seen: Seen) -> Meaning:
    """Return what a column of text holds, by itself."""
    if not seen.rest:
        return Meaning.NOTHING
    if seen.is_nearly_all(seen.clocks):
        return Meaning.CLOCK
    if seen.truths == seen.rest:
        return Meaning.TRUTH
    if seen.is_nearly_all(seen.numbers):
        return Meaning.NUMBER
    return Meaning.TIME if seen.is_nearly_all(seen.times) else Meaning.TEXT


def form_of(meaning: Meaning, seen: Seen) -> Form:
    """Return how to read a column of this meaning, before marks and orders are settled."""
    if meaning is Meaning.TEXT:
        return Form(meaning)
    words = MISSING if seen.words else ()
    if meaning is Meaning.NUMBER:
        is_plain = seen.floats == seen.rest
        if seen.spans > max(seen.floats, seen.point, seen.comma):
            return Form(meaning, is_plain=False, is_span=True, words=words)
        return Form(
            meaning, is_plain=is_plain, is_whole=is_plain and seen.wholes == seen.rest, words=words
        )
    order = Order.YEAR
    if meaning is Meaning.TIME and seen.isos < seen.rest:
        counts = {Order.DAY: seen.days, Order.MONTH: seen.months, Order.NAMED: seen.named}
        order = max(counts, key=lambda known: counts[known])
        order = Order.YEAR if seen.isos > counts[order] else order
    return Form(meaning, order=order, is_zoned=seen.zones == seen.rest > 0, words=words)


def comma_by_its_own(seen: Seen) -> bool | None:
    """Return whether a comma is before the decimals of a column; None where nothing shows it."""
    if seen.point_alone or seen.comma_alone:
        return seen.comma_alone > seen.point_alone
    return None


def comma_of_table(columns: Iterable[Seen]) -> bool | None:
    """Return what the other columns of numbers in a table agree on, None where they don't."""
    told = {
        found
        for seen in columns
        if meaning_of(seen) is Meaning.NUMBER and (found := comma_by_its_own(seen)) is not None
    }
    return told.pop() if len(told) == 1 else None


def comma_by_pattern(seen: Seen, delimiter: str) -> bool | None:
    """Return what the pattern of a column shows: marks of thousands stand in large numbers alone.

    Decimals of three digits each time are written in small numbers too, and end in a 0 now and
    then. Between commas a decimal comma would need quotation marks, so a point is one there.
    """
    has_points = seen.dotted * 2 > seen.either
    if seen.rest >= ENOUGH_TO_TELL and seen.either < seen.rest:
        return has_points
    return False if delimiter == "," and has_points else None


def day_by_its_own(seen: Seen) -> bool | None:
    """Return whether the day comes before the month; None where nothing shows it."""
    if seen.days_alone or seen.months_alone:
        return seen.days_alone > seen.months_alone
    return None


def nearest(candidates: Mapping[bool, float | None], beside: float | None) -> bool | None:
    """Return which of two medians is within ten times the one beside, if the other isn't.

    Args:
        candidates: The median of a column by how it is read.
        beside: The median of the same column in the other table.
    """
    if not beside:
        return None
    apart = {
        how: abs(math.log10(abs(median / beside)))
        for how, median in candidates.items()
        if median and median / beside > 0
    }
    near = [how for how, orders in apart.items() if orders <= TEN_TIMES]
    return near[0] if len(near) == 1 and len(apart) > 1 else None


def nearest_range(
    candidates: Mapping[bool, Sequence[float | None]], beside: Sequence[float | None]
) -> bool | None:
    """Return which of two ranges of times is clearly nearer to the one beside."""
    apart = {
        how: sum(
            abs(one - other) for one, other in zip(ends, beside, strict=True) if one and other
        )
        for how, ends in candidates.items()
        if None not in ends and None not in beside
    }
    if len(apart) < 2 or min(apart.values()) * 2 > max(apart.values()):  # noqa: PLR2004 - two ways
        return None
    return min(apart, key=lambda how: apart[how])


def with_marks(form: Form, *, has_comma: bool) -> Form:
    """Settle a number's marks."""
    return replace(form, has_comma=has_comma, is_whole=form.is_whole and not has_comma)
