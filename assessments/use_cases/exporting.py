"""A use case as a contract to write into a file: its version in force, another, or the draft."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from assessments.errors import AssessmentError, Code
from assessments.recorded import note
from assessments.use_cases.contract.content import Rules
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.export import Contract, RulesUsed, rules_used
from assessments.use_cases.contract.values import Value, is_filled
from assessments.use_cases.definition import find_use_case
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.signing import sign_offs_of
from assessments.use_cases.tables import UseCase, UseCaseEdit, UseCaseVersion
from assessments.use_cases.versions import document_of, find_version

DRAFT = 0


def contract_of(
    session: Session, rules: Rules, use_case: UseCase, version: int | None = None
) -> Contract:
    """Return a use case as a contract, with every signature under any version.

    Args:
        session: A transaction.
        rules: The rules in use; a version names those that applied when it was made.
        use_case: The use case.
        version: Which; `DRAFT` for what is written now, None for the version in force, or the
            draft while there is none.

    Raises:
        AssessmentError: There is no such version.
    """
    number = use_case.version if version is None else version
    if number == DRAFT:
        draft = draft_of(session, use_case.id)
        return _contract(session, use_case, draft.document, rules_used(rules), 0, draft.number)
    found = find_version(session, use_case.id, number)
    if found is None:
        raise AssessmentError(Code.VERSION_UNKNOWN, version=number)
    used = RulesUsed.model_validate(found.rules) if found.rules else None
    edits = _edits_of(session, found)
    return _contract(session, use_case, document_of(found), used, number, edits)


def note_export(session: Session, use_case_id: UUID, user_id: str, now: datetime) -> None:
    """Keep in the audit log that a person has a use case sent as files.

    Raises:
        AssessmentError: There is no such use case.
    """
    note(session, "use_case.export", find_use_case(session, use_case_id).id, user_id, now)


def named_use_case(session: Session, name: str) -> UseCase:
    """Find a use case by its ID or its title, whatever the case of the letters.

    Raises:
        AssessmentError: There is none, or several have this title.
    """
    found = _by_id(session, name) or titled_use_cases(session, name)
    if not found:
        raise AssessmentError(Code.USE_CASE_NAME_UNKNOWN, name=name)
    if len(found) > 1:
        ids = ", ".join(str(one.id) for one in found)
        raise AssessmentError(Code.USE_CASE_NAME_TWICE, name=name, ids=ids)
    return found[0]


def titled_use_cases(session: Session, title: str) -> list[UseCase]:
    """List the use cases with a title, without those that were discarded."""
    lowered = func.lower(col(UseCase.title)) == title.strip().lower()
    query = select(UseCase).where(col(UseCase.discarded_at).is_(None))
    exact = session.exec(query.where(lowered).order_by(col(UseCase.created_at))).all()
    if exact:
        return list(exact)
    wanted = title.strip().casefold()  # beyond ASCII, SQLite leaves capitals as they are
    rest = session.exec(query.order_by(col(UseCase.created_at))).all()
    return [found for found in rest if found.title.strip().casefold() == wanted]


def _by_id(session: Session, name: str) -> list[UseCase]:
    try:
        found = session.get(UseCase, UUID(name))
    except ValueError:
        return []
    return [found] if found else []


def _contract(
    session: Session,
    use_case: UseCase,
    document: Document,
    rules: RulesUsed | None,
    version: int,
    edits: int,
) -> Contract:
    return Contract(
        document,
        rules,
        use_case.model_name or "",
        version,
        use_case.status,
        tuple(sign_offs_of(session, use_case.id)),
        use_case.id,
        edits,
        use_case.round_id,
    )


def _edits_of(session: Session, version: UseCaseVersion) -> int:
    """Return how many edits had been made when the draft was what a version says."""
    edits = session.exec(
        select(UseCaseEdit)
        .where(
            UseCaseEdit.use_case_id == version.use_case_id,
            UseCaseEdit.written_at <= version.asked_at,
        )
        .order_by(col(UseCaseEdit.number))
    ).all()
    values: dict[str, Value] = {}
    number = 0
    for edit in edits:
        values[edit.field] = edit.value
        if _filled(values) == version.contents:
            number = edit.number
    return number


def _filled(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if is_filled(value)}
