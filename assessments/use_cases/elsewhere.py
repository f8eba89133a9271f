"""What another use case promises about the same model: it counts until this one's marks do."""

from sqlmodel import Session, col, select

from assessments.use_cases.contract.content import ACCEPTANCE, Rules, Status
from assessments.use_cases.contract.difference import difference
from assessments.use_cases.contract.document import Document, Row
from assessments.use_cases.tables import UseCase, UseCaseVersion

SAME = ("metric", "segment", "stage")
"""What makes two pass marks of different use cases the same promise."""


def loosens_another(session: Session, rules: Rules, use_case: UseCase, draft: Document) -> bool:
    """Return whether a draft would loosen or take away what counts for its model now.

    Otherwise a new use case about the same model could quietly replace 0.80 by 0.75.

    Args:
        session: A transaction.
        rules: The rules for use cases.
        use_case: The use case; its own version in force is compared elsewhere.
        draft: What would be in force.
    """
    counts = session.exec(
        select(UseCase)
        .where(
            UseCase.model_name == use_case.model_name,
            UseCase.status != Status.RETIRED,
            col(UseCase.agreed_at).is_not(None),
        )
        .order_by(col(UseCase.agreed_at).desc())
        .limit(1)
    ).one_or_none()
    if use_case.model_name is None or counts is None or counts.id == use_case.id:
        return False
    version = session.exec(
        select(UseCaseVersion).where(
            UseCaseVersion.use_case_id == counts.id, UseCaseVersion.version == counts.version
        )
    ).one()
    promised = Document(version.contents)
    return bool(difference(rules, promised, _with_their_ids(promised, draft)).looser)


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
