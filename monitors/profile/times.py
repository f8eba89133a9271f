"""A time column as seconds since 1970, whatever it is kept as."""

from monitors.errors import MeasurementError
from monitors.profile.engine import Kind, Tables, as_number
from monitors.profile.sql import finite, select

UNITS_A_SECOND = (1, 1_000, 1_000_000, 1_000_000_000)
LARGEST_SECOND = 1e11


def seconds_sql(tables: Tables, relation: str, name: str) -> str:
    """Write a time column as seconds since 1970.

    Numbers are taken to be seconds, or where they are too large for that milliseconds,
    microseconds or nanoseconds: 1e11 seconds end in the year 5138, and as milliseconds in 1973.

    Raises:
        MeasurementError: There is no such column, or its numbers are no times.
    """
    column = next((found for found in tables.columns(relation) if found.name == name), None)
    if column is None:
        raise MeasurementError(f"There is no time column {name}.")
    value = finite(as_number(column, Kind.TIME))
    if column.kind is not Kind.NUMERIC:
        return value
    ((largest,),) = tables.query(select(f"max(abs({value}))", relation))
    for units in UNITS_A_SECOND:
        if (largest or 0) / units <= LARGEST_SECOND:
            return value if units == 1 else f"({value} / {units}.0)"
    raise MeasurementError(f"The numbers in the column {name} are too large to be times.")
