"""Reads a questionnaire file; what is wrong is said with file, line and rule."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from assessments.errors import AssessmentError
from assessments.questionnaires.content import Questionnaire
from assessments.questionnaires.rules import Place, Problem, problems_of

LARGEST_FILE_BYTES = 1_000_000
MOST_NAMED = 5
WORDS = {
    "missing": "this is missing",
    "too_short": "there are {actual_length} entries, but it needs {min_length}",
    "too_long": "there are {actual_length} entries, but only {max_length} are allowed",
    "string_too_short": "this is empty",
    "string_too_long": "this is longer than {max_length} characters",
}


def read_questionnaire(path: Path) -> Questionnaire:
    """Read and check one file.

    Raises:
        AssessmentError: It breaks a rule; the sentence names file, line and rule.
    """
    text = _text(path)
    try:
        _refuse_references(path, text)
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        where = _where(path, getattr(error, "problem_mark", None))
        reason = getattr(error, "problem", None) or "it can't be read"
        raise AssessmentError(f"{where} is no valid YAML: {reason}.") from error
    if tree is None:
        raise AssessmentError(f"{path.name} is empty.")
    questionnaire, problems = _checked(tree, text)
    if questionnaire is None or problems:
        raise AssessmentError(_sentence(path, tree, problems))
    return questionnaire


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST_FILE_BYTES:
        raise AssessmentError(f"{path.name} is larger than 1 MB; that is no questionnaire.")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise AssessmentError(f"{path.name} is not written in UTF-8.") from error


def _refuse_references(path: Path, text: str) -> None:
    """Take no reference to another place of the file: a few can fill the memory."""
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            where = _where(path, event.start_mark)
            raise AssessmentError(f"{where}: please write out what *{event.anchor} stands for.")


def _where(path: Path, mark: Any) -> str:  # noqa: ANN401 - PyYAML's two kinds of mark
    return f"{path.name}, line {mark.line + 1}" if mark else path.name


def _checked(tree: yaml.Node, text: str) -> tuple[Questionnaire | None, list[Problem]]:
    twice = list(_keys_twice(tree, ()))
    if twice:
        return None, twice
    try:
        questionnaire = Questionnaire.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        return None, [Problem(found["loc"], _words(found)) for found in error.errors()]
    return questionnaire, problems_of(questionnaire)


def _words(found: ErrorDetails) -> str:
    words = WORDS.get(found["type"])
    return words.format(**found.get("ctx", {})) if words else found["msg"]


def _keys_twice(node: yaml.Node, place: Place) -> Iterator[Problem]:
    """Find keys that stand twice in one mapping, of which YAML would take the last in silence."""
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield from _keys_twice(child, (*place, index))
    elif isinstance(node, yaml.MappingNode):
        names = [str(key.value) for key, _ in node.value]
        for position, (key, child) in enumerate(node.value):
            here: Place = (*place, str(key.value))
            if key.value in names[:position]:
                yield Problem(here, f"{key.value} stands there twice")
            yield from _keys_twice(child, here)


def _sentence(path: Path, tree: yaml.Node, problems: Sequence[Problem]) -> str:
    named = [
        f"line {_line(tree, problem.place)}: {_path(problem.place)}: {problem.sentence}"
        for problem in problems[:MOST_NAMED]
    ]
    left = len(problems) - len(named)
    more = [f"and {left} more"] if left else []
    return f"{path.name} breaks a rule. {'; '.join([*named, *more])}."


def _path(place: Place) -> str:
    return ".".join(str(part) for part in place) or "file"


def _line(node: yaml.Node, place: Place) -> int:
    """Give the line of a place, counted from 1; of what is around it when it isn't there."""
    line: int = node.start_mark.line + 1
    for part in place:
        key, child = _child(node, part)
        if key is None or child is None:
            break
        node, line = child, key.start_mark.line + 1
    return line


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Find what stands under a key or at an index: where it begins, and its value.

    Of a key that stands twice, the last is meant.
    """
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    if isinstance(node, yaml.MappingNode):
        for key, value in reversed(node.value):
            if key.value == str(part):
                return key, value
    return None, None
