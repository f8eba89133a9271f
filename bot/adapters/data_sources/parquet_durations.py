"""In which unit a parquet file keeps lengths of time, which parquet itself has no type for.

Arrow's writers keep a length of time as a whole number, and its unit in the file's `ARROW:schema`:
a message of Arrow's IPC format, encapsulated and as base64. Only what is needed is read of it: the
names of the columns, and the unit of those of the type Duration. The layouts are Arrow's
`Message.fbs` and `Schema.fbs`, read as FlatBuffers' internals describe them.
"""

import struct
from base64 import b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.data_sources.duckdb_columns import Ask
from bot.adapters.data_sources.files import text
from monitors.errors import MeasurementError
from monitors.profile.sql import quoted, select

KEY = "ARROW:schema"
UNITS_A_SECOND = (1, 1_000, 1_000_000, 1_000_000_000)
"""By Arrow's TimeUnit: SECOND, MILLISECOND, MICROSECOND, NANOSECOND."""
MILLISECOND = 1
HEADER, FIELDS, NAME, TYPE_KIND, TYPE, UNIT = 2, 1, 0, 2, 3, 0
"""Places of members in Message, Schema, Field and Duration."""
DURATION = 18


@dataclass(frozen=True)
class _Table:
    """A table of FlatBuffers: members by place, each where the table's vtable says."""

    buffer: bytes
    start: int

    def at(self, place: int) -> int | None:
        """Return where a member is; None if it has its default."""
        vtable = self.start - self._int("<i", self.start)
        slot = 4 + 2 * place
        offset = self._int("<H", vtable + slot) if slot < self._int("<H", vtable) else 0
        return self.start + offset if offset else None

    def table(self, place: int) -> "_Table | None":
        """Return a member that is a table."""
        at = self.at(place)
        return None if at is None else _Table(self.buffer, self._followed(at))

    def tables(self, place: int) -> Iterator["_Table"]:
        """Yield the tables of a member that is a vector of them."""
        at = self.at(place)
        if at is not None:
            vector = self._followed(at)
            for number in range(self._int("<I", vector)):
                yield _Table(self.buffer, self._followed(vector + 4 + 4 * number))

    def text(self, place: int) -> str:
        """Return a member that is a string."""
        at = self.at(place)
        if at is None:
            return ""
        start = self._followed(at)
        length = self._int("<I", start)
        return self.buffer[start + 4 : start + 4 + length].decode()

    def number(self, place: int, form: str, default: int) -> int:
        """Return a member that is a whole number."""
        at = self.at(place)
        return default if at is None else self._int(form, at)

    def _followed(self, at: int) -> int:
        return at + self._int("<I", at)

    def _int(self, form: str, at: int) -> int:
        found: int = struct.unpack_from(form, self.buffer, at)[0]
        return found


def units_of(schema: bytes) -> dict[str, int]:
    """Return how many units a second has, for each column of the type Duration.

    Args:
        schema: What a parquet file holds as its `ARROW:schema`.

    Returns:
        Nothing if the schema can't be read.
    """
    try:
        message = b64decode(schema, validate=True)
        start = 8 if message.startswith(b"\xff\xff\xff\xff") else 4
        root = start + struct.unpack_from("<I", message, start)[0]
        header = _Table(message, root).table(HEADER)
        fields = list(header.tables(FIELDS)) if header else []
        return {
            field.text(NAME): UNITS_A_SECOND[kind.number(UNIT, "<h", MILLISECOND)]
            for field in fields
            if field.number(TYPE_KIND, "<B", 0) == DURATION and (kind := field.table(TYPE))
        }
    except (ValueError, struct.error, IndexError):
        return {}


def in_seconds(ask: Ask, scan: str, paths: Sequence[Path]) -> str:
    """Read the lengths of time in parquet files as seconds.

    Raises:
        MeasurementError: The files keep a length of time in different units.
    """
    listed = ", ".join(text(str(path)) for path in paths)
    schemas = ask(
        select(
            "value", f"parquet_kv_metadata([{listed}])", f"WHERE CAST(key AS VARCHAR) = '{KEY}'"
        )
    )
    found = [units_of(bytes(row[0])) for row in schemas]
    units = found[0] if found else {}
    for name in {name for one in found for name in one}:
        if len({one.get(name) for one in found}) > 1:
            raise MeasurementError(
                f"The files keep the length of time {name} in different units. "
                "Write them with the same unit."
            )
    if not units:
        return scan
    changed = ", ".join(
        f"{quoted(name)} / {unit}.0 AS {quoted(name)}" for name, unit in units.items()
    )
    return f"({select(f'* REPLACE ({changed})', scan)})"
