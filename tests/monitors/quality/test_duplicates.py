"""Rows that are there twice and ids that are given twice: counted, compared, and said in words."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pytest
from sqlmodel import Session, select

from monitors.check.asking import read_questions
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict
from monitors.check.limits import Limits
from monitors.check.questions.duplicates import Duplicates
from monitors.check.questions.question import Question
from monitors.check.reports.as_json import check_as_json
from monitors.check.reports.sentences import model_sentences
from monitors.check.roles import Roles
from monitors.quality.copies import Copies
from monitors.quality.duplicates import check_duplicates
from monitors.runs.measurement import measure_window
from monitors.runs.run import DueWindow, record_run
from monitors.tables import Alert, Monitor
from tests.monitors.conftest import Data, OpenTables

pytestmark = pytest.mark.sqlite_alone

ROWS = 1_000
RANDOM = np.random.default_rng(51)
TWICE = [Duplicates()]
BY_ID = [Duplicates("id")]


def copies(rows: Sequence[int]) -> Copies:
    """Count repeats without an engine."""
    return Copies(Counter(Counter(rows).values()))


def distinct(rows: int = ROWS) -> Data:
    """Rows with an id, which differ in a number and share a level."""
    return {
        "id": [f"case {number}" for number in range(rows)],
        "age": RANDOM.normal(size=rows),
        "kind": ["a", "b"] * (rows // 2),
    }


def loaded_twice(data: Data, rows: int) -> Data:
    """The same, the first rows once more in place of the last ones."""
    return {
        name: [*list(column)[: len(column) - rows], *list(column)[:rows]]
        for name, column in data.items()
    }


def asked(
    open_tables: OpenTables, before: Data, now: Data, questions: Sequence[Question]
) -> tuple[CheckResult, CheckAnswer]:
    """Check two tables and give the one finding's answer."""
    result = check(open_tables(before, now), Roles(ignore=["id"]), Limits(), questions)
    return result, result.findings[0].answer


@pytest.mark.parametrize("questions", [TWICE, BY_ID], ids=["rows", "ids"])
def test_a_load_that_came_twice_is_an_alarm(
    open_tables: OpenTables, questions: Sequence[Question]
) -> None:
    """In words, with what is usual."""
    result, answer = asked(open_tables, distinct(), loaded_twice(distinct(), 73), questions)

    what = "have the same id as another row" if questions is BY_ID else "are copies of another row"
    assert answer is CheckAnswer.ALARM
    assert result.verdict is CheckVerdict.ALERT
    assert model_sentences(result) == [f"7.3% of rows {what}; 0% is usual"]
    (found,) = check_as_json(result, 1.0)["duplicates"]
    assert found["column"] == ("id" if questions is BY_ID else None)
    assert (found["share_reference"], found["share_current"]) == (0.0, pytest.approx(0.073))


@pytest.mark.parametrize("questions", [TWICE, BY_ID], ids=["rows", "ids"])
def test_rows_that_differ_are_ok(open_tables: OpenTables, questions: Sequence[Question]) -> None:
    """Nothing is said."""
    result, answer = asked(open_tables, distinct(), distinct(), questions)

    assert answer is CheckAnswer.OK
    assert model_sentences(result) == []


def test_what_is_usual_is_ok(open_tables: OpenTables) -> None:
    """As many copies as ever, and a few more, are no news; without the question nothing is."""
    usual, more = loaded_twice(distinct(), 200), loaded_twice(distinct(), 240)

    assert asked(open_tables, usual, usual, TWICE)[1] is CheckAnswer.OK
    assert asked(open_tables, usual, more, TWICE)[1] is CheckAnswer.OK
    result = check(open_tables(distinct(), more), Roles(ignore=["id"]), Limits())
    assert check_as_json(result, 1.0)["duplicates"] == []


def test_columns_that_are_left_out_tell_no_rows_apart(open_tables: OpenTables) -> None:
    """Two rows of different ids are copies when all that is compared is alike."""
    before = distinct()
    now = {**loaded_twice(before, 300), "id": before["id"]}

    assert asked(open_tables, before, now, TWICE)[1] is CheckAnswer.ALARM
    assert asked(open_tables, before, now, BY_ID)[1] is CheckAnswer.OK
    assert (
        check(open_tables(before, now), Roles(), Limits(), TWICE).findings[0].answer
        is CheckAnswer.OK
    )


def test_few_rows_are_not_enough(open_tables: OpenTables) -> None:
    """A hundred rows, or a hundred ids, tell nothing."""
    sparse = {**distinct(), "id": ["case 1"] * 100 + [None] * (ROWS - 100)}

    assert asked(open_tables, distinct(), distinct(100), TWICE)[1] is CheckAnswer.NOT_ENOUGH_DATA
    assert asked(open_tables, distinct(), sparse, BY_ID)[1] is CheckAnswer.NOT_ENOUGH_DATA


def test_an_id_that_was_not_there_does_not_apply(open_tables: OpenTables) -> None:
    """What is usual is not known, and nobody is woken."""
    before = {name: column for name, column in distinct().items() if name != "id"}

    result, answer = asked(open_tables, before, distinct(), BY_ID)

    assert (answer, result.verdict) == (CheckAnswer.NOT_APPLICABLE, CheckVerdict.OK)
    assert model_sentences(result) == [
        "the reference has no column id, so it is unknown how often IDs repeat"
    ]


def test_an_id_that_is_gone_is_an_error(open_tables: OpenTables) -> None:
    """It stops nothing else."""
    now = {name: column for name, column in distinct().items() if name != "id"}

    result, answer = asked(open_tables, distinct(), now, BY_ID)

    assert (answer, result.verdict) == (CheckAnswer.ERROR, CheckVerdict.WARNING)
    assert check_as_json(result, 1.0)["notes"] == ["id is missing from the current data"]


def test_each_question_takes_part_of_the_error_rate() -> None:
    """Whoever asks more is not woken more often."""
    options = {"group": "group", "id": "id", "duplicates": True}
    asked = [question for question in read_questions(options) if not question.is_asked_always]

    assert sum(question.may_alarm for question in asked) == 3


def test_a_monitor_counts_ids_and_rows_when_told(
    session: Session, monitor: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """Both are said in its alert."""
    monitor.options = {"duplicates": True}
    monitor.columns = {"id": "id"}
    tables = open_tables(distinct(4_000), loaded_twice(distinct(2_000), 500))

    measurement = measure_window(monitor, tables, [])
    record_run(session, monitor.id, DueWindow("2026-11-23T09:00", 0), measurement, now)

    assert session.exec(select(Alert)).one().facts["sentences"] == [
        "25.0% of rows have the same id as another row; 0% is usual",
        "25.0% of rows are copies of another row; 0% is usual",
    ]


def test_a_large_window_is_thinned_to_the_reference() -> None:
    """Ten thousand rows of a thousand kinds are mostly copies, as any thousand of them tell."""
    before, now = (copies(RANDOM.integers(0, 1_000, rows).tolist()) for rows in (1_000, 10_000))
    doubled = copies([*range(400), *range(400)])

    calm = check_duplicates("", before, now)
    loud = check_duplicates("", copies(range(300)), doubled)

    assert calm.share_current == pytest.approx(calm.share_reference, abs=0.05)
    assert calm.problems(0.01) == []
    assert loud.problems(0.01) == [
        f"{loud.share_current:.1%} of rows are copies of another row (among 300 rows); 0% is usual"
    ]


@pytest.mark.parametrize("kinds", [600, 200, 20])
def test_chance_keeps_its_rate(kinds: int) -> None:
    """Half of all rows are of a few kinds, the others of their own: at most 5 % beyond 5 %."""
    random = np.random.default_rng(kinds)

    def drawn(rows: int) -> Copies:
        some = random.integers(0, kinds, rows)
        return copies(np.where(random.random(rows) < 0.5, some, -1 - np.arange(rows)).tolist())

    found = [check_duplicates("", drawn(600), drawn(600)) for _ in range(400)]
    false = [
        one.p_value is not None and one.p_value < 0.05 and one.share_current > one.share_reference
        for one in found
    ]

    assert np.mean(false) <= 0.05


def test_no_rows_are_no_error() -> None:
    """An empty table has no share."""
    found = check_duplicates("id", Copies({}), copies([1, 1]))

    assert (found.p_value, found.share_reference, found.problems(0.05)) == (None, 0.0, [])


def test_a_share_too_small_to_be_told_is_named_so() -> None:
    """One row of ten thousand is usual."""
    usual = copies([*range(9_999), 0])

    (said,) = check_duplicates("id", usual, copies([*range(500)] * 2)).problems(0.01)

    assert said == "50.0% of rows have the same id as another row; under 0.1% is usual"
