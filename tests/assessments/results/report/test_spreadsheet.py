"""The CSV report's rows: what one person alone said stays hidden, everything else is named."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from io import StringIO

from assessments.results.maturity import ALONE, MaturityCard
from assessments.results.report.spreadsheet import FORMAT, HIDDEN
from assessments.results.report.wording import FLAGS
from tests.assessments.example_card import CARD


def rows(card: MaturityCard, kind: str) -> list[Sequence[str]]:
    """The rows of a kind."""
    written = csv.reader(StringIO(FORMAT.write(card).decode("utf-8-sig")))
    return [row for row in written if row[0] == kind]


def test_a_question_that_one_person_answered_shows_nothing() -> None:
    """Neither level nor flag; the one beside it shows both."""
    known = replace(CARD.items[0], is_hidden=False, score=Fraction(3))
    hidden = replace(known, is_hidden=True)

    (first, second) = rows(replace(CARD, items=[hidden, known]), "question")

    assert [cell for cell in first if cell] == [
        "question", hidden.id, hidden.dimension, hidden.question, HIDDEN, HIDDEN, ALONE,
    ]  # fmt: skip
    assert second[4] == "3"
    assert FLAGS[known.flag] in second
    assert HIDDEN not in second


def test_each_question_has_its_row() -> None:
    """In the order of the result."""
    assert [row[1] for row in rows(CARD, "question")] == [item.id for item in CARD.items]
