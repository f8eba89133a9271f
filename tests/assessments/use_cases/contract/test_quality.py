"""The checks Q01 to Q14, one broken at a time, and what they come to."""

from fractions import Fraction
from typing import Any

import pytest

from assessments.use_cases.contract.codes import Code, Place
from assessments.use_cases.contract.content import Rules, Status
from assessments.use_cases.contract.quality import CHECKS, Quality, quality_of
from assessments.use_cases.contract.vague_words import vague_words
from assessments.use_cases.contract.validation import broken_rules
from tests.assessments.use_cases.contract.samples import RULES, TODAY, document, rows_with

AC, MS = "acceptance_criteria", "signals"
VAGUE = next(check for check in RULES.quality.checks if check.id == "Q11").words


def quality(
    status: Status = Status.APPROVED,
    without: tuple[str, ...] = (),
    **changes: Any,  # noqa: ANN401 - any JSON
) -> Quality:
    """Check the example, changed."""
    found = document(without, **changes)
    return quality_of(RULES, found, status, broken_rules(RULES, found, TODAY))


def with_pass_mark(mark: int) -> Rules:
    """Return the rules with another pass mark of quality."""
    changed = RULES.quality.model_copy(update={"pass_mark": mark})
    return RULES.model_copy(update={"quality": changed})


def failed(found: Quality) -> dict[str, list[Place]]:
    """Name the failed checks, and where; each finding has a code, for which there are words."""
    assert all(isinstance(one.reason.code, Code) for each in found.failed for one in each.findings)
    return {one.check: [finding.place for finding in one.findings] for one in found.failed}


def test_the_example_passes_all() -> None:
    """And every check of the file has its code."""
    assert (quality().score, quality().failed) == (Fraction(100), ())
    assert [check.id for check in RULES.quality.checks] == list(CHECKS)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kpis": rows_with("kpis", 0, unit=None)}, {"Q01": [("kpis", 0, "unit")]}),
        ({"kpis": rows_with("kpis", 0, target=9)}, {"Q01": [("kpis", 0, "target")]}),
        ({"kpis": []}, {"Q01": [("kpis",)]}),
        ({AC: rows_with(AC, 0, category="cost")}, {"Q02": [(AC,)]}),
        (
            {AC: [row for row in rows_with(AC, 0) if row["id"] not in {"AC-02", "AC-05"}]},
            {"Q02": [(AC,)]},
        ),
        ({AC: rows_with(AC, 3, category="data_quality")}, {"Q03": [(AC,)]}),
        ({AC: [row | {"segment": "all"} for row in rows_with(AC, 0)]}, {"Q04": [(AC,)]}),
        ({AC: rows_with(AC, 2, category="cost")}, {"Q05": [(AC,)]}),
        ({AC: rows_with(AC, 3, min_samples=29)}, {"Q06": [(AC, 3, "min_samples")]}),
        ({"builder": "U_TECH"}, {"Q07": [("sponsor",)]}),
        ({"builder": ""}, {"Q07": [("sponsor",)]}),
        ({"builder": "U_AGENTLEAD"}, {"Q08": [("consumers",)]}),
        ({MS: rows_with(MS, 1, watches="sales")}, {"Q09": [(AC, 1, "id")]}),
        ({MS: rows_with(MS, 2, watches="groups")}, {"Q09": [(AC, 2, "id")]}),
        ({"rollback_max_minutes": None}, {"Q10": [("rollback_max_minutes",)]}),
        ({"rollback_decider": ["U1", "U1"]}, {"Q10": [("rollback_decider",)]}),
        ({"business_driver": "A smarter list"}, {"Q11": [("business_driver",)]}),
        ({"summary": "Fast"}, {"Q11": [("summary",)]}),
        ({"simplest_alternative": ""}, {"Q12": [("simplest_alternative",)]}),
        (
            {"data_sources": rows_with("data_sources", 0, owner=None)},
            {"Q13": [("data_sources", 0, "owner")]},
        ),
        ({"data_sources": []}, {"Q13": [("data_sources",)]}),
        ({"cost_of_errors": "x" * 39}, {"Q14": [("cost_of_errors",)]}),
    ],
)
def test_each_check_fails_alone(changes: dict[str, Any], expected: dict[str, list[Place]]) -> None:
    """At the place that can put it right."""
    assert failed(quality(**changes)) == expected


@pytest.mark.parametrize(
    ("status", "changes", "left_out"),
    [
        (Status.APPROVED, {"affects_people": False}, "Q05"),
        (Status.IDEA, {}, "Q09"),
        (Status.DEFINED, {}, "Q10"),
    ],
)
def test_what_does_not_apply_is_left_out(
    status: Status, changes: dict[str, Any], left_out: str
) -> None:
    """It neither passes nor fails."""
    assert left_out not in failed(quality(status, (AC, MS, "rollback_to"), **changes))


def test_the_score_is_a_share_of_what_applies() -> None:
    """Q05 weighs 3 of the 23 that apply before approval."""
    found = quality(Status.DEFINED, (), acceptance_criteria=rows_with(AC, 2, category="cost"))

    assert found.score == Fraction(100 * 20, 23)
    assert (found.blockers, found.is_enough) == (("Q05",), True)


def test_the_pass_mark_itself_is_enough() -> None:
    """18 of 24 is 75: enough for 75, not for 76."""
    rows = [{**row, "segment": "all", "category": "model_quality"} for row in rows_with(AC, 0)]
    rows[1]["category"] = "business_kpi"
    found = document(acceptance_criteria=rows, affects_people=False, builder="U_AGENTLEAD")

    enough = [quality_of(with_pass_mark(mark), found, Status.APPROVED, []) for mark in (75, 76)]

    assert [one.is_enough for one in enough] == [True, False]


def test_an_empty_use_case_fails_almost_all() -> None:
    """Only what nobody wrote can't be vague."""
    found = quality(Status.APPROVED, tuple(RULES.by_id))

    assert set(CHECKS) - set(failed(found)) == {"Q11"}
    assert not found.is_enough


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Improve retention with smart targeting", ["Improve", "smart"]),
        ("We improved it, improving, improvements", ["improved", "improving", "improvements"]),
        ("Optimize or optimised, an optimisation", ["Optimize", "optimised", "optimisation"]),
        ("a state of the art, state-of-the-art", ["state of the art", "state-of-the-art"]),
        ("Leveraging faster, quickly BETTER", ["Leveraging", "faster", "quickly", "BETTER"]),
        ("breakfast for a smartphone bettering itself", []),
        ("", []),
    ],
)
def test_vague_words_in_all_their_forms(text: str, found: list[str]) -> None:
    """As they stand in the text, so that they can be pointed out there."""
    assert vague_words(text, VAGUE) == found


def test_a_number_excuses_only_its_own_text() -> None:
    """A digit in the summary doesn't make the driver precise."""
    found = quality(business_driver="Improve retention", summary="Improve by 10 percent")

    assert failed(found) == {"Q11": [("business_driver",)]}
