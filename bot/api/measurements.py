"""`POST /api/v1/measurements`: numbers measured elsewhere, judged by the use case."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field
from starlette import status

from bot.api.tokens import Bearer, Scope, find_bearer
from bot.transactions import Transactions
from deployments.errors import DeploymentError
from handlers.surfaces.watching import show_pushed
from handlers.wording.sentences import plain_sentence
from monitors.alerts.pushed import LONGEST_WORD, Push, Pushed, push_number
from monitors.errors import MonitorError

Word = Annotated[str, Field(min_length=1, max_length=LONGEST_WORD)]
TOKEN = HTTPBearer(auto_error=False, description="A token made with `lamplighter token create`.")


class MeasurementIn(BaseModel):
    """One number and what it describes. Sending the same number again changes nothing."""

    model_config = ConfigDict(extra="forbid")

    model: Word = Field(description="Name of the registered model.")
    metric: Word = Field(description="Metric of the pass mark, for example user_acceptance.")
    value: float = Field(allow_inf_nan=False)
    samples: int = Field(ge=0, le=2**53, description="How many cases the value is based on.")
    window: Word = Field(description="Period it covers, for example 2026-W47.")
    segment: str = Field(
        default="",
        max_length=LONGEST_WORD,
        description="Part of the cases; empty for all of them.",
    )


class JudgementOut(BaseModel):
    """Whether the number meets one pass mark."""

    pass_mark: str
    verdict: str
    sentence: str


class MeasurementOut(BaseModel):
    """Whether the number is new, and how it was judged."""

    is_new: bool
    judgements: list[JudgementOut]


def measurements_router(transactions: Transactions) -> APIRouter:
    """Build the endpoint."""
    router = APIRouter(prefix="/api/v1", tags=["measurements"])
    writer = bearer_with(transactions, Scope.MEASUREMENTS_WRITE)

    @router.post(
        "/measurements",
        responses={401: {}, 403: {}, 404: {}},
        operation_id="push_measurement",
    )
    def push(number: MeasurementIn, bearer: Annotated[Bearer, Depends(writer)]) -> MeasurementOut:
        """Save a number and judge it. A broken pass mark opens an alert in Slack."""
        asked = Push(number.model, *(getattr(number, name) for name in PUSHED_FIELDS))
        try:
            with transactions.begin() as work:
                pushed = push_number(work.session, asked, f"token:{bearer.name}", work.now)
                show_pushed(work, number.model, pushed)
        except DeploymentError as error:
            raise HTTPException(status.HTTP_404_NOT_FOUND, plain_sentence(error)) from error
        except MonitorError as error:
            raise HTTPException(status.HTTP_400_BAD_REQUEST, plain_sentence(error)) from error
        return _answer(pushed)

    return router


PUSHED_FIELDS = ("metric", "value", "samples", "window", "segment")


def bearer_with(transactions: Transactions, scope: Scope) -> Callable[..., Bearer]:
    """Build a dependency that accepts only tokens with a scope."""

    def known_bearer(
        credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(TOKEN)],
    ) -> Bearer:
        header = f"Bearer {credentials.credentials}" if credentials else None
        with transactions.reading() as session:
            bearer = find_bearer(session, header)
        if bearer is None:
            raise HTTPException(
                status.HTTP_401_UNAUTHORIZED,
                "A valid token is required.",
                headers={"WWW-Authenticate": "Bearer"},
            )
        if scope.value not in bearer.scopes:
            raise HTTPException(
                status.HTTP_403_FORBIDDEN, f"This token lacks the scope {scope.value}."
            )
        return bearer

    return known_bearer


def _answer(pushed: Pushed) -> MeasurementOut:
    return MeasurementOut(
        is_new=pushed.is_new,
        judgements=[
            JudgementOut(
                pass_mark=judgement.pass_mark.row_id,
                verdict=judgement.verdict.value,
                sentence=judgement.sentence,
            )
            for judgement in pushed.judgements
        ],
    )
