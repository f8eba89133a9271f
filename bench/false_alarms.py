"""Quarters without drift, and how often a monitor cries all the same; and one real shift.

    python -m bench.false_alarms [--quick] [--write]

Windows are drawn as bin counts, so 2,000 quarters take minutes. A column's true shares differ
from its reference's by the reference's own sampling error, as in life. The decision is the
product's: its rates, null laws, Holm and e-detector, over arrays.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtr, ndtri

from monitors.check.limits import QUIET_WINDOWS_TO_END
from monitors.check.slow_drift_history import law_of_window
from monitors.statistics.budget import RUNS_PER_QUARTER, error_rates, holm_rejections
from monitors.statistics.chance import PsiLaw, psi_law
from monitors.statistics.psi import psi_of_counts
from monitors.statistics.slow_drift import CEILING, KAPPA, alarm_level

PAGE = Path(__file__).parents[1] / "docs/why/benchmarks.md"
SECTION = "## False alarms"
COLUMNS, BINS = 30, 10
REFERENCE_ROWS = 20_000
LIMIT, WARNING, BUDGET = 0.25, 0.1, 1.0
NOTHING_ELSE = [1.0] * (
    2 * COLUMNS
)  # none is missing, none is constant: Holm counts them all the same
CHUNK = 100
GRID = 2_000
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Setting:
    """One simulated monitor; `limit` is the PSI that matters, `shift` in standard deviations."""

    kind: str
    cadence: str
    rows: int
    quarters: int
    limit: float = LIMIT
    shift: float = 0.0

    @property
    def runs(self) -> int:
        """Runs in a quarter."""
        return RUNS_PER_QUARTER[self.cadence]


@dataclass(frozen=True)
class Column:
    """A kind of column: the reference's counts, and the true shares, by quarter and column."""

    reference: Array
    shares: Array


def main() -> None:
    """Print the tables; with --write, put them into docs/why/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 quarters instead of 2,000")
    parser.add_argument("--write", action="store_true", help="write docs/why/benchmarks.md")
    asked = parser.parse_args()
    started_at = time.perf_counter()
    text = "\n".join(report(100 if asked.quick else 2_000))
    print(text)
    print(f"{time.perf_counter() - started_at:.0f} s")
    if asked.write:
        write_section(PAGE, text)


def report(quarters: int) -> Iterator[str]:
    """Return the section, line by line."""
    yield SECTION
    yield ""
    yield (
        f"`python -m bench.false_alarms --write` simulates {quarters:,} quarters without drift: "
        f"{COLUMNS} columns, a reference of {REFERENCE_ROWS:,} rows, and a budget of one false "
        "alarm per quarter."
    )
    yield (
        "The last column is for a team to whom any change matters: the limit is 0, so chance "
        "alone decides, which is the hardest case for the arithmetic."
    )
    yield ""
    yield "| columns | schedule | rows per window | false alarms per quarter | with a limit of 0 |"
    yield "|---|---|---|---|---|"
    for setting in settings(quarters):
        usual, strict = (false_alarms(case) for case in (setting, replace(setting, limit=0.0)))
        yield (
            f"| {setting.kind} | {setting.cadence} | {setting.rows:,} "
            f"| {_mean(usual)} | {_mean(strict)} |"
        )
    yield ""
    yield "One column shifts by 0.6 standard deviations (PSI about 0.33):"
    yield ""
    yield "| rows per window | found in the first window | within a quarter, at a shift of 0.45 |"
    yield "|---|---|---|"
    for rows in (1_000, 5_000, 50_000):
        sudden = found(Setting("normal", "weekly", rows, quarters, shift=0.6), windows=1)
        slow = found(Setting("normal", "weekly", rows, quarters, shift=0.45), windows=13)
        yield f"| {rows:,} | {sudden:.1%} | {slow:.1%} |"


def settings(quarters: int) -> Iterator[Setting]:
    """List every kind of column, cadence and size."""
    for kind in KINDS:
        for cadence in ("weekly", "daily"):
            for rows in (500, 5_000, 50_000):
                yield Setting(kind, cadence, rows, quarters)


def false_alarms(setting: Setting) -> Array:
    """Count the alerts that open in each simulated quarter, columns all as they were."""
    random = np.random.default_rng([setting.rows, setting.runs, len(setting.kind)])
    counted = [
        alerts_opened(alarms(setting, counts, column, random))
        for chunk in _chunks(setting.quarters)
        for column, counts in [KINDS[setting.kind](setting, chunk, random)]
    ]
    return np.concatenate(counted)


def found(setting: Setting, windows: int) -> float:
    """Return the share of quarters in which one column's shift is found in its first windows."""
    random = np.random.default_rng([setting.rows, windows])
    hits = 0
    for chunk in _chunks(setting.quarters):
        column, counts = shifted(setting, chunk, random)
        hits += int(alarms(setting, counts[:, :windows], column, random).any(axis=1).sum())
    return hits / setting.quarters


def alarms(
    setting: Setting, counts: Array, column: Column, random: np.random.Generator
) -> NDArray[np.bool_]:
    """Decide over windows as a run does.

    Args:
        setting: The monitor.
        counts: Of shape (quarters, windows, columns, bins).
        column: What all columns are compared with.
        random: For the null law where levels are rare.

    Returns:
        Of shape (quarters, windows).
    """
    rates = error_rates(BUDGET, setting.runs)
    psi = psi_of_counts(column.reference, counts)
    law = psi_law(column.reference, counts[0, 0, 0], random)
    threshold = max(setting.limit, law.exceeded_with(rates.window))
    p_values = homogeneity(column.reference, counts)
    is_large = psi > threshold
    jumped = np.zeros(psi.shape[:2], dtype=bool)
    for at in zip(*np.nonzero(is_large.any(axis=2)), strict=True):
        tests = [*p_values[at].tolist(), *NOTHING_ELSE]
        rejected = holm_rejections(tests, rates.window)[:COLUMNS]
        jumped[at] = bool((is_large[at] & rejected).any())
    return jumped | crept(setting, psi, law, rates.slow)


def crept(setting: Setting, psi: Array, law: PsiLaw, rate: float) -> NDArray[np.bool_]:
    """Run every column's e-detector; evidence has a ceiling."""
    grid = np.linspace(0.0, float(psi.max()), GRID)
    usual = min(WARNING, setting.limit)
    window_law, noise = law_of_window(law, REFERENCE_ROWS, setting.rows, rate / COLUMNS)
    known = [window_law.p_value(float(at), max(usual, noise)) for at in grid]
    p_values = np.interp(psi, grid, known)
    level = alarm_level(COLUMNS, rate)
    evidence = np.zeros(psi.shape[::2])
    alarmed = np.zeros(psi.shape[:2], dtype=bool)
    for window in range(psi.shape[1]):
        evidence = (evidence + 1) * KAPPA * p_values[:, window] ** (KAPPA - 1)
        alarmed[:, window] = (evidence >= level).any(axis=1)
        evidence = np.minimum(evidence, CEILING * level)
    return alarmed


def homogeneity(reference: Array, counts: Array) -> Array:
    """Test each column's counts against the reference's: Pearson's chi-square on 2 x k."""
    totals = reference + counts
    rows = np.array([reference.sum(), counts[0, 0, 0].sum()])
    expected = totals * (rows[0] / rows.sum()), totals * (rows[1] / rows.sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        terms = (reference - expected[0]) ** 2 / expected[0]
        terms = terms + (counts - expected[1]) ** 2 / expected[1]
    statistic = np.nan_to_num(terms).sum(axis=-1)
    result: Array = chdtrc((totals > 0).sum(axis=-1) - 1, statistic)
    return result


def alerts_opened(alarmed: NDArray[np.bool_]) -> Array:
    """Count alerts: one absorbs later windows until two in a row are quiet."""
    opened = np.zeros(len(alarmed))
    quiet = np.full(len(alarmed), QUIET_WINDOWS_TO_END)
    for window in alarmed.T:
        opened += window & (quiet >= QUIET_WINDOWS_TO_END)
        quiet = np.where(window, 0, quiet + 1)
    return opened


def normal(setting: Setting, quarters: int, random: np.random.Generator) -> tuple[Column, Array]:
    """Continuous columns: ten bins of the reference, cut at its sample deciles."""
    return _drawn(setting, quarters, np.full(BINS, 1 / BINS), random)


def skewed(setting: Setting, quarters: int, random: np.random.Generator) -> tuple[Column, Array]:
    """Columns with a lump, such as many zeros: few and unequal bins."""
    return _drawn(setting, quarters, np.array([0.62, 0.08, 0.1, 0.1, 0.09, 0.01]), random)


def sparse(setting: Setting, quarters: int, random: np.random.Generator) -> tuple[Column, Array]:
    """Categories with a long tail: forty levels, the rarest in one row of 1,500."""
    weights = 1 / np.arange(1, 41) ** 1.6
    return _drawn(setting, quarters, weights / weights.sum(), random)


def correlated(
    setting: Setting, quarters: int, random: np.random.Generator
) -> tuple[Column, Array]:
    """Continuous columns of which four fifths of all rows fall into the same decile together."""
    together = int(0.8 * setting.rows)
    column, own = normal(replace(setting, rows=setting.rows - together), quarters, random)
    shape = (quarters, setting.runs, 1)
    return column, own + random.multinomial(together, column.shares[:, :, :1], size=shape)


def shifted(setting: Setting, quarters: int, random: np.random.Generator) -> tuple[Column, Array]:
    """Continuous columns as they were, and one whose mean has moved."""
    column, counts = normal(setting, quarters, random)
    below = np.cumsum(column.shares[:, :, 0], axis=-1)[..., :-1]
    moved = np.diff(ndtr(ndtri(below) - setting.shift), prepend=0.0, append=1.0)
    counts[:, :, 0] = random.multinomial(setting.rows, moved, size=counts.shape[:2])
    return column, counts


KINDS = {"normal": normal, "skewed": skewed, "sparse": sparse, "correlated": correlated}


def _drawn(
    setting: Setting, quarters: int, shares: Array, random: np.random.Generator
) -> tuple[Column, Array]:
    """Draw a reference, its error included, and windows of every column."""
    reference = np.round(shares * REFERENCE_ROWS)
    true = random.dirichlet(reference, size=(quarters, 1, COLUMNS))
    size = (quarters, setting.runs, COLUMNS)
    return Column(reference, true), random.multinomial(setting.rows, true, size=size).astype(float)


def _chunks(quarters: int) -> list[int]:
    return [min(CHUNK, quarters - start) for start in range(0, quarters, CHUNK)]


def _mean(counted: Array) -> str:
    error = 1.96 * float(counted.std()) / len(counted) ** 0.5
    return f"{counted.mean():.3f} ± {error:.3f}"


def write_section(page: Path, section: str) -> None:
    """Put a section in place of the one of the same heading, or at the end of a page."""
    heading = section.splitlines()[0]
    before, _, rest = page.read_text(encoding="utf-8").partition(f"{heading}\n")
    following = rest.find("\n## ")
    after = rest[following:] if following >= 0 else ""
    page.write_text(f"{before.rstrip()}\n\n{section.strip()}\n{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
