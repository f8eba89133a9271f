"""Who may write a use case, and who may change what is good enough for a model."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from assessments.errors import Code
from assessments.use_cases.tables import UseCase
from ground.refusals import People, Refusal


def refusal_to_write(use_case: UseCase, user_id: str, owners: Sequence[str]) -> Refusal | None:
    """Return why a person may not write a use case.

    Args:
        use_case: The use case.
        user_id: Who wants to.
        owners: Who decides about its model.
    """
    return _refusal(writers_of(use_case, owners), user_id)


def refusal_to_agree(
    session: Session, model_name: str, user_id: str, owners: Sequence[str]
) -> Refusal | None:
    """Return why a person may not change a model's pass marks; anyone may while it has none.

    Args:
        session: A transaction.
        model_name: The model.
        user_id: Who wants to.
        owners: Who decides about it.
    """
    may = keepers_of_pass_marks(session, model_name, owners)
    return _refusal(may, user_id) if may else None


def writers_of(use_case: UseCase, owners: Sequence[str]) -> list[str]:
    """Name who may write a use case: who began it; once agreed, who agreed it and the owners.

    Args:
        use_case: The use case.
        owners: Who decides about its model.
    """
    if use_case.agreed_by is None:
        return [use_case.created_by]
    return list(dict.fromkeys([use_case.created_by, use_case.agreed_by, *owners]))


def keepers_of_pass_marks(session: Session, model_name: str, owners: Sequence[str]) -> list[str]:
    """Name who may change a model's pass marks; nobody is named while it has none.

    Otherwise whoever builds a model could write a use case of their own with lower marks.
    """
    agreed = session.exec(
        select(UseCase)
        .where(UseCase.model_name == model_name, col(UseCase.agreed_at).is_not(None))
        .order_by(col(UseCase.agreed_at).desc())
        .limit(1)
    ).one_or_none()
    return writers_of(agreed, owners) if agreed else []


def _refusal(may: Sequence[str], user_id: str) -> Refusal | None:
    return None if user_id in may else Refusal(Code.NOT_A_WRITER, people=People(may))
