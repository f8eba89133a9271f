"""The `use_cases` of an applied file: each the path of a contract, or the contract itself."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator
from sqlmodel import Session, col, select

from assessments.use_cases.exporting import titled_use_cases
from assessments.use_cases.importing import Importer
from assessments.use_cases.tables import UseCase
from bot.transactions import Transaction
from bot.use_case_files import (
    LARGEST_FILE_BYTES,
    WHAT,
    ContractFile,
    UnknownPeople,
    import_file,
    nobody_unknown,
    read_file,
    told,
)
from deployments.models import APPLY
from ground.yaml_files import YamlFile, open_yaml

NEITHER = "this should be the path of a file, or a use case with its values"


def _path_or_contract(entry: object) -> object:
    if not isinstance(entry, str | dict):
        raise ValueError(NEITHER)  # noqa: TRY004 - the only kind that pydantic gathers
    return entry


UseCaseEntry = Annotated[Any, AfterValidator(_path_or_contract)]


def read_use_cases(
    file: YamlFile,
    entries: Sequence[object],
    folder: Path,
    unknown_people: UnknownPeople = nobody_unknown,
) -> list[ContractFile]:
    """Read every use case of an applied file; paths are relative to its folder.

    Raises:
        YamlFileError: One can't be read; the sentence names file, line, path and rule.
    """
    return [
        read_file(open_yaml(folder / entry, LARGEST_FILE_BYTES, WHAT, entry), unknown_people)
        if isinstance(entry, str)
        else read_file(file, unknown_people, ("use_cases", index))
        for index, entry in enumerate(entries)
    ]


def lock_use_cases(session: Session, use_cases: Sequence[ContractFile]) -> None:
    """Hold the use cases of a file, in one order, before anything is recorded.

    Whoever writes in a use case holds it first and records then; the other way round, each of
    the two could wait for what the other holds.
    """
    contracts = [found.contract for found in use_cases]
    ids = {contract.id for contract in contracts if contract.id is not None}
    for title in {contract.document.text("title") for contract in contracts} - {""}:
        ids |= {found.id for found in titled_use_cases(session, title)}
    held = select(UseCase.id).where(col(UseCase.id).in_(ids)).order_by(col(UseCase.id))
    session.exec(held.with_for_update()).all()


def apply_use_cases(work: Transaction, use_cases: Sequence[ContractFile]) -> list[str]:
    """Take every use case in, once the models are there.

    Returns:
        A line for each.

    Raises:
        YamlFileError: One can't be taken in; then nothing of the file is applied.
    """
    importer = Importer(APPLY, work.now)
    return [told(import_file(work, found, importer)) for found in use_cases]
