"""What holds for every question beyond single columns: a new file is tested once it is there."""

import inspect
from typing import Any

import numpy as np
import pytest

from bot.apply.monitor_entry import ColumnsEntry, MonitorEntry
from bot.cli import check as command
from monitors.check.asking import read_questions
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckAnswer
from monitors.check.limits import Limits
from monitors.check.questions import QUESTIONS
from monitors.check.questions.question import Question
from monitors.check.reports.as_json import check_as_json
from monitors.check.roles import Roles
from tests.monitors.conftest import Data, OpenTables

VALUES: dict[str, Any] = {
    "group": "group",
    "joint": True,
    "embeddings": ["x"],
    "texts": ["words"],
    "id": "id",
    "duplicates": True,
    "causes": True,
    "importance": {"x": 1.0},
}
SPELT = {"embeddings": "embedding", "texts": "text", "id": "id_column"}

pytestmark = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)


def cases() -> Data:
    """Six hundred rows of which every question has something to ask."""
    random = np.random.default_rng(1)
    return {
        "id": np.arange(600),
        "x": random.normal(size=600),
        "y": random.normal(size=600),
        "group": random.choice(["a", "b"], 600),
        "words": ["few words"] * 600,
        "said": random.integers(0, 2, 600),
        "truth": random.integers(0, 2, 600),
    }


def checked(open_tables: OpenTables, options: dict[str, Any]) -> CheckResult:
    """Check two equal tables, and ask what the options say."""
    data = cases()
    return check(
        open_tables(data, data), Roles("truth", "said"), Limits(), read_questions(options)
    )


def options_of(question: type[Question]) -> dict[str, Any]:
    """All options of a question, chosen."""
    return {name: VALUES[name] for name in question.options}


def test_it_is_asked_by_its_options_alone(question: type[Question]) -> None:
    """Nobody is asked what they did not choose, but for what is cheap and always asked."""
    others = {name: value for name, value in VALUES.items() if name not in question.options}

    assert question.asked_by(options_of(question))
    assert question.is_asked_always or question.asked_by(others) == []


def test_each_option_can_be_given(question: type[Question]) -> None:
    """To `lamplighter check`, and to a monitor but for what only a person looks at."""
    command_line = set(inspect.signature(command.check).parameters)
    entry = {*MonitorEntry.model_fields, *ColumnsEntry.model_fields}

    assert {SPELT.get(name, name) for name in question.options} <= command_line
    assert set(question.options) <= entry or not question.may_alarm


def test_its_answer_stands_under_its_name(
    open_tables: OpenTables, question: type[Question]
) -> None:
    """In JSON; of equal tables there is no alarm, and what nobody asked is null or empty."""
    result = checked(open_tables, options_of(question))

    document = check_as_json(result, 1.0)
    own = [found for found in result.findings if found.question == question.name]
    others = {name for name, other in QUESTIONS.items() if not other.is_asked_always}
    assert own
    assert document[question.name] is not None
    assert not question.is_asked_often or len(document[question.name]) == len(own)
    assert not any(document[name] for name in others - {question.name})
    assert {found.answer for found in own} <= {CheckAnswer.OK, CheckAnswer.NOT_ENOUGH_DATA}


def test_what_was_not_asked_is_null_or_empty(
    open_tables: OpenTables, question: type[Question]
) -> None:
    """The document has every key, whatever was asked."""
    document = check_as_json(checked(open_tables, {}), 1.0)

    asked = document[question.name]
    assert (
        asked if question.is_asked_always else asked == ([] if question.is_asked_often else None)
    )


def test_its_place_is_its_own(question: type[Question]) -> None:
    """Else the order of answers would hang on the names of files."""
    places = [other.place for other in QUESTIONS.values()]

    assert places.count(question.place) == 1
