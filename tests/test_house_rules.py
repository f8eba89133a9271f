"""The house's own rules: sizes, floors, names, docs in step with the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = {"bot", "handlers", "assistant", "monitors", "deployments", "assessments", "ground"}
AROUND = {"tests", "bench", "docs"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "service", "common", "misc"}
MODULES = sorted(
    path
    for folder in (*FLOORS, "tests", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations/versions" not in path.as_posix()
)
PAGE = sorted((ROOT / "bot/local_slack/page").rglob("*.js"))


def functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("module", [*MODULES, *PAGE], ids=lambda path: str(path.relative_to(ROOT)))
def test_module_has_at_most_300_lines(module: Path) -> None:
    """A module fits into a reader's head."""
    assert len(module.read_text().splitlines()) <= 300


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_function_has_at_most_40_lines(module: Path) -> None:
    """A function fits on a screen; its docstring does not count."""
    too_long = [
        node.name
        for node in functions(module)
        if (node.end_lineno or 0) - _first_statement(node).lineno + 1 > 40
    ]

    assert too_long == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_name_says_the_domains_word(module: Path) -> None:
    """No file is named after a role that says nothing."""
    assert module.stem not in VAGUE_NAMES


def test_each_top_level_package_is_a_floor() -> None:
    """A new top-level package needs a floor of its own, and an ADR."""
    packages = {path.parent.name for path in ROOT.glob("*/*.py")}

    assert packages - AROUND == FLOORS


def _first_statement(node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt:
    is_documented = ast.get_docstring(node) is not None and len(node.body) > 1
    return node.body[1] if is_documented else node.body[0]
