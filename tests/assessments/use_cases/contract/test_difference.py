"""What changed, what it means for each pass mark, and who signs again."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.use_cases.contract.accepted import accepts_more
from assessments.use_cases.contract.difference import (
    Change,
    Difference,
    Meaning,
    difference,
    request_to_sign,
    roles_to_sign_again,
)
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.judging import HOLDS, Observation
from assessments.use_cases.contract.sign_offs import Request, Signature, SignOff, version_in_force
from tests.assessments.use_cases.contract.samples import (
    RULES,
    answers,
    document,
    pass_mark,
    rows_with,
)

AC = "acceptance_criteria"
CLASS_ROLES = ("sponsor", "consumer_speaker", "technical_owner", "builder")


def changed(before: dict[str, Any], after: dict[str, Any]) -> Difference:
    """Compare two changed copies of the example."""
    return difference(RULES, document(**before), document(**after))


def meaning(index: int, before: dict[str, Any], after: dict[str, Any]) -> Meaning:
    """Change one pass mark, and say what that means."""
    found = changed({AC: rows_with(AC, index, **before)}, {AC: rows_with(AC, index, **after)})
    assert len(found.pass_marks) == 1
    return found.pass_marks[0].meaning


@pytest.mark.parametrize(
    ("index", "before", "after", "expected"),
    [
        (0, {"threshold": 0.80}, {"threshold": 0.75}, "looser"),
        (0, {"threshold": 0.75}, {"threshold": 0.80}, "stricter"),
        (2, {"threshold": 0.10}, {"threshold": 0.15}, "looser"),
        (2, {"threshold": 0.15}, {"threshold": 0.10}, "stricter"),
        (0, {"comparator": ">"}, {"comparator": ">="}, "looser"),
        (0, {"comparator": ">="}, {"comparator": ">"}, "stricter"),
        (2, {"comparator": "<"}, {"comparator": "<="}, "looser"),
        (2, {"comparator": "<="}, {"comparator": "<"}, "stricter"),
        (0, {}, {"comparator": "between", "threshold": [0.3, 0.9]}, "stricter"),
        (0, {}, {"comparator": "between", "threshold": [0.2, 0.9]}, "looser"),
        (0, {"comparator": "between", "threshold": [0.3, 0.9]}, {}, "looser"),
        (
            0,
            {"comparator": "between", "threshold": [0.3, 0.9]},
            {"comparator": "between", "threshold": [0.4, 0.8]},
            "stricter",
        ),
        (
            0,
            {"comparator": "not_worse_than_previous_by", "threshold": 0.02},
            {"comparator": "not_worse_than_previous_by", "threshold": 0.03},
            "looser",
        ),
        (
            0,
            {"comparator": "within_pct_of_baseline", "threshold": 5},
            {"comparator": "within_pct_of_baseline", "threshold": 4},
            "stricter",
        ),
        (0, {}, {"comparator": "not_worse_than_previous_by", "threshold": 0.01}, "looser"),
        (0, {"comparator": "within_pct_of_baseline", "threshold": 5}, {}, "looser"),
        (0, {}, {"severity": "warn"}, "looser"),
        (3, {}, {"severity": "block"}, "stricter"),
        (0, {}, {"severity": "warn", "threshold": 0.9}, "looser"),
        (3, {}, {"severity": "block", "threshold": 98}, "looser"),
        (0, {}, {"metric": "recall"}, "looser"),
        (0, {}, {"min_samples": 100}, "other"),
        (0, {}, {"segment": "region=north"}, "other"),
        (0, {}, {"window": "7d"}, "other"),
        (0, {}, {"stage": "shadow"}, "other"),
        (0, {}, {"owner_group": "operations"}, "other"),
        (0, {}, {"unit": "percent"}, "other"),
        (0, {}, {"min_samples": 100, "threshold": 0.4}, "other"),
        (0, {}, {"min_samples": 100, "threshold": 0.2}, "looser"),
        (0, {}, {"owner_group": "operations", "threshold": 0.4}, "stricter"),
        (0, {"metric": "own", "unit": "share"}, {"metric": "own", "unit": "kg"}, "looser"),
        (0, {}, {"threshold": None}, "looser"),
        (0, {"threshold": None}, {}, "stricter"),
        (0, {"threshold": None}, {"threshold": None, "stage": "live"}, "other"),
    ],
)
def test_a_changed_row_is_marked(
    index: int, before: dict[str, Any], after: dict[str, Any], expected: str
) -> None:
    """By the direction in which its metric is better; whatever might loosen it does."""
    assert meaning(index, before, after) is Meaning(expected)


def test_a_row_that_came_or_went() -> None:
    """One more promise is stricter, one less is looser, another id is neither."""
    rows = rows_with(AC, 0)
    fewer, renamed = rows[1:], rows_with(AC, 0, id="AC-09")

    gone, new = changed({}, {AC: fewer}).pass_marks, changed({AC: fewer}, {}).pass_marks
    moved = changed({}, {AC: renamed}).pass_marks

    assert [(one.row_id, one.change, one.meaning) for one in gone] == [
        ("AC-01", Change.REMOVED, Meaning.LOOSER)
    ]
    assert [(one.change, one.meaning) for one in new] == [(Change.ADDED, Meaning.STRICTER)]
    assert [(one.before, one.after) for one in (*gone, *new)] == [(rows[0], None), (None, rows[0])]
    assert [(one.cells, one.meaning) for one in moved] == [(("id",), Meaning.OTHER)]


def test_a_new_id_hides_no_lower_limit() -> None:
    """Taken away and added again, it's still one promise less."""
    found = changed({}, {AC: rows_with(AC, 0, id="AC-09", threshold=0.1)})

    assert [one.row_id for one in found.looser] == ["AC-01"]


def test_the_order_of_rows_is_no_change_of_any() -> None:
    """Though the field has changed."""
    found = changed({}, {AC: rows_with(AC, 0)[::-1]})

    assert (found.pass_marks, found.is_material) == ((), True)


@pytest.mark.parametrize(
    ("field", "value", "section", "is_material"),
    [
        ("title", "Other", "identity", False), ("misuse", "Other", "people", False),
        ("human_role", "automatic_with_review", "business", True),
        ("retention", "2 years", "data", True), ("affects_people", False, "people", True),
        ("fairness_basis", "Other", "people", True), ("mode", "", "requirements", False),
        ("acceptance_agreed_by", "U1", "acceptance", True),
        ("risk_answers", answers(RQ6="yes_"), "decision", True),
    ],
)  # fmt: skip
def test_some_changes_clear_the_sign_offs(
    field: str,
    value: object,
    section: str,
    is_material: bool,  # noqa: FBT001 - a row of the table
) -> None:
    """KPI, pass marks, fairness, data and risk do."""
    found = changed({}, {field: value})

    assert found.sections == (section,)
    assert found.is_material is is_material


def test_nothing_changed() -> None:
    """Nobody signs."""
    found = changed({}, {})

    assert found == Difference((), ())
    assert roles_to_sign_again(RULES, document(), found, names_risk_and_compliance=True) == ()


@pytest.mark.parametrize(
    ("threshold", "is_named", "roles"),
    [
        (0.2, True, (*CLASS_ROLES, "risk_and_compliance")), (0.2, False, CLASS_ROLES),
        (0.4, True, CLASS_ROLES),
    ],
)  # fmt: skip
def test_a_looser_mark_also_needs_risk_and_compliance(
    threshold: float,
    is_named: bool,  # noqa: FBT001 - a row of the table
    roles: tuple[str, ...],
) -> None:
    """Even where the class doesn't ask for it; the consumer speaker where nobody is named."""
    after = document(acceptance_criteria=rows_with(AC, 0, threshold=threshold))
    found = difference(RULES, document(), after)

    assert roles_to_sign_again(RULES, after, found, names_risk_and_compliance=is_named) == roles


def test_a_stop_asks_nobody() -> None:
    """Looser or not, it can't be approved."""
    after = document(acceptance_criteria=rows_with(AC, 0)[1:], risk_answers=answers(RQ1="yes_"))
    found = difference(RULES, document(), after)

    assert roles_to_sign_again(RULES, after, found, names_risk_and_compliance=True) == ()


STEPS = st.integers(0, 4)
FIXED = st.one_of(
    st.tuples(st.sampled_from([">=", ">", "<=", "<"]), STEPS),
    st.tuples(st.just("between"), st.lists(STEPS, min_size=2, max_size=2)),
)


@settings(max_examples=60, deadline=None)
@given(FIXED, FIXED, st.sampled_from(["roc_auc", "psi", "own"]))
def test_a_looser_row_is_never_marked_stricter(
    before: tuple[str, Any], after: tuple[str, Any], metric: str
) -> None:
    """Try every figure: one that passes now and failed before makes it looser, and only that."""
    old, new = (
        pass_mark(metric=metric, comparator=comparator, threshold=threshold)
        for comparator, threshold in (before, after)
    )
    figures = [Fraction(step, 4) for step in range(-2, 20)]
    passes_now = {figure for figure in figures if HOLDS[new.comparator](new, figure, NOTHING)}
    passed = {figure for figure in figures if HOLDS[old.comparator](old, figure, NOTHING)}

    assert accepts_more(old, new) is bool(passes_now - passed)


NOTHING = Observation()
AT = datetime(2026, 11, 23, tzinfo=UTC)
EDITS = st.lists(
    st.tuples(
        st.sampled_from([0.1, 0.2, 0.3, 0.4]),
        st.sets(st.sampled_from([*CLASS_ROLES, "risk_and_compliance"])),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, deadline=None)
@given(EDITS)
def test_a_looser_row_is_never_in_force_without_its_signatures(
    edits: list[tuple[float, set[str]]],
) -> None:
    """Through any versions that only some people signed."""
    documents: list[Document] = []
    requests: list[Request] = []
    signed: list[SignOff] = []
    for version, (threshold, roles) in enumerate(edits):
        rows = rows_with(AC, 0, threshold=threshold)
        written = document(acceptance_criteria=rows)
        current = version_in_force(requests, signed)
        before = None if current is None else documents[current]
        request = request_to_sign(RULES, version, written, before, names_risk_and_compliance=True)
        documents.append(written)
        requests.append(request)
        signed += [
            SignOff(f"U_{role}", role, version, AT, Signature.APPROVE)
            for role in request.roles
            if role in roles
        ]
        newest = version_in_force(requests, signed)

        is_looser = current is not None and threshold < edits[current][0]
        assert newest in {current, version}
        assert newest != version or set(CLASS_ROLES) <= roles
        assert newest != version or not is_looser or "risk_and_compliance" in roles


def test_a_new_version_is_compared_with_the_one_in_force() -> None:
    """A looser mark asks for more, a new name asks nobody."""
    looser = document(acceptance_criteria=rows_with(AC, 0, threshold=0.2))
    roles = [
        request_to_sign(RULES, 2, written, document(), names_risk_and_compliance=True).roles
        for written in (looser, document(title="Other"))
    ]

    assert roles == [(*CLASS_ROLES, "risk_and_compliance"), ()]


def test_the_first_version_is_signed_by_its_class() -> None:
    """And one that isn't signed is never in force."""
    request = request_to_sign(RULES, 1, document(), None, names_risk_and_compliance=True)

    assert (request.roles, request.builder) == (CLASS_ROLES, "U_DS")
    assert version_in_force([request], []) is None
