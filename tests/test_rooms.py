"""The rooms: a file in the wrong place, or an import in the wrong direction, fails `make lint`."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bench.house import DOCUMENT, MARK, house_of

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]
PACKAGES = PROJECT["tool"]["importlinter"]["root_packages"]
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
ROOMS = {found["name"]: found["containers"][0] for found in CONTRACTS if "containers" in found}
PLANTED = {
    "Each floor imports only those below it": ("ground/errors.py", "import bot.clock"),
    "No circles, however deep": ("monitors/drift/metric.py", "import monitors.drift.psi"),
    "Slack's client is used by delivery and the ways in alone": (
        "bot/api/tokens.py",
        "import bot.delivery.client",
    ),
    "Queues are written through a transaction": ("bot/api/tokens.py", "import bot.queues.jobs"),
    "Domains know no Slack, scheduler, web framework, model provider or vendor": (
        "deployments/errors.py",
        "import httpx",
    ),
    "Scoring and statistics know no database": (
        "monitors/statistics/budget.py",
        "import sqlalchemy",
    ),
    "Layouts are pure: values in, blocks out": ("handlers/blocks/text.py", "import slack_bolt"),
    "Checks of frames know no Slack, database or web framework": (
        "lamplighter/checking.py",
        "import bot.settings",
    ),
    "Frames are known to lamplighter alone": ("monitors/errors.py", "import pandas"),
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the source, to plant mistakes in."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=_all_but_python)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_contracts(house: Path) -> set[str]:
    """Run import-linter, as `make lint` does, and return the contracts that it finds broken."""
    checked = subprocess.run(
        [LINT_IMPORTS, "--no-cache"], cwd=house, capture_output=True, text=True, check=False
    )
    assert ("BROKEN" in checked.stdout) == (checked.returncode != 0), checked.stdout
    return set(re.findall(r"^(.+) BROKEN$", checked.stdout, re.MULTILINE))


def test_a_wrong_import_breaks_each_contract(house: Path) -> None:
    """Each kind of contract, and the order of rooms in each container, notices its own."""
    for file, line in [*PLANTED.values(), *map(_upwards, ROOMS.values())]:
        path = house / file
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")

    assert broken_contracts(house) == {found["name"] for found in CONTRACTS}


def test_a_file_without_a_room_breaks_its_container(house: Path) -> None:
    """Who adds a file or folder beside the rooms is told that it needs a line."""
    for container in ROOMS.values():
        (house / container.replace(".", "/") / "stray.py").write_text('"""Lost."""\n')

    assert broken_contracts(house) >= set(ROOMS)


def test_the_drawn_house_is_the_checked_one() -> None:
    """`make house` was run since a room came or went."""
    _, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(f"<!-- {MARK} -->")
    drawn, _, _ = rest.partition(f"<!-- /{MARK} -->")

    assert drawn.strip() == f"```text\n{house_of(ROOT)}\n```"


def _upwards(container: str) -> tuple[str, str]:
    """Have the lowest room of a container import its uppermost one."""
    layers = next(found["layers"] for found in CONTRACTS if found.get("containers") == [container])
    lowest, uppermost = (layer.split(" | ")[0] for layer in (layers[-1], layers[0]))
    folder = container.replace(".", "/")
    path = f"{folder}/{lowest}/__init__.py"
    is_package = (ROOT / folder / lowest).is_dir()
    return path if is_package else f"{folder}/{lowest}.py", f"import {container}.{uppermost}"


def _all_but_python(folder: str, names: list[str]) -> set[str]:
    return {
        name for name in names if not name.endswith(".py") and not (Path(folder) / name).is_dir()
    }
