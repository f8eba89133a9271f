"""Use cases as files: every format in which one is written, and taking a file in."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from assessments.errors import AssessmentError
from assessments.portfolio.entries import Entry, portfolio
from assessments.results.report.markdown import outline_as_markdown
from assessments.results.report.pdf import write_on_one_page
from assessments.use_cases.asks import SectionAsk, ask_for_section, was_asked
from assessments.use_cases.contract.content import ACCEPTANCE, Rules
from assessments.use_cases.contract.export import (
    Contract,
    read_contract,
    write_contract,
    write_contract_as_yaml,
)
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.drafts import Conflict
from assessments.use_cases.importing import Imported, Importer, people_in, take_in
from assessments.use_cases.tables import UseCase
from assessments.use_cases.writers import agreed_use_case, keepers_of_pass_marks
from deployments.deciders import deciders_of
from deployments.errors import DeploymentError
from deployments.models import find_model
from ground.yaml_files import Place, Problem, YamlFile, YamlFileError
from handlers.dependencies import UnitOfWork
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.use_case_status import follow_use_case
from handlers.surfaces.use_cases import show_asks
from handlers.wording.sentences import plain_sentence
from handlers.wording.use_case_sheet import Sheet, sheet_outline
from handlers.wording.use_cases import CHOOSE_MODEL

MOST_ASKED = 3
LARGEST_FILE_BYTES = 1_000_000
WHAT = "use case"
PERSON_OR_GROUP = re.compile(r"[UWS][A-Z0-9_]+")
PLACES: Mapping[str, Place] = {
    "use_case.import_other_model": ("model",),
    "use_case.import_without_owner": ("values",),
    "use_case.name_twice": ("values", "title"),
}
"""Where in a file a refusal belongs, by its code."""
UnknownPeople = Callable[[Collection[str]], Collection[str]]
"""Returns those of some people whom Slack doesn't know; nobody where Slack can't be asked."""


@dataclass(frozen=True)
class FileFormat:
    """One way to write a use case."""

    ending: str
    title: str
    media_type: str
    write: Callable[[Sheet, datetime], bytes]


FORMATS: Mapping[str, FileFormat] = {
    "json": FileFormat(
        "json", "Contract (JSON)", "application/json",
        lambda sheet, _: write_contract(sheet.contract).encode(),
    ),
    "yaml": FileFormat(
        "yaml", "Contract (YAML)", "application/yaml",
        lambda sheet, _: write_contract_as_yaml(sheet.contract).encode(),
    ),
    "markdown": FileFormat(
        "md", "One page (Markdown)", "text/markdown",
        lambda sheet, _: outline_as_markdown(sheet_outline(sheet)),
    ),
    "pdf": FileFormat(
        "pdf", "One page (PDF)", "application/pdf",
        lambda sheet, now: write_on_one_page(sheet_outline(sheet), now),
    ),
}  # fmt: skip


def nobody_unknown(people: Collection[str]) -> Collection[str]:
    """Take everybody for known: Slack can't be asked."""
    del people
    return ()


def file_name(contract: Contract, file_format: FileFormat) -> str:
    """Name a use case's file, such as `use-case-churn-call-list-v3.json`."""
    title = re.sub(r"[^a-z0-9]+", "-", contract.document.text("title").lower()).strip("-")
    version = f"v{contract.version}" if contract.version else "draft"
    return "-".join(filter(None, ["use-case", title, version])) + f".{file_format.ending}"


@dataclass(frozen=True)
class ContractFile:
    """A contract as read from a file, or from a place of a larger one."""

    contract: Contract
    file: YamlFile
    place: Place = ()

    def error(self, problems: Iterable[Problem]) -> YamlFileError:
        """Return the error that names each problem with its line and path."""
        placed = [
            Problem((*self.place, *found.place), found.sentence.rstrip(".")) for found in problems
        ]
        return YamlFileError(self.file.sentence(placed))


def read_file(
    file: YamlFile, unknown_people: UnknownPeople = nobody_unknown, place: Place = ()
) -> ContractFile:
    """Read a contract and look its people up; no transaction waits for it.

    Raises:
        YamlFileError: It isn't one, or names somebody unknown; the sentence names line, path and
            rule.
    """
    rules = load_rules()
    found = ContractFile(read_contract(rules, file, plain_sentence, place), file, place)
    if problems := list(_people_problems(rules, found.contract, unknown_people)):
        raise found.error(problems)
    return found


def import_file(work: UnitOfWork, found: ContractFile, importer: Importer) -> Imported:
    """Take a file in, whole or not at all.

    Args:
        work: A transaction; it's rolled back where this raises.
        found: The file.
        importer: Who takes it in.

    Raises:
        YamlFileError: It can't be taken in; the sentence names line, path and rule.
    """
    if problems := list(_model_problems(work.session, found.contract)):
        raise found.error(problems)
    agreed = agreed_use_case(work.session, found.contract.model)
    theirs = replace(importer, may_link=agreed is None)
    try:
        imported = take_in(work.session, load_rules(), found.contract, theirs)
    except AssessmentError as error:
        where = PLACES.get(str(error.refusal.code), ("id",))
        raise found.error([Problem(where, plain_sentence(error))]) from error
    if imported.conflicts:
        raise found.error(map(_clash, imported.conflicts))
    if agreed is not None and imported.use_case.model_name != found.contract.model:
        imported = replace(imported, asked=_ask_keepers(work, imported.use_case, found, importer))
    follow_use_case(work, imported.use_case.id)
    work.show(SurfaceKind.USE_CASE, imported.use_case.id)
    work.show(SurfaceKind.HOME, imported.use_case.created_by)
    return imported


def _ask_keepers(
    work: UnitOfWork, use_case: UseCase, found: ContractFile, importer: Importer
) -> list[str]:
    """Ask who keeps the pass marks of the file's model to choose it for this use case."""
    model, rules = found.contract.model, load_rules()
    owners = deciders_of(work.session, find_model(work.session, model))
    keepers = keepers_of_pass_marks(work.session, model, owners)[:MOST_ASKED]
    why = CHOOSE_MODEL.format(model=model)
    section = rules.by_id[ACCEPTANCE].section
    asks = [
        ask_for_section(
            work.session, use_case, SectionAsk(section, person, why), importer.by, work.now
        )
        for person in keepers
        if not was_asked(work.session, use_case.id, person)
    ]
    show_asks(work, asks)
    return [ask.asked_of for ask in asks]


def listed(session: Session) -> list[dict[str, Any]]:
    """Return every use case in plain figures, without those that were discarded."""
    found = session.exec(
        select(UseCase)
        .where(col(UseCase.discarded_at).is_(None))
        .order_by(col(UseCase.title), col(UseCase.created_at))
    ).all()
    entries = {entry.use_case_id: entry for entry in portfolio(session, load_rules())}
    return [_line(use_case, entries.get(use_case.id)) for use_case in found]


def told(imported: Imported) -> str:
    """Write in one line what came of a file."""
    use_case = imported.use_case
    name = f"use case {use_case.title} ({use_case.id})"
    kept = f"; kept what people changed since: {', '.join(imported.kept)}" if imported.kept else ""
    if imported.asked:
        kept += f"; {', '.join(imported.asked)} asked to choose its model, whose marks they keep"
    if imported.is_new:
        return f"{name}: started{kept}"
    changed = f"changed {', '.join(imported.changed)}" if imported.changed else "nothing changed"
    return f"{name}: {changed}{kept}"


def _line(use_case: UseCase, entry: Entry | None) -> dict[str, Any]:
    figures = use_case.figures
    return {
        "id": str(use_case.id),
        "title": use_case.title,
        "model": use_case.model_name or "",
        "status": use_case.status.value,
        "version": use_case.version,
        "percent": figures.get("percent", 0),
        "quality": figures.get("quality", 0),
        "risk": figures.get("risk"),
        "people": figures.get("people", {}),
        "lane": entry.lane.value if entry and entry.lane else None,
        "next": entry.step.value if entry else None,
        "waits_for": list(entry.waits_for) if entry else [],
    }


def _model_problems(session: Session, contract: Contract) -> Iterable[Problem]:
    if contract.model:
        try:
            find_model(session, contract.model)
        except DeploymentError as error:
            yield Problem(("model",), plain_sentence(error))


def _people_problems(
    rules: Rules, contract: Contract, unknown_people: UnknownPeople
) -> Iterable[Problem]:
    named = list(people_in(rules, contract.document))
    well_formed = {person for _, person in named if PERSON_OR_GROUP.fullmatch(person)}
    unknown = set(unknown_people({person for person in well_formed if person[0] != "S"}))
    for place, person in named:
        if person not in well_formed:
            sentence = f"{person!r} isn't a Slack user ID (example: U0123ABCD)"
            yield Problem(("values", *place), sentence)
        elif person in unknown:
            yield Problem(("values", *place), f"Slack knows nobody with the user ID {person}")


def _clash(conflict: Conflict) -> Problem:
    theirs = conflict.theirs
    return Problem(
        ("values", conflict.field),
        f"{theirs.written_by} changed this on {theirs.written_at:%d %b %Y}, and the file says "
        "something else. Export the use case again and bring both together, or overwrite it",
    )
