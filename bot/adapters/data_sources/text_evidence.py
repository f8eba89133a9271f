"""What the text of each column of a table looks like, counted over all of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from bot.adapters.data_sources import text_times
from bot.adapters.data_sources import text_values as values
from bot.adapters.data_sources.duckdb_columns import Ask
from bot.adapters.data_sources.text_values import MISSING, is_word, present
from monitors.profile.sql import literal, quoted, select

NEARLY_ALL = 0.95
PLAIN_FORMS, NOT_OF_MARKS = 9, 7
SAMPLED = 2_000
SAMPLE = f"USING SAMPLE reservoir({SAMPLED} ROWS) REPEATABLE (20261130)"


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
        spans: Lengths of time, as pandas writes them.
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
    spans: int = 0

    @property
    def numbers(self) -> int:
        """How many are numbers, by whichever mark fits more of them."""
        return max(self.floats, self.point, self.comma, self.spans)

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
    open_ones = [
        name
        for name, found in seen.items()
        if found.rest > max(found.floats, found.truths, found.isos, found.clocks)
    ]
    few = [name for name in open_ones if seen[name].rest <= SAMPLED]
    many = [name for name in open_ones if seen[name].rest > SAMPLED]
    return seen | _closer_look(ask, scan, few, words) | _second_look(ask, scan, many, words)


def _first_look(
    ask: Ask, scan: str, names: Sequence[str], words: tuple[str, ...]
) -> dict[str, Seen]:
    aliases = [f"v{place}" for place in range(len(names))]
    values_of = ", ".join(
        f"{present(quoted(name), words)} AS {alias}"
        for name, alias in zip(names, aliases, strict=True)
    )
    asked = ", ".join(
        f"count(*) FILTER ({form})" for alias in aliases for form in _plain_forms(alias)
    )
    ((*answers,),) = ask(select(asked, f"({select(values_of, scan)})"))
    size, found = len(FIRST), {}
    for at, name in enumerate(names):
        seen = Seen(*map(int, answers[at * size : (at + 1) * size]))
        found[name] = replace(seen, dotted=seen.either)
    return found


def _plain_forms(value: str) -> list[str]:
    """Ask for the fields in `FIRST`, in their order: of each value first what costs least."""
    alike = f"{value}[5] IN ('-', '/', '.') AND {value}[5] IN ({value}[7], {value}[8])"
    parted = f"({alike} OR {value}[5] IN ('年', '년'))"
    timed = f"contains({value}, ':')"
    dotted = f"contains({value}, '.')"
    thirds = f"strpos({value}, '.') > 0 AND strpos({value}, '.') = strlen({value}) - 3"
    is_thirds = f"CASE WHEN {thirds} THEN {_is_like(value, values.THIRDS)} ELSE false END"
    return [
        f"{value} IS NOT NULL",
        f"NOT isnan(TRY_CAST({value} AS DOUBLE))",
        f"CASE WHEN NOT {dotted} THEN TRY_CAST({value} AS BIGINT) IS NOT NULL END",
        f"CASE WHEN strlen({value}) < 6 THEN lower({value}) IN ('true', 'false') END",
        f"CASE WHEN {parted} THEN {text_times.iso_time(value)} IS NOT NULL END",
        f"CASE WHEN {timed} THEN {_is_like(value, text_times.CLOCK)} END",
        f"CASE WHEN {timed} THEN {_has(value, text_times.ZONE)} END",
        f"{dotted} AND NOT {is_thirds}",
        is_thirds,
    ]


def _is_like(value: str, form: str) -> str:
    return f"regexp_full_match({value}, {literal(form)})"


def _has(value: str, form: str) -> str:
    return f"regexp_matches({value}, {literal(form)})"


def _second_look(
    ask: Ask, scan: str, names: Sequence[str], words: tuple[str, ...]
) -> dict[str, Seen]:
    """Look again without the usual words for a missing value, and at more forms.

    All of a column is looked at, unless hardly half of a random sample is anything but text.
    """
    listed = ", ".join(map(quoted, names))
    sample = f"({select(listed, scan, SAMPLE)})"
    seen: dict[str, Seen] = {}
    for name, sampled in _closer_look(ask, sample, names, words).items():
        likely = max(sampled.numbers, sampled.times, sampled.yes_no)
        if likely * 2 >= sampled.rest:
            seen |= _closer_look(ask, scan, [name], words)
            continue
        value = present(quoted(name), words)
        counts = f"count({value}), count(*) FILTER ({is_word(value, MISSING)})"
        ((there, missing),) = ask(select(counts, scan))
        seen[name] = Seen(rest=int(there) - int(missing), words=int(missing))
    return seen


def _closer_look(
    ask: Ask, scan: str, names: Sequence[str], words: tuple[str, ...]
) -> dict[str, Seen]:
    """Look at all columns in one query: planning it takes longer than a few thousand rows do."""
    if not names:
        return {}
    all_of = f"({select(', '.join(map(quoted, names)), scan)})"
    once, source = (f"WITH texts AS MATERIALIZED {all_of} ", "texts") if names[1:] else ("", scan)
    texts = " UNION ALL ".join(
        select(
            f"{place} AS place, {present(quoted(name), (*MISSING, *words))} AS v, "
            f"{present(quoted(name), words)} AS u, count(*) AS n",
            source,
            "GROUP BY ALL",
        )
        for place, name in enumerate(names)
    )
    bare = select(f"place, v, u, n, {values.bare('v')} AS b", f"({texts})")
    forms = {
        "p": values.number_of("v", "b", has_comma=False),
        "c": values.number_of("v", "b", has_comma=True),
        "d": text_times.day_first("v"),
        "m": text_times.month_first("v"),
        "t": text_times.named_month("v"),
        "y": values.truth("v"),
    }
    listed = ", ".join(f"{sql} AS {alias}" for alias, sql in forms.items())
    asked = dict(zip(FIRST[:NOT_OF_MARKS], _plain_forms("v"), strict=False)) | FORMS
    counted = ", ".join(f"coalesce(sum(n) FILTER ({form}), 0)" for form in asked.values())
    rows = ask(
        once
        + select(
            f"place, {counted}",
            f"({select(f'place, v, u, n, {listed}', f'({bare})')})",
            "GROUP BY 1",
        )
    )
    return {
        names[place]: replace(Seen(), **dict(zip(asked, map(int, answers), strict=True)))
        for place, *answers in rows
    }


FORMS = {
    "point_alone": "p IS NOT NULL AND c IS NULL",
    "either": "p <> c",
    "point": "p IS NOT NULL",
    "comma": "c IS NOT NULL",
    "comma_alone": "c IS NOT NULL AND p IS NULL",
    "dotted": "p <> c AND contains(v, '.')",
    "percents": "contains(v, '%') AND coalesce(p, c) IS NOT NULL",
    "days": "d IS NOT NULL",
    "months": "m IS NOT NULL",
    "days_alone": "d IS NOT NULL AND m IS NULL",
    "months_alone": "m IS NOT NULL AND d IS NULL",
    "either_day": "d <> m AND NOT contains(v, '.')",
    "named": "t IS NOT NULL",
    "yes_no": "y IS NOT NULL",
    "words": "u IS NOT NULL AND v IS NULL",
    "spans": f"regexp_full_match(v, {literal(text_times.SPAN)})",
}
