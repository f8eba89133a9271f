"""Flip single bits of a database, and see what `lamplighter audit verify` says of each."""

import os
import random
import shutil
import struct
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pysqlite3.dbapi2 as sqlite
from typer.testing import CliRunner

from bot.audit_check import COVERED
from bot.cli.app import app
from bot.migrations.state import DatabaseStateError
from bot.migrations.upgrade import upgrade_database
from bot.storage.database import Database
from ground.audit import Entry
from ground.covered import names_of, words_of
from tests.audit.story import write_story

AUDIT = {
    "auditentry": Entry._fields,
    "audithead": ("id", "sequence", "hash"),
}
RELIED_ON = {str(kind.__tablename__): names_of(kind) for kind in COVERED} | AUDIT
Contents = dict[str, list[Any]]
DAMAGED = "The database file "
TOLD_AS = {str(kind.__tablename__): f"The {words_of(kind)} " for kind in COVERED} | dict.fromkeys(
    AUDIT, "The audit chain is broken: entry "
)


@dataclass(frozen=True)
class Flip:
    """What one flipped bit did, and what was said of it.

    Attributes:
        place: Which bit: of the file, or of a column's value.
        is_changed: Whether a value that people rely on is stored otherwise, or can't be read.
        is_told: Whether `audit verify` exits with an error that names what was changed.
        output: What it said.
        is_sentence: Whether that is one sentence of ours.
    """

    place: str
    is_changed: bool
    is_told: bool
    output: str
    is_sentence: bool

    @property
    def is_fine(self) -> bool:
        """Whether what changed is named, and nobody saw a traceback."""
        return self.is_sentence and (self.is_told or not self.is_changed)


def make_database(folder: Path) -> Path:
    """Make a SQLite file, closed, with a row in every table that the log covers."""
    path = folder / "whole.db"
    upgrade_database(f"sqlite:///{path}")
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        write_story(session, datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    database.close()
    return path


def flips(whole: Path, count: int, seed: int) -> Iterator[Flip]:
    """Flip one bit after another, each in a fresh copy: of the file, of a value, in turns."""
    chance = random.Random(seed)  # noqa: S311 - the same flips each time
    before = contents(whole)
    copy = whole.with_name("flipped.db")
    for number in range(count):
        shutil.copy(whole, copy)
        place = flip_byte(copy, chance) if number % 2 else flip_value(copy, chance)
        yield examine(copy, place, before)
        for file in whole.parent.glob("flipped.db*"):
            file.unlink()


def flip_byte(path: Path, chance: random.Random) -> str:
    """Flip a bit of the file where it isn't empty."""
    content = bytearray(path.read_bytes())
    offset = chance.choice([at for at, byte in enumerate(content) if byte])
    bit = chance.randrange(8)
    content[offset] ^= 1 << bit
    path.write_bytes(content)
    return f"bit {bit} of byte {offset}"


def flip_value(path: Path, chance: random.Random) -> str:
    """Flip a bit of a value that people rely on, with the database still in order."""
    with closing(sqlite.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        while True:
            table = chance.choice(sorted(RELIED_ON))
            name = chance.choice(RELIED_ON[table])
            rows = connection.execute(f"SELECT rowid, {name} FROM {table}").fetchall()  # noqa: S608 - our own names
            row, value = chance.choice(rows)
            if value in {None, ""}:
                continue
            try:
                connection.execute(
                    f"UPDATE {table} SET {name} = {_bound(value)} WHERE rowid = ?",  # noqa: S608 - our own names
                    (_flipped(value, chance), row),
                )
            except sqlite.IntegrityError:
                continue
            return f"{table}.{name}"


def contents(path: Path) -> Contents | None:
    """Return what is stored in the columns that people rely on; None where it can't be read."""
    try:
        with closing(sqlite.connect(f"file:{path}?immutable=1", uri=True)) as connection:
            connection.text_factory = bytes
            return {
                table: sorted(connection.execute(_typed(table, names)).fetchall(), key=repr)
                for table, names in RELIED_ON.items()
            }
    except (sqlite.Error, UnicodeDecodeError):  # the text of an error may be damaged, too
        return None


def examine(path: Path, place: str, before: Contents | None) -> Flip:
    """Compare with what was stored before, and ask `audit verify`."""
    after = contents(path)
    os.environ["DATABASE_URL"] = f"sqlite:///{path}"
    result = CliRunner().invoke(app, ["audit", "verify"])
    error = result.exception if not isinstance(result.exception, SystemExit) else None
    is_ours = error is None or isinstance(error, DatabaseStateError)
    output = result.output.strip() if error is None else str(error)
    is_told = result.exit_code != 0 and any(words in output for words in _signs(before, after))
    return Flip(place, after != before, is_told, output, is_ours and "\n" not in str(error))


def report(whole: Path, count: int, seed: int) -> bool:
    """Print what became of each flip; return whether all were named."""
    found = list(flips(whole, count, seed))
    changed = [flip for flip in found if flip.is_changed]
    print("| flips | changed what people rely on | of these named | no sentence |")
    print("|---|---|---|---|")
    named = sum(flip.is_told for flip in changed)
    print(f"| {len(found)} | {len(changed)} | {named} | {sum(not f.is_sentence for f in found)} |")
    for flip in found:
        if not flip.is_fine:
            print(f"{flip.place}: {flip.output or 'nothing was said'}")
    return all(flip.is_fine for flip in found)


def _signs(before: Contents | None, after: Contents | None) -> list[str]:
    """Return what may be said of a change: which table it is in, or that the file is damaged."""
    known, found = before or {}, after or {}
    return [DAMAGED, *(TOLD_AS[table] for table in known if known[table] != found.get(table))]


def _typed(table: str, names: tuple[str, ...]) -> str:
    columns = ", ".join(f"typeof({name}), CAST({name} AS BLOB)" for name in names)
    return f"SELECT {columns} FROM {table} NOT INDEXED"  # noqa: S608 - our own names


def _bound(value: object) -> str:
    return "CAST(? AS TEXT)" if isinstance(value, str) else "?"


def _flipped(value: Any, chance: random.Random) -> object:  # noqa: ANN401 - whatever is stored
    if isinstance(value, str):
        content = bytearray(value.encode())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        return bytes(content)
    if isinstance(value, float):
        bits = struct.unpack("<q", struct.pack("<d", value))[0] ^ 1 << chance.randrange(63)
        return struct.unpack("<d", struct.pack("<q", bits))[0]
    return value ^ 1 << chance.randrange(63)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        sys.exit(not report(make_database(Path(folder)), count=200, seed=3))
