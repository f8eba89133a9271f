"""Showing again what is shown: neither what never was, nor what Slack refused for good."""

from datetime import datetime

import pytest
from sqlmodel import select

from bot.queues.surfaces import Placed, Surface, known_objects, mark_stale
from bot.storage.database import Database

KEYS = ["posted", "about to be", "refused", "never heard of"]


@pytest.mark.parametrize(("kind", "found"), [("alert", KEYS[:2]), ("other", [])])
def test_only_what_is_shown_or_about_to_be_is_shown_again(
    database: Database, now: datetime, kind: str, found: list[str]
) -> None:
    """A message that was settled without being posted stays so."""
    with database.transaction() as session:
        mark_stale(session, *(Placed("alert", key, "U0BOB", 1) for key in KEYS[:3]), now=now)
        for surface in session.exec(select(Surface).where(Surface.object_id != "about to be")):
            surface.shown_version = surface.wanted_version
            surface.message_ts = "1.0" if surface.object_id == "posted" else None

    with database.reading() as session:
        known = known_objects(session, kind, KEYS)

    assert [key for key, _ in known] == sorted(found)
