"""The simulation decides as the product does, and a small one keeps the budget."""

from pathlib import Path

import numpy as np
import pytest

from bench.false_alarms import (
    COLUMNS,
    KINDS,
    Setting,
    alarms,
    alerts_opened,
    false_alarms,
    found,
    write_section,
)
from monitors.check.column_verdicts import CheckVerdict, Measured, judge_columns, verdict_of
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.profile.engine import Column, Kind, RowCounts
from monitors.profile.pair import ColumnPair, Counts
from monitors.statistics.budget import error_rates


@pytest.mark.parametrize("kind", KINDS)
def test_a_small_simulation_keeps_the_budget(kind: str) -> None:
    """A hundred weekly quarters at the hardest limit, 0: at most one a quarter, and its error."""
    counted = false_alarms(Setting(kind, "weekly", 500, 100, limit=0.0))

    assert counted.mean() <= 1.0 + 3 * counted.std() / 10


def test_a_shift_is_found_in_its_first_window() -> None:
    """0.6 sd in one of thirty columns, 1,000 rows: in 95 % of quarters or more."""
    assert found(Setting("normal", "weekly", 1_000, 100, shift=0.6), windows=1) >= 0.95


@pytest.mark.parametrize("limit", [0.0, 0.02])
def test_it_decides_as_a_run_does(limit: float) -> None:
    """First windows of simulated quarters, beside judging the same counts one by one."""
    setting = Setting("skewed", "weekly", 500, 60, limit=limit)
    random = np.random.default_rng(4)
    column, counts = KINDS["skewed"](setting, 60, random)
    counts[::7, 0, 3, :2] += (-60, 60)
    limits = Limits(psi=limit, error_rate=error_rates(1.0, 13).window)

    simulated = alarms(setting, counts[:, :1], column, random)[:, 0]

    for quarter, window in enumerate(counts[:, 0]):
        judged = judge_columns(
            [_measured(number, column.reference, bins) for number, bins in enumerate(window)],
            Roles(),
            limits,
        )
        assert len(judged) == COLUMNS
        if any(one.is_drift for one in judged):
            assert verdict_of(judged) is CheckVerdict.ALERT
            assert simulated[quarter]
        else:
            assert not simulated[quarter]


def test_alerts_absorb_until_two_windows_are_quiet() -> None:
    """Loud, quiet, loud is one; after two quiet windows comes another."""
    windows = np.array([[1, 0, 1, 0, 0, 1], [0, 0, 0, 0, 0, 0]], dtype=bool)

    assert alerts_opened(windows).tolist() == [2.0, 0.0]


def test_its_section_replaces_the_one_before(tmp_path: Path) -> None:
    """The others stay as they are."""
    page = tmp_path / "page.md"
    page.write_text("# Page\n\n## False alarms\n\nold\n\n## Other\n\nkept\n", encoding="utf-8")

    write_section(page, "## False alarms\n\nnew\n")

    assert page.read_text(encoding="utf-8") == (
        "# Page\n\n## False alarms\n\nnew\n\n## Other\n\nkept\n"
    )


def _measured(number: int, reference: Counts, bins: Counts) -> Measured:
    column = Column(f"c{number}", Kind.NUMERIC)
    rows = RowCounts(int(reference.sum()), int(bins.sum()))
    return Measured(
        column,
        ColumnPair(
            column,
            rows,
            rows,
            labels=[str(bin_) for bin_ in range(len(bins))],
            bins_reference=reference,
            bins_current=bins,
            has_varied=True,
        ),
    )
