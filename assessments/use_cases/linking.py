"""Which model a use case's pass marks are about."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from assessments.recorded import note
from assessments.use_cases.tables import UseCase
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
    return in_force or refusal_to_agree(session, model_name, by, owners)


def link_model(
    session: Session, use_case: UseCase, model_name: str, by: str, now: datetime
) -> None:
    """Set the model that a use case's pass marks are about."""
    if use_case.model_name == model_name:
        return
    use_case.model_name = model_name
    session.add(use_case)
    session.flush()
    note(session, "use_case.link", use_case.id, by, now, [use_case], model=model_name)
