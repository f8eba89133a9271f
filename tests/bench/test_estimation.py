"""The table of agreement: means and distances per metric."""

from bench.census import METRICS
from bench.estimation import report


def test_a_line_holds_both_means_and_the_distances() -> None:
    """0.01 and 0.03 apart: 0.02 on average, 0.03 at most."""
    ours = {name: [0.80, 0.90] for name in METRICS}
    theirs = {name: [0.81, 0.87] for name in METRICS}

    lines = list(report(ours, theirs))

    assert "| accuracy | 0.8500 | 0.8400 | 0.0200 | 0.0300 |" in lines
    assert len([line for line in lines if line.startswith("| ")]) == len(METRICS) + 1
