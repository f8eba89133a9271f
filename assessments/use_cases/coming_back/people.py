"""Who is asked to come back to a use case, who is asked next, and who may answer."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.use_cases.coming_back.tables import Revisit, RevisitKind
from assessments.use_cases.contract.document import Document
from assessments.use_cases.tables import UseCase

SPONSOR, BUSINESS_OWNER, TECHNICAL_OWNER = "sponsor", "business_owner", "technical_owner"
AGREED, BEGAN = "agreed", "began"
FIRST: Mapping[RevisitKind, Sequence[str]] = {
    RevisitKind.ATTESTATION: (BUSINESS_OWNER, TECHNICAL_OWNER, SPONSOR, AGREED, BEGAN),
    RevisitKind.PAYOFF: (SPONSOR, BUSINESS_OWNER, AGREED, BEGAN),
}
NEXT = (SPONSOR, BUSINESS_OWNER, AGREED, BEGAN)
OWNER_FIRST = (BUSINESS_OWNER, SPONSOR, AGREED, BEGAN)
_PERSON = re.compile("[UW][A-Z0-9_]+")


@dataclass(frozen=True)
class Asked:
    """Who is asked, in which role, and for whom they stand in."""

    person: str
    role: str
    stands_in_for: str = ""


def people_by_role(
    use_case: UseCase, document: Document, gone: Collection[str] = ()
) -> dict[str, str]:
    """Return the people of a use case that Slack can ask, by role; nobody who has left."""
    found = {role: document.text(role) for role in (SPONSOR, BUSINESS_OWNER, TECHNICAL_OWNER)}
    found |= {AGREED: use_case.agreed_by or "", BEGAN: use_case.created_by}
    return {role: person for role, person in found.items() if _is_there(person, gone)}


def _is_there(person: str, gone: Collection[str]) -> bool:
    return _PERSON.fullmatch(person) is not None and person not in gone


def asked_first(
    kind: RevisitKind, people: Mapping[str, str], stand_ins: Mapping[str, str]
) -> Asked | None:
    """Name who is asked: the first of the roles for it that somebody has; None for nobody.

    Args:
        kind: What is asked.
        people: Who is named, by role.
        stand_ins: Who stands in for whom now: `{away: stand_in}`.
    """
    return next(_asked(FIRST[kind], people, stand_ins), None)


def asked_next(revisit: Revisit, people: Mapping[str, str], stand_ins: Mapping[str, str]) -> str:
    """Name who is asked after a week; empty where there is nobody else.

    The business owner, where somebody else was asked in their place; else the sponsor.
    """
    is_instead = revisit.asked_as == TECHNICAL_OWNER or bool(revisit.asked_for)
    if is_instead and revisit.asked_for and revisit.asked_as == BUSINESS_OWNER:
        return revisit.asked_for
    is_payoff = revisit.kind is RevisitKind.PAYOFF
    order = OWNER_FIRST if is_instead or is_payoff else NEXT
    others = (found.person for found in _asked(order, people, stand_ins))
    return next((person for person in others if person != revisit.asked_of), "")


def who_may_answer(
    revisit: Revisit, people: Mapping[str, str], stand_ins: Mapping[str, str]
) -> dict[str, str]:
    """Return who may answer, and for whom: `{person: whose place, empty for their own}`."""
    own = (
        revisit.asked_of,
        revisit.asked_next,
        people.get(BUSINESS_OWNER, ""),
        people.get(SPONSOR, ""),
    )
    whose = {stand_ins[person]: person for person in own if person in stand_ins}
    whose |= {person: "" for person in own if person}
    return {**whose, revisit.asked_of: revisit.asked_for}


def _asked(
    roles: Sequence[str], people: Mapping[str, str], stand_ins: Mapping[str, str]
) -> Iterator[Asked]:
    for role in roles:
        person = people.get(role)
        if person:
            instead = stand_ins.get(person)
            yield Asked(instead or person, role, person if instead else "")
