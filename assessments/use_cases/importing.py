"""Taking a contract's file in: it becomes edits; what people changed meanwhile stays theirs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlmodel import Session, col, select

from assessments.errors import AssessmentError, Code
from assessments.recorded import note
from assessments.use_cases.contract.content import Kind, Rules
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.export import Contract, contract_values
from assessments.use_cases.contract.values import Value, is_filled
from assessments.use_cases.definition import lock_use_case
from assessments.use_cases.discarding import refusal_if_over
from assessments.use_cases.drafts import Conflict, Written, draft_of, set_fields
from assessments.use_cases.exporting import titled_use_cases
from assessments.use_cases.tables import UseCase, UseCaseEdit

PERSON = re.compile(r"[UW][A-Z0-9_]+")
OWNERS = ("business_owner", "sponsor", "technical_owner", "builder")
PEOPLE = {Kind.PERSON, Kind.PEOPLE, Kind.PERSON_OR_GROUP}


@dataclass(frozen=True)
class Importer:
    """Who takes a file in, and how.

    Attributes:
        by: The terminal's user, the token, or `apply`; who wrote the edits.
        now: When.
        channel_id: Where a new use case's message goes; by default to the person who keeps it.
        overwrites: Whether the file also replaces what people changed meanwhile.
        may_link: Whether the file's model is taken over too; it isn't where others keep its marks.
    """

    by: str
    now: datetime
    channel_id: str = ""
    overwrites: bool = False
    may_link: bool = True


@dataclass(frozen=True)
class Imported:
    """What came of a file.

    Attributes:
        use_case: The use case.
        is_new: Whether it was started by this file.
        changed: The fields that the file changed.
        kept: The fields that people changed since, which the file leaves as they are.
        conflicts: The fields that both the file and people changed; then nothing was written.
        asked: Who is asked to choose the file's model, since they keep its pass marks.
    """

    use_case: UseCase
    is_new: bool = False
    changed: Sequence[str] = ()
    kept: Sequence[str] = ()
    conflicts: Sequence[Conflict] = ()
    asked: Sequence[str] = ()


def take_in(session: Session, rules: Rules, contract: Contract, importer: Importer) -> Imported:
    """Make a use case's draft what a file says of it; the audit log keeps who signed the file.

    The file's use case is the one with its ID, else the one with its title, else a new one.
    Of each field, the newest value that the file has seen decides, or that a file brought: what
    only the file changed is written, what only people changed stays, and where both did, nothing
    at all is written. No signature is taken over, and no version is put in force.

    Args:
        session: A transaction.
        rules: The rules for use cases.
        contract: What the file says.
        importer: Who takes it in.

    Raises:
        AssessmentError: Its use case was discarded or retired; several have its title; its pass
            marks are in force for another model; nobody is named who could keep a new one.
    """
    found = _find(session, contract)
    if found is None:
        use_case = _start(session, contract, importer)
        merged = _Merged(dict(contract.document.values))
    else:
        use_case = lock_use_case(session, found.id)
        _refuse_a_move(use_case, contract)
        merged = _merge(session, rules, use_case, contract)
        if merged.conflicts and not importer.overwrites:
            return Imported(use_case, conflicts=merged.conflicts)
    clashes = {clash.field: clash.mine for clash in merged.conflicts}
    changed = {**merged.changed, **clashes}
    model = contract.model if importer.may_link else ""
    takes_model = bool(model) and use_case.model_name != model
    if not changed and not takes_model and found is not None:
        return Imported(use_case, kept=merged.kept)
    use_case.model_name = model or use_case.model_name
    session.add(use_case)
    set_fields(session, rules, use_case, changed, importer.by, importer.now)
    _note(session, use_case, contract, importer)
    return Imported(use_case, found is None, sorted(changed), merged.kept)


def people_in(rules: Rules, document: Document) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """List the people that a document names, each with its place."""
    for spec in rules.fields:
        cells = rules.row_cells(spec.id)
        if spec.type in {Kind.PERSON, Kind.PERSON_OR_GROUP} and document.text(spec.id):
            yield (spec.id,), document.text(spec.id)
        elif spec.type is Kind.PEOPLE:
            for index, person in enumerate(document.texts(spec.id)):
                yield (spec.id, index), person
        for index, row in enumerate(document.rows(spec.id)):
            for name, cell in cells.items():
                if cell.type in PEOPLE and is_filled(row.get(name)):
                    yield (spec.id, index, name), str(row[name])


def _find(session: Session, contract: Contract) -> UseCase | None:
    if contract.id is not None:
        return session.get(UseCase, contract.id)
    title = contract.document.text("title")
    found = titled_use_cases(session, title) if title else []
    if len(found) > 1:
        ids = ", ".join(str(one.id) for one in found)
        raise AssessmentError(Code.USE_CASE_NAME_TWICE, name=title, ids=ids)
    return found[0] if found else None


def _start(session: Session, contract: Contract, importer: Importer) -> UseCase:
    named = (contract.document.text(role) for role in OWNERS)
    owner = next(filter(None, named), None)
    if owner is None:
        raise AssessmentError(Code.IMPORT_WITHOUT_OWNER)
    use_case = UseCase(
        id=contract.id or uuid4(),
        created_by=owner,
        channel_id=importer.channel_id or owner,
        created_at=importer.now,
    )
    session.add(use_case)
    session.flush()
    return use_case


def _refuse_a_move(use_case: UseCase, contract: Contract) -> None:
    if refusal := refusal_if_over(use_case):
        raise AssessmentError(refusal.code)
    is_other = bool(contract.model) and contract.model != use_case.model_name
    if use_case.version and use_case.model_name and is_other:
        raise AssessmentError(Code.IMPORT_OTHER_MODEL, model=use_case.model_name)


@dataclass(frozen=True)
class _Merged:
    changed: Mapping[str, Value]
    kept: Sequence[str] = ()
    conflicts: Sequence[Conflict] = ()


def _merge(session: Session, rules: Rules, use_case: UseCase, contract: Contract) -> _Merged:
    """Merge the file with the draft, on the ground of what files have seen or brought."""
    draft = draft_of(session, use_case.id)
    seen = _seen(session, use_case, contract.edits)
    changed: dict[str, Value] = {}
    kept, conflicts = [], []
    for name in rules.by_id:
        mine, theirs = contract.document.get(name), draft.document.get(name)
        if mine is None and name not in seen:
            continue
        before = seen[name].value if name in seen else None
        if mine == theirs:
            continue
        if not is_filled(before):
            before = None
        if theirs == before:
            changed[name] = mine
        elif mine == before:
            kept.append(name)
        else:
            conflicts.append(Conflict(name, before, mine, draft.fields[name]))
    return _Merged(changed, kept, conflicts)


def _seen(session: Session, use_case: UseCase, upto: int) -> dict[str, Written]:
    """Return each field's newest edit that a file had seen, or brought."""
    edits = session.exec(
        select(UseCaseEdit)
        .where(UseCaseEdit.use_case_id == use_case.id)
        .order_by(col(UseCaseEdit.number))
    ).all()
    return {
        edit.field: Written(edit.number, edit.value, edit.written_by, edit.written_at)
        for edit in edits
        if edit.number <= upto or not PERSON.fullmatch(edit.written_by)
    }


def _note(session: Session, use_case: UseCase, contract: Contract, importer: Importer) -> None:
    """Keep what the file said of versions and sign-offs: a record, never one itself."""
    written = contract_values(contract)
    told = {name: written[name] for name in ("version", "status", "rules", "sign_offs")}
    by, now = importer.by, importer.now
    note(session, "use_case.import", use_case.id, by, now, [use_case], file=told)
