"""Journeys run over both of Slack's transports and on both databases, each with the other."""

from collections.abc import Iterator

import pytest

from tests.journeys.office import Office, open_office


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office with the demo's people.

    On SQLite over Socket Mode, as a small installation runs; on PostgreSQL over HTTP, as a large
    one does.
    """
    with open_office(database_url, is_socket=database_url.startswith("sqlite")) as opened:
        yield opened
