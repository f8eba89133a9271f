"""All columns of two tables at once: a few aggregate queries a table, whatever its size."""

from collections.abc import Mapping, Sequence

from monitors.errors import MeasurementError
from monitors.profile import scan
from monitors.profile.cells import Cells
from monitors.profile.engine import CURRENT, REFERENCE, Kind, RowCounts, Tables
from monitors.profile.ids import MOST_CATEGORIES, are_ids, is_named_as_ids
from monitors.profile.number_cells import cells_of_numbers
from monitors.profile.pair import (
    ColumnPair,
    OnlyValue,
    pair_of_cells,
    pair_of_levels,
)
from monitors.profile.reading import Reading
from monitors.profile.scan import Sampled


def profile_pairs(
    tables: Tables, columns: Sequence[Reading], rows: RowCounts
) -> tuple[dict[str, ColumnPair], dict[str, str]]:
    """Count every column in both tables; one that fails stops no other.

    Args:
        tables: The two tables.
        columns: What is counted, and how it is read.
        rows: How many rows reference and current have.

    Returns:
        The counts by column, and by column why it could not be counted.
    """
    if not columns:
        return {}, {}
    try:
        return _pairs(tables, columns, rows), {}
    except MeasurementError as error:
        if len(columns) == 1:
            return {}, {columns[0].column.name: str(error)}
    half = len(columns) // 2
    found, failed = profile_pairs(tables, columns[:half], rows)
    more, failed_too = profile_pairs(tables, columns[half:], rows)
    return found | more, failed | failed_too


def _pairs(tables: Tables, columns: Sequence[Reading], rows: RowCounts) -> dict[str, ColumnPair]:
    asked = [found for found in columns if found.column.kind is not Kind.OTHER]
    seen = scan.sample(tables, asked) if asked else {}
    numbers: list[Reading] = []
    levels: list[Reading] = []
    rest: list[Reading] = []
    for found in columns:
        if found.column.kind is Kind.OTHER or _holds_names(found, seen):
            rest.append(found)
        else:
            (levels if found.is_category else numbers).append(found)
    return (
        (_numbers(tables, numbers, seen, rows) if numbers else {})
        | (_levels(tables, levels) if levels else {})
        | (_rest(tables, rest, rows) if rest else {})
    )


def _holds_names(found: Reading, seen: Mapping[str, Sampled]) -> bool:
    return found.is_category and seen[found.column.name].distinct > MOST_CATEGORIES


def _rest(tables: Tables, columns: Sequence[Reading], rows: RowCounts) -> dict[str, ColumnPair]:
    """Count what is there of columns that are not compared; names may have become one name."""
    reference = scan.count_present(tables, REFERENCE, columns)
    current = scan.count_present(tables, CURRENT, columns)
    names = [found for found in columns if found.column.kind is not Kind.OTHER]
    only = scan.only_values(tables, CURRENT, names) if names else {}
    amounts = scan.look_like_amounts(tables, REFERENCE, names) if names else set()
    return {
        found.column.name: ColumnPair(
            found.column,
            rows,
            RowCounts(reference[found.column.name], current[found.column.name]),
            is_identifier=found in names,
            change=found.change,
            is_unread=found.column.name in amounts,
            has_varied=found in names,
            only=_only_name(tables, found, only),
        )
        for found in columns
    }


def _only_name(tables: Tables, found: Reading, only: Mapping[str, str]) -> OnlyValue | None:
    value = only.get(found.column.name)
    if value is None:
        return None
    return OnlyValue(value, scan.count_of(tables, REFERENCE, found, value))


def _levels(tables: Tables, columns: Sequence[Reading]) -> dict[str, ColumnPair]:
    reference = scan.count_levels(tables, REFERENCE, columns)
    current = scan.count_levels(tables, CURRENT, columns)
    return {
        found.column.name: pair_of_levels(
            found, reference[found.column.name], current[found.column.name]
        )
        for found in columns
    }


def _numbers(
    tables: Tables,
    columns: Sequence[Reading],
    seen: Mapping[str, Sampled],
    rows: RowCounts,
) -> dict[str, ColumnPair]:
    cells = cells_of_numbers(tables, columns, seen, rows)
    ids = _ids(tables, columns, cells)
    return {
        found.column.name: pair_of_cells(
            found,
            cells[found.column.name],
            rows,
            is_identifier=found.column.name in ids,
        )
        for found in columns
    }


def _ids(tables: Tables, columns: Sequence[Reading], cells: Mapping[str, Cells]) -> set[str]:
    """Name the columns of ids; only those that may be some cost a look at the reference."""
    some = [
        found
        for found in columns
        if found.column.kind is Kind.NUMERIC and _may_be_ids(found, cells[found.column.name])
    ]
    facts = scan.number_facts(tables, some) if some else {}
    return {name for name, found in facts.items() if are_ids(name, found)}


def _may_be_ids(found: Reading, cells: Cells) -> bool:
    return is_named_as_ids(found.column.name) or cells.may_be_running_numbers()
