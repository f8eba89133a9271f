"""A text column's lengths and words, counted by the engine."""

import numpy as np

from monitors.profile.engine import CURRENT, REFERENCE, Tables
from monitors.profile.sql import literal, quoted
from monitors.text.scripts import UNSEEN, WIDTHS, WORD
from monitors.text.words import TextCounts

FROM = "".join(map(chr, WIDTHS)) + UNSEEN
TO = "".join(WIDTHS.values())


def profile_text(tables: Tables, column: str) -> TextCounts:
    """Count texts and words of a column, case ignored; what a word is depends on its script.

    Raises:
        MeasurementError: The engine refused a query.
    """
    before, now = (_lengths(tables, relation, column) for relation in (REFERENCE, CURRENT))
    rows = tables.query(
        f"""
        SELECT r + c, count(*), count(*) FILTER (WHERE r = 1), sum(r),
               coalesce(sum(c) FILTER (WHERE r = 0), 0), sum(c)
        FROM (
            SELECT word, sum(r) AS r, sum(c) AS c FROM (
                SELECT unnest({_words(column)}) AS word, 1 AS r, 0 AS c FROM {REFERENCE}
                UNION ALL SELECT unnest({_words(column)}), 0, 1 FROM {CURRENT}
            ) GROUP BY word
        ) GROUP BY r + c
        """  # noqa: S608 - the name is quoted
    )
    sizes, words, *sums = np.array(rows, dtype=float).reshape(-1, 6).T
    once, known, unknown, every = (int(each.sum()) for each in sums)
    return TextCounts(
        int(before[0]), int(now[0]), before[1], now[1], before[2], now[2],
        once, known, unknown, every, sizes, words,
    )  # fmt: skip


def _lengths(tables: Tables, relation: str, column: str) -> tuple[int, float, float]:
    """Return the number of texts, and mean and standard deviation of their words."""
    texts, mean, deviation = tables.query(
        f"""
        SELECT count(words), coalesce(avg(words), 0), coalesce(stddev_samp(words), 0)
        FROM (SELECT array_length({_words(column)}) AS words FROM {relation})
        """  # noqa: S608 - the name is quoted
    )[0]
    return int(texts), float(mean), float(deviation)


def _words(column: str) -> str:
    text = f"translate(CAST({quoted(column)} AS VARCHAR), {literal(FROM)}, {literal(TO)})"
    return f"regexp_extract_all(lower(nfc_normalize({text})), '{WORD}')"
