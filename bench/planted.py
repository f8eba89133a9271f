"""What became of the wrong lines that mutmut planted: who survived, and each folder's score."""

import ast
import difflib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / ".mutants" / "work"
SURVIVED, NOTICED, STOPPED = 0, 1, -1
LONGEST_SECONDS = 900
SHOWN = 150
"""Characters of a changed line."""


def planted(module: str) -> dict[str, int | None] | None:
    """Return how the tests of each wrong line ended; None where nothing was planted."""
    mutated = WORK / "mutants" / module
    kept = mutated.with_name(f"{mutated.name}.meta")
    if not kept.exists():
        return None
    codes: dict[str, int | None] = json.loads(kept.read_text("utf-8"))["exit_code_by_key"]
    return codes


def functions_of(path: Path) -> dict[str, str]:
    """Return each function of a file as plain code, by name."""
    return {
        node.name: ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def changed_lines(before: str, after: str) -> Iterator[str]:
    """Yield what differs below the names of two functions, with some words before and after."""
    was, now = (code.split("\n", 1)[1].splitlines() for code in (before, after))
    told = [
        (line[0], line[1:].strip())
        for line in difflib.unified_diff(was, now, n=0, lineterm="")
        if not line.startswith(("---", "+++", "@@"))
    ]
    places = enumerate(zip(*(line for _, line in told), strict=False))
    differs = next((at for at, letters in places if len(set(letters)) > 1), 0)
    start = max(0, differs - SHOWN // 3)
    for sign, line in told:
        yield f"    {sign} {'…' if start else ''}{line[start : start + SHOWN]}"


def report(modules: Sequence[str], names: Collection[str] | None = None) -> None:
    """Print each wrong line that nobody noticed, and how many were noticed; of all, or of some."""
    by_folder: dict[str, Counter[int | None]] = {}
    for module in modules:
        mutated, known = WORK / "mutants" / module, planted(module)
        if known is None:
            print(f"{module}: nothing was planted; see {WORK / 'mutmut.log'}")
            continue
        codes = {key: code for key, code in known.items() if names is None or key in names}
        if not codes:
            continue
        functions = functions_of(mutated)
        for key in (key for key, code in codes.items() if code == SURVIVED):
            name = key.rpartition(".")[2]
            original = re.sub(r"__mutmut_\d+$", "__mutmut_orig", name)
            print(f"{module} {name}")
            print(*changed_lines(functions[original], functions[name]), sep="\n")
        count = Counter(codes.values())
        by_folder.setdefault(module.split("/")[0], Counter()).update(count)
        print(f"{module}: {_score(count)}")
    for folder, count in by_folder.items():
        print(f"{folder}/ in all: {_score(count)}")
    print(f"In all: {_score(sum(by_folder.values(), Counter()))}")


def _score(count: Counter[int | None]) -> str:
    return (
        f"{count[NOTICED]} of {count.total() - count[None]} noticed, "
        f"{count[STOPPED]} stopped after {LONGEST_SECONDS} s, {count[None]} not tried"
    )
