"""The use case of a written round: the worked examples, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from assessments.questionnaires import DEFAULT, load_questionnaires
from ground.yaml_files import YamlFileError, own_yaml
from tests.assessments.scoring.written import scored

QUESTIONNAIRE = load_questionnaires()[DEFAULT]
EXAMPLES: list[dict[str, Any]] = own_yaml(Path(__file__).parents[1] / "examples.yaml")["examples"]


def score(use_case: object, **more: object) -> dict[str, Any]:
    """Score a round of nobody with a use case."""
    written = {"today": "2026-11-23", "use_case": use_case, **more}
    found: dict[str, Any] = scored(QUESTIONNAIRE, {"examples": [{"id": "a", "input": written}]})
    figures: dict[str, Any] = found["examples"][0]["use_case"]
    return figures


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["id"]))
def test_a_worked_example_comes_out(example: dict[str, Any]) -> None:
    """Every figure, and no other."""
    found = scored(QUESTIONNAIRE, {"examples": [{"id": "a", "input": example["input"]}]})

    figures, expected = found["examples"][0]["use_case"], example["expected"]["use_case"]
    assert figures == expected
    assert json.loads(json.dumps(figures)) == figures


def test_a_round_without_a_use_case_has_none() -> None:
    """Nothing is made up for it."""
    found = scored(QUESTIONNAIRE, {"examples": [{"id": "a", "input": {}}]})

    assert found["examples"][0]["use_case"] is None


def test_without_an_assessment_nothing_stands_in_the_way() -> None:
    """Readiness is only looked at where people answered."""
    assert score({})["lane"] == "now"


def test_live_needs_a_good_verdict() -> None:
    """And a drill; on hold isn't good."""
    good: dict[str, object] = {"value": 1.0, "n": 9_999}
    observed: dict[str, object] = {
        "AC-01": good, "AC-02": good | {"value": 60}, "AC-03": good | {"value": 0},
        "AC-04": good | {"value": 99.5}, "AC-05": {"segments": {"north": good}},
    }  # fmt: skip
    live = {"asked_status": "live", "set": {"rollback_drill_date": "2026-11-01"}}

    allowed = score(live | {"observed": observed})
    held = score(live | {"observed": {}})
    undrilled = score({"asked_status": "live", "observed": observed})

    assert (allowed["acceptance_verdict"], allowed["may_enter_status"]) == ("accepted", True)
    assert (held["acceptance_verdict"], held["may_enter_status"]) == ("on_hold", False)
    assert (undrilled["missing"], undrilled["may_enter_status"]) == (
        ["rollback_drill_date"],
        False,
    )


def test_a_risk_stop_stays_an_idea() -> None:
    """Blocked, nobody is asked, and only the status idea is open to it."""
    answers = {"RQ1": "dont_know", **{f"RQ{number}": "no_" for number in range(2, 7)}}

    idea = score({"asked_status": "idea", "set": {"risk_answers": answers}})
    defined = score({"asked_status": "defined", "set": {"risk_answers": answers}})

    assert (idea["risk_class"], idea["lane"], idea["sign_off_roles"]) == ("stop", "blocked", [])
    assert (idea["may_enter_status"], defined["may_enter_status"]) == (True, False)


def test_what_was_not_answered_gives_no_figure() -> None:
    """No class, no rank, no lane."""
    found = score({"remove": ["risk_answers", "priority_inputs"]})

    assert (found["risk_class"], found["priority"], found["lane"]) == (None, None, None)
    assert found["missing"] == ["risk_answers", "priority_inputs"]


@pytest.mark.parametrize(
    ("use_case", "where", "code"),
    [
        ({"set": {"titel": "x"}}, "examples.0.input.use_case.set.titel", "unknown_name"),
        ({"remove": ["titel"]}, "examples.0.input.use_case.remove.0", "unknown_name"),
        ({"set": {"volume_per_day": "x"}}, "use_case.set.volume_per_day", "not_whole"),
        ({"set": {"kpis": [{"target": "x"}]}}, "set.kpis.0.target", "not_number_or_pair"),
        ({"observed": {"AC-99": {}}}, "use_case.observed.AC-99", "unknown_name"),
        ({"observed": {"AC-01": {"value": "x"}}}, "observed.AC-01.value", "not_number"),
        ({"asked": "live"}, "use_case.asked", "unknown name"),
        ({"asked_status": "alive"}, "use_case.asked_status", "idea"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(use_case: object, where: str, code: str) -> None:
    """Path, line and rule."""
    with pytest.raises(YamlFileError) as raised:
        score(use_case)

    assert where in str(raised.value)
    assert code in str(raised.value)
    assert "line " in str(raised.value)


def test_a_use_case_needs_the_day_on_which_its_dates_are_judged() -> None:
    """Today moves on, and the figures would too."""
    with pytest.raises(YamlFileError, match=r"examples.0.input.today: value.not_date"):
        score({}, today=None)
