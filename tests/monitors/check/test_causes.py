"""What moved and matters: ranking by effect times importance, and a stand-in for the model."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.check.check import check
from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.check.limits import Limits
from monitors.check.questions.causes import (
    Cause,
    Causes,
    CausesFinding,
    measure_importance,
    rank_causes,
    surrogate_importance,
)
from monitors.check.reports.as_json import check_as_json
from monitors.check.reports.sentences import model_sentences
from monitors.check.roles import Roles
from tests.monitors.conftest import Data, OpenTables


def moved(name: str, effect: float, role: str = "feature") -> ColumnCheck:
    """A column that drifted."""
    return ColumnCheck(name, "numeric", role, CheckAnswer.ALARM, effect=effect, is_drift=True)


def people(seed: int, age: float = 0.0, luck: float = 0.0) -> Data:
    """The model's answer hangs on age and a little on town, and not on luck."""
    random = np.random.default_rng(seed)
    columns = {
        "luck": random.normal(luck, 1, 2_000),
        "age": random.normal(age, 1, 2_000),
        "town": random.choice(["a", "b"], 2_000),
    }
    score = 1 / (1 + np.exp(-2 * columns["age"] - 0.5 * (columns["town"] == "a")))
    return {**columns, "score": score}


def test_a_column_that_matters_comes_before_one_that_moved_further() -> None:
    """PSI 0.4 times 60 % is more than PSI 1 times 10 %."""
    causes = rank_causes([moved("far", 1.0), moved("near", 0.4)], {"far": 1, "near": 6, "x": 3})

    assert [cause.column for cause in causes] == ["near", "far"]
    assert [cause.importance for cause in causes] == pytest.approx([0.6, 0.1])
    assert [cause.weight for cause in causes] == pytest.approx([0.24 / 0.34, 0.1 / 0.34])


def test_without_importance_the_effect_alone_ranks() -> None:
    """And the sentence says that it is not known."""
    causes = rank_causes([moved("a", 0.3), moved("b", 0.9)], None)

    assert [cause.column for cause in causes] == ["b", "a"]
    assert causes[0].weight == pytest.approx(0.75)
    assert causes[0].sentence == "b moved (PSI 0.9); how much the model depends on it is unknown"


@pytest.mark.parametrize(
    "column",
    [
        pytest.param(moved("score", 2.0, "probability"), id="an answer is no cause"),
        pytest.param(
            ColumnCheck("a", "numeric", "feature", CheckAnswer.OK, effect=0.01), id="unmoved"
        ),
    ],
)
def test_only_features_that_moved_are_causes(column: ColumnCheck) -> None:
    """The model's own answers follow from its features."""
    assert rank_causes([column], {"a": 1.0}) == []


@given(
    effects=st.lists(st.floats(0.26, 9), min_size=1, max_size=6),
    importance=st.lists(st.floats(-1, 9), min_size=6, max_size=6),
)
def test_weights_are_shares(effects: list[float], importance: list[float]) -> None:
    """Of all blame; none where nothing matters."""
    columns = [moved(f"c{number}", effect) for number, effect in enumerate(effects)]
    known = {f"c{number}": value for number, value in enumerate(importance)}

    weights = [cause.weight for cause in rank_causes(columns, known)]

    assert weights == sorted(weights, reverse=True)
    assert sum(weights) == pytest.approx(1.0) or set(weights) == {0.0}


@pytest.mark.parametrize(
    ("importance", "words"),
    [
        pytest.param(0.35, "makes up 35% of what the model depends on", id="much"),
        pytest.param(0.001, "but the model hardly uses it", id="hardly"),
    ],
)
def test_a_sentence_says_why_to_look_at_it(importance: float, words: str) -> None:
    """Or why not."""
    assert words in Cause("age", 0.46, importance, 1.0).sentence


def test_a_stand_in_finds_what_the_answers_hang_on() -> None:
    """Squares of 3 and 1 to 0: nine tenths, one tenth, and next to nothing."""
    rows = np.random.default_rng(1).normal(size=(4_000, 3))
    answers = 3 * rows[:, 0] + rows[:, 1]

    shares = surrogate_importance(rows, answers, [False] * 3)

    assert shares == pytest.approx([0.9, 0.1, 0.0], abs=0.02)
    assert shares.sum() == pytest.approx(1.0)


def test_answers_that_never_change_hang_on_nothing() -> None:
    """All shares are 0."""
    rows = np.random.default_rng(1).normal(size=(300, 2))

    assert surrogate_importance(rows, np.ones(300), [False] * 2).tolist() == [0.0, 0.0]


def test_the_column_to_blame_is_named_first(open_tables: OpenTables) -> None:
    """Luck moved further, age matters."""
    tables = open_tables(people(2), people(3, age=0.8, luck=1.5))

    result = check(tables, Roles(probability="score"), Limits(), [Causes()])

    finding = result.findings[0]
    assert isinstance(finding, CausesFinding)
    assert [cause.column for cause in finding.causes] == ["age", "luck"]
    assert "age moved (PSI" in model_sentences(result)[-1]
    document = check_as_json(result, 1.0)["causes"]
    assert set(document[0]) == {"column", "effect", "importance", "weight"}
    assert document[0]["importance"] > 0.8


def test_a_known_importance_is_taken_as_given(open_tables: OpenTables) -> None:
    """Somebody measured it on the model itself."""
    tables = open_tables(people(2), people(3, age=0.8, luck=1.5))
    questions = [Causes({"luck": 1.0})]

    finding = check(tables, Roles(probability="score"), Limits(), questions).findings[0]

    assert isinstance(finding, CausesFinding)
    assert [cause.importance for cause in finding.causes] == [1.0, 0.0]


def test_where_nothing_moved_nothing_is_measured(open_tables: OpenTables) -> None:
    """No cause, no note, no trees."""
    tables = open_tables(people(2), people(3))

    result = check(tables, Roles(probability="score"), Limits(), [Causes()])

    assert result.findings == [CausesFinding(CheckAnswer.OK, causes=[])]


@pytest.mark.parametrize(
    ("roles", "columns"),
    [
        pytest.param(Roles(), [moved("age", 1.0)], id="no answer named"),
        pytest.param(Roles(prediction="town"), [moved("age", 1.0)], id="answers are words"),
        pytest.param(Roles(probability="score"), [], id="no feature"),
    ],
)
def test_importance_that_cant_be_measured_is_not_known(
    open_tables: OpenTables, roles: Roles, columns: list[ColumnCheck]
) -> None:
    """None, and causes are ranked by effect."""
    tables = open_tables(people(2), people(3))

    assert measure_importance(tables, roles, columns) is None
