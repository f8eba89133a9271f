"""What the assistant may quote: the questionnaire's and the use case's own wording."""

from functools import cache
from pathlib import Path
from typing import Any

from assessments.questionnaires import load_questionnaires
from assessments.use_cases.contract.reading import CONTENT
from assistant.retrieval import Passage
from ground.yaml_files import own_yaml

GLOSSARY = Path(__file__).parents[2] / "assistant" / "glossary.yaml"


@cache
def passages() -> tuple[Passage, ...]:
    """Return every passage of our own content, each with its source."""
    return (*_glossary(), *_questionnaire_passages(), *_use_case_passages())


def _glossary() -> list[Passage]:
    words: dict[str, str] = own_yaml(GLOSSARY)
    return [Passage(word.capitalize(), meaning, "our glossary") for word, meaning in words.items()]


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
