"""What was signed stays: whoever leaves, whoever is named instead, whatever the rules ask for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from assessments.use_cases.contract.content import CONSUMER_SPEAKER, RiskClass, Rules
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.sign_offs import Signature, SignOff
from assessments.use_cases.contract.values import Value
from assessments.use_cases.drafts import set_fields
from assessments.use_cases.signing import Signers, sign, sign_offs_of
from assessments.use_cases.signing_card import RoleCard, sign_state
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import put_to_signers, version_in_force
from tests.audit.use_case_steps import BEA, asked

RULES = load_rules()
PEOPLE = {
    "sponsor": "U_SPONSOR",
    CONSUMER_SPEAKER: "U_AGENTLEAD",
    "technical_owner": "U_TECH",
    "builder": "U_DS",
}


@dataclass(frozen=True)
class Later:
    """What may have changed since everybody signed."""

    rules: Rules = RULES
    signers: Signers = field(default_factory=Signers)


def fewer_sign(session: Session, use_case: UseCase, now: datetime) -> Later:
    """The company's rules ask the sponsor alone from now on."""
    del session, use_case, now
    limited = RULES.risk.classes[RiskClass.LIMITED]
    classes = {
        **RULES.risk.classes,
        RiskClass.LIMITED: limited.model_copy(update={"sign_off": ["sponsor"]}),
    }
    risk = RULES.risk.model_copy(update={"classes": classes})
    return Later(RULES.model_copy(update={"risk": risk}))


def somebody_leaves(session: Session, use_case: UseCase, now: datetime) -> Later:
    """The technical owner has left; somebody else would sign today."""
    del session, use_case, now
    return Later(signers=Signers(gone={"U_TECH": "U0NEW"}))


def another_is_named(session: Session, use_case: UseCase, now: datetime) -> Later:
    """The draft names another technical owner, and that version waits."""
    changed: dict[str, Value] = {"technical_owner": "U0NEW", "retention": "24 months"}
    set_fields(session, RULES, use_case, changed, BEA, now)
    put_to_signers(session, RULES, use_case, BEA, now)
    return Later()


@pytest.mark.parametrize("changes", [fewer_sign, somebody_leaves, another_is_named])
def test_signatures_stay_as_they_were(
    session: Session, now: datetime, changes: Callable[[Session, UseCase, datetime], Later]
) -> None:
    """Name, role, version and day; and the version that they brought into force."""
    use_case, version = asked(session, now)
    for days, (role, person) in enumerate(PEOPLE.items()):
        at = now + timedelta(days=days)
        signature = SignOff(person, role, version.version, at, Signature.APPROVE, "Fine")
        sign(session, use_case, signature, person, Signers())
    signed = sign_offs_of(session, use_case.id)

    later = changes(session, use_case, now + timedelta(days=30))

    state = sign_state(session, later.rules, use_case, later.signers)
    in_force = version_in_force(session, use_case)
    assert [(one.role, one.person, one.at) for one in signed] == [
        (role, person, now + timedelta(days=days))
        for days, (role, person) in enumerate(PEOPLE.items())
    ]
    assert sign_offs_of(session, use_case.id) == signed
    assert in_force is not None
    assert (in_force.version, in_force.roles) == (version.version, list(PEOPLE))
    if state.latest is not None and state.latest.version == version.version:
        assert {role.role: who(role) for role in state.latest.roles} == PEOPLE


def who(role: RoleCard) -> str:
    """Who signed in a role, as the message shows it."""
    return role.signed.person if role.signed else ""
