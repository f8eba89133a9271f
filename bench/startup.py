"""How long `lamplighter --help` takes beside a bare Python and a bare typer, as processes."""

import subprocess
import sys
import time
from pathlib import Path

TIMES = 10
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "python -c 'import typer'": [sys.executable, "-c", "import typer"],
    "lamplighter --help": [str(Path(sys.executable).parent / "lamplighter"), "--help"],
}


def seconds(command: list[str]) -> float:
    """Time one whole process."""
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    """Print the best and the median of ten for each command."""
    print("| command | best, s | median, s |\n|---|---|---|")
    for name, command in COMMANDS.items():
        took = sorted(seconds(command) for _ in range(TIMES))
        print(f"| `{name}` | {took[0]:.2f} | {took[TIMES // 2]:.2f} |")


if __name__ == "__main__":
    main()
