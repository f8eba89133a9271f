"""A bit that flips in what people rely on is named; in the file's structure, it is a sentence."""

from pathlib import Path

import pytest

from bench.flips import contents, flips, make_database

pytestmark = pytest.mark.sqlite_alone
FLIPS = 40


def test_the_story_writes_a_row_into_every_covered_table(tmp_path: Path) -> None:
    """Otherwise a flip would never meet it."""
    stored = contents(make_database(tmp_path)) or {}

    assert [table for table, rows in stored.items() if not rows] == []


def test_each_flip_of_what_people_rely_on_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody sees a traceback, and nothing that changed is called intact."""
    monkeypatch.setenv("DATABASE_URL", "")

    found = list(flips(make_database(tmp_path), FLIPS, seed=3))

    assert [flip for flip in found if not flip.is_fine] == []
    assert sum(flip.is_changed for flip in found) > FLIPS / 2
