"""What another use case promises about the same model: it counts until this one's marks do."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

from assessments.use_cases.contract.content import ACCEPTANCE, Rules, Status
from assessments.use_cases.contract.difference import difference
from assessments.use_cases.contract.document import Document, Row
from assessments.use_cases.tables import UseCase, UseCaseVersion

SAME = ("metric", "segment", "stage")
"""What makes two pass marks of different use cases the same promise."""


def loosens_another(
    session: Session,
    rules: Rules,
    use_case: UseCase,
    draft: Document,
    model_name: str | None = None,
) -> bool:
    """Return whether a draft would loosen or take away what was agreed for its model last.

    Otherwise a new use case about the same model could quietly replace 0.80 by 0.75; also once
    the first one is retired.

    Args:
        session: A transaction.
        rules: The rules for use cases.
        use_case: The use case; its own version in force is compared elsewhere.
        draft: What would be in force.
        model_name: The model; by default the use case's own.
    """
    model = model_name or use_case.model_name
    counts = session.exec(
        select(UseCase)
        .where(
            UseCase.model_name == model,
            col(UseCase.agreed_at).is_not(None),
        )
        .order_by(col(UseCase.status) == Status.RETIRED, col(UseCase.agreed_at).desc())
        .limit(1)
    ).one_or_none()
    if model is None or counts is None or counts.id == use_case.id:
        return False
    version = session.exec(
        select(UseCaseVersion).where(
            UseCaseVersion.use_case_id == counts.id, UseCaseVersion.version == counts.version
        )
    ).one()
    promised = Document(version.contents)
    return bool(difference(rules, promised, _with_their_ids(promised, draft)).looser)


def replaced_by(session: Session, version: UseCaseVersion) -> tuple[Document, Document] | None:
    """Return what counted for the model until a version did, and the version's own contents.

    Returns:
        Both with the same ids for the same promises, also where another use case's counted; None
        where nothing did, or the version counts no more than a draft does.
    """
    use_case = session.get_one(UseCase, version.use_case_id)
    if version.settled_at is None:
        return None
    is_own = col(UseCaseVersion.use_case_id) == version.use_case_id
    own = and_(is_own, UseCaseVersion.version == version.follows)
    others = and_(
        ~is_own,
        col(UseCase.model_name).is_not(None),
        UseCase.model_name == use_case.model_name,
        _once_counted(),
    )
    before = session.exec(
        select(UseCaseVersion)
        .join(UseCase, col(UseCase.id) == col(UseCaseVersion.use_case_id))
        .where(
            col(UseCaseVersion.settled_at) <= version.settled_at,
            or_(own, others),
        )
        .order_by(col(UseCaseVersion.settled_at).desc())
        .limit(1)
    ).one_or_none()
    if before is None:
        return None
    promised, contents = Document(before.contents), Document(version.contents)
    if before.use_case_id != version.use_case_id:
        contents = _with_their_ids(promised, contents)
    return promised, contents


def _once_counted() -> ColumnElement[bool]:
    """Match versions in force, and those that a later one followed."""
    later = aliased(UseCaseVersion)
    is_followed = (
        select(later.id)
        .where(
            later.use_case_id == UseCaseVersion.use_case_id,
            later.follows == UseCaseVersion.version,
        )
        .exists()
    )
    return or_(col(UseCaseVersion.version) == UseCase.version, is_followed)


def _with_their_ids(promised: Document, draft: Document) -> Document:
    """Give each pass mark the id that the same promise has there; others get one of their own."""
    ids = {_promise(row): row.get("id") for row in promised.rows(ACCEPTANCE)}
    rows = [
        {**row, "id": ids.get(_promise(row), f"new {number}")}
        for number, row in enumerate(draft.rows(ACCEPTANCE))
    ]
    return Document({**draft.values, ACCEPTANCE: rows})


def _promise(row: Row) -> tuple[str, ...]:
    return tuple(str(row.get(name, "")) for name in SAME)
