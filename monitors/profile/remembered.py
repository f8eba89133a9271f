"""What an engine said of the reference, kept so that the next window need not ask again.

Counts of the reference alone are remembered by the question itself, so a stored profile gives what
a fresh one gives, to the last digit. Rows are never remembered, nor what depends on the window.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from monitors.profile.engine import CURRENT, REFERENCE, Column, Tables

Rows: TypeAlias = Sequence[tuple[Any, ...]]
Numbers: TypeAlias = list[NDArray[Any]]
MOST_BYTES = 16_000_000
PLAIN = (str, int, float, bool, type(None))
COUNTED = re.compile(r"\b(count|quantile_cont)\(", re.IGNORECASE)
SMALL_TYPES = (np.int8, np.uint16, np.int32)


@dataclass
class Memory:
    """Answers about one reference by the hash of their question.

    Attributes:
        known: What was loaded.
        used: What this run asked for: of these a profile is made.
        columns: Names and types of the columns that this run saw, by relation.
    """

    known: Mapping[str, Rows | Numbers] = field(default_factory=dict)
    used: dict[str, Rows | Numbers] = field(default_factory=dict)
    columns: dict[str, list[list[str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class RememberedTables:
    """The same two relations; counts of the reference come from memory where it has them."""

    tables: Tables
    memory: Memory

    def columns(self, relation: str) -> list[Column]:
        """List a relation's columns, in order."""
        found = self.tables.columns(relation)
        self.memory.columns[relation] = [[column.name, column.engine_type] for column in found]
        return found

    def query(self, sql: str) -> Rows:
        """Run one aggregation, or remember what it gave.

        Raises:
            MeasurementError: The engine refused it.
        """
        rows: Rows = self._answer("rows", sql, self.tables.query)
        return rows

    def numbers(self, sql: str) -> Numbers:
        """Run one aggregation that gives numbers alone, or remember what it gave.

        Raises:
            MeasurementError: The engine refused it.
        """
        numbers: Numbers = self._answer("numbers", sql, self.tables.numbers)
        return numbers

    def _answer(self, form: str, sql: str, ask: Callable[[str], Any]) -> Any:  # noqa: ANN401 - one of two forms
        if not is_about_the_reference(sql):
            return ask(sql)
        key = f"{form}:{hashlib.sha256(sql.encode()).hexdigest()}"
        answer = self.memory.known.get(key)
        if answer is None:
            answer = self.memory.used.get(key)
        self.memory.used[key] = ask(sql) if answer is None else answer
        return self.memory.used[key]


def is_about_the_reference(sql: str) -> bool:
    """Return whether a question counts rows of the reference and of nothing else."""
    words = set(re.findall(r"\w+", sql.lower()))
    return REFERENCE in words and CURRENT not in words and bool(COUNTED.search(sql))


def packed(answers: Mapping[str, Rows | Numbers]) -> bytes:
    """Write answers as compressed bytes; what is too large or of no plain type is left out."""
    parts = {key: part for key, answer in answers.items() if (part := _packed_one(key, answer))}
    while sum(map(len, parts.values())) > MOST_BYTES:
        del parts[max(parts, key=lambda key: len(parts[key]))]
    head = json.dumps({key: len(part) for key, part in parts.items()}).encode()
    return len(head).to_bytes(4, "big") + head + b"".join(parts.values())


def unpacked(payload: bytes) -> dict[str, Rows | Numbers]:
    """Read answers that were packed; nothing of an empty payload."""
    if not payload:
        return {}
    at = 4 + int.from_bytes(payload[:4], "big")
    answers: dict[str, Rows | Numbers] = {}
    for key, size in json.loads(payload[4:at]).items():
        part = zlib.decompress(payload[at : at + size])
        is_rows = key.startswith("rows")
        answers[key] = list(map(tuple, json.loads(part))) if is_rows else _arrays(part)
        at += size
    return answers


def _packed_one(key: str, answer: Rows | Numbers) -> bytes | None:
    if key.startswith("rows"):
        rows = [list(row) for row in answer]
        return zlib.compress(json.dumps(rows).encode(), 1) if _is_plain(rows) else None
    buffer = BytesIO()
    for column in answer:
        is_missing = np.isnan(column)
        np.save(buffer, np.flatnonzero(is_missing), allow_pickle=False)
        np.save(buffer, _small(np.where(is_missing, 0.0, column)), allow_pickle=False)
    return zlib.compress(buffer.getvalue(), 1)


def _arrays(part: bytes) -> Numbers:
    buffer, found = BytesIO(part), []
    while buffer.tell() < len(part):
        missing = np.load(buffer, allow_pickle=False)
        column = np.load(buffer, allow_pickle=False).astype(np.float64)
        column[missing] = np.nan
        found.append(column)
    return found


def _small(column: NDArray[np.float64]) -> NDArray[Any]:
    """Return the smallest type that holds every number exactly, the sign of zero included."""
    if not len(column) or np.signbit(column[column == 0]).any():
        return column
    for kind in SMALL_TYPES:
        limits = np.iinfo(kind)
        if column.min() >= limits.min and column.max() <= limits.max:
            small = column.astype(kind)
            return small if np.array_equal(small, column) else column
    return column


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return isinstance(value, PLAIN)
