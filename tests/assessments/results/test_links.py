"""Where a round's result stands: only an address of a message is kept."""

from datetime import datetime

import pytest
from sqlmodel import Session

from assessments.results.links import find_link, keep_link
from assessments.rounds.starting import RoundPlan, start_round

pytestmark = pytest.mark.sqlite_alone
RIGHT = "https://example.slack.com/archives/C0COUNCIL/p1700000000000100"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        pytest.param(RIGHT, RIGHT, id="permalink"),
        pytest.param("https://example.org/x|y>", "", id="another address"),
        pytest.param(f"{RIGHT}|<!channel>", "", id="more behind it"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_is_kept(session: Session, now: datetime, url: str, kept: str) -> None:
    """It goes into a message as it is."""
    started = start_round(session, RoundPlan("C1", "U0FIN", {"U0BEA": "business"}), now)

    keep_link(session, started.id, url)

    assert find_link(session, started.id) == kept
