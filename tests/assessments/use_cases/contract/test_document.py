"""Reading a document: what is unknown or of a wrong type, at its place."""

from datetime import date
from typing import Any

import pytest

from assessments.use_cases.contract.codes import Code, Place
from assessments.use_cases.contract.completeness import completeness_of
from assessments.use_cases.contract.content import Status
from assessments.use_cases.contract.document import Document, read_values
from tests.assessments.use_cases.contract.samples import RULES, answers, document, rows_with


def found_in(given: object) -> list[tuple[Place, Code]]:
    """Read values, and list what is wrong."""
    return [(one.place, Code(one.reason.code)) for one in read_values(RULES, given)[1]]


@pytest.mark.parametrize(
    ("given", "place", "code"),
    [
        ({"titel": "x"}, ("titel",), Code.UNKNOWN_NAME),
        ({"title": 5}, ("title",), Code.NOT_TEXT),
        ({"title": "a\u202eb"}, ("title",), Code.HIDDEN_CHARACTER),
        ({"functional": ["a", "\x07"]}, ("functional",), Code.HIDDEN_CHARACTER),
        ({"kpis": [{"name": "\x7f"}]}, ("kpis", 0, "name"), Code.HIDDEN_CHARACTER),
        ({"sponsor": ["U1"]}, ("sponsor",), Code.NOT_TEXT),
        ({"functional": "one"}, ("functional",), Code.NOT_TEXTS),
        ({"rollback_decider": [1]}, ("rollback_decider",), Code.NOT_TEXTS),
        ({"human_role": "robot"}, ("human_role",), Code.NOT_A_CHOICE),
        ({"explain_for": ["cat"]}, ("explain_for",), Code.NOT_A_CHOICE),
        ({"explain_for": "nobody"}, ("explain_for",), Code.NOT_TEXTS),
        ({"affects_people": "yes"}, ("affects_people",), Code.NOT_YES_NO),
        ({"volume_per_day": 1.5}, ("volume_per_day",), Code.NOT_WHOLE),
        ({"volume_per_day": True}, ("volume_per_day",), Code.NOT_WHOLE),
        ({"availability_pct": "99"}, ("availability_pct",), Code.NOT_NUMBER),
        ({"availability_pct": float("nan")}, ("availability_pct",), Code.NOT_NUMBER),
        ({"rollback_drill_date": "1 May"}, ("rollback_drill_date",), Code.NOT_DATE),
        ({"rollback_drill_date": "20261101"}, ("rollback_drill_date",), Code.NOT_DATE),
        ({"rollback_drill_date": "2026-W01-1"}, ("rollback_drill_date",), Code.NOT_DATE),
        ({"kpis": [{"name": "x"}] * 81}, ("kpis",), Code.TOO_MANY_ROWS),
        ({"batch_ready_by": 960}, ("batch_ready_by",), Code.NOT_TIME),
        ({"batch_ready_by": "24:00"}, ("batch_ready_by",), Code.NOT_TIME),
        ({"kpis": {}}, None, None),
        ({"kpis": "many"}, ("kpis",), Code.NOT_ROWS),
        ({"kpis": ["one"]}, ("kpis", 0), Code.NOT_A_SET),
        ({"kpis": [{"nam": 1}]}, ("kpis", 0, "nam"), Code.UNKNOWN_NAME),
        ({"kpis": [{"target": [1]}]}, ("kpis", 0, "target"), Code.NOT_NUMBER_OR_PAIR),
        ({"risk_answers": "no"}, ("risk_answers",), Code.NOT_A_SET),
        ({"risk_answers": {"RQ1": True}}, ("risk_answers", "RQ1"), Code.NOT_A_CHOICE),
        ({"risk_answers": {"RQ9": "no_"}}, ("risk_answers", "RQ9"), Code.UNKNOWN_NAME),
        ({"priority_inputs": {"value": 6}}, ("priority_inputs", "value"), Code.NOT_A_CHOICE),
        ({"priority_inputs": {"value": True}}, ("priority_inputs", "value"), Code.NOT_A_CHOICE),
        ({"sign_offs": []}, ("sign_offs",), Code.NOT_WRITTEN_HERE),
        (["title"], (), Code.NOT_A_SET),
    ],
)
def test_what_is_wrong_is_found_at_its_place(
    given: object, place: Place | None, code: Code | None
) -> None:
    """An empty value is no wrong one."""
    assert found_in(given) == ([] if place is None else [(place, code)])


def test_it_suggests_the_name_that_was_meant() -> None:
    """A slip of the pen."""
    finding = read_values(RULES, {"retension": "1 year"}, ("examples", 0))[1][0]

    assert finding.place == ("examples", 0, "retension")
    assert finding.reason.facts == {"name": "retension", "known": "retention"}


def test_wrong_fields_are_left_out_and_empty_ones_are_not_there() -> None:
    """Dates are text, fields stand in the order of the rules."""
    given = {
        "rollback_drill_date": date(2026, 11, 1), "title": "A", "summary": " ", "mode": "boat",
    }  # fmt: skip

    found, _ = read_values(RULES, given)

    assert list(found.values.items()) == [("title", "A"), ("rollback_drill_date", "2026-11-01")]


def missing(status: Status, without: tuple[str, ...] = (), **changes: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """Name what the example, changed, lacks for a status."""
    found = completeness_of(RULES, document(without, **changes), status)
    return [one.field for one in found.missing]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"title": "x" * 61}, "title", Code.TOO_LONG),
        ({"availability_pct": 49}, "availability_pct", Code.TOO_SMALL),
        ({"availability_pct": 100}, "availability_pct", Code.TOO_LARGE),
        ({"rollback_decider": ["U1"]}, "rollback_decider", Code.TOO_FEW_ROWS),
        ({"functional": ["x"] * 11}, "functional", Code.TOO_MANY_ROWS),
        ({"kpis": rows_with("kpis", 0, owner=None)}, "kpis", Code.CELL_MISSING),
        ({"signals": rows_with("signals", 0, id="S1")}, "signals", Code.WRONG_FORM),
        ({"signals": rows_with("signals", 0, id="MS-01\n")}, "signals", Code.WRONG_FORM),
        ({"consumers": rows_with("consumers", 0, people=0)}, "consumers", Code.TOO_SMALL),
        ({"risk_answers": {"RQ1": "no_"}}, "risk_answers", Code.CELL_MISSING),
    ],
)
def test_a_filled_field_may_not_be_valid(changes: dict[str, Any], field: str, code: Code) -> None:
    """It's missing, and its own problem says why."""
    found = completeness_of(RULES, document(**changes), Status.APPROVED).missing

    assert [one.field for one in found] == [field]
    assert found[0].problems[0].reason.code is code
    assert found[0].problems[0].place[0] == field


def test_the_limits_themselves_are_valid() -> None:
    """As many characters, rows and units as there may be."""
    limits: dict[str, Any] = {
        "title": "x" * 60, "availability_pct": 50, "functional": ["x"] * 10, "volume_per_day": 1,
    }  # fmt: skip

    assert missing(Status.APPROVED, **limits) == []


def test_a_cell_with_a_default_is_never_missing() -> None:
    """All cases, 200 of them, block."""
    rows = rows_with("acceptance_criteria", 0, segment=None, min_samples=None, severity=None)

    assert missing(Status.APPROVED, acceptance_criteria=rows) == []


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"mode": "on_request"}, ["latency_p95_ms"]),
        ({"mode": "batch"}, ["batch_ready_by"]),
        ({"mode": ""}, ["mode"]),
        ({"affects_people": False}, ["batch_ready_by"]),
    ],
)
def test_a_condition_decides_whether_a_field_is_asked(
    changes: dict[str, Any], lacking: list[str]
) -> None:
    """A delivery on request needs its longest wait; nobody's fairness is asked for nothing."""
    without = ("batch_ready_by", "latency_p95_ms", "fairness_basis", "fairness_attributes")
    is_about_people = changes.get("affects_people", True)
    groups = ["fairness_attributes", "fairness_basis"] if is_about_people else []

    assert missing(Status.DEFINED, without, **changes) == [*groups, *lacking]


def test_each_status_asks_for_more() -> None:
    """Eight fields at first; what weighs nothing is never missing."""
    nothing = tuple(RULES.by_id)
    counts = [len(missing(status, nothing)) for status in Status]

    assert missing(Status.IDEA, nothing) == [
        "title", "summary", "sponsor", "business_driver", "decision_supported", "affects_people",
        "risk_answers", "priority_inputs",
    ]  # fmt: skip
    assert counts == [8, 31, 42, 43, 43]


def test_it_says_who_is_best_asked_and_how_far_each_section_is() -> None:
    """By group, and in percent."""
    found = completeness_of(RULES, document(("builder", "summary", "mode")), Status.IDEA)
    defined = completeness_of(RULES, document(("builder", "summary")), Status.DEFINED)

    assert found.asked_of() == {"business": ["summary"]}
    assert defined.asked_of() == {"business": ["summary"], "data_science": ["builder"]}
    assert round(defined.by_section["identity"]) == 67
    assert not defined.is_complete


def test_false_and_zero_are_answers() -> None:
    """They aren't empty."""
    found = Document({"affects_people": False, "truth_delay_days": 0})

    assert (found.get("affects_people"), found.get("truth_delay_days")) == (False, 0)


def test_six_answers_of_no_are_valid() -> None:
    """And one of don't know is one."""
    assert missing(Status.IDEA, risk_answers=answers(RQ5="dont_know")) == []
