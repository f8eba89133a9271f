"""Draws the house: floors, rooms in their checked order, and how many files each holds.

`python -m bench.house [--write]` reads the order from the contracts that `make lint` checks, and
writes the drawing between its marks in docs/architecture.md.
"""

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.drift import write

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "architecture.md"
MARK = "bench.house"
RULE = "─" * 96


def drawn_house(contracts: Sequence[Mapping[str, Any]], files: Counter[str]) -> str:
    """Draw every floor with its rooms, the uppermost first.

    Args:
        contracts: import-linter's contracts, as pyproject.toml holds them.
        files: How many files each room holds, by its dotted name.
    """
    floors = next(found for found in contracts if found["name"].startswith("Each floor"))
    lines = [RULE]
    for floor in floors["layers"]:
        rooms = next(found for found in contracts if found.get("containers") == [floor])
        for number, layer in enumerate(rooms["layers"]):
            named = " · ".join(_named(floor, room, files) for room in layer.split(" | "))
            lines.append(f"{floor if number == 0 else '':<13}{named}")
        lines.append(RULE)
    return "\n".join(lines)


def files_by_room(root: Path, floors: Sequence[str]) -> Counter[str]:
    """Count the Python files of each room, those of its inner rooms included."""
    return Counter(room for floor in floors for room in _rooms_of(root, floor))


def _rooms_of(root: Path, floor: str) -> Iterator[str]:
    for path in (root / floor).rglob("*.py"):
        parts = path.relative_to(root).with_suffix("").parts
        if parts[-1] != "__init__" and "versions" not in parts:
            yield ".".join(parts[:2])


def _named(floor: str, room: str, files: Counter[str]) -> str:
    count = files[f"{floor}.{room}"]
    return f"{room} {count}" if count > 1 else room


def contracts_of(root: Path) -> list[dict[str, Any]]:
    """Read import-linter's contracts."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    return contracts


def house_of(root: Path) -> str:
    """Draw the house as it stands in a checkout."""
    contracts = contracts_of(root)
    return drawn_house(contracts, files_by_room(root, contracts[0]["layers"]))


def main() -> None:
    """Print the house and, when asked, write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {DOCUMENT.name}")
    drawing = house_of(ROOT)
    print(drawing)
    if parser.parse_args().write:
        write(f"```text\n{drawing}\n```", DOCUMENT, mark=MARK)


if __name__ == "__main__":
    main()
