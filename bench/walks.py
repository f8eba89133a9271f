"""Follows four walks through the house: which files they enter, and how deep the calls go.

`python -m bench.walks [--write]` runs each walk for real, on SQLite, with the local workspace: an
Approve press from its bytes to the updated message, a scheduled window from its file to an alert
with a chart, a last answer from its window to the result, and `check A B --json`. It counts the
files of the house whose functions are called, and the deepest stack of them. The local workspace,
the demo and the schedule of rounds are left out.
"""

import argparse
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from types import CodeType, FrameType

from sqlmodel import select

from bench.drift import write
from bench.house import DOCUMENT, ROOT
from bot.cli.app import app
from bot.demo import scenario
from bot.migrations.upgrade import upgrade_database
from deployments.requests.metrics_file import parse_metrics
from deployments.requests.requests import ReleaseFacts, request_deployment
from handlers.surfaces.releases import show_request
from monitors.tables import Alert
from tests.journeys.office import BEA, COUNCIL, DAN, FIN, MIA, MODEL_CHANNEL, Office, open_office

MARK = "bench.walks"
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
LEFT_OUT = ("bot/local_slack/", "bot/demo/", "bot/migrations/", "bot/schedule/rounds.py")
# at 8a50b14, by this module with the imports of that day
BEFORE = {
    "an Approve press": (55, 15),
    "a scheduled window": (96, 23),
    "a last answer": (61, 12),
    "check A B --json": (40, 15),
}
FIRST_BROKEN_WINDOW = 24
QUESTIONS = 7
CHECK = ["check", "reference.parquet", "current.parquet", "--rows", "72000:75000", "--json"]


@dataclass
class Footprints:
    """The files that a walk entered, and the deepest stack of calls in them."""

    files: set[str] = field(default_factory=set)
    deepest: int = 0
    _known: dict[CodeType, str | None] = field(default_factory=dict)

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """Note a call; this is what `sys.setprofile` calls."""
        if event != "call" or (file := self._file(frame.f_code)) is None:
            return
        self.files.add(file)
        self.deepest = max(self.deepest, self._depth(frame))

    def _depth(self, frame: FrameType | None) -> int:
        depth = 0
        while frame is not None:
            depth += self._file(frame.f_code) is not None
            frame = frame.f_back
        return depth

    def _file(self, code: CodeType) -> str | None:
        if code not in self._known:
            self._known[code] = _file_of_the_house(code)
        return self._known[code]


def _file_of_the_house(code: CodeType) -> str | None:
    path = Path(code.co_filename)
    if code.co_name == "<module>" or not path.is_relative_to(ROOT):
        return None
    name = path.relative_to(ROOT).as_posix()
    return name if name.startswith(FLOORS) and not name.startswith(LEFT_OUT) else None


class Tracker:
    """Hands every thread's calls to the footprints of the walk under way."""

    def __init__(self) -> None:
        self.walk: Footprints | None = None

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        """Note a call while a walk is under way."""
        if self.walk is not None:
            self.walk(frame, event, argument)

    @contextmanager
    def follow(self) -> Iterator[Footprints]:
        """Follow what every thread does for as long as the block runs."""
        self.walk = walk = Footprints()
        yield walk
        self.walk = None


def approve(office: Office, tracker: Tracker) -> Footprints:
    """Mia approves a release, until its message says that it is live."""
    office.writes_use_case()
    metrics = parse_metrics('{"metrics": {"accuracy": 0.843}, "samples": 9000}')
    facts = ReleaseFacts(scenario.MODEL, "v4", metrics, DAN, DAN, "sha256:4f5e")
    with office.runtime.transactions.begin() as work:
        show_request(work, request_deployment(work.session, facts, work.now).request.id)
    office.until_delivered()
    with tracker.follow() as walk:
        office.presses(MIA, MODEL_CHANNEL, "approve_deployment")
        office.until(lambda: "v4" in _champion_text(office))
    return walk


def window(office: Office, tracker: Tracker) -> Footprints:
    """A week's window is measured, until the alert in the channel has its chart."""
    office.window_comes(FIRST_BROKEN_WINDOW - 1)
    office.until_delivered()
    with tracker.follow() as walk:
        office.window_comes(FIRST_BROKEN_WINDOW)
        office.until(lambda: _has_chart(office))
        office.until_delivered()
    return walk


def answer(office: Office, tracker: Tracker) -> Footprints:
    """Bea gives the last answer of a round, until the channel shows the result."""
    office.types(FIN, COUNCIL, "/lamplighter assess")
    office.fills(FIN, business=[BEA])
    office.presses(BEA, f"D{BEA[1:]}", "answer_questions")
    for _ in range(QUESTIONS - 1):
        office.fills(BEA, answer="yes_", evidence="")
    office.until_delivered()
    with tracker.follow() as walk:
        office.fills(BEA, answer="yes_", evidence="")
        office.until_delivered()
    return walk


def check(tracker: Tracker) -> Footprints:
    """A terminal compares two tables."""
    folder = scenario.DATA
    words = [str(folder / word) if word.endswith(".parquet") else word for word in CHECK]
    with tracker.follow() as walk, redirect_stdout(StringIO()):
        app(words, standalone_mode=False)
    return walk


def main() -> None:
    """Walk, print and, when asked, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {DOCUMENT.name}")
    asked = parser.parse_args()
    tracker = Tracker()
    threading.setprofile(tracker)
    sys.setprofile(tracker)
    walks = {
        "an Approve press": _at_the_office(approve, tracker),
        "a scheduled window": _at_the_office(window, tracker),
        "a last answer": _at_the_office(answer, tracker),
        "check A B --json": check(tracker),
    }
    sys.setprofile(None)
    lines = [
        "| walk | files before | files now | deepest before | deepest now |",
        "|---|---|---|---|---|",
    ]
    for name, walk in walks.items():
        files, deepest = BEFORE[name]
        lines.append(f"| {name} | {files} | {len(walk.files)} | {deepest} | {walk.deepest} |")
    print("\n".join(lines))
    if asked.write:
        write("\n".join(lines), DOCUMENT, mark=MARK)


def _at_the_office(walk: Callable[[Office, Tracker], Footprints], tracker: Tracker) -> Footprints:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/walk.db"
        upgrade_database(url)
        with open_office(url) as office:
            return walk(office, tracker)


def _champion_text(office: Office) -> str:
    return "".join(text for text in office.sees(MODEL_CHANNEL) if "Released" in text)


def _has_chart(office: Office) -> bool:
    with office.runtime.database.reading() as session:
        found = session.exec(select(Alert)).first()
        return found is not None and found.chart_file_id is not None


if __name__ == "__main__":
    main()
