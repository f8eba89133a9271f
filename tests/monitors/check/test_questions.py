"""What is asked for beyond the columns: each question's answers, through the whole check."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from monitors.check.asking import read_questions
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict
from monitors.check.limits import Agreed, Limits
from monitors.check.questions import QUESTIONS
from monitors.check.questions.fairness import Fairness
from monitors.check.questions.joint import Joint
from monitors.check.questions.question import Question
from monitors.check.questions.texts import Text
from monitors.check.questions.vectors import Vectors
from monitors.check.reports.as_json import check_as_json
from monitors.check.reports.sentences import model_sentences
from monitors.check.roles import Roles
from monitors.errors import MeasurementError
from tests.monitors.conftest import Data, OpenTables

ROWS = 1_500


def asked(
    open_tables: OpenTables,
    reference: Data,
    current: Data,
    questions: Sequence[Question],
    roles: Roles | None = None,
) -> CheckResult:
    """Check two tables, and ask more."""
    return check(open_tables(reference, current), roles or Roles(), Limits(), questions)


def document(result: CheckResult) -> dict[str, Any]:
    """The check as JSON, which holds no NaN."""
    found: dict[str, Any] = json.loads(json.dumps(check_as_json(result, 1.0), allow_nan=False))
    return found


def twins(seed: int, sign: int) -> Data:
    """Two columns that go together, or against each other."""
    random = np.random.default_rng(seed)
    first = random.normal(size=ROWS)
    second = sign * 0.9 * first + 0.44 * random.normal(size=ROWS)
    return {"first": first, "second": second, "other": random.normal(size=ROWS)}


def test_columns_that_turn_against_each_other_are_an_alarm(open_tables: OpenTables) -> None:
    """No column moved; the rows did, and the two are named."""
    result = asked(open_tables, twins(1, 1), twins(2, -1), [Joint()])

    assert result.verdict is CheckVerdict.ALERT
    assert not any(column.is_drift for column in result.columns)
    joint = document(result)["joint"]
    assert joint["low"] > 0.7
    assert {row["column"] for row in joint["columns"]} == {"first", "second"}
    assert model_sentences(result)[0].startswith("rows as a whole have drifted (AUC 0.")


@pytest.mark.parametrize("order", [("other", "second", "first"), ("second", "first", "other")])
def test_it_is_of_no_matter_how_columns_lie(
    open_tables: OpenTables, order: tuple[str, ...]
) -> None:
    """The same rows give the same AUC, to the last digit, whatever the order of the columns."""
    before, now = twins(1, 1), twins(2, 1)
    turned = [{name: data[name] for name in order} for data in (before, now)]

    found = asked(open_tables, turned[0], turned[1], [Joint()])

    plain = asked(open_tables, before, now, [Joint()])
    assert document(found)["joint"] == document(plain)["joint"]


def test_rows_that_stay_are_ok(open_tables: OpenTables) -> None:
    """And nothing is said of what nobody asked for."""
    found = document(asked(open_tables, twins(1, 1), twins(2, 1), [Joint()]))

    assert found["joint"]["answer"] == "ok"
    assert found["fairness"] is found["vectors"] is None
    assert found["texts"] == []


def test_the_order_of_rows_moves_no_figure(open_tables: OpenTables) -> None:
    """To the last digit: in which fold a row is trained on is decided by what it holds."""
    before, now = twins(1, 1), twins(2, 1)
    order = np.random.default_rng(3).permutation(ROWS)
    shuffled = [{name: np.asarray(one[name])[order] for name in one} for one in (before, now)]

    found = document(asked(open_tables, before, now, [Joint()]))
    again = document(asked(open_tables, shuffled[0], shuffled[1], [Joint()]))

    assert found["joint"] == again["joint"]


def test_few_rows_are_not_enough(open_tables: OpenTables) -> None:
    """Sixty rows tell nothing of how columns go together."""
    current = {name: np.asarray(column)[:60] for name, column in twins(2, 1).items()}

    result = asked(open_tables, twins(1, 1), current, [Joint()])

    assert document(result)["joint"] == {
        "answer": "not enough data",
        "note": "no column has enough cases in both tables",
    }


def groups(share_b: float) -> Data:
    """Two groups, of which b is told yes by a share of its own."""
    random = np.random.default_rng(3)
    group = random.choice(["a", "b"], ROWS)
    said = random.uniform(size=ROWS) < np.where(group == "b", share_b, 0.5)
    return {"group": group, "said": said.astype(int), "truth": random.integers(0, 2, ROWS)}


def test_a_group_that_is_hardly_ever_told_yes_is_an_alarm(open_tables: OpenTables) -> None:
    """One sentence names the group, its rate and everyone else's."""
    result = asked(
        open_tables, groups(0.5), groups(0.2), [Fairness("group")], Roles("truth", "said")
    )

    assert result.verdict is CheckVerdict.ALERT
    fairness = document(result)["fairness"]
    assert fairness["answer"] == "alarm"
    assert fairness["note"].startswith("group a: selection rate 5")
    by_name = {row["group"]: row["rates"]["selection_rate"] for row in fairness["groups"]}
    assert by_name["b"]["ratio_high"] < 0.8
    assert by_name["b"]["low"] < by_name["b"]["value"] < by_name["b"]["high"]


def test_equal_groups_are_ok_without_truth(open_tables: OpenTables) -> None:
    """True rates can't be taken, and are null."""
    result = asked(open_tables, groups(0.5), groups(0.5), [Fairness("group")], Roles(None, "said"))

    fairness = document(result)["fairness"]
    assert fairness["answer"] == "ok"
    assert fairness["between_groups"]["true_positive_rate"] is None
    assert fairness["groups"][0]["rates"]["false_positive_rate"]["value"] is None


def test_groups_without_answers_do_not_apply(open_tables: OpenTables) -> None:
    """The model's column was not named."""
    result = asked(open_tables, groups(0.5), groups(0.5), [Fairness("group")])

    assert document(result)["fairness"] == {
        "answer": "not applicable",
        "note": "no column with predictions was given",
    }


def test_too_many_groups_are_an_error_of_that_question_alone(open_tables: OpenTables) -> None:
    """The columns are compared, the verdict is a warning."""
    data: Data = {"x": np.arange(500.0) % 7, "id": list(range(500)), "said": [0, 1] * 250}

    result = asked(open_tables, data, data, [Fairness("id")], Roles(None, "said"))

    assert result.verdict is CheckVerdict.WARNING
    assert result.findings[0].answer is CheckAnswer.ERROR
    assert document(result)["notes"] == model_sentences(result)
    assert model_sentences(result) == [
        "The column id has more than 50 groups. Choose one with fewer."
    ]


def embedded(seed: int, shift: float, width: int = 8) -> Data:
    """A column of vectors beside a number."""
    random = np.random.default_rng(seed)
    vectors = random.normal(shift, 1.0, size=(600, width)).tolist()
    column = np.empty(600, dtype=object)
    column[:] = vectors
    return {"x": random.normal(size=600), "vector": column}


def test_vectors_in_a_column_of_lists_are_compared(open_tables: OpenTables) -> None:
    """Half a standard deviation in each direction is an alarm, none is ok."""
    questions = [Vectors(["vector"])]

    answers = [
        asked(open_tables, embedded(4, 0.0), embedded(5, shift), questions).findings[0].answer
        for shift in (0.5, 0.0)
    ]

    assert answers == [CheckAnswer.ALARM, CheckAnswer.OK]


def test_vectors_in_columns_of_numbers_are_compared(open_tables: OpenTables) -> None:
    """Two columns are one vector: their turn is seen."""
    result = asked(open_tables, twins(1, 1), twins(2, -1), [Vectors(["first", "second"])])

    assert document(result)["vectors"]["p_value"] < 0.01
    assert result.findings[0].problems[0].startswith("vectors of first, second have drifted (MMD")


@pytest.mark.parametrize(
    ("current", "answer", "note"),
    [
        pytest.param(
            embedded(5, 0.0, 4), CheckAnswer.ERROR, "had 8 numbers and now have 4", id="4"
        ),
        pytest.param(
            {"x": [1.0] * 9, "vector": [None] * 9},
            CheckAnswer.NOT_ENOUGH_DATA,
            "too few",
            id="none",
        ),
        pytest.param(
            {"x": [1.0] * 300, "vector": [[1.0], [1.0, 2.0]] * 150},
            CheckAnswer.ERROR,
            "all of the same length",
            id="ragged",
        ),
    ],
)
def test_vectors_that_cant_be_compared_say_why(
    open_tables: OpenTables, current: Data, answer: CheckAnswer, note: str
) -> None:
    """Of another width, missing, or of several widths."""
    column = np.empty(len(current["vector"]), dtype=object)
    column[:] = list(current["vector"])

    finding = asked(
        open_tables,
        embedded(4, 0.0),
        {**current, "vector": column},
        [Vectors(["vector"])],
    ).findings[0]

    assert finding.answer is answer
    assert note in finding.note


def test_texts_in_other_words_are_an_alarm(open_tables: OpenTables) -> None:
    """The same sentences, then another language."""
    before: Data = {"t": ["the train is late again", "my ticket was not found"] * 200}
    now: Data = {"t": ["der Zug hat wieder Verspaetung", "my ticket was not found"] * 200}

    result = asked(open_tables, before, now, [Text("t")])

    found = document(result)["texts"][0]
    assert found["answer"] == "alarm"
    assert found["unknown_share"] == 0.5
    assert found["note"].startswith("t: 50% of words were never used before")


def test_whoever_asks_more_is_not_woken_more_often() -> None:
    """Each question counts that may raise an alarm: causes don't. Segments have half."""
    always = sum(question.is_asked_always for question in QUESTIONS.values())
    few = {"group": "city", "embeddings": ["x"], "duplicates": True, "causes": True}
    more = few | {"joint": True, "texts": ["words", "notes"], "id": "id"}

    tests = [sum(asked.may_alarm for asked in read_questions(options)) for options in (few, more)]

    copies = 1  # of which nobody is asked twice
    assert tests == [always - copies + chosen for chosen in (3, 7)]
    assert (Roles().parts, Roles(segment="city").parts) == (1, 2)


def test_the_columns_have_the_rate_that_the_questions_leave(
    open_tables: OpenTables,
) -> None:
    """The limit that chance sets for a column is wider where more is asked."""
    before, now = twins(1, 1), twins(2, 1)

    alone, asking, cut = (
        check(open_tables(before, now), roles, Limits(agreed=Agreed(0.0)), questions)
        .columns[0]
        .threshold
        for roles, questions in (
            (Roles(), []),
            (Roles(), [Joint()]),
            (Roles(segment="other"), []),
        )
    )

    assert alone is not None
    assert asking is not None
    assert alone < asking == cut


def test_an_unknown_column_is_one_sentence(open_tables: OpenTables) -> None:
    """As for every other option."""
    with pytest.raises(MeasurementError, match="There is no column town"):
        asked(open_tables, twins(1, 1), twins(2, 1), [Fairness("town")])
