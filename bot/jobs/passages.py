"""What the assistant may quote: our pages, tasks, glossary, questionnaires, use-case guide."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from assessments.questionnaires import load_questionnaires
from assessments.use_cases.contract.reading import CONTENT
from assistant.retrieval import Passage
from assistant.tools.how_to import tasks
from assistant.words import glossary
from ground.yaml_files import own_yaml

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs", ROOT / "assistant" / "docs")
SHELVES = ("how-to", "why")
HISTORY = {"before-and-after.md"}
"""Pages that tell how something was, so they answer nothing."""
_HEADING = re.compile(r"(?m)^#{1,3} (.+)$")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


@cache
def passages() -> tuple[Passage, ...]:
    """Return every passage of our own content, each with its source."""
    return (
        *_glossary(),
        *tasks(),
        *_pages(),
        *_questionnaire_passages(),
        *_use_case_passages(),
    )


def _pages() -> list[Passage]:
    """Read our own pages, a passage for each section; an installed package has a copy of them."""
    folder = next((found for found in DOCS if found.is_dir()), DOCS[0])
    pages = [page for shelf in SHELVES for page in sorted((folder / shelf).glob("*.md"))]
    pages = [page for page in pages if page.name not in HISTORY]
    return [passage for page in pages for passage in _sections(page, folder)]


def _sections(page: Path, folder: Path) -> Iterator[Passage]:
    title, *parts = _HEADING.split(page.read_text(encoding="utf-8"))
    del title
    for heading, text in zip(parts[::2], parts[1::2], strict=True):
        prose = [line for line in text.splitlines() if line and line[0] not in "|`#<{ "]
        if prose:
            source = f"docs/{page.relative_to(folder)}, “{heading}”"
            yield Passage(heading, _LINK.sub(r"\1", " ".join(prose)), source)


def _glossary() -> list[Passage]:
    return [
        Passage(word.capitalize(), meaning, "our glossary") for word, meaning in glossary().items()
    ]


def _questionnaire_passages() -> list[Passage]:
    found = []
    for questionnaire in load_questionnaires().values():
        source = f"questionnaire {questionnaire.meta.id} {questionnaire.meta.version}"
        found += [
            Passage(
                item.question, f"{item.why} At its best: {item.levels[-1]}", f"{source}, {item.id}"
            )
            for item in questionnaire.items
        ]
        found += [
            Passage(question.question, question.why, f"{source}, {question.id}")
            for question in questionnaire.adoption_screen.questions
        ]
    return found


def _use_case_passages() -> list[Passage]:
    content: dict[str, Any] = own_yaml(CONTENT)
    source = f"use case guide {content['meta']['version']}"
    return [
        Passage(field["label"], field["help"], f"{source}, {field['id'].replace('_', ' ')}")
        for field in content["fields"]
        if field.get("help")
    ]
