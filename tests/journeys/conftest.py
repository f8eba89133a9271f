"""Journeys run over both of Slack's transports, on both databases."""

from collections.abc import Iterator

import pytest

from tests.journeys.office import Office, open_office


@pytest.fixture(params=["http", "socket"])
def office(request: pytest.FixtureRequest, database_url: str) -> Iterator[Office]:
    """An office with the demo's people, over HTTP and over Socket Mode."""
    with open_office(database_url, is_socket=request.param == "socket") as opened:
        yield opened
