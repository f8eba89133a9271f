"""`POST /api/v1/measurements` and its tokens: who may, what is refused, what is kept."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from sqlmodel import select

from bot.api.tokens import (
    ApiToken,
    Scope,
    TokenError,
    create_token,
    find_bearer,
    list_tokens,
    revoke_token,
)
from bot.clock import utc_now
from bot.listening import listen
from bot.runtime import Runtime, create_runtime
from bot.server import serving
from bot.settings import Settings
from bot.storage.database import Database
from deployments.models import ModelFacts, register_model
from ground.audit import AuditEntry
from monitors.tables import PushedNumber

pytestmark = pytest.mark.sqlite_alone

NUMBER = {
    "model": "churn",
    "metric": "user_acceptance",
    "value": 0.7,
    "samples": 400,
    "window": "2026-W47",
}


@pytest.fixture
def runtime(database_url: str) -> Runtime:
    """A serving process that knows the model `churn`; its Slack is nowhere."""
    created = create_runtime(
        Settings(
            _env_file=None,
            slack_bot_token=SecretStr("xoxb-test"),
            slack_signing_secret=SecretStr("0123456789abcdef"),
            slack_api_url="http://127.0.0.1:1/api/",
            database_url=database_url,
        )
    )
    with created.transactions.begin() as work:
        register_model(work.session, ModelFacts("churn", "U0MIA", "C1", ()), work.now)
    return created


@pytest.fixture
def client(runtime: Runtime) -> Iterator[httpx.Client]:
    """A client of the running server that holds a valid token."""
    with runtime.transactions.begin() as work:
        token = create_token(
            work.session, "kpi-job", [Scope.MEASUREMENTS_WRITE], "cli:mia", work.now
        )
    headers = {"Authorization": f"Bearer {token}"}
    with (
        serving(runtime, listen("127.0.0.1", 0)) as address,
        httpx.Client(base_url=address, headers=headers) as opened,
    ):
        yield opened


def kept(runtime: Runtime) -> int:
    """How many numbers are in the database."""
    with runtime.database.transaction() as session:
        return len(session.exec(select(PushedNumber)).all())


@pytest.mark.both_databases
def test_a_number_is_kept_once(client: httpx.Client, runtime: Runtime) -> None:
    """The very same request again answers that it is known."""
    first = client.post("/api/v1/measurements", json=NUMBER)
    second = client.post("/api/v1/measurements", json=NUMBER)

    assert first.json() == {"is_new": True, "judgements": []}
    assert second.json() == {"is_new": False, "judgements": []}
    assert kept(runtime) == 1


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer lamp_wrong", "Basic eDp5"])
def test_strangers_are_refused(
    client: httpx.Client, runtime: Runtime, authorization: str | None
) -> None:
    """401 whatever they send instead of a token, and nothing is kept."""
    del client.headers["Authorization"]
    headers = {} if authorization is None else {"Authorization": authorization}

    answer = client.post("/api/v1/measurements", json=NUMBER, headers=headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert kept(runtime) == 0


def test_a_revoked_token_is_refused_at_once(client: httpx.Client, runtime: Runtime) -> None:
    """The next request after the revocation is a stranger's."""
    with runtime.transactions.begin() as work:
        revoke_token(work.session, "kpi-job", "cli:mia", work.now)

    assert client.post("/api/v1/measurements", json=NUMBER).status_code == 401


def test_a_token_without_the_scope_is_refused(client: httpx.Client, runtime: Runtime) -> None:
    """403 names what it may not."""
    with runtime.database.transaction() as session:
        session.exec(select(ApiToken)).one().scopes = []

    answer = client.post("/api/v1/measurements", json=NUMBER)

    assert answer.status_code == 403
    assert answer.json() == {"detail": "This token lacks the scope measurements:write."}


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        pytest.param({"model": "nobody"}, 404, id="unknown model"),
        pytest.param({"metric": " "}, 400, id="blank metric"),
        pytest.param({"value": "many"}, 422, id="no number"),
        pytest.param({"samples": -1}, 422, id="fewer than none"),
        pytest.param({"window": ""}, 422, id="no window"),
        pytest.param({"colour": "red"}, 422, id="unknown field"),
    ],
)
def test_what_can_not_be_kept_is_said(
    client: httpx.Client, runtime: Runtime, wrong: dict[str, Any], status: int
) -> None:
    """Each wrong body has its answer, and nothing is kept."""
    answer = client.post("/api/v1/measurements", json={**NUMBER, **wrong})

    assert answer.status_code == status
    assert answer.json()["detail"]
    assert kept(runtime) == 0


@pytest.mark.both_databases
@pytest.mark.parametrize("field", ["model", "metric", "window", "segment"])
@pytest.mark.parametrize("hidden", ["\\u0000", "\\u202e", "\\u001b", "\\ud800"])
def test_a_hidden_character_is_refused_in_words(
    client: httpx.Client, runtime: Runtime, field: str, hidden: str
) -> None:
    """SQLite would take a NUL, PostgreSQL fails at it."""
    body = json.dumps({**NUMBER, field: "churn?"}).replace("?", hidden)

    answer = client.post(
        "/api/v1/measurements", content=body, headers={"content-type": "application/json"}
    )

    assert answer.status_code in {400, 404, 422}, answer.text
    assert kept(runtime) == 0


def test_large_bodies_are_refused_before_they_are_read(client: httpx.Client) -> None:
    """413 by its length, 411 without one."""
    large = client.post("/api/v1/measurements", content=b"x" * 100_001)
    chunked = client.post("/api/v1/measurements", content=iter([b"{}"]))

    assert (large.status_code, chunked.status_code) == (413, 411)


def test_the_contract_is_published(client: httpx.Client) -> None:
    """OpenAPI names the endpoint and that it needs a token."""
    contract = client.get("/api/v1/openapi.json").json()

    assert contract["paths"]["/api/v1/measurements"]["post"]["security"]


def test_only_the_hash_is_kept(database: Database) -> None:
    """Who reads the database can't call the API; the chain knows who made the token."""
    with database.transaction() as session:
        token = create_token(session, "kpi-job", [Scope.MEASUREMENTS_WRITE], "cli:mia", utc_now())

    with database.transaction() as session:
        stored = list_tokens(session)[0]
        actions = [entry.action for entry in session.exec(select(AuditEntry)).all()]
        bearer = find_bearer(session, f"Bearer {token}")
    assert token not in str(stored.model_dump())
    assert actions == ["token.create"]
    assert bearer is not None
    assert bearer.scopes == {"measurements:write"}


@pytest.mark.parametrize(
    ("name", "scopes", "sentence"),
    [
        pytest.param(" ", [Scope.MEASUREMENTS_WRITE], "The token needs a name", id="no name"),
        pytest.param("a", [], "needs a scope", id="no scope"),
        pytest.param("a\x1bb", [Scope.MEASUREMENTS_WRITE], "hidden character", id="hidden"),
        pytest.param("kpi", [Scope.MEASUREMENTS_WRITE], "already", id="taken"),
    ],
)
def test_a_wrong_token_is_not_made(
    database: Database, name: str, scopes: list[Scope], sentence: str
) -> None:
    """Each has its sentence."""
    with database.transaction() as session:
        create_token(session, "kpi", [Scope.MEASUREMENTS_WRITE], "cli:mia", utc_now())

        with pytest.raises(TokenError, match=sentence):
            create_token(session, name, scopes, "cli:mia", utc_now())


def test_revoking_is_once_and_of_a_known_token(database: Database) -> None:
    """A second time changes nothing; an unknown name is said."""
    with database.transaction() as session:
        create_token(session, "kpi", [Scope.MEASUREMENTS_WRITE], "cli:mia", utc_now())
        revoke_token(session, "kpi", "cli:mia", utc_now())
        revoke_token(session, "kpi", "cli:ola", utc_now())

        with pytest.raises(TokenError, match="no token named x"):
            revoke_token(session, "x", "cli:mia", utc_now())
        actions = [entry.action for entry in session.exec(select(AuditEntry)).all()]
    assert actions == ["token.create", "token.revoke"]
