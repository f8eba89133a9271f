"""What the text of each column of a table looks like, counted over all of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from bot.adapters.data_sources import text_values as values
from bot.adapters.data_sources.duckdb_columns import Ask
from bot.adapters.data_sources.text_values import MISSING, present
from monitors.profile.sql import literal, quoted, select

NEARLY_ALL = 0.95
PLAIN_FORMS, NOT_OF_MARKS = 9, 7


@dataclass(frozen=True)
class Seen:
    """How many values of a column of text look like what.

    Attributes:
        rest: Those that are there, and are no word for a missing value.
        floats: What a program writes for numbers.
        wholes: Whole numbers.
        truths: The words true and false.
        isos: Times with the year in front.
        clocks: Times of day.
        zones: Times with their zone.
        point: Numbers, if a point is before the decimals.
        comma: Numbers, if a comma is.
        point_alone: Those of `point` that aren't in `comma`.
        comma_alone: Those of `comma` that aren't in `point`.
        either: Numbers that differ by that, such as 1.234.
        dotted: Those of `either` with a point.
        percents: Numbers with a percent sign.
        days: Times, if the day is first.
        months: Times, if the month is.
        days_alone: Those of `days` that aren't in `months`.
        months_alone: Those of `months` that aren't in `days`.
        either_day: Times that differ by that.
        named: Times whose month is written out.
        yes_no: Words for yes and no, 1 and 0 included.
        words: Words for a missing value.
    """

    rest: int = 0
    floats: int = 0
    wholes: int = 0
    truths: int = 0
    isos: int = 0
    clocks: int = 0
    zones: int = 0
    point_alone: int = 0
    either: int = 0
    point: int = 0
    comma: int = 0
    comma_alone: int = 0
    dotted: int = 0
    percents: int = 0
    days: int = 0
    months: int = 0
    days_alone: int = 0
    months_alone: int = 0
    either_day: int = 0
    named: int = 0
    yes_no: int = 0
    words: int = 0

    @property
    def numbers(self) -> int:
        """How many are numbers, by whichever mark fits more of them."""
        return max(self.floats, self.point, self.comma)

    @property
    def times(self) -> int:
        """How many are times, by whichever order fits more of them."""
        return max(self.isos, self.days, self.months, self.named)

    def is_nearly_all(self, count: int) -> bool:
        """Return whether so many values are nearly all that there are."""
        return self.rest > 0 and count >= NEARLY_ALL * self.rest


FIRST = tuple(field.name for field in fields(Seen))[:PLAIN_FORMS]


def look_at(
    ask: Ask, scan: str, names: Sequence[str], words: tuple[str, ...] = ()
) -> dict[str, Seen]:
    """Count what the columns of a table of text look like: twice, where once doesn't explain all.

    Args:
        ask: Runs SQL.
        scan: What reads the table.
        names: Its columns.
        words: What a person said is missing, besides a text of no letters.
    """
    seen = _first_look(ask, scan, names, words)
    unclear = [
        name
        for name, found in seen.items()
        if found.rest > max(found.floats, found.truths, found.isos, found.clocks)
    ]
    return seen | (_second_look(ask, scan, unclear, words) if unclear else {})


def _first_look(
    ask: Ask, scan: str, names: Sequence[str], words: tuple[str, ...]
) -> dict[str, Seen]:
    asked = [sql for name in names for sql in _plain_forms(present(quoted(name), words))]
    ((*answers,),) = ask(select(", ".join(asked), scan))
    size = len(FIRST)
    found = {}
    for at, name in enumerate(names):
        seen = Seen(*map(int, answers[at * size : (at + 1) * size]))
        found[name] = replace(seen, dotted=seen.either)
    return found


def _plain_forms(value: str) -> list[str]:
    """Ask for the fields in `FIRST`, in their order."""
    year = f"({value} LIKE '____-%' OR {value} LIKE '____/%' OR {value} LIKE '____.%')"
    whole = f"regexp_full_match({value}, {literal(values.PLAIN)})"
    pointed = f"regexp_full_match({value}, {literal(values.POINTED)})"
    thirds = f"regexp_full_match({value}, {literal(values.THIRDS)})"
    return [
        f"count({value})",
        f"count(*) FILTER (NOT isnan(TRY_CAST({value} AS DOUBLE)))",
        f"count(CASE WHEN {whole} THEN TRY_CAST({value} AS BIGINT) END)",
        f"count(*) FILTER (lower({value}) IN ('true', 'false'))",
        f"count(CASE WHEN {year} THEN {values.iso_time(value)} END)",
        f"count(*) FILTER (regexp_full_match({value}, {literal(values.CLOCK)}))",
        f"count(*) FILTER (regexp_matches({value}, {literal(values.ZONE)}))",
        f"count(*) FILTER ({pointed} AND NOT {thirds})",
        f"count(*) FILTER ({thirds})",
    ]


def _second_look(
    ask: Ask, scan: str, names: Sequence[str], words: tuple[str, ...]
) -> dict[str, Seen]:
    """Look again without the usual words for a missing value, at more forms; a column a query."""
    found = {}
    for name in names:
        value = present(quoted(name), (*MISSING, *words))
        text = select(f"{value} AS v, {present(quoted(name), words)} AS u", scan)
        bare = select(f"v, u, {values.bare('v')} AS b", f"({text})")
        forms = {
            "p": values.number_of("v", "b", has_comma=False),
            "c": values.number_of("v", "b", has_comma=True),
            "d": values.day_first("v"),
            "m": values.month_first("v"),
            "n": values.named_month("v"),
            "t": values.truth("v"),
        }
        listed = ", ".join(f"{sql} AS {alias}" for alias, sql in forms.items())
        asked = ", ".join([*_plain_forms("v")[:NOT_OF_MARKS], *FORMS.values()])
        ((*answers,),) = ask(select(asked, f"({select(f'v, u, {listed}', f'({bare})')})"))
        names_of = (*FIRST[:NOT_OF_MARKS], *FORMS)
        found[name] = replace(Seen(), **dict(zip(names_of, map(int, answers), strict=True)))
    return found


FORMS = {
    "point_alone": "count(p) FILTER (c IS NULL)",
    "either": "count(*) FILTER (p <> c)",
    "point": "count(p)",
    "comma": "count(c)",
    "comma_alone": "count(c) FILTER (p IS NULL)",
    "dotted": "count(*) FILTER (p <> c AND contains(v, '.'))",
    "percents": "count(*) FILTER (contains(v, '%') AND coalesce(p, c) IS NOT NULL)",
    "days": "count(d)",
    "months": "count(m)",
    "days_alone": "count(d) FILTER (m IS NULL)",
    "months_alone": "count(m) FILTER (d IS NULL)",
    "either_day": "count(*) FILTER (d <> m AND NOT contains(v, '.'))",
    "named": "count(n)",
    "yes_no": "count(t)",
    "words": "count(u) - count(v)",
}
