"""A table beside itself in another form: never an alarm, and every column is compared or named.

`python -m bench.forms [--cases 2000]` draws tables and forms (bench/written_forms.py): parquet,
CSV in several dialects, other widths of numbers, decimals, dictionaries, yes and no as text, texts
as bytes, months, times of day and accents in other spellings, with pandas' index, and in
partitions. It draws in batches of 100; `--first-batch N` goes on where it was stopped.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bench.written_forms import FORMS, KINDS, SINGLE, Case, Drawn, write
from bot.adapters.data_sources.opening import open_tables
from bot.adapters.data_sources.source import Sources
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict
from monitors.check.limits import Limits
from monitors.check.roles import Roles

BATCH = 100
ROUNDED = 0.01
"""Single precision rounds, so that a row at a decile may fall on its other side."""


def cases() -> st.SearchStrategy[Case]:
    """Draw tables of one to six columns and a few hundred rows, and two forms."""
    drawn = st.builds(Drawn, st.sampled_from(sorted(KINDS)), st.integers(1, 10_000), st.booleans())
    columns = st.lists(drawn, min_size=1, max_size=6, unique_by=lambda column: column.name)
    forms = st.tuples(st.sampled_from(FORMS), st.sampled_from(FORMS))
    return st.builds(Case, columns.map(tuple), st.integers(250, 600), forms)


def compared(reference: Path, current: Path) -> tuple[CheckResult, Sequence[str]]:
    """Check two tables; the notes say what isn't read for certain."""
    sources = Sources(reference, current, partitions=True)
    with open_tables(sources) as tables:
        return check(tables, Roles(), Limits()), list(tables.notes)


def wrongs(case: Case) -> list[str]:
    """List what is wrong with the check of a table beside itself; nothing if all is well."""
    with TemporaryDirectory(prefix="lamplighter-forms-") as folder:
        paths = [
            write(case, form, Path(folder) / str(place)) for place, form in enumerate(case.forms)
        ]
        result, notes = compared(*paths)
    most = ROUNDED if SINGLE in case.forms else 0.0
    found = []
    if (result.rows_reference, result.rows_current) != (case.rows, case.rows):
        found.append(f"{result.rows_reference} and {result.rows_current} rows of {case.rows}")
    if result.verdict is CheckVerdict.ALERT:
        found.append("an alert")
    answers = {column.column: column for column in result.columns}
    for name in (*(column.name for column in case.columns), "part"):
        column = answers.get(name)
        is_named = any(name in note for note in notes)
        if column is None or (column.answer is CheckAnswer.ERROR and not is_named):
            found.append(f"{name} isn't compared: {column and column.remarks}")
        elif (column.effect or 0.0) > most and not is_named:
            found.append(f"{name} moved by {column.effect:.3g}: {column.remarks}")
        elif column.quality and column.quality.missing_share_reference != (
            column.quality.missing_share_current
        ):
            found.append(f"{name} lacks other values: {column.remarks}")
    return found


def wrong_in(batch: int) -> list[tuple[Case, list[str]]]:
    """Try one batch of draws, the same ones whenever it is tried."""
    found: list[tuple[Case, list[str]]] = []

    @seed(batch)
    @settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases())
    def each(case: Case) -> None:
        wrong = wrongs(case)
        if wrong:
            found.append((case, wrong))

    each()
    return found


def main() -> None:
    """Try batches of cases, and name every case that is wrong; exit with 1 if any is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--first-batch", type=int, default=0, help="where to go on")
    wanted = parser.parse_args()
    started, failures = perf_counter(), 0
    batches = range(wanted.first_batch, -(-wanted.cases // BATCH))
    for batch in batches:
        found = wrong_in(batch)
        failures += len(found)
        for case, wrong in found:
            print(case, *wrong, sep="\n    ")
        took = perf_counter() - started
        print(f"batch {batch}: {len(found)} of {BATCH} wrong, {took:.0f} s so far", flush=True)
    print(f"{len(batches) * BATCH:,} tables beside themselves: {failures} wrong")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
