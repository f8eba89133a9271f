"""The risk class with its reasons; the rank and the lane."""

from fractions import Fraction
from typing import Any

import pytest

from assessments.use_cases.contract.content import RiskClass
from assessments.use_cases.contract.priority import (
    Lane,
    Rank,
    lane_of,
    rank_of,
    readiness_of,
)
from assessments.use_cases.contract.risk import RiskResult, risk_of, roles_of, unmet_demands
from tests.assessments.use_cases.contract.samples import (
    RULES,
    answers,
    document,
    rows_with,
)

NOT_FAIR = rows_with("acceptance_criteria", 2, category="cost")


def risk(**changed: str) -> RiskResult:
    """Find the class of some answers."""
    return risk_of(RULES, document(risk_answers=answers(**changed)))


@pytest.mark.parametrize(
    ("changed", "expected", "reasons"),
    [
        ({}, "minimal", []), ({"RQ4": "yes_"}, "limited", ["RQ4"]),
        ({"RQ4": "dont_know"}, "minimal", []), ({"RQ2": "dont_know"}, "high", ["RQ2"]),
        ({"RQ3": "yes_", "RQ4": "yes_"}, "high", ["RQ3"]), ({"RQ1": "yes_"}, "stop", ["RQ1"]),
        ({"RQ1": "dont_know", "RQ2": "yes_"}, "stop", ["RQ1"]),
        ({"RQ5": "yes_", "RQ6": "yes_"}, "limited", ["RQ5", "RQ6"]),
    ],
)  # fmt: skip
def test_the_highest_yes_counts(
    changed: dict[str, str], expected: str, reasons: list[str]
) -> None:
    """A doubt about what means high or stop counts as yes."""
    found = risk(**changed)

    assert found.risk_class == expected
    assert [reason.question for reason in found.reasons] == reasons
    assert all(reason.answer == changed[reason.question] for reason in found.reasons)


def test_an_open_question_leaves_the_class_open() -> None:
    """Unless what was answered already stops it."""
    some = document(risk_answers={"RQ2": "yes_"})
    stopped = document(risk_answers={"RQ1": "yes_"})

    assert risk_of(RULES, some).risk_class is None
    assert risk_of(RULES, some).unanswered == ("RQ1", "RQ3", "RQ4", "RQ5", "RQ6")
    assert risk_of(RULES, stopped).risk_class is RiskClass.STOP
    assert roles_of(RULES, None) == ()


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"without": ("risk_answers",)}, []),
        ({"acceptance_criteria": NOT_FAIR}, ["class.needs_fairness"]),
        ({"acceptance_criteria": NOT_FAIR, "affects_people": False}, []),
        (
            {
                "acceptance_criteria": NOT_FAIR,
                "affects_people": False,
                "risk_answers": answers(RQ3="yes_"),
                "explain_form": "not_needed",
            },
            ["class.needs_fairness", "class.needs_explanation"],
        ),
        ({"risk_answers": answers(), "acceptance_criteria": NOT_FAIR}, []),
    ],
)
def test_what_a_class_asks_for_beyond_sign_offs(changes: dict[str, Any], codes: list[str]) -> None:
    """Fairness rows, with or without people affected; an explanation where the risk is high."""
    found = unmet_demands(RULES, document(**changes))

    assert [one.reason.code for one in found] == codes


def rank(**changed: Any) -> Rank | None:  # noqa: ANN401 - any JSON
    """Rank the example with other inputs."""
    return rank_of(
        RULES, document(priority_inputs={**RULES.example["priority_inputs"], **changed})
    )


@pytest.mark.parametrize(
    ("changed", "score"),
    [
        ({}, 5), ({"weeks_to_first_value": 4}, 10), ({"weeks_to_first_value": 8}, 5),
        ({"weeks_to_first_value": 9}, Fraction(10, 3)), ({"weeks_to_first_value": 26}, 2),
        ({"weeks_to_first_value": 27}, Fraction(5, 4)), ({"data_seen": False}, 4),
        ({"data_seen": False, "baseline_measured": False}, Fraction(5, 2)),
    ],
)  # fmt: skip
def test_the_score(changed: dict[str, Any], score: Fraction) -> None:
    """Benefit times confidence over the size of the wait, exactly."""
    found = rank(**changed)

    assert found is not None
    assert found.score == score


@pytest.mark.parametrize("changed", [{"value": None}, {"weeks_to_first_value": 0}])
def test_no_score_without_valid_inputs(changed: dict[str, Any]) -> None:
    """Nothing is guessed."""
    assert rank(**changed) is None


@pytest.mark.parametrize(
    ("score", "risk_class", "is_ready", "lane"),
    [
        (4, "limited", True, "now"), (4, "limited", False, "groundwork_first"),
        (3.99, "limited", True, "next"), (1.5, "high", False, "next"),
        (1.49, "minimal", True, "later"), (15, "stop", True, "blocked"), (15, None, True, "now"),
    ],
)  # fmt: skip
def test_the_lane(
    score: float,
    risk_class: str | None,
    is_ready: bool,  # noqa: FBT001 - a row of the table
    lane: str,
) -> None:
    """By score and readiness; a stop blocks any."""
    found = lane_of(
        Rank(Fraction(str(score)), 1, "x"),
        RiskClass(risk_class) if risk_class else None,
        is_ready=is_ready,
    )

    assert found is Lane(lane)


def test_a_stop_blocks_what_was_never_ranked() -> None:
    """What isn't ranked has no lane otherwise."""
    assert lane_of(None, RiskClass.STOP, is_ready=True) is Lane.BLOCKED
    assert lane_of(None, RiskClass.LIMITED, is_ready=True) is None


def test_the_order_is_score_then_less_work_then_title() -> None:
    """The highest score first, capitals aside."""
    ranks = [
        Rank(Fraction(2), 1, "a"), Rank(Fraction(5), 9, "b"), Rank(Fraction(5), 3, "d"),
        Rank(Fraction(5), 3, "C"),
    ]  # fmt: skip

    titles = [found.title for found in sorted(ranks, key=lambda found: found.order)]

    assert titles == ["C", "d", "b", "a"]


@pytest.mark.parametrize(
    ("scores", "is_ready"),
    [([], True), ([1.0, 2.5], True), ([0.99], False), ([1.0, None], False)],
)
def test_readiness(scores: list[float | None], is_ready: bool) -> None:  # noqa: FBT001 - expected
    """All at 1.0 or above; unknown isn't ready, no assessment is."""
    assert readiness_of(scores) is is_ready
