"""The table beside other tools: ratios, agreement, and what is missing."""

from pathlib import Path

import pytest

from bench import side_by_side
from bench.drift import Took

TOOK = {
    side_by_side.BARE: Took(1.0, 1.5, 300),
    side_by_side.OURS: Took(2.0, 3.0, 250),
    **{title: Took(20.0, 60.0, 900) for title in side_by_side.PEERS.values()},
}


def test_each_peer_is_set_beside_ours() -> None:
    """In the table and, as a sentence, against what was to be shown."""
    lines = side_by_side.lines_of(1_000, TOOK)
    shown = side_by_side.shown(TOOK)

    assert lines[1] == "| `lamplighter check`, 2 x 1,000 rows | 2.00 | 2.0 | 3.00 | 250 |"
    assert "whylogs, 2 x 1,000 rows (10.0 x ours) | 20.00 | 20.0 | 60.00" in lines[4]
    assert [sentence.split(":")[0] for sentence in shown] == ["holds", "holds", "BROKEN", "BROKEN"]


def test_values_are_compared_by_column() -> None:
    """A column that one of them left out does not count."""
    ours = {"a": 0.1, "b": 0.3, "c": 0.9}

    line = side_by_side.agreement_line("PSI", "Evidently", ours, {"a": 0.1, "b": 0.2})

    assert line == "| PSI | Evidently | 2 | 0.2000 | 0.1500 | 0.0500 | 0.1000 |"


def test_a_missing_peer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setattr(side_by_side, "FOLDER", tmp_path)

    with pytest.raises(SystemExit, match="alibi-detect is not installed"):
        side_by_side.refuse_missing()


def test_the_chart_is_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PNG with a bar for each tool."""
    monkeypatch.setattr(side_by_side, "CHART", tmp_path / "chart.png")

    side_by_side.draw(TOOK, 1_000)

    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
