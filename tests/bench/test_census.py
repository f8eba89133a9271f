"""The census table: an error in points, how often the interval held, and refusals."""

from pathlib import Path

from bench.census import Window, draw, numbered, report
from monitors.performance.estimated import Estimate

SEEN = Window(0, 2016, {"accuracy": Estimate(0.82, 0.80, 0.84)}, {"accuracy": 0.83})
MISSED = Window(1, 2016, {"accuracy": Estimate(0.82, 0.80, 0.84)}, {"accuracy": 0.85})
REFUSED = Window(2, 2016, {}, {"accuracy": 0.70}, "Too few cases.")


def test_a_line_holds_error_coverage_and_refusals() -> None:
    """One and three points off are two on average; one of two held; one was refused."""
    lines = list(report([SEEN, MISSED, REFUSED]))

    assert "| accuracy | 2016 | 3 | 2.00 | 1 of 2 | 1 |" in lines
    assert "| recall | 2016 | 3 |  | 0 of 0 | 3 |" in lines
    assert lines[-1] == "Window 2 was refused: Too few cases."


def test_windows_are_those_of_the_demo_with_their_years() -> None:
    """69 full windows of three survey years."""
    windows = list(numbered(1))

    assert len(windows) == 69
    assert sorted({year for _, year in windows}) == [2016, 2017, 2018]


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    """A PNG."""
    draw([SEEN, MISSED, REFUSED], tmp_path / "picture.png")

    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
