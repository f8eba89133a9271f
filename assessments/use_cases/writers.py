"""Who may write a use case, and who may change what is good enough for a model."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from assessments.use_cases.tables import UseCase


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
