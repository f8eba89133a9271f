"""YAML files that people write; what is wrong is said with file, line and rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ground.errors import DomainError

Shape = TypeVar("Shape", bound=BaseModel)
Place = tuple[str | int, ...]
MOST_NAMED = 5
DEEPEST = 50
WORDS = {
    "missing": "this is missing",
    "too_short": "there are {actual_length} entries, but it needs {min_length}",
    "too_long": "there are {actual_length} entries, but only {max_length} are allowed",
    "string_too_short": "this is empty",
    "string_too_long": "this is longer than {max_length} characters",
    "extra_forbidden": "this name is not known here; is it spelt right?",
    "model_type": "this should be names with values, such as name: value",
    "dict_type": "this should be names with values, such as name: value",
    "list_type": "this should be a list, each entry on a line that begins with -",
    "string_type": "this should be text; put it in quotation marks",
    "literal_error": "this should be {expected}",
}
YAML_WORDS = {
    "<block end>": "it is not indented like the lines above it",
    "cannot start any token": "it begins with a tab or a sign that YAML keeps for itself",
    "mapping values are not allowed": "a colon stands where none can; put the text in quotes",
    "',' or": "a bracket is not closed",
    "unexpected end of stream": "a bracket or a quotation mark is not closed",
    "expected the node content": "a bracket is not closed, or a value is missing",
    "could not find expected ':'": "a colon is missing after a name",
    "but found another document": "a second document begins with ---",
    "special characters": "it holds a character that no text has",
}


class YamlFileError(DomainError):
    """A file can't be read as it is; the text names the file, the line and the rule."""


@dataclass(frozen=True)
class Problem:
    """A broken rule: the place in the file, and what is wrong there."""

    place: Place
    sentence: str


@dataclass(frozen=True)
class YamlFile:
    """A file that is YAML, with where everything stands in it."""

    name: str
    text: str
    tree: yaml.Node

    def shaped(self, shape: type[Shape]) -> Shape:
        """Read it as a shape.

        Raises:
            YamlFileError: It has another one; the sentence names file, line and rule.
        """
        twice = list(_keys_twice(self.tree, ()))
        if twice:
            raise YamlFileError(self.sentence(twice))
        try:
            return shape.model_validate(yaml.safe_load(self.text))
        except ValidationError as error:
            problems = [Problem(found["loc"], _words(found)) for found in error.errors()]
            raise YamlFileError(self.sentence(problems)) from error
        except yaml.YAMLError as error:
            raise YamlFileError(_invalid(self.name, self.text, error)) from error
        except ValueError as error:
            raise YamlFileError(
                f"{self.name} holds a value that can't be, such as a date that no year has."
            ) from error

    def sentence(self, problems: Sequence[Problem]) -> str:
        """Say what is wrong, each with its line."""
        named = [
            f"line {_line(self.tree, problem.place)}: {_path(problem.place)}: {problem.sentence}"
            for problem in problems[:MOST_NAMED]
        ]
        left = len(problems) - len(named)
        more = [f"and {left} more"] if left else []
        return f"{self.name} breaks a rule. {'; '.join([*named, *more])}."


def open_yaml(path: Path, most_bytes: int, what: str, name: str = "") -> YamlFile:
    """Open a YAML file.

    Args:
        path: Where it is.
        most_bytes: A larger one is refused.
        what: What the file should be, such as `questionnaire`.
        name: What it is called in sentences; else its path.

    Raises:
        YamlFileError: It is no such file; the sentence names file, line and why.
    """
    name = name or str(path)
    text = _text(path, most_bytes, what, name)
    try:
        _refuse_references(name, text)
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise YamlFileError(_invalid(name, text, error)) from error
    if tree is None:
        raise YamlFileError(f"{name} is empty.")
    return YamlFile(name, text, tree)


def _text(path: Path, most_bytes: int, what: str, name: str) -> str:
    if path.is_dir():
        raise YamlFileError(f"{name} is a folder; a file is needed.")
    try:
        if path.stat().st_size > most_bytes:
            size = most_bytes // 1_000_000
            raise YamlFileError(f"{name} is larger than {size} MB; that is no {what}.")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise YamlFileError(f"{name} is not written in UTF-8; is it a text file?") from error
    except FileNotFoundError as error:
        raise YamlFileError(f"There is no file {name}.") from error
    except OSError as error:
        raise YamlFileError(f"{name} can't be read by this user.") from error


def _invalid(name: str, text: str, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    position = getattr(error, "position", None)
    line = mark.line + 1 if mark else text.count("\n", 0, position or 0) + 1
    said = str(getattr(error, "problem", None) or getattr(error, "reason", ""))
    reason = next((words for part, words in YAML_WORDS.items() if part in said), "")
    return f"{name}, line {line} is no valid YAML{f': {reason}' if reason else ''}."


def _refuse_references(name: str, text: str) -> None:
    """Take no reference to another place of the file, and no depth: a few can fill the memory."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        where = f"{name}, line {event.start_mark.line + 1 if event.start_mark else 1}"
        if isinstance(event, yaml.AliasEvent):
            raise YamlFileError(f"{where}: please write out what *{event.anchor} stands for.")
        if depth > DEEPEST:
            raise YamlFileError(f"{where}: there are lists in lists beyond all measure.")


def _words(found: ErrorDetails) -> str:
    words = WORDS.get(found["type"])
    told = words.format(**found.get("ctx", {})) if words else found["msg"]
    return told.removeprefix("Value error, ")


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
