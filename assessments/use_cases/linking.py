"""Which model a use case's pass marks are about."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from assessments.errors import Code
from assessments.recorded import note
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.elsewhere import loosens_another
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import document_of, version_in_force
from assessments.use_cases.waiting import waiting_version, withdraw
from assessments.use_cases.writers import refusal_to_agree, refusal_to_keep
from ground.refusals import Refusal


def refusal_to_link(
    session: Session, use_case: UseCase, model_name: str, by: str, owners: Sequence[str]
) -> Refusal | None:
    """Return why a person may not set a use case's model.

    Otherwise whoever builds a model could put marks of their own over those agreed for it.

    Args:
        session: A transaction.
        use_case: The use case.
        model_name: The model.
        by: Who wants to.
        owners: Who decides about the model.
    """
    in_force = refusal_to_keep(use_case, by, owners) if use_case.version else None
    refusal = in_force or refusal_to_agree(session, model_name, by, owners)
    return refusal or refusal_to_move(session, use_case, model_name)


def refusal_to_move(session: Session, use_case: UseCase, model_name: str) -> Refusal | None:
    """Return why pass marks in force can't count for a model from now on, without a signature.

    Otherwise they would be taken away from their own model, or stand in for stricter ones.
    """
    version = version_in_force(session, use_case)
    if version is None or use_case.model_name == model_name:
        return None
    if use_case.model_name:
        return Refusal(Code.LINK_OTHER_MODEL, model=use_case.model_name)
    is_looser = loosens_another(session, load_rules(), use_case, document_of(version), model_name)
    return Refusal(Code.LINK_LOOSENS, model=model_name) if is_looser else None


def link_model(
    session: Session, use_case: UseCase, model_name: str, by: str, now: datetime
) -> None:
    """Set the model that a use case's pass marks are about.

    A version that waits for signatures is withdrawn: its signers weren't asked about this model.
    """
    if use_case.model_name == model_name:
        return
    waiting = waiting_version(session, use_case.id)
    if waiting is not None:
        withdraw(session, use_case, waiting, by, now)
    use_case.model_name = model_name
    session.add(use_case)
    session.flush()
    note(session, "use_case.link", use_case.id, by, now, [use_case], model=model_name)
