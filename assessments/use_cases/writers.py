"""Who may write a use case, and who may change what is good enough for a model."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from assessments.errors import Code
from assessments.use_cases.asks import was_asked
from assessments.use_cases.contract.content import Kind, Rules
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.discarding import refusal_if_over
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.tables import UseCase
from ground.refusals import People, Refusal


def refusal_to_write(
    session: Session, use_case: UseCase, user_id: str, owners: Sequence[str]
) -> Refusal | None:
    """Return why a person may not write a use case: it is others', or over.

    Args:
        session: A transaction.
        use_case: The use case.
        user_id: Who wants to.
        owners: Who decides about its model.
    """
    may = writers_of(session, use_case, owners)
    if user_id not in may and not was_asked(session, use_case.id, user_id):
        return _refusal(may, user_id)
    return refusal_if_over(use_case)


def refusal_to_discard(
    session: Session, use_case: UseCase, user_id: str, owners: Sequence[str]
) -> Refusal | None:
    """Return why a person may neither discard a use case nor bring it back."""
    return _refusal(writers_of(session, use_case, owners), user_id)


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


def refusal_to_keep(use_case: UseCase, user_id: str, owners: Sequence[str]) -> Refusal | None:
    """Return why a person isn't one of those who keep a use case's pass marks."""
    return _refusal(keepers_of(use_case, owners), user_id)


def writers_of(session: Session, use_case: UseCase, owners: Sequence[str]) -> list[str]:
    """Name who may write a use case: who began it, agreed it or is named in it, and the owners.

    Whoever was asked for a section may write it too.

    Args:
        session: A transaction.
        use_case: The use case.
        owners: Who decides about its model.
    """
    document = draft_of(session, use_case.id).document
    keepers = keepers_of(use_case, owners)
    return list(dict.fromkeys([*keepers, *people_named(load_rules(), document)]))


def people_named(rules: Rules, document: Document) -> list[str]:
    """Name the people of a use case: sponsor, owners, builder, and speakers for the users."""
    fields = [field.id for field in rules.fields if field.type is Kind.PERSON]
    people = [document.text(name) for name in fields]
    speakers = [str(row.get("speaker", "")) for row in document.rows("consumers")]
    return [person for person in dict.fromkeys([*people, *speakers]) if person]


def models_with_marks(session: Session, most: int) -> list[str]:
    """Name some of the models that pass marks were agreed for, in order."""
    query = select(UseCase.model_name).where(
        col(UseCase.agreed_at).is_not(None), col(UseCase.model_name).is_not(None)
    )
    found = session.exec(query.distinct().order_by(col(UseCase.model_name)).limit(most)).all()
    return [name for name in found if name]


def keepers_of_pass_marks(session: Session, model_name: str, owners: Sequence[str]) -> list[str]:
    """Name who may change a model's pass marks; nobody is named while it has none.

    Otherwise whoever builds a model could write a use case of their own with lower marks.
    """
    agreed = agreed_use_case(session, model_name)
    return keepers_of(agreed, owners) if agreed else []


def agreed_use_case(session: Session, model_name: str) -> UseCase | None:
    """Find the use case whose pass marks were agreed for a model last; None without one."""
    return session.exec(
        select(UseCase)
        .where(UseCase.model_name == model_name, col(UseCase.agreed_at).is_not(None))
        .order_by(col(UseCase.agreed_at).desc())
        .limit(1)
    ).one_or_none()


def keepers_of(use_case: UseCase, owners: Sequence[str]) -> list[str]:
    """Name who began a use case; once it is agreed, who agreed it and the owners too."""
    if use_case.agreed_by is None:
        return [use_case.created_by]
    return list(dict.fromkeys([use_case.created_by, use_case.agreed_by, *owners]))


def _refusal(may: Sequence[str], user_id: str) -> Refusal | None:
    return None if user_id in may else Refusal(Code.NOT_A_WRITER, people=People(may))
