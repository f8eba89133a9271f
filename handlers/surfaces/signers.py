"""Who else may sign a use case, gathered from the domains."""

from collections.abc import Sequence

from sqlmodel import Session

from assessments.absences.absences import stand_ins
from assessments.use_cases.compliance import risk_and_compliance
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.instead import instead_of
from assessments.use_cases.signing import Signers
from assessments.use_cases.signing_card import SigningCard, signing_card
from assessments.use_cases.tables import UseCase, UseCaseVersion
from assessments.use_cases.writers import keepers_of, keepers_of_pass_marks, models_with_marks
from deployments.deciders import deciders_of, gone_people
from deployments.models import find_model

MOST_MODELS = 10


def signers_of(session: Session, use_case: UseCase) -> Signers:
    """Return who signs beyond whom the use case names, who stands in, and who left."""
    gone = gone_people(session)
    instead = instead_of(session, use_case.id)
    return Signers(
        compliance=risk_and_compliance(),
        keepers=keepers_of(use_case, owners_of(session, use_case.model_name)),
        stand_ins={away: who for away, who in stand_ins(session).items() if who not in gone},
        gone={person: who for person, who in instead.items() if person in gone},
    )


def owners_of(session: Session, model_name: str | None) -> Sequence[str]:
    """Name who decides about a model; nobody without one."""
    return deciders_of(session, find_model(session, model_name)) if model_name else ()


def kept_by_others(session: Session, user_id: str) -> list[tuple[str, list[str]]]:
    """List the models whose pass marks a person may not change, with who may."""
    found = []
    for name in models_with_marks(session, MOST_MODELS):
        keepers = keepers_of_pass_marks(session, name, owners_of(session, name))
        if keepers and user_id not in keepers:
            found.append((name, keepers))
    return found


def card_of_version(session: Session, version: UseCaseVersion) -> SigningCard:
    """Load what the messages about a version show."""
    use_case = session.get_one(UseCase, version.use_case_id)
    return signing_card(session, load_rules(), version, signers_of(session, use_case))
