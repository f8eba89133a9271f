"""`/api/v1/use-cases`: list, export and import use cases."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from pydantic import BaseModel
from starlette import status

from assessments.errors import AssessmentError
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import find_use_case
from assessments.use_cases.exporting import contract_of
from assessments.use_cases.importing import Imported, Importer
from bot.api.measurements import bearer_with
from bot.api.tokens import Bearer, Scope
from bot.transactions import Transactions
from bot.use_case_files import (
    FORMATS,
    ContractFile,
    UnknownPeople,
    file_name,
    import_file,
    listed,
    nobody_unknown,
    read_file,
)
from ground.yaml_files import YamlFileError, parse_yaml
from handlers.wording.sentences import plain_sentence
from handlers.wording.use_case_sheet import Sheet

BODY = "body"
"""What messages call the file that is sent."""
FILE = {"schema": {"type": "string"}}
BODIES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}, "application/yaml": FILE},
    }
}


class ImportOut(BaseModel):
    """What came of an import."""

    id: UUID
    title: str
    is_new: bool
    changed: list[str]
    kept: list[str]
    asked: list[str] = []


class UseCaseLine(BaseModel):
    """A use case in plain figures."""

    id: UUID
    title: str
    model: str
    status: str
    version: int
    percent: int
    quality: int
    risk: str | None
    people: dict[str, str]
    lane: str | None
    next: str | None
    waits_for: list[str]


def use_cases_router(
    transactions: Transactions, unknown_people: UnknownPeople = nobody_unknown
) -> APIRouter:
    """Build the endpoints.

    Args:
        transactions: Where changes are saved.
        unknown_people: Looks people up whom a file names.
    """
    router = APIRouter(prefix="/api/v1/use-cases", tags=["use cases"])
    _add_reading(router, transactions)
    writer = bearer_with(transactions, Scope.USE_CASES_WRITE)

    async def sent(request: Request) -> bytes:
        return await request.body()

    @router.post(
        "",
        responses={400: {}, 401: {}, 403: {}, 413: {}},
        operation_id="import_use_case",
        openapi_extra=BODIES,
    )
    def take_in(
        bearer: Annotated[Bearer, Depends(writer)],
        body: Annotated[bytes, Depends(sent)],
        *,
        overwrite: bool = False,
    ) -> ImportOut:
        """Import a contract as JSON or YAML; it becomes the draft, which people sign in Slack."""
        try:
            found = read_file(parse_yaml(BODY, body.decode()), unknown_people)
            return _kept(transactions, found, bearer, overwrites=overwrite)
        except UnicodeDecodeError as error:
            sentence = f"{BODY} isn't UTF-8 text."
            raise HTTPException(status.HTTP_400_BAD_REQUEST, sentence) from error
        except YamlFileError as error:
            raise HTTPException(status.HTTP_400_BAD_REQUEST, str(error)) from error

    return router


def _add_reading(router: APIRouter, transactions: Transactions) -> None:
    reader = bearer_with(transactions, Scope.USE_CASES_READ)

    @router.get("", responses={401: {}, 403: {}}, operation_id="list_use_cases")
    def list_all(bearer: Annotated[Bearer, Depends(reader)]) -> list[UseCaseLine]:
        """List every use case, without those that were discarded."""
        del bearer
        with transactions.reading() as session:
            return [UseCaseLine.model_validate(line) for line in listed(session)]

    @router.get(
        "/{use_case_id}",
        responses={400: {}, 401: {}, 403: {}, 404: {}},
        operation_id="export_use_case",
        response_class=Response,
    )
    def export(
        use_case_id: UUID,
        bearer: Annotated[Bearer, Depends(reader)],
        kind: Annotated[str, Query(alias="format", description=", ".join(FORMATS))] = "json",
        version: Annotated[
            int | None, Query(ge=0, le=2**31 - 1, description="0 for the draft.")
        ] = None,
    ) -> Response:
        """Export a use case: the version in force, another, or the draft."""
        del bearer
        if kind not in FORMATS:
            sentence = f"There is no format {kind[:40]}. Available: {', '.join(FORMATS)}."
            raise HTTPException(status.HTTP_400_BAD_REQUEST, sentence)
        try:
            with transactions.reading() as session:
                use_case = find_use_case(session, use_case_id)
                contract = contract_of(session, load_rules(), use_case, version)
        except AssessmentError as error:
            raise HTTPException(status.HTTP_404_NOT_FOUND, plain_sentence(error)) from error
        chosen = FORMATS[kind]
        content = chosen.write(Sheet(load_rules(), contract, {}), transactions.clock())
        name = file_name(contract, chosen)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type=chosen.media_type, headers=headers)


def _kept(
    transactions: Transactions, found: ContractFile, bearer: Bearer, *, overwrites: bool
) -> ImportOut:
    with transactions.begin() as work:
        importer = Importer(f"token:{bearer.name}", work.now, overwrites=overwrites)
        return _answer(import_file(work, found, importer))


def _answer(imported: Imported) -> ImportOut:
    use_case = imported.use_case
    return ImportOut(
        id=use_case.id,
        title=use_case.title,
        is_new=imported.is_new,
        changed=list(imported.changed),
        kept=list(imported.kept),
        asked=list(imported.asked),
    )
