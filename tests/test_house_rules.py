"""The house's own rules: sizes, floors, names. Each test lists every file that breaks one."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLOORS = {
    "lamplighter",
    "bot",
    "handlers",
    "assistant",
    "monitors",
    "deployments",
    "assessments",
    "ground",
}
AROUND = {"tests", "bench", "docs"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "service", "common", "misc"}
MODULES = sorted(
    path
    for folder in (*FLOORS, "tests", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations/versions" not in path.as_posix()
)
PAGE = sorted((ROOT / "bot/local_slack/page").rglob("*.js"))
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 300, 40


def test_module_has_at_most_300_lines() -> None:
    """A module fits into a reader's head."""
    lines = {_name(path): len(path.read_text().splitlines()) for path in (*MODULES, *PAGE)}

    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_function_has_at_most_40_lines() -> None:
    """A function fits on a screen; its docstring does not count."""
    lines = {
        f"{_name(module)}:{function.lineno} {function.name}": _lines(function)
        for module in MODULES
        for function in _functions(module)
    }

    assert {name: count for name, count in lines.items() if count > MOST_LINES_OF_A_FUNCTION} == {}


def test_name_says_the_domains_word() -> None:
    """No file is named after a role that says nothing."""
    assert [_name(module) for module in MODULES if module.stem in VAGUE_NAMES] == []


def test_each_top_level_package_is_a_floor() -> None:
    """A new top-level package needs a floor of its own, and an ADR."""
    packages = {path.parent.name for path in ROOT.glob("*/*.py")}

    assert packages - AROUND == FLOORS


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    is_documented = ast.get_docstring(function) is not None and len(function.body) > 1
    first = function.body[1] if is_documented else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1
