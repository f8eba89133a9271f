"""Sign-offs: who may sign what, and what it comes to."""

from datetime import UTC, datetime

import pytest

from assessments.use_cases.contract.codes import Code
from assessments.use_cases.contract.sign_offs import (
    Approval,
    Request,
    Signature,
    SignOff,
    approval_of,
    people_for,
    refusal_to_sign,
    waiting_roles,
)
from tests.assessments.use_cases.contract.samples import document

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROLES = ("sponsor", "consumer_speaker", "technical_owner", "builder", "risk_and_compliance")
REQUEST = Request(version=2, roles=ROLES, builder="U_DS")


def signed(role: str, person: str, version: int = 2, *, reject: str = "") -> SignOff:
    """Sign in a role; a reason makes it a reject."""
    signature = Signature.REJECT if reject else Signature.APPROVE
    return SignOff(person, role, version, AT, signature, reject)


def refused(attempt: SignOff, *earlier: SignOff, request: Request = REQUEST) -> object:
    """Return the code of a refusal, or None."""
    found = refusal_to_sign(request, attempt, earlier)
    return found and found.code


@pytest.mark.parametrize(
    ("attempt", "earlier", "code"),
    [
        (signed("sponsor", "U1"), [], None),
        (signed("sponsor", "U1", 1), [], Code.OTHER_VERSION),
        (signed("king", "U1"), [], Code.ROLE_NOT_ASKED),
        (signed("sponsor", "U1"), [signed("sponsor", "U2")], Code.ROLE_SIGNED),
        (signed("sponsor", "U1"), [signed("sponsor", "U2", 1)], None),
        (signed("sponsor", "U1"), [signed("builder", "U2", reject="no")], Code.VERSION_REJECTED),
        (signed("sponsor", "U1"), [signed("builder", "U2", 1, reject="no")], None),
        (signed("sponsor", "U1", reject=" "), [], Code.REASON_MISSING),
        (signed("sponsor", "U1", reject="Too dear"), [], None),
        (signed("builder", "U1"), [signed("sponsor", "U1")], None),
        (
            signed("builder", "U1"),
            [signed("sponsor", "U1"), signed("technical_owner", "U1")],
            Code.TOO_MANY_ROLES,
        ),
        (
            signed("risk_and_compliance", "U1"),
            [signed("sponsor", "U1")],
            Code.ROLES_EXCLUDE_EACH_OTHER,
        ),
        (
            signed("sponsor", "U1"),
            [signed("risk_and_compliance", "U1")],
            Code.ROLES_EXCLUDE_EACH_OTHER,
        ),
    ],
)
def test_who_may_sign(attempt: SignOff, earlier: list[SignOff], code: Code | None) -> None:
    """One version, one sign-off a role, at most two roles a person."""
    assert refused(attempt, *earlier) == code


def test_the_builder_is_never_the_only_approver() -> None:
    """Even where a company's own table asks for two roles only."""
    request = Request(version=2, roles=("consumer_speaker", "builder"), builder="U_DS")
    first = signed("consumer_speaker", "U_DS")

    assert refused(first, request=request) is None
    assert refused(signed("builder", "U_DS"), first, request=request) is Code.ONLY_THE_BUILDER
    assert approval_of(request, [first, signed("builder", "U_DS")]) is Approval.WAITING


def test_all_roles_on_one_version_approve_it() -> None:
    """Sign-offs of other versions don't count."""
    some = [signed(role, f"U{role}") for role in ROLES[1:]]
    others = [signed("sponsor", "U1", 1), signed("builder", "U2", 1, reject="no")]

    assert approval_of(REQUEST, [*others, *some]) is Approval.WAITING
    assert waiting_roles(REQUEST, [*others, *some]) == ("sponsor",)
    assert approval_of(REQUEST, [*some, signed("sponsor", "U1")]) is Approval.APPROVED


def test_one_reject_stops_it() -> None:
    """Whoever else approved."""
    others = [signed(role, f"U{role}") for role in ROLES[1:]]

    assert approval_of(REQUEST, [*others, signed("sponsor", "U1", reject="no")]) is (
        Approval.REJECTED
    )


def test_nobody_to_ask_is_no_approval() -> None:
    """A stop has no roles, and nothing follows from that."""
    assert approval_of(Request(1, (), "U_DS"), []) is Approval.WAITING


def test_the_document_names_who_signs() -> None:
    """Risk and compliance stands outside it; each group of users has a speaker."""
    rows = [
        {"who": "Agents", "people": 2, "uses_result_to": "call", "speaker": speaker}
        for speaker in ("U1", "U2", "U1")
    ]
    found = document(consumers=rows)

    assert people_for("sponsor", found) == ("U_SPONSOR",)
    assert people_for("consumer_speaker", found) == ("U1", "U2")
    assert people_for("risk_and_compliance", found) == ()
