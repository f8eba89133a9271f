"""Whom a version asks, whom it can't ask, and when they are reminded."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from assessments.errors import Code
from assessments.use_cases.asking import (
    ask_for_signatures,
    ask_signers_of,
    asks_of,
    claim_due_signer,
    refusals_of_people,
    signatures_waiting,
)
from assessments.use_cases.contract.content import (
    CONSUMER_SPEAKER,
    RISK_AND_COMPLIANCE,
    Status,
)
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.sign_offs import Request, Signature, SignOff
from assessments.use_cases.drafts import set_fields
from assessments.use_cases.retirement import Retiring, agree_to_retire, retirements_of
from assessments.use_cases.signing import Signers, refusal_of_signature, sign
from assessments.use_cases.tables import SignerAsk
from assessments.use_cases.waiting import waiting_version
from assessments.use_cases.writers import refusal_to_write
from tests.audit.use_case_steps import BEA, asked, written

RULES = load_rules()
SPONSOR, AGENT, TECH, BUILDER = "U_SPONSOR", "U_AGENTLEAD", "U_TECH", "U_DS"
ROLES = ("sponsor", CONSUMER_SPEAKER, "technical_owner", "builder")
DAY = timedelta(days=1)
PEOPLE = {"sponsor": SPONSOR, "technical_owner": TECH, "builder": BUILDER}


@pytest.mark.parametrize(
    ("people", "roles", "signers", "codes"),
    [
        pytest.param(PEOPLE, ROLES[:1], Signers(), [], id="somebody"),
        pytest.param(PEOPLE, ROLES[:2], Signers(), [Code.NOBODY_SIGNS], id="no-speaker"),
        pytest.param(PEOPLE, ROLES[:2], Signers(keepers=[BEA]), [], id="a-keeper-speaks"),
        pytest.param(
            PEOPLE,
            ("sponsor", RISK_AND_COMPLIANCE),
            Signers(),
            [Code.NOBODY_FOR_COMPLIANCE],
            id="no-compliance",
        ),
        pytest.param(
            PEOPLE,
            ("sponsor", RISK_AND_COMPLIANCE),
            Signers(compliance=[SPONSOR]),
            [Code.SIGNERS_EXCLUDE_EACH_OTHER],
            id="sponsor-is-compliance",
        ),
        pytest.param(
            dict.fromkeys(PEOPLE, BUILDER),
            ("technical_owner", "builder"),
            Signers(),
            [Code.SIGNERS_EXCLUDE_EACH_OTHER],
            id="the-builder-alone",
        ),
        pytest.param(
            dict.fromkeys(PEOPLE, TECH),
            ("sponsor", "technical_owner", "builder"),
            Signers(),
            [Code.SIGNERS_EXCLUDE_EACH_OTHER],
            id="three-roles",
        ),
    ],
)
def test_a_version_that_nobody_could_sign_isnt_asked_for(
    people: dict[str, str], roles: tuple[str, ...], signers: Signers, codes: list[Code]
) -> None:
    """Each reason is said before anybody is asked."""
    document = Document(people)
    request = Request(1, roles, document.text("builder"))

    found = refusals_of_people(request, document, "U_ASKER", signers)

    assert [refusal.code for refusal in found] == codes


@pytest.mark.parametrize(
    ("stand_in", "who"),
    [("U_OTHER", "U_OTHER"), (BUILDER, SPONSOR), ("U_COMP", SPONSOR), ("U_BUSY", SPONSOR)],
    ids=["anybody", "the builder", "who signs for compliance", "who signs twice already"],
)
def test_a_stand_in_who_couldnt_sign_isnt_asked(stand_in: str, who: str) -> None:
    """The person is, wherever they are."""
    signers = Signers(compliance=["U_COMP"], stand_ins={SPONSOR: stand_in})

    people = {**PEOPLE, "technical_owner": "U_BUSY", "business_owner": "U_BUSY"}
    roles = ("sponsor", "technical_owner", "business_owner")

    assert signers.asked(roles, Document(people), BEA)["sponsor"] == {SPONSOR: who}


@pytest.mark.parametrize(
    ("roles", "asked_in"),
    [
        (("sponsor", "risk_and_compliance"), ["sponsor"]),
        (("sponsor", "business_owner", "technical_owner"), ["sponsor", "business_owner"]),
    ],
    ids=["roles that exclude each other", "more roles than one may sign"],
)
def test_who_stands_in_for_several_is_asked_for_what_they_can_sign(
    roles: tuple[str, ...], asked_in: list[str]
) -> None:
    """Otherwise the last signature could be given by nobody."""
    people = {"sponsor": SPONSOR, "business_owner": "U_BOWNER", "technical_owner": TECH}
    away = dict.fromkeys((*people.values(), "U_COMP"), "U_OTHER")
    signers = Signers(compliance=["U_COMP"], stand_ins=away)

    found = signers.asked(roles, Document(people), BEA)

    assert [role for role, who in found.items() if "U_OTHER" in who.values()] == asked_in


def test_reminders_end_with_the_signature(session: Session, now: datetime) -> None:
    """After three days, then weekly; each once; who has signed gets none."""
    use_case, version = asked(session, now)
    ask_signers_of(session, version, Signers(), now)
    signature = SignOff(AGENT, CONSUMER_SPEAKER, version.version, now, Signature.APPROVE)
    sign(session, use_case, signature, AGENT, Signers())
    others = {ask.user_id for ask in asks_of(session, use_case.id)} - {AGENT}

    def reminded(days: float) -> set[str]:
        found = set()
        while (ask := claim_due_signer(session, now + days * DAY)) is not None:
            found.add(ask.user_id)
        return found

    assert [reminded(days) for days in (2.9, 3, 9.9, 10)] == [set(), others, set(), others]
    assert signatures_waiting(session, AGENT) == []
    assert signatures_waiting(session, SPONSOR) == [("Churn call list", version.version)]


def test_each_person_of_a_role_has_reminders_of_their_own(session: Session, now: datetime) -> None:
    """Reminding one says nothing to the other."""
    use_case, version = asked(session, now)
    for person in (SPONSOR, "U_DEPUTY"):
        ask = SignerAsk(version_id=version.id, role="sponsor", user_id=person, asked_at=now)
        session.add(ask)
    session.flush()

    first = claim_due_signer(session, now + 3 * DAY)
    session.expire_all()
    known = {ask.user_id: ask.reminders for ask in asks_of(session, use_case.id)}

    assert first is not None
    assert known == {first.user_id: 1, ({SPONSOR, "U_DEPUTY"} - {first.user_id}).pop(): 0}


def test_a_stand_in_escapes_no_rule(session: Session, now: datetime) -> None:
    """The builder can't sign for the sponsor."""
    use_case, version = asked(session, now)
    signers = Signers(stand_ins={SPONSOR: BUILDER})
    attempt = SignOff(SPONSOR, "sponsor", version.version, now, Signature.APPROVE)

    refusal = refusal_of_signature(session, use_case, attempt, BUILDER, signers)

    assert refusal is not None
    assert refusal.code is Code.NOT_A_SIGNER


@pytest.mark.parametrize(
    ("fields", "is_withdrawn"),
    [({"summary": "Agents call."}, False), ({"affects_people": False}, True)],
    ids=["wording", "who is affected"],
)
def test_a_material_change_withdraws_what_waits(
    session: Session, now: datetime, fields: dict[str, object], *, is_withdrawn: bool
) -> None:
    """Wording may change; what the signers answer for may not."""
    use_case, _ = asked(session, now)

    set_fields(session, RULES, use_case, fields, BEA, now)

    assert (waiting_version(session, use_case.id) is None) is is_withdrawn


def test_an_idea_becomes_defined_by_itself(session: Session, now: datetime) -> None:
    """Once its draft has all that this asks for, and not before."""
    use_case = written(session, now)
    whole = use_case.status
    use_case.status = Status.IDEA
    set_fields(session, RULES, use_case, {"business_owner": None}, BEA, now)
    lacking = use_case.status

    set_fields(session, RULES, use_case, {"business_owner": "U_BOWNER"}, BEA, now)

    assert (whole, lacking, use_case.status) == (Status.DEFINED, Status.IDEA, Status.DEFINED)


def test_a_retired_use_case_is_over(session: Session, now: datetime) -> None:
    """Both agreed, with the first one's reason; nothing can be signed or written any more."""
    use_case, version = asked(session, now)
    late = SignOff(TECH, "technical_owner", version.version, now, Signature.APPROVE)
    retire = [
        agree_to_retire(session, RULES, use_case, Retiring(*said), Signers(), now)
        for said in ((SPONSOR, ""), (SPONSOR, "Nobody uses it"), ("U_BOWNER", "Other"))
    ]

    found = ask_for_signatures(session, RULES, use_case, BEA, now, Signers())
    unsigned = sign(session, use_case, late, TECH, Signers())
    unwritten = refusal_to_write(session, use_case, BEA, ())

    assert [refusal is None for refusal in retire] == [False, True, True]
    assert (use_case.status, use_case.retired_reason) == (Status.RETIRED, "Nobody uses it")
    assert {row.role for row in retirements_of(session, use_case.id)} == {
        "sponsor",
        "business_owner",
    }
    assert [refusal.code for refusal in found.refusals] == [Code.RETIRED_ALREADY]
    assert unsigned is not None
    assert unsigned.code is Code.NOTHING_WAITS
    assert unwritten is not None
    assert unwritten.code is Code.USE_CASE_RETIRED


def test_who_was_asked_by_a_clock_ahead_is_reminded(session: Session, now: datetime) -> None:
    """Once, and not only when the clock has caught up."""
    _, version = asked(session, now)
    ask_signers_of(session, version, Signers(), now + 30 * DAY)

    first = claim_due_signer(session, now)

    assert first is not None
    assert first.reminded_at == now
