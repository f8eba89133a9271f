"""What a metric, a level or a word of ours means."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from assessments.questionnaires import DEFAULT, load_questionnaires
from assistant.desk import Desk, Tool, Topic
from assistant.finding import Finding, Source, nothing
from assistant.naming import names_in
from assistant.said import words
from assistant.words import ALSO_CALLED, glossary

MOST_MEANINGS = 2


class Meaning(NamedTuple):
    """A word, what it means, and where that's written."""

    word: str
    text: str
    source: str


def explain(desk: Desk, asked: str) -> Finding:
    """Say what a word of a question means; of several, the two that fit best."""
    known = _by_word(desk)
    level = _level(asked)
    spelled = {**{word: word for word in known}, **ALSO_CALLED}
    found = dict.fromkeys(
        spelled[name] for name in names_in(asked, spelled) if spelled[name] in known
    )
    meanings = [*level, *(known[name] for name in found)]
    if not meanings:
        return nothing("Words", "I don't know that word. See the glossary, or ask in other words.")
    best = meanings[:MOST_MEANINGS]
    titled = [
        (desk.phrases.metric(one.word) if "_" in one.word else one.word, one) for one in best
    ]
    lines = [f"{words(title)[:1].upper()}{words(title)[1:]}: {one.text}" for title, one in titled]
    sources = [Source(source) for source in dict.fromkeys(one.source for one in best)]
    return Finding("What it means", lines, sources)


def _by_word(desk: Desk) -> dict[str, Meaning]:
    """Collect the words; what two pages explain is one, and spelled as the glossary does."""
    found: dict[str, Meaning] = {}
    for one in _known(desk):
        word = one.word.casefold()
        known = found.get(word)
        found[word] = (
            one if known is None else Meaning(one.word, f"{one.text} {known.text}", one.source)
        )
    return found


def _known(desk: Desk) -> Iterator[Meaning]:
    for name, text in desk.phrases.meanings.items():
        yield Meaning(name, text, "the catalogue of metrics (docs/reference/use-cases.md)")
    for word, meaning in glossary().items():
        text = f"{meaning[:1].upper()}{meaning[1:]}."
        yield Meaning(word, text, "the glossary (docs/glossary.md)")


def _level(asked: str) -> list[Meaning]:
    """Return what a level of the scale means, such as `level 2`; all where no number is named."""
    spoken = asked.casefold().replace("?", " ").split()
    is_asked = any(SequenceMatcher(None, word, "level").ratio() > 0.8 for word in spoken)  # noqa: PLR2004 - one slip
    if not is_asked:
        return []
    scale = load_questionnaires()[DEFAULT].scale
    numbers = [int(word) for word in spoken if word.isdecimal() and int(word) < len(scale)]
    source = "the scale of readiness (docs/reference/scoring.md)"
    if numbers:
        found = scale[numbers[0]]
        return [Meaning(f"level {numbers[0]}", f"{found.name}. {found.meaning}", source)]
    names = ", ".join(f"{number} {level.name}" for number, level in enumerate(scale))
    return [Meaning("levels", f"{names}. The weakest topic sets the overall level.", source)]


TOOLS = (
    Tool(
        "what_it_means",
        Topic.WORDS,
        "What a metric, a level, or a word of Lamplighter means, in plain words.",
        explain,
        "the word, or the question that holds it",
    ),
)
