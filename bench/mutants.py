"""Plants wrong lines in modules, one by one, and names those that no test notices.

`python -m bench.mutants ground/audit.py deployments/requests` works in a copy of the repository,
`.mutants/work`, with mutmut, which runs for each wrong line the tests that reach its function, and
goes on where it was stopped. Asked are the tests of the mirrored folder, and those that import a
module; with `--near` those of the folder alone, which is quicker; `--tests` names others.
PostgreSQL, browser and fault tests are left out. `--sample 500` tries so many of all the wrong
lines, drawn by `--seed`, and prints the score of each module. `--alone tests/journeys` then tries
those that survived again, each in a process of its own, since what tests before it put into a
cache hides a wrong line, and with these tests as well.
"""

import argparse
import ast
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / ".mutants" / "work"
STATS = WORK / "mutants" / "mutmut-stats.json"
FLOORS = (
    "lamplighter",
    "bot",
    "handlers",
    "assistant",
    "monitors",
    "deployments",
    "assessments",
    "ground",
)
SLOW = ("tests/browser", "tests/faults", "tests/journeys")
SURVIVED, NOTICED, NOT_REACHED = 0, (1, 3), (5, 33)
SETTINGS = """[mutmut]
source_paths={floors}
only_mutate={modules}
also_copy={beside}
pytest_add_cli_args_test_selection={tests}
pytest_add_cli_args={arguments}
timeout_constant=60
"""
NONE_OF_THEM = "plant-them-only"
READERS = (
    "tests/audit/test_every_change.py::test_each_function_that_writes_is_recorded_or_says_why_not",
    "tests/audit/test_every_change.py::test_each_recorded_step_is_taken_below",
    "tests/bot/cli/test_documents.py::test_check_of_the_readme_prints_what_the_readme_shows",
    "tests/bot/delivery/test_attachments.py",
    "tests/bot/delivery/test_pdf_text.py",
    "tests/ground/test_counting.py::test_no_sentence_counts_by_hand",
    "tests/handlers/test_permissions.py::test_each_transaction_of_a_press_is_asked_for_first",
    "tests/handlers/wording/test_sentences.py",
    "tests/test_house_rules.py",
)
"""Tests that read the source or run another process: they see the planted lines as text."""
AS_WRITTEN = "disable_test_id_escaping_and_forfeit_all_rights_to_community_support"
"""mutmut collects twice in a process, and pytest escapes ids such as `\\x00` each time."""
ARGUMENTS = [
    *("-m", "not postgres", "-n", "0", "-W", "default"),
    *("-o", f"{AS_WRITTEN}=True"),
    *(f"--deselect={test}" for test in READERS),
]


def modules_of(paths: Sequence[str]) -> list[str]:
    """Name the modules that paths are, or hold if they are folders."""
    found = [ROOT / path for path in paths]
    inside = [sorted(path.rglob("*.py")) if path.is_dir() else [path] for path in found]
    return [path.relative_to(ROOT).as_posix() for paths in inside for path in paths]


def tests_of(module: str, *, is_near: bool) -> Iterator[str]:
    """Name the quick tests of the nearest mirrored folder, and those that import the module.

    Only those of that folder if the tests are to be near.
    """
    dotted = module.removesuffix(".py").replace("/", ".")
    package, _, name = dotted.rpartition(".")
    names = rf"from {re.escape(dotted)} import|from {re.escape(package)} import .*\b{name}\b"
    imports = re.compile(rf"{names}|import {re.escape(dotted)}\b")
    nearest = next(
        folder
        for parent in Path(module).parents
        if (folder := ROOT / "tests" / parent).is_dir() and any(folder.glob("test_*.py"))
    )
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        test = path.relative_to(ROOT).as_posix()
        is_asked = not is_near and not test.startswith(SLOW)
        if path.parent == nearest or (is_asked and imports.search(path.read_text("utf-8"))):
            yield test


def copy_repository(modules: Sequence[str], tests: Sequence[str]) -> None:
    """Copy what git knows or would add, and write down what is to be done with it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - any git
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    files = [name for name in listed if (ROOT / name).is_file()]
    for name in files:
        place = WORK / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists() or place.read_bytes() != (ROOT / name).read_bytes():
            shutil.copy2(ROOT / name, place)
    beside = {name.split("/")[0] for name in files} - {*FLOORS, "setup.cfg"}
    lists = (FLOORS, modules, sorted(beside), tests, ARGUMENTS)
    names = ("floors", "modules", "beside", "tests", "arguments")
    written = ("".join(f"\n    {line}" for line in lines) for lines in lists)
    settings = SETTINGS.format(**dict(zip(names, written, strict=True)))
    (WORK / "setup.cfg").write_text(settings)
    for module in modules:
        if planted(module) is None:  # mutmut plants nothing in what it copied for another run
            (WORK / "mutants" / module).unlink(missing_ok=True)


def functions_of(path: Path) -> dict[str, str]:
    """Return each function of a file as plain code, by name."""
    return {
        node.name: ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def changed_lines(before: str, after: str) -> Iterator[str]:
    """Yield what differs below the names of two functions."""
    was, now = (code.split("\n", 1)[1].splitlines() for code in (before, after))
    for line in difflib.unified_diff(was, now, n=0, lineterm=""):
        if not line.startswith(("---", "+++", "@@")):
            yield f"    {line[:1]} {line[1:].strip()}"


def planted(module: str) -> dict[str, int | None] | None:
    """Return how the tests of each wrong line ended; None where nothing was planted."""
    mutated = WORK / "mutants" / module
    kept = mutated.with_name(f"{mutated.name}.meta")
    if not kept.exists():
        return None
    codes: dict[str, int | None] = json.loads(kept.read_text("utf-8"))["exit_code_by_key"]
    return codes


def drawn(modules: Sequence[str], size: int, seed: int) -> set[str]:
    """Draw so many of all the wrong lines; a seed draws the same ones where others are added."""
    names = chain.from_iterable(planted(module) or () for module in modules)
    return set(sorted(names, key=lambda name: sha256(f"{seed} {name}".encode()).digest())[:size])


def untried(modules: Sequence[str], names: Collection[str]) -> list[str]:
    """List which of some wrong lines weren't tried yet."""
    found = [(planted(module) or {}).items() for module in modules]
    return [key for key, code in chain.from_iterable(found) if key in names and code is None]


def report(modules: Sequence[str], names: Collection[str] | None = None) -> None:
    """Print each wrong line that nobody noticed, and how many were noticed; of all, or of some."""
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
        tried = [code for code in codes.values() if code is not None and code not in NOT_REACHED]
        caught = sum(code in NOTICED for code in tried)
        stopped = sum(code not in {*NOTICED, SURVIVED} for code in tried)
        unreached = sum(code in NOT_REACHED for code in codes.values())
        print(
            f"{module}: {caught} of {len(tried)} noticed, {stopped} stopped or broken off, "
            f"{unreached} reached by no such test, {len(codes) - len(tried) - unreached} not tried"
        )


def mutate(children: str, names: Sequence[str] = ()) -> None:
    """Plant the wrong lines, and try all of them, or some."""
    mutmut = Path(sys.executable).with_name("mutmut")
    subprocess.run(
        [mutmut, "run", "--max-children", children, *names],
        cwd=WORK,
        check=False,
        stdout=(WORK / "mutmut.log").open("w"),
        stderr=subprocess.STDOUT,
    )


def try_alone(modules: Sequence[str], names: Collection[str] | None, more: Sequence[str]) -> None:
    """Try again what nobody noticed, each in a new process, and keep how it ended."""
    for module in modules:
        codes = planted(module) or {}
        tests = [*more, *tests_of(module, is_near=False)]
        for key, code in codes.items():
            if code not in (None, *NOTICED) and (names is None or key in names):
                codes[key] = _ended(key, tests)
                kept = WORK / "mutants" / f"{module}.meta"
                found = json.loads(kept.read_text("utf-8")) | {"exit_code_by_key": codes}
                kept.write_text(json.dumps(found), encoding="utf-8")


def _ended(key: str, tests: Sequence[str]) -> int:
    """Run tests with one wrong line, until the first that fails."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", *ARGUMENTS, *tests],
        cwd=WORK / "mutants",
        env=os.environ | {"MUTANT_UNDER_TEST": key},
        check=False,
        capture_output=True,
    ).returncode


def main() -> None:
    """Plant, run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="+", help="a module or a package, as ground/audit.py")
    parser.add_argument("--tests", nargs="*", default=[], help="tests to ask as well")
    parser.add_argument("--near", action="store_true", help="ask the mirrored folder's alone")
    parser.add_argument("--children", default="2", help="how many tests run at a time")
    parser.add_argument("--alone", nargs="*", help="try survivors again, with these tests too")
    parser.add_argument("--sample", type=int, help="how many of all wrong lines to try")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    asked = parser.parse_args()
    modules = modules_of(asked.modules)
    found = (tests_of(module, is_near=asked.near) for module in modules)
    tests = sorted({*asked.tests, *chain.from_iterable(found)})
    copy_repository(modules, tests)
    if asked.sample is None:
        mutate(asked.children)
        if asked.alone is not None:
            try_alone(modules, None, asked.alone)
        report(modules)
        return
    mutate(asked.children, [NONE_OF_THEM])
    if not STATS.exists():
        failed = re.findall(r"FAILED (\S+)", (WORK / "mutmut.log").read_text("utf-8", "replace"))
        sys.exit(f"These tests fail among planted lines: {', '.join(failed) or 'see mutmut.log'}")
    names = drawn(modules, asked.sample, asked.seed)
    left = untried(modules, names)
    if left:
        mutate(asked.children, left)
    if asked.alone is not None:
        try_alone(modules, names, asked.alone)
    report(modules, names)


if __name__ == "__main__":
    main()
