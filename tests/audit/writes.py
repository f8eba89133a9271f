"""Finds in the source which functions write rows, and whether the audit log hears of each.

A write is `session.add` and its like, an `insert`, `update` or `delete` statement (also one that
stands ready in a module), and an assignment to an attribute that is a column of some table.
What leads to `record` is followed by names that can be told for sure; who calls a function is
taken from any name that may mean it. Both err on the side of finding too much that is missing.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.migrations.tables import METADATA

ROOT = Path(__file__).parents[2]
WALKED = (
    "assessments", "deployments", "monitors", "handlers",
    "bot/apply", "bot/api", "bot/jobs", "bot/schedule", "bot/cli",
)  # fmt: skip
SESSION_WRITES = {"add", "add_all", "delete", "merge"}
STATEMENTS = {"insert", "update", "delete", "text"}
RECORD = ("ground.audit", "record")


@dataclass
class Function:
    """One function or method of the source."""

    module: str
    name: str
    node: ast.FunctionDef
    writes: bool = False
    calls: set[tuple[str, str]] = field(default_factory=set)
    mentions: set[tuple[str, str]] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        """Name it in full."""
        return f"{self.module}.{self.name}"

    @property
    def is_public(self) -> bool:
        """Whether others may call it."""
        return not self.name.rpartition(".")[2].startswith("_")


@cache
def functions() -> dict[str, Function]:
    """Read every function of the walked packages."""
    found = [function for path in _paths() for function in _functions_of(path)]
    return {function.key: function for function in found}


def writers() -> list[str]:
    """Name the functions that write."""
    return sorted(key for key, function in functions().items() if function.writes)


@cache
def is_recorded(key: str) -> bool:
    """Return whether a function leads to `record`, or all of its own floor that call it do."""
    if leads_to_record(key):
        return True
    callers = callers_of(key)
    return bool(callers) and all(is_recorded(caller) for caller in callers)


@cache
def leads_to_record(key: str) -> bool:
    """Return whether a function calls `record`, itself or through others."""
    waiting, seen = [key], {key}
    while waiting:
        function = functions()[waiting.pop()]
        if RECORD in function.calls:
            return True
        called = {f"{module}.{name}" for module, name in function.calls} & functions().keys()
        waiting += called - seen
        seen |= called
    return False


def callers_of(key: str) -> list[str]:
    """Name what of its own floor mentions a function; any attribute may mean a method."""
    wanted = functions()[key]
    *owner, name = wanted.name.split(".")
    return [
        other
        for other, found in functions().items()
        if other != key
        and other.partition(".")[0] == key.partition(".")[0]
        and ((wanted.module, name) in found.mentions or (owner and name in found.attributes))
    ]


def recording(key: str) -> set[str]:
    """Name the public functions in which a write becomes a recorded step."""
    if leads_to_record(key) and functions()[key].is_public:
        return {key}
    return {found for caller in callers_of(key) for found in recording(caller)}


def _paths() -> Iterator[Path]:
    for folder in WALKED:
        yield from sorted((ROOT / folder).rglob("*.py"))


def _functions_of(path: Path) -> Iterator[Function]:
    tree = ast.parse(path.read_text())
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    imported = _imported(tree)
    own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    ready = _ready_statements(tree, imported)
    for name, node in _definitions(tree):
        function = Function(module, name, node)
        function.writes = any(_is_write(part, imported, ready) for part in ast.walk(node))
        for part in ast.walk(node):
            _note_use(function, part, imported, own)
        yield function


def _definitions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef):
                    yield f"{node.name}.{part.name}", part


def _imported(tree: ast.Module) -> dict[str, tuple[str, str]]:
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _note_use(
    function: Function, part: ast.AST, imported: dict[str, tuple[str, str]], own: set[str]
) -> None:
    if isinstance(part, ast.Attribute):
        function.attributes.add(part.attr)
    meant = _meant(part, function, imported, own)
    if meant is not None:
        function.mentions.add(meant)
    called = _meant(part.func, function, imported, own) if isinstance(part, ast.Call) else None
    if called is not None:
        function.calls.add(called)


def _meant(
    part: ast.AST, function: Function, imported: dict[str, tuple[str, str]], own: set[str]
) -> tuple[str, str] | None:
    """Return which function a name stands for; None where that can't be told for sure."""
    if isinstance(part, ast.Name):
        return imported.get(part.id) or ((function.module, part.id) if part.id in own else None)
    if not (isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name)):
        return None
    owner = part.value.id
    if owner in imported:
        return ".".join(imported[owner]), part.attr
    home = function.name.rpartition(".")[0]
    return (function.module, f"{home}.{part.attr}") if owner == "self" else None


def _ready_statements(tree: ast.Module, imported: dict[str, tuple[str, str]]) -> set[str]:
    return {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
        and any(_is_statement(part, imported) for part in ast.walk(node.value))
    }


def _is_write(part: ast.AST, imported: dict[str, tuple[str, str]], ready: set[str]) -> bool:
    if isinstance(part, ast.Name) and part.id in {"setattr", *ready}:
        return True
    return _is_statement(part, imported) or _is_session_write(part) or _sets_a_column(part)


def _is_statement(part: ast.AST, imported: dict[str, tuple[str, str]]) -> bool:
    if not (isinstance(part, ast.Call) and isinstance(part.func, ast.Name)):
        return False
    module, name = imported.get(part.func.id, ("", ""))
    return module.partition(".")[0] in {"sqlalchemy", "sqlmodel"} and name in STATEMENTS


def _is_session_write(part: ast.AST) -> bool:
    if not (isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute)):
        return False
    owner = part.func.value
    name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
    return part.func.attr in SESSION_WRITES and name == "session"


def _sets_a_column(part: ast.AST) -> bool:
    if isinstance(part, ast.Assign):
        targets = part.targets
    elif isinstance(part, ast.AugAssign | ast.AnnAssign):
        targets = [part.target]
    else:
        return False
    return any(
        isinstance(found, ast.Attribute)
        and isinstance(found.ctx, ast.Store)
        and found.attr in _columns()
        and not (isinstance(found.value, ast.Name) and found.value.id == "self")
        for target in targets
        for found in ast.walk(target)
    )


@cache
def _columns() -> set[str]:
    return {column.name for table in METADATA.tables.values() for column in table.columns}
