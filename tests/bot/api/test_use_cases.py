"""`/api/v1/use-cases`: out and in again; who may, and what is refused."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import yaml
from pydantic import SecretStr

from assessments.use_cases.contract.reading import read_rules
from assessments.use_cases.contract.values import plain
from bot.api.tokens import Scope, create_token
from bot.listening import listen
from bot.runtime import Runtime, create_runtime
from bot.server import serving
from bot.settings import Settings

pytestmark = pytest.mark.sqlite_alone

URL = "/api/v1/use-cases"
EXAMPLE: Any = plain(read_rules().example)


@pytest.fixture
def runtime(database_url: str) -> Runtime:
    """A serving process; its Slack is nowhere."""
    return create_runtime(
        Settings(
            _env_file=None,
            slack_bot_token=SecretStr("xoxb-test"),
            slack_signing_secret=SecretStr("0123456789abcdef"),
            slack_api_url="http://127.0.0.1:1/api/",
            database_url=database_url,
        )
    )


@pytest.fixture
def client(runtime: Runtime) -> Iterator[httpx.Client]:
    """A client of the running server that may do both."""
    with (
        serving(runtime, listen("127.0.0.1", 0)) as address,
        httpx.Client(base_url=address) as opened,
    ):
        scopes = [Scope.USE_CASES_READ, Scope.USE_CASES_WRITE]
        opened.headers.update(bearer(runtime, "both", scopes))
        yield opened


def bearer(runtime: Runtime, name: str, scopes: list[Scope]) -> dict[str, str]:
    """Make a token, as a header."""
    with runtime.transactions.begin() as work:
        token = create_token(work.session, name, scopes, "cli:mia", work.now)
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.both_databases
def test_a_contract_goes_in_and_comes_out_as_it_was(client: httpx.Client) -> None:
    """As JSON and as YAML, and it's listed; what is sent again changes nothing."""
    first = client.post(URL, json={"values": EXAMPLE}).json()
    exported = client.get(f"{URL}/{first['id']}")
    as_yaml = client.get(f"{URL}/{first['id']}", params={"format": "yaml"}).content
    again = [client.post(URL, content=sent).json() for sent in (exported.content, as_yaml)]
    (line,) = client.get(URL).json()

    assert (first["is_new"], first["title"]) == (True, EXAMPLE["title"])
    assert exported.json()["values"] == yaml.safe_load(as_yaml)["values"] == EXAMPLE
    assert [found["changed"] for found in again] == [[], []]
    assert (line["id"], line["percent"], line["risk"]) == (first["id"], 100, "limited")
    assert (line["lane"], line["next"], line["waits_for"]) == ("now", "agree", ["U_BOWNER"])
    assert (
        'filename="use-case-churn-call-list-draft.json"'
        in (exported.headers["content-disposition"])
    )


def test_one_page_to_read(client: httpx.Client) -> None:
    """As Markdown and PDF."""
    made = client.post(URL, json={"values": EXAMPLE}).json()

    pages = {
        kind: client.get(f"{URL}/{made['id']}", params={"format": kind}).content
        for kind in ("markdown", "pdf")
    }

    assert b"AC-01: Precision must be at least 30%" in pages["markdown"]
    assert pages["pdf"].startswith(b"%PDF")


@pytest.mark.parametrize(
    ("body", "code", "sentence"),
    [
        (b'{"values": {"titel": "x"}}', 400, "body isn't valid. line 1: values.titel: There is"),
        (b"values: [", 400, "body, line 1 isn't valid YAML"),
        (b"\xff", 400, "body isn't UTF-8 text."),
        (b'{"values": {"title": "x"}}', 400, "values: Name a business owner or a sponsor"),
        (b'{"values": {}, "model": "other"}', 400, "no registered model named other"),
        (b"x" * 1_000_001, 413, "at most 1,000,000 bytes"),
    ],
)
def test_a_wrong_file_is_refused(
    client: httpx.Client, body: bytes, code: int, sentence: str
) -> None:
    """With line, path and rule."""
    answer = client.post(URL, content=body)

    assert (answer.status_code, sentence in answer.json()["detail"]) == (code, True), answer.text


def test_a_wrong_address_is_one_sentence(client: httpx.Client) -> None:
    """An unknown use case, version or format."""
    made = client.post(URL, json={"values": EXAMPLE}).json()

    for path, params, code, sentence in (
        ("00000000-0000-0000-0000-000000000000", {}, 404, "no longer exists"),
        (made["id"], {"version": "3"}, 404, "has no version 3"),
        (made["id"], {"format": "doc"}, 400, "There is no format doc"),
    ):
        answer = client.get(f"{URL}/{path}", params=params)
        assert (answer.status_code, sentence in answer.json()["detail"]) == (code, True)


def test_each_way_has_its_own_scope(client: httpx.Client, runtime: Runtime) -> None:
    """Who may read may not write, and the other way round."""
    reads = bearer(runtime, "reads", [Scope.USE_CASES_READ])
    writes = bearer(runtime, "writes", [Scope.USE_CASES_WRITE])

    assert client.post(URL, json={"values": EXAMPLE}, headers=reads).status_code == 403
    assert client.get(URL, headers=writes).status_code == 403
    assert client.get(URL, headers={"Authorization": "none"}).status_code == 401
