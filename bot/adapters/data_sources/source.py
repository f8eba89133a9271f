"""Where tables are: files by path, SQL tables and queries by an address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from monitors.errors import MeasurementError
from monitors.profile.sql import quoted, select
from monitors.profile.values import canonical

FILES = "files"
SECONDS_PER_QUERY = 600.0
ENGINES = {
    "duckdb": "duckdb",
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "spark": "spark",
}
OURS = ("table", "query", "order")


class TimeLimitError(Exception):
    """A query ran past a limit that ends the whole check; the text is a sentence."""


@dataclass(frozen=True)
class TimeLimit:
    """How long one query may take; a longer one fails like any other, or ends all."""

    seconds: float = SECONDS_PER_QUERY
    ends_all: bool = False

    def error(self) -> Exception:
        """Return the error for a query that took longer."""
        if self.ends_all:
            return TimeLimitError(
                f"A query took longer than the limit of {self.seconds:g} seconds. "
                "Allow more time, or compare fewer rows or columns."
            )
        return MeasurementError(f"Reading it took longer than {self.seconds:g} seconds.")


NO_HURRY = TimeLimit()


@dataclass(frozen=True)
class Source:
    """One table, as a person names it.

    Attributes:
        engine: `files`, or the module of this package that reads it.
        address: The path, or host and database; it never holds a password.
        table: A table's name, with its schema where it has one.
        query: Or one SELECT.
        order: Names of the columns that give rows their order, with commas.
        options: How to connect; may hold a password, so it is shown nowhere.
    """

    engine: str
    address: str
    table: str = ""
    query: str = ""
    order: str = ""
    options: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)

    def __str__(self) -> str:
        """Name it in a sentence, without what is secret."""
        if self.engine == FILES:
            return self.address
        what = f"the table {self.table}" if self.table else "the query"
        return f"{what} in {self.address}"

    @property
    def sentence_start(self) -> str:
        """Name it at the beginning of a sentence; a path stays as it is."""
        name = str(self)
        return name if self.engine == FILES else name[0].upper() + name[1:]

    @property
    def names_of_order(self) -> list[str]:
        """The columns that give rows their order."""
        return [name.strip() for name in self.order.split(",") if name.strip()]


@dataclass(frozen=True)
class Labels:
    """A table with the truth, joined by an id that both tables have."""

    path: Path | str
    id_column: str
    target: str


@dataclass(frozen=True)
class Sources:
    """Which tables are compared; `rows` cuts a window out of the current one, in its order.

    With `reference_rows` the reference is cut out of the current table too: earlier windows.
    `missing` are words or numbers that stand for missing values. `partitions` says whether folders
    named `key=value` add a column.
    """

    reference: Path | str
    current: Path | str
    rows: range | None = None
    labels: Labels | None = None
    reference_rows: range | None = None
    missing: tuple[str, ...] = ()
    partitions: bool = False

    @property
    def names(self) -> list[Path | str]:
        """Every table that is read."""
        return [self.reference, self.current, *([self.labels.path] if self.labels else [])]


def is_address(name: Path | str) -> bool:
    """Return whether this names a table of an engine rather than a file."""
    return isinstance(name, str) and name.partition(":")[0].lower() in ENGINES


def in_folder(folder: Path, name: str) -> str:
    """Look a file up in a folder; an address stays as it is."""
    return name if is_address(name) else str(folder / name)


def read_source(name: Path | str) -> Source:
    """Read a path or an address such as `postgresql://user@host/database?table=loans`.

    Raises:
        MeasurementError: It is an address, but one that can't be read.
    """
    if not str(name).strip():
        raise MeasurementError("The name of a file or table is empty.")
    if not is_address(name):
        return Source(FILES, str(name))
    parts = urlsplit(str(name))
    engine = ENGINES[parts.scheme.lower()]
    told = dict(parse_qsl(parts.query, keep_blank_values=True))
    table, query, order = (told.pop(key, "").strip() for key in OURS)
    if bool(table) == bool(query):
        raise MeasurementError(
            f"A {engine} address must end in either ?table=NAME or ?query=SELECT…"
        )
    if engine != "postgresql":
        if told:
            raise MeasurementError(
                f"A {engine} address has no parameter {', '.join(sorted(told))}."
            )
        address = unquote(parts.netloc + parts.path)
        if engine == "spark" and address:
            raise MeasurementError("A spark address starts with spark:? and contains no server.")
        return Source(engine, address or "Spark", table, query, order)
    options = _connection(parts) | told
    address = options.get("dbname", "the database")
    if "host" in options:
        address += f" on {options['host']}"
    return Source(engine, address, table, query, order, options)


def has_password(name: str) -> bool:
    """Return whether an address holds a password, which then would be stored."""
    return is_address(name) and "password" in read_source(name).options


def with_labels(current: str, truth: str, facts: Labels, *, is_alike: bool = False) -> str:
    """Write SQL that joins the truth to the current rows; of an id with several, any one.

    Args:
        current: What reads the current rows.
        truth: What reads the truth.
        facts: The ids' column and the truth's.
        is_alike: Whether the ids are known to have one type, so that they meet as they lie.
    """
    name, target = quoted(facts.id_column), quoted(facts.target)
    key = name if is_alike else canonical(facts.id_column)
    once = select(
        f"{key} AS lamplighter_key, any_value({target}) AS {target}", truth, "GROUP BY 1"
    )
    joined = f"{current} AS c LEFT JOIN ({once}) AS l ON {key} = l.lamplighter_key"
    return select(f"c.*, l.{target}", joined)


def _connection(parts: SplitResult) -> dict[str, str]:
    try:
        port = parts.port
    except ValueError:
        raise MeasurementError(
            "The port in the address must be a number from 0 to 65535."
        ) from None
    told = {
        "host": unquote(parts.hostname or ""),
        "port": str(port or ""),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "dbname": unquote(parts.path.lstrip("/")),
    }
    return {key: value for key, value in told.items() if value}
