"""Everything people read in Slack is plain English: no dialect comes back."""

import json
import re
from importlib import import_module
from inspect import getmembers, unwrap
from pathlib import Path
from pkgutil import walk_packages
from typing import get_type_hints

import pytest
from slack_sdk.models.views import View

import handlers.blocks
from assessments.results.report import FORMATS
from bot.demo.steps import STEPS
from handlers.blocks.replies import HELP
from handlers.blocks.rounds.facilitation import reminded_sentence
from handlers.blocks.text import Message
from tests.assessments.example_card import CARD
from tests.handlers.calling_samples import CALLING_MESSAGES
from tests.handlers.conftest import check_message, check_window
from tests.handlers.people_samples import PEOPLE_MESSAGES
from tests.handlers.samples import MESSAGES as OTHER_MESSAGES
from tests.handlers.samples import WINDOWS

MESSAGES = {**OTHER_MESSAGES, **PEOPLE_MESSAGES, **CALLING_MESSAGES}
REPOSITORY = Path(__file__).parents[2]
GOLDEN = REPOSITORY / "tests" / "golden"
DIALECT = (
    r"\bWho (asked|was|said|is)\b(?!.*\?)", r"anew\b",
    r"held against", r"(stands|lies|stand) in\b", r"With nothing the matter", r"as usual again",
    r"looks? into", r"waits? for you", r"[Tt]ake(n)? (somebody )?off", r"judged rightly",
    r"behind \*ask", r"\bmend", r"\bis (no|none)\b(?! longer)", r"lie ahead", r"a link is none",
    r"one person alone", r"[Nn]obody could say enough", r"by (its nature|themselves|itself)\b",
    r"Kept so far", r"too little is known", r"groups fare",
)  # fmt: skip
SENT = {
    **{name: json.dumps([block.to_dict() for block in shown.blocks]) + shown.text
       for name, shown in MESSAGES.items()},
    **{name: json.dumps(window.to_dict()) for name, window in WINDOWS.items()},
    "help": HELP,
    "reminded": reminded_sentence(2),
    "report": FORMATS["md"].write(CARD).decode(),
    "demo": " ".join(f"{step.title} {step.hint}" for step in STEPS),
    "manifest": (REPOSITORY / "manifest.json").read_text(encoding="utf-8"),
}  # fmt: skip


@pytest.mark.parametrize("name", SENT)
def test_it_is_plain_english(name: str) -> None:
    """No sentence that reads as translated, in any message or window."""
    found = [pattern for pattern in DIALECT if re.search(pattern, SENT[name])]

    assert found == []


@pytest.mark.parametrize("name", MESSAGES)
def test_each_sample_is_a_valid_message(name: str) -> None:
    """Slack would take it."""
    assert check_message(MESSAGES[name])


@pytest.mark.parametrize("name", WINDOWS)
def test_each_sample_is_a_valid_window(name: str) -> None:
    """Slack would take it."""
    check_window(WINDOWS[name])


def layouts(kind: type) -> set[str]:
    """Name the public layout functions that return a message, or a window."""
    modules = [
        import_module(found.name)
        for found in walk_packages(handlers.blocks.__path__, "handlers.blocks.")
    ]
    return {
        name
        for module in modules
        for name, function in getmembers(module, callable)
        if getattr(function, "__module__", "") == module.__name__
        and not isinstance(function, type)
        and get_type_hints(unwrap(function)).get("return") is kind
        and not name.startswith("_")
    }


def test_every_window_has_a_sample() -> None:
    """A new window is read here too; its name says that it is one."""
    assert layouts(View) - {"modal"} == {name.partition(":")[0] for name in WINDOWS}


def test_every_message_has_a_sample() -> None:
    """A new message is read here too."""
    files = Path(__file__).parent.glob("*samples.py")
    drawn = "".join(file.read_text(encoding="utf-8") for file in files)

    missing = [name for name in layouts(Message) if not re.search(rf"\b{name}\(", drawn)]

    assert missing == []


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.json")), ids=lambda file: file.stem)
def test_golden_messages(file: Path) -> None:
    """A message to paste into Block Kit Builder is what is sent, to the letter."""
    if file.stem in MESSAGES:
        sent = {"blocks": [block.to_dict() for block in MESSAGES[file.stem].blocks]}
    else:
        sent = WINDOWS[file.stem].to_dict()

    assert sent == json.loads(file.read_text(encoding="utf-8"))
