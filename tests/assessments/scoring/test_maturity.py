"""The maturity score and the roadmap: the worked examples, and what holds for any answers."""

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.scoring.items import Rater, consensus
from assessments.scoring.maturity import Maturity, items_in_scope, score_maturity, targets_of
from assessments.scoring.roadmap import plan_roadmap
from ground.errors import DomainError
from ground.yaml_files import own_yaml
from tests.assessments.scoring.written import scored

DOCUMENT = own_yaml(Path(__file__).parents[1] / "examples.yaml")
QUESTIONNAIRE = load_questionnaires()[DEFAULT]
GROUPS = list(QUESTIONNAIRE.groups)
ITEMS = [item.id for item in QUESTIONNAIRE.items]
TARGETS = targets_of(QUESTIONNAIRE, "growing")


def score(raters: list[Rater], mode: str = "full") -> Maturity:
    """Score with the real content."""
    return score_maturity(QUESTIONNAIRE, mode, TARGETS, raters)


ENGINE_WORDS = re.compile(r"constrained|literal\[|Input should|instance of|dict\[|\[key\]")


def near(expected: object) -> Any:  # noqa: ANN401 - pytest's own type is not public
    """Compare numbers within the content's tolerance, however deep they stand."""
    if isinstance(expected, dict):
        return {name: near(value) for name, value in expected.items()}
    if isinstance(expected, list):
        return [near(value) for value in expected]
    if isinstance(expected, int | float) and not isinstance(expected, bool):
        return pytest.approx(expected, abs=0.005)
    return expected


@pytest.mark.parametrize("example", DOCUMENT["examples"], ids=lambda example: str(example["id"]))
@pytest.mark.parametrize("part", ["screen", "maturity"])
def test_reproduces_the_worked_example(example: dict[str, Any], part: str) -> None:
    """Every figure of the content's worked examples comes out, through the file's own shape."""
    (found,) = scored(QUESTIONNAIRE, {"examples": [example]})["examples"]

    assert found[part] == near(example["expected"][part])
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize("vector", DOCUMENT["consensus_vectors"], ids=lambda v: str(v["source"]))
def test_consensus_of_published_vectors(vector: dict[str, Any]) -> None:
    """Tastle and Wierman's measure, also on a scale of seven."""
    counts = vector["counts"]
    ratings = [level for level, count in enumerate(counts) for _ in range(count)]

    assert consensus(ratings, len(counts) - 1) == pytest.approx(vector["expected"], abs=1e-6)


def everyone(**answers: int | str) -> list[Rater]:
    """One person of each group with the same answers; the rest at level 3."""
    full: dict[str, int | str] = {**dict.fromkeys(ITEMS, 3), **answers}
    return [Rater(group, full) for group in GROUPS]


def test_nobody_answered() -> None:
    """No level, everything unknown, and the reasons why."""
    result = score([])

    assert (result.level, result.average, list(result.lowest)) == (None, None, [])
    assert len(result.unknown) == 28
    assert result.response_rate == 0
    assert list(result.provisional_reasons) == [
        "coverage_below_80", "dimension_without_score", "group_without_respondent",
        "fewer_than_3_respondents",
    ]  # fmt: skip
    assert plan_roadmap(QUESTIONNAIRE, result) == []


def test_the_headline_is_the_weakest_link_and_a_missing_gate_caps_it() -> None:
    """All at 3 is level 3; one gate at 0 lowers it to 1 at most."""
    gate = next(item.id for item in QUESTIONNAIRE.items if item.gate)

    assert score(everyone()).level == 3
    assert score(everyone(**{gate: 0})).level in {0, 1}
    assert list(score(everyone(**{gate: 0})).gates_below_1) == [gate]


def test_what_is_needed_goes_first() -> None:
    """An item below 2 that another one needs is planned before it, once."""
    item = next(item for item in QUESTIONNAIRE.items if item.needs)
    planned = [
        action.item
        for action in plan_roadmap(
            QUESTIONNAIRE, score(everyone(**{item.id: 0, **dict.fromkeys(item.needs, 1)}))
        )
    ]

    assert set(planned[: len(item.needs)]) == set(item.needs)
    assert item.id in planned


@pytest.mark.parametrize(
    ("levels", "is_planned"),
    [
        pytest.param((2, 3), True, id="half a level below"),
        pytest.param((2, 3, 3), False, id="the medians agree on 3"),
        pytest.param((3, 3), False, id="there"),
        pytest.param((2, 2), True, id="a whole level below"),
    ],
)
def test_a_step_is_planned_from_half_a_level_below_the_target(
    levels: tuple[int, ...], *, is_planned: bool
) -> None:
    """One group's people lie between two levels on one item; all else has reached its target."""
    item = next(item for item in QUESTIONNAIRE.items if TARGETS[item.dimension] == 3)
    reached: dict[str, int | str] = {
        found.id: int(TARGETS[found.dimension]) for found in QUESTIONNAIRE.items
    }
    raters = [Rater(item.roles[0], {**reached, item.id: level}) for level in levels]

    planned = [action.item for action in plan_roadmap(QUESTIONNAIRE, score(raters))]

    assert planned == [item.id] * is_planned


def test_answers_outside_a_persons_part_are_not_heard() -> None:
    """A level of a group that is not asked, true for 1, a level of 7: none of them counts."""
    item = next(item for item in QUESTIONNAIRE.items if "business" not in item.roles)
    deaf = score([Rater("business", {item.id: 4})])
    odd = score([Rater(item.roles[0], {item.id: 7}), Rater(item.roles[0], {item.id: True})])

    assert deaf.items[item.id].is_unknown
    assert odd.items[item.id].is_unknown


def test_quick_mode_asks_the_quick_items() -> None:
    """Eight of twenty-eight, one for each dimension."""
    quick = items_in_scope(QUESTIONNAIRE, "quick")

    assert len(quick) == len({item.dimension for item in quick}) == 8
    assert score(everyone(), "quick").average == Fraction(3)


def one(change: dict[str, Any]) -> dict[str, Any]:
    """A round of one person, with something to be read of them."""
    return {"respondents": [{"id": "b1", "group": "business", **change}]}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"targets": "moon"}, "There is no preset moon"),
        ({"targets": {"STR": 3}}, "Dimension DEF needs a target from 0 to 4"),
        ({"mode": "slow"}, "line 6: examples.0.input.mode: this should be 'quick' or 'full'"),
        ({"respondents": [{"id": "x", "group": "kings"}]}, "there is no group kings"),
        (
            {"respondents": [{"id": "x", "group": "business", "answers": {"STR-1": 9}}]},
            "line 11: examples.0.input.respondents.0.answers.STR-1",
        ),
        ({"targets": 3}, "line 6: examples.0.input.targets: this should be one of first_model"),
        ({"respondent": []}, "line 6: examples.0.input.respondent: unknown name"),
        ({"evidence": ["STR1"]}, "there is no item STR1; perhaps you meant STR-1"),
        ({"screen_evidence": ["B9"]}, "line 7: examples.0.input.screen_evidence.0: there is no"),
        (one({"screen": {"A1": "maybe"}}), "use yes_, partly, no_ or dont_know"),
        (one({"screen": {"A1": True}}), "screen.A1: True isn't an answer; use yes_"),
        (one({"screen": {"A8": "yes_"}}), "there is no sign A8; choose from A1, A2"),
        (one({"answers": {"STR-9": 1}}), "there is no item STR-9; perhaps you meant STR-3"),
        (one({"answers": {"X": 1}}), "there is no item X; the questionnaire has 28, from DAT-1"),
        (one({"answers": {"STR-1": 2.5}}), "2.5 isn't an answer; use 0, 1, 2, 3, 4, dont"),
        (one({"answers": {"STR-1": True}}), "True isn't an answer"),
        (one({"answer": {}}), "respondents.0.answer: unknown name"),
        (
            {"respondents": [{"id": "b1", "group": "business"}] * 2},
            "line 12: examples.0.input.respondents.1.id: b1 appears twice",
        ),
        ({"respondents": 3}, "line 6: examples.0.input.respondents: this should be a list"),
    ],
)
def test_a_wrong_file_gets_a_sentence(change: dict[str, Any], sentence: str) -> None:
    """It names the place in the file."""
    with pytest.raises(DomainError) as raised:
        scored(QUESTIONNAIRE, {"examples": [{"id": "e", "input": change}]})

    assert sentence in str(raised.value)
    assert not ENGINE_WORDS.search(str(raised.value))


def test_an_unknown_mode_is_said_so() -> None:
    """For whoever calls it from code."""
    with pytest.raises(DomainError, match="There is no mode slow"):
        items_in_scope(QUESTIONNAIRE, "slow")
