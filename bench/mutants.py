"""Plants wrong lines in modules, one by one, and names those that no test notices.

`python -m bench.mutants ground/audit.py deployments/requests` works in a copy of the repository,
`.mutants/work`. mutmut plants the lines; each is then tried in a process of its own, since what
other tests have put into a cache, or a thread that a fork lost, hides it. Asked are first the
module's own tests, then, of what they don't notice, those of the mirrored folder, then those that
import the module; with `--near` those of the folder alone, which is quicker; `--tests` names
others, and `--then tests/journeys` those that are asked of what is left. PostgreSQL, browser and
fault tests are left out. `--sample 500` tries so many of all the wrong lines, drawn by `--seed`,
and prints the score of each module. A run that was stopped goes on where it was.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from bench.planted import (
    LONGEST_SECONDS,
    NOTICED,
    ROOT,
    STOPPED,
    SURVIVED,
    WORK,
    planted,
    report,
)

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
SETTINGS = """[mutmut]
source_paths={floors}
only_mutate={modules}
also_copy={beside}
pytest_add_cli_args_test_selection=
    tests/ground/test_characters.py
pytest_add_cli_args=
    -n0
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
ARGUMENTS = [
    *("-x", "-q", "-m", "not postgres", "-n", "0", "-W", "default"),
    *(f"--deselect={test}" for test in READERS),
]


Stages: TypeAlias = Sequence[Sequence[str]]
"""Tests; each group is asked only of the wrong lines that those before didn't notice."""
LOCK = Lock()


@dataclass(frozen=True)
class Try:
    """A wrong line, and the tests that are asked."""

    module: str
    key: str
    stages: Stages


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


def copy_repository(modules: Sequence[str]) -> None:
    """Copy what git knows or would add, and write down in what lines are to be planted."""
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
    lists = {"floors": FLOORS, "modules": modules, "beside": sorted(beside)}
    written = {name: "".join(f"\n    {line}" for line in lines) for name, lines in lists.items()}
    (WORK / "setup.cfg").write_text(SETTINGS.format(**written))
    for module in modules:
        if planted(module) is None:  # mutmut plants nothing in what it copied for another run
            (WORK / "mutants" / module).unlink(missing_ok=True)


def drawn(modules: Sequence[str], size: int, seed: int) -> set[str]:
    """Draw so many of all the wrong lines; a seed draws the same ones where others are added."""
    names = chain.from_iterable(planted(module) or () for module in modules)
    return set(sorted(names, key=lambda name: sha256(f"{seed} {name}".encode()).digest())[:size])


def plant() -> None:
    """Let mutmut plant the wrong lines; it finds no line of that name to try."""
    mutmut = Path(sys.executable).with_name("mutmut")
    with (WORK / "mutmut.log").open("w") as log:
        subprocess.run(
            [mutmut, "run", NONE_OF_THEM], cwd=WORK, check=False, stdout=log, stderr=log
        )


def own_tests(module: str) -> list[str]:
    """Name the tests that bear the module's name, if there are any."""
    path = Path("tests", module)
    own = path.with_name(f"test_{path.name.removeprefix('_')}")
    return [own.as_posix()] if (ROOT / own).is_file() else []


def ended(key: str, tests: Sequence[str]) -> int:
    """Run tests with one wrong line, until the first that fails."""
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", *ARGUMENTS, *tests],
            cwd=WORK / "mutants",
            env={**os.environ, "MUTANT_UNDER_TEST": key, "PYTHONDONTWRITEBYTECODE": ""},
            check=False,
            capture_output=True,
            timeout=LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return STOPPED
    return NOTICED if ran.returncode else SURVIVED


def keep(module: str, key: str, code: int) -> None:
    """Note how the tests of one wrong line ended, where mutmut looks it up too."""
    kept = WORK / "mutants" / f"{module}.meta"
    with LOCK:
        found = json.loads(kept.read_text("utf-8"))
        found["exit_code_by_key"][key] = code
        kept.write_text(json.dumps(found), encoding="utf-8")


def attempt(tries: Iterable[Try], children: int) -> None:
    """Try wrong lines, several at a time."""

    def one(given: Try) -> None:
        codes = (ended(given.key, tests) for tests in given.stages if tests)
        keep(given.module, given.key, next((code for code in codes if code != SURVIVED), SURVIVED))

    with ThreadPoolExecutor(children) as pool:
        list(pool.map(one, tries))


def tries_of(
    modules: Sequence[str],
    names: Collection[str] | None,
    code: int | None,
    stages: Callable[[str], Stages],
) -> list[Try]:
    """List the wrong lines that have ended so, or weren't tried, and which tests to ask."""
    return [
        Try(module, key, asked)
        for module in modules
        for asked in [stages(module)]
        for key, known in (planted(module) or {}).items()
        if known == code and (names is None or key in names)
    ]


def main() -> None:
    """Plant, try and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="+", help="a module or a package, as ground/audit.py")
    parser.add_argument("--tests", nargs="*", default=[], help="tests to ask as well")
    parser.add_argument("--near", action="store_true", help="ask the mirrored folder's alone")
    parser.add_argument("--then", nargs="*", default=[], help="tests to ask of what is left")
    parser.add_argument("--again", action="store_true", help="ask of those that survived, too")
    parser.add_argument("--children", type=int, default=2, help="how many are tried at a time")
    parser.add_argument("--sample", type=int, help="how many of all wrong lines to try")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    asked = parser.parse_args()
    modules = modules_of(asked.modules)
    copy_repository(modules)
    plant()
    names = None if asked.sample is None else drawn(modules, asked.sample, asked.seed)

    def quick(module: str) -> Stages:
        own, near = own_tests(module), list(tests_of(module, is_near=True))
        others = {*asked.tests, *tests_of(module, is_near=asked.near)} - {*near}
        return own, [test for test in near if test not in own], sorted(others)

    attempt(tries_of(modules, names, None, quick), asked.children)
    if asked.again:
        attempt(tries_of(modules, names, SURVIVED, quick), asked.children)
    if asked.then:
        attempt(tries_of(modules, names, SURVIVED, lambda _: [asked.then]), asked.children)
    report(modules, names)


if __name__ == "__main__":
    main()
