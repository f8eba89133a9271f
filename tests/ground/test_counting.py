"""Numbers with their noun: right for one, and with separators for thousands."""

import re
from pathlib import Path

import pytest

import ground
from ground.counting import counted

ROOT = Path(ground.__file__).parents[1]
ROOMS = ("handlers", "assistant", "assessments/portfolio", "monitors/replay", "bot/health")
NOUNS = "people|persons|days|alerts|windows|cases|rows|questions|weeks|columns|actions|months"
NOUNS += "|models|minutes|hours|signatures|decisions|releases|sections|tokens|calls|times|others"
BY_HAND = re.compile(rf"\{{[^{{}}]*\}}\*? ({NOUNS})\b")
LOOKED_AT = {
    "1 if", "== 1", "TIMES", "ALERTS", "WINDOWS", "once",
    "{days} days", "{least} cases", "{most} people", "{count} cases",
}  # fmt: skip
"""What such a line holds where one was thought of: a condition, or a number that is never one."""


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 people"),
        (1, "1 person"),
        (2, "2 people"),
        (1_200, "1,200 people"),
        (1_234_567, "1,234,567 people"),
        (0.5, "0.5 people"),
    ],
)
def test_number_and_noun_agree(count: float, words: str) -> None:
    """No figure in powers of ten."""
    assert counted(count, "person", "people") == words


def test_no_sentence_counts_by_hand() -> None:
    """Nowhere in what people read is a plural put behind a number that may be one."""
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for room in ROOMS
        for file in (ROOT / room).rglob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if BY_HAND.search(line) and not any(words in line for words in LOOKED_AT)
    ]

    assert found == []
