"""Reads out of the source where each code is given, and with which facts."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
FOLDERS = ("ground", "assessments", "deployments", "monitors", "handlers", "bot")
CODES = (
    "assessments.errors",
    "assessments.use_cases.contract.codes",
    "deployments.errors",
    "monitors.errors",
    "handlers.wording.presses",
)


@dataclass(frozen=True)
class Given:
    """One place at which a code is given: `Refusal(Code.X, a=…)`, `SomeError(Code.X, a=…)`."""

    where: str
    home: str
    name: str
    facts: frozenset[str]


@cache
def given_codes() -> list[Given]:
    """List every place, in every module outside the tables."""
    return [found for path in _modules() for found in _given_in(path)]


def loose_codes() -> list[str]:
    """List codes that stand elsewhere than as a call's first argument: nobody sees their facts."""
    return [place for path in _modules() for place in _loose_in(path)]


def _modules() -> list[Path]:
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in paths if path.parent.name != "wording"]


def _given_in(path: Path) -> Iterator[Given]:
    tree, homes = _read(path)
    for call in _calls(tree):
        for code in _codes(call, homes):
            assert isinstance(code.value, ast.Name)
            yield Given(
                f"{path.relative_to(ROOT)}:{call.lineno}",
                homes[code.value.id],
                code.attr,
                frozenset(keyword.arg or "**" for keyword in call.keywords),
            )


def _loose_in(path: Path) -> list[str]:
    tree, homes = _read(path)
    seen = {id(code) for call in _calls(tree) for code in _codes(call, homes)}
    return [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        for node in ast.walk(tree)
        if _is_code(node, homes) and id(node) not in seen
    ]


@cache
def _read(path: Path) -> tuple[ast.Module, dict[str, str]]:
    """Read a module, and which module's codes each of its names stands for."""
    tree = ast.parse(path.read_text())
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    homes = {"Code": module} if module in CODES else {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in CODES:
            named = [alias for alias in node.names if alias.name == "Code"]
            homes |= {alias.asname or alias.name: node.module for alias in named}
    return tree, homes


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)


def _codes(call: ast.Call, homes: dict[str, str]) -> list[ast.Attribute]:
    first = call.args[0]
    either = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
    return [node for node in either if isinstance(node, ast.Attribute) and _is_code(node, homes)]


def _is_code(node: ast.AST, homes: dict[str, str]) -> bool:
    is_attribute = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    return is_attribute and node.value.id in homes  # type: ignore[attr-defined] # told above
