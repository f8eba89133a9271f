"""Carries SQL from DuckDB's dialect to another engine's; what differs is in tables, not in code.

The queries of `monitors` are written once. sqlglot (https://github.com/tobymao/sqlglot) knows how
most of SQL is said elsewhere; `REWRITES` holds what it does not know, or says otherwise.
"""

import logging
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from itertools import groupby

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from monitors.errors import MeasurementError

logging.getLogger("sqlglot").setLevel(logging.ERROR)  # it would log what a person wrote
Rewrite = Callable[[exp.Expr], exp.Expr]
NUMBER = r"^\s*[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?|inf(inity)?|nan)\s*$"
MOMENT = r"^\s*\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}(:?\d{2})?)?)?\s*$"
CELL_END = 65_535.5
END, HALVES = 0x20000, range(0xD800, 0xE000)
"""Where only signs of Chinese follow, and what is half a character."""


def translated(sql: str, dialect: str) -> str:
    """Write a query of ours in another dialect."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    for number, part in enumerate(tree.find_all(exp.Subquery)):
        if isinstance(part.parent, exp.From | exp.Join) and not part.alias:
            part.set("alias", exp.TableAlias(this=exp.to_identifier(f"part_{number}")))
    rewrites = REWRITES[dialect]
    for node in reversed(list(tree.walk())):
        rewrite = rewrites.get(_name(node))
        if rewrite is not None:
            node.replace(rewrite(node))
    return tree.sql(dialect=dialect)


def only_select(query: str, dialect: str) -> exp.Query:
    """Read a person's query, in the dialect of its engine.

    Raises:
        MeasurementError: It is not one SELECT, or changes something.
    """
    try:
        trees = [tree for tree in sqlglot.parse(query, read=dialect) if tree is not None]
    except SqlglotError:
        raise MeasurementError("The query can't be read as SQL.") from None
    changing = exp.DML, exp.DDL, exp.Into, exp.Lock, exp.Command
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        raise MeasurementError("The query must be a single SELECT.")
    inside = [node for node in trees[0].walk() if node is not trees[0]]
    if any(isinstance(node, changing) and not isinstance(node, exp.Query) for node in inside):
        raise MeasurementError(
            "The query must only read data. This one would change or lock rows."
        )
    return trees[0]


def in_catalog(query: exp.Query, catalog: str) -> str:
    """Write a query in DuckDB's dialect with its tables looked up in an attached database."""
    own = {part.alias for part in query.find_all(exp.CTE)}
    for table in query.find_all(exp.Table):
        if isinstance(table.this, exp.Identifier) and not (table.name in own and not table.db):
            table.set("catalog", exp.to_identifier(catalog))
            table.set("db", table.args.get("db") or exp.to_identifier("main"))
    return query.sql(dialect="duckdb")


def name_in(dialect: str, name: str) -> str:
    """Write any text as an identifier."""
    return exp.to_identifier(name, quoted=True).sql(dialect=dialect)


def _name(node: exp.Expr) -> str:
    """Name a node as `REWRITES` does: a function unknown to sqlglot by its own name."""
    return str(node.this).lower() if isinstance(node, exp.Anonymous) else type(node).__name__


def _is_finite(node: exp.Expr) -> exp.Expr:
    value = exp.paren(node.expressions[0])
    apart = exp.Sub(this=value, expression=value.copy())
    return exp.paren(exp.EQ(this=apart, expression=exp.Literal.number(0)))


def _cell(cast: exp.Expr, rounded: Rewrite) -> exp.Expr:
    """Return the cell `value * scale + offset`, rounded half to even, where it lies in the grid.

    The value itself is looked at, since a product too large is an error in PostgreSQL.
    """
    place = cast.this
    value, scale = place.this.this, float(place.this.expression.sql())
    offset = float(place.expression.this.sql())
    low, high = (-0.5 - offset) / scale, (CELL_END - offset) / scale
    is_inside = exp.and_(
        exp.GT(this=value.copy(), expression=exp.Literal.number(repr(low))),
        exp.LT(this=value.copy(), expression=exp.Literal.number(repr(high))),
    )
    return exp.case().when(is_inside, exp.cast(rounded(place.copy()), "INT"))


def _postgres_try_cast(node: exp.Expr) -> exp.Expr:
    """Cast what looks like a number or a moment; PostgreSQL has no TRY_CAST."""
    if node.args["to"].is_type(exp.DType.USMALLINT):
        return _cell(node, lambda place: place)
    form, kind = (
        (NUMBER, "DOUBLE")
        if node.args["to"].is_type(exp.DType.DOUBLE)
        else (MOMENT, "TIMESTAMPTZ")
    )
    text = exp.cast(node.this.copy(), "TEXT")
    looks_right = exp.RegexpILike(this=text, expression=exp.Literal.string(form))
    return exp.case().when(looks_right, exp.cast(text.copy(), kind))


def _postgres_words(node: exp.Expr) -> exp.Expr:
    """List the words of a text; PostgreSQL knows no classes of letters, but their ranges."""
    matched = exp.Literal.string(_postgres_form(node.expression.name))
    return _postgres(
        "CASE WHEN {0} IS NOT NULL THEN ARRAY(SELECT found[1] FROM "
        "REGEXP_MATCHES({0}, {1}, 'g') AS matches(found)) END",
        node.this,
        matched,
    )


def _postgres_form(form: str) -> str:
    """Write a regular expression of RE2 for PostgreSQL: its ranges, and its classes as ranges."""
    for name in re.findall(r"\\p\{(\w+)\}", form):
        form = form.replace(f"\\p{{{name}}}", _ranges(name))
    return re.sub(r"\\x\{(\w+)\}", lambda found: f"\\U{int(found[1], 16):08X}", form)


@cache
def _ranges(name: str) -> str:
    """List the characters of a general category, such as P, as ranges of a regular expression."""
    is_of = [unicodedata.category(chr(code)).startswith(name) for code in range(1, END)]
    is_of[HALVES.start - 1 : HALVES.stop - 1] = [False] * len(HALVES)  # no text can hold them
    found, at = [], 1
    for is_one, run in groupby(is_of):
        length = len(list(run))
        if is_one:
            found.append(rf"\x{{{at:X}}}-\x{{{at + length - 1:X}}}")
        at += length
    return "".join(found)


def _postgres_size(node: exp.Expr) -> exp.Expr:
    return exp.func("CARDINALITY", node.this)


def _postgres_any(node: exp.Expr) -> exp.Expr:
    """Take any value that is there; older servers have no ANY_VALUE."""
    return _postgres("(ARRAY_AGG({0}) FILTER (WHERE {0} IS NOT NULL))[1]", node.this)


def _postgres_nfc(node: exp.Expr) -> exp.Expr:
    """Compose letters and their accents; PostgreSQL can in UTF-8 alone."""
    return _postgres(
        "CASE WHEN GETDATABASEENCODING() = 'UTF8' THEN NORMALIZE({0}) ELSE {0} END",
        node.expressions[0],
    )


def _postgres(form: str, *values: exp.Expr) -> exp.Expr:
    written = (value.sql(dialect="postgres") for value in values)
    return sqlglot.parse_one(form.format(*written), read="postgres")


def _spark_try_cast(node: exp.Expr) -> exp.Expr:
    if not node.args["to"].is_type(exp.DType.USMALLINT):
        return node
    return _cell(node, lambda place: exp.func("RINT", place))


def _spark_quantiles(node: exp.Expr) -> exp.Expr:
    return exp.func("PERCENTILE", node.this, node.expression)


def _spark_seconds(node: exp.Expr) -> exp.Expr:
    micros = exp.func("UNIX_MICROS", exp.cast(node.expression, "TIMESTAMPTZ"))
    return exp.paren(exp.Div(this=micros, expression=exp.Literal.number("1000000.0D")))


REWRITES: dict[str, Mapping[str, Rewrite]] = {
    "postgres": {
        "isfinite": _is_finite,
        "TryCast": _postgres_try_cast,
        "RegexpExtractAll": _postgres_words,
        "ArraySize": _postgres_size,
        "AnyValue": _postgres_any,
        "IgnoreNulls": lambda node: node.this,
        "nfc_normalize": _postgres_nfc,
    },
    "spark": {
        "isfinite": _is_finite,
        "TryCast": _spark_try_cast,
        "PercentileCont": _spark_quantiles,
        "Extract": _spark_seconds,
        "Collate": lambda node: node.this,
        "nfc_normalize": lambda node: node.expressions[0],
    },
}
