"""Every text that the bot can send reads well: one form for each figure and date, no codes."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from tests.handlers.samples import WINDOWS
from tests.handlers.test_wording import MESSAGES

FORMS: Mapping[str, str] = {
    "a percent sign stands next to its number": r"\d %",
    "a day has no leading zero": r"\b0\d [A-Z][a-z]{2} \d{4}",
    "a day is in words": r"\b\d{4}-\d{2}-\d{2}\b",
    "a figure has at most four decimals": r"\d\.\d{5,}",
    "thousands have commas": r"(?<![\d.,:/#v-])[1-9]\d{4,}(?![\d.:%-])",
    "no computer's notation": r"\d[eE][+-]\d|\bNone\b|\bnan\b|\bTrue\b|\bFalse\b",
    "no bare code for a value": r"\bValue \d",
    "no unexplained name of a field": r"(?<![`/\w.:(])[a-z]+_[a-z_]+(?![`:\w)])",
    "no ID": r"[0-9a-f]{8}-[0-9a-f]{4}",
    "singular and plural": r"\(s\)|(?<![\d.,:])\b1 (?!counts)(?:\w+ed )?[a-z]{3,}[^s'\W]s\b",
}
OURS = {
    "attestation": "None: an answer to what is open",
    "attestation_next": "None: an answer to what is open",
    "failing": "for admins, who look for Slack's own word",
}
"""What has such a word for a reason."""
TYPED = re.compile(r"age_band|across:age_band|2026-10-02")
"""What people typed in the samples."""
DATE = re.compile(r"<!date\^[^>]*>")
NO_TEXT = {"type", "value", "action_id", "block_id", "callback_id", "private_metadata"}
INITIAL = "initial_"
TWICE = {
    "maturity_result": "a question that people don't agree on, and don't know",
    "home_refused": "what to do about each channel",
}
"""Messages in which a sentence stands twice for a reason."""
LEAST_WORDS = 5


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        for name, inner in node.items():
            if name not in NO_TEXT and not name.startswith(INITIAL):
                yield from _texts(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _texts(inner)
    elif isinstance(node, str):
        yield DATE.sub("a date", node)


def texts_of(name: str) -> list[str]:
    """Collect all that a message or window says, its notification too."""
    if name in WINDOWS:
        return list(_texts(WINDOWS[name].to_dict()))
    shown = MESSAGES[name]
    return [shown.text, *(text for block in shown.blocks for text in _texts(block.to_dict()))]


@pytest.mark.parametrize("form", FORMS)
def test_each_figure_and_date_has_one_form(form: str) -> None:
    """In every message and window."""
    found = [
        (name, text[max(0, match.start() - 30) : match.end() + 30])
        for name in {**MESSAGES, **WINDOWS}
        if name not in OURS
        for text in texts_of(name)
        if (match := re.search(FORMS[form], TYPED.sub("", text)))
    ]

    assert found == []


def test_no_sentence_stands_twice() -> None:
    """Each message's blocks, apart from its notification."""
    twice = {
        name: [said for said, times in Counter(_sentences(name)).items() if times > 1]
        for name in MESSAGES
        if name not in TWICE
    }

    assert {name: said for name, said in twice.items() if said} == {}


def _sentences(name: str) -> Iterator[str]:
    for text in texts_of(name)[1:]:
        for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
            said = sentence.strip("*•>~ ")
            if len(said.split()) >= LEAST_WORDS:
                yield said


@pytest.mark.parametrize(
    "text",
    ["80 % of", "06 Dec 2026", "by 2026-12-06", "0.801072", "120000 rows", "Value 17", "1 others"],
)
def test_a_text_that_reads_badly_is_found(text: str) -> None:
    """Each by one of the forms."""
    assert [form for form, pattern in FORMS.items() if re.search(pattern, text)]
