"""YAML files that people write; every problem is reported with its file and line."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ground.characters import hidden_in_text
from ground.errors import DomainError
from ground.yaml_values import Loader, values_of

Shape = TypeVar("Shape", bound=BaseModel)
Place = tuple[str | int, ...]
MOST_NAMED = 5
DEEPEST = 50
WORDS = {
    "missing": "this is missing",
    "too_short": "this has {actual_length} entries but needs at least {min_length}",
    "too_long": "this has {actual_length} entries but can have at most {max_length}",
    "string_too_short": "this is empty",
    "string_too_long": "this is longer than {max_length} characters",
    "extra_forbidden": "unknown name; check the spelling",
    "model_type": "this should be a set of names with values, like name: value",
    "dict_type": "this should be a set of names with values, like name: value",
    "list_type": "this should be a list, with each entry on a line that starts with -",
    "string_type": "this should be text; put it in quotation marks",
    "literal_error": "this should be {expected}",
    "int_type": "this should be a whole number",
    "int_parsing": "this should be a whole number",
    "int_from_float": "this should be a whole number",
    "float_type": "this should be a number",
    "float_parsing": "this should be a number",
    "bool_type": "this should be true or false",
    "bool_parsing": "this should be true or false",
}
YAML_WORDS = {
    "<block end>": "its indentation doesn't match the lines above",
    "cannot start any token": "it starts with a tab or a character that YAML reserves",
    "mapping values are not allowed": "there is an unexpected colon; put the text in quotes",
    "',' or": "a bracket is not closed",
    "unexpected end of stream": "a bracket or a quotation mark is not closed",
    "expected the node content": "a bracket is not closed, or a value is missing",
    "could not find expected ':'": "a colon is missing after a name",
    "but found another document": "a second document starts with ---",
    "special characters": "it contains a control character",
}


class YamlFileError(DomainError):
    """A file can't be read; the message names the file, the line and the problem."""


@dataclass(frozen=True)
class Problem:
    """A problem: its place in the file, and what is wrong there."""

    place: Place
    sentence: str


@dataclass(frozen=True)
class YamlFile:
    """A parsed YAML file, with the position of everything in it."""

    name: str
    text: str
    tree: yaml.Node

    def shaped(self, shape: type[Shape], place: Place = ()) -> Shape:
        """Read the file, or what is at one place of it, as a model.

        Raises:
            YamlFileError: It doesn't fit; the message names the file, the line and the problem.
        """
        twice = list(_keys_twice(self.tree, ()))
        if twice:
            raise YamlFileError(self.sentence(twice))
        try:
            return shape.model_validate(self._content(place))
        except ValidationError as error:
            problems = [
                Problem((*place, *found["loc"]), _words(found)) for found in error.errors()
            ]
            raise YamlFileError(self.sentence(problems)) from error
        except yaml.YAMLError as error:
            raise YamlFileError(_invalid(self.name, self.text, error)) from error
        except ValueError as error:
            raise YamlFileError(
                f"{self.name} contains an impossible value, such as 31 February."
            ) from error

    def _content(self, place: Place) -> object:
        """Return the values; JSON is read as JSON, since YAML takes 1e-05 for text."""
        content: Any = None
        if self.text.lstrip().startswith("{"):
            with suppress(ValueError):
                content = json.loads(self.text)
        content = content or values_of(self.tree)
        for part in place:
            content = content[part]
        return content

    def sentence(self, problems: Sequence[Problem]) -> str:
        """Describe the problems, each with its line."""
        named = [
            f"line {_line(self.tree, problem.place)}: {_path(problem.place)}: {problem.sentence}"
            for problem in problems[:MOST_NAMED]
        ]
        left = len(problems) - len(named)
        more = [f"and {left} more"] if left else []
        return f"{self.name} isn't valid. {'; '.join([*named, *more])}."


def own_yaml(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    """Load a YAML file of our own, which is valid."""
    return values_of(yaml.compose(path.read_text(encoding="utf-8"), Loader=Loader))


def open_yaml(path: Path, most_bytes: int, what: str, name: str = "") -> YamlFile:
    """Open a YAML file.

    Args:
        path: Where it is.
        most_bytes: A larger file is refused.
        what: What the file should be, such as `questionnaire`.
        name: The name to use in messages, instead of the path.

    Raises:
        YamlFileError: It isn't a YAML file; the message names the file, the line and the problem.
    """
    name = name or str(path)
    return parse_yaml(name, _text(path, most_bytes, what, name))


def parse_yaml(name: str, text: str) -> YamlFile:
    """Parse the text of a YAML or JSON file.

    Args:
        name: What to call it in messages.
        text: The whole text.

    Raises:
        YamlFileError: It isn't YAML; the message names the file, the line and the problem.
    """
    is_json = text.lstrip().startswith("{")
    placed = text.replace("\t", " ") if is_json else text  # JSON may be indented with tabs
    try:
        _refuse_traps(name, placed)
        tree = yaml.compose(placed, Loader=Loader)
    except yaml.YAMLError as error:
        raise YamlFileError(_invalid(name, placed, _told_better(placed) or error)) from error
    if tree is None:
        raise YamlFileError(f"{name} is empty.")
    return YamlFile(name, text, tree)


def _text(path: Path, most_bytes: int, what: str, name: str) -> str:
    if path.is_dir():
        raise YamlFileError(f"{name} is a folder, not a file.")
    try:
        if path.stat().st_size > most_bytes:
            size = most_bytes // 1_000_000
            raise YamlFileError(f"{name} is larger than {size} MB, too large for a {what}.")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise YamlFileError(f"{name} isn't UTF-8 text.") from error
    except FileNotFoundError as error:
        raise YamlFileError(f"There is no file {name}.") from error
    except OSError as error:
        raise YamlFileError(f"You don't have permission to read {name}.") from error


def _told_better(text: str) -> yaml.YAMLError | None:
    """Return the error of the slow loader, which says more of what it expected."""
    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        return error
    return None


def _invalid(name: str, text: str, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    position = getattr(error, "position", None)
    line = mark.line + 1 if mark else text.count("\n", 0, position or 0) + 1
    said = str(getattr(error, "problem", None) or getattr(error, "reason", ""))
    reason = next((words for part, words in YAML_WORDS.items() if part in said), "")
    return f"{name}, line {line} isn't valid YAML{f': {reason}' if reason else ''}."


def _refuse_traps(name: str, text: str) -> None:
    """Refuse aliases and deep nesting, which can fill the memory, and hidden characters."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        where = f"{name}, line {event.start_mark.line + 1 if event.start_mark else 1}"
        if isinstance(event, yaml.AliasEvent):
            raise YamlFileError(f"{where}: aliases aren't allowed; write out *{event.anchor}.")
        if hidden := hidden_in_text(getattr(event, "value", "")):
            raise YamlFileError(f"{where}: a hidden character ({hidden}); type this text again.")
        if depth > DEEPEST:
            raise YamlFileError(f"{where}: the nesting is too deep.")


def _words(found: ErrorDetails) -> str:
    words = WORDS.get(found["type"])
    told = words.format(**found.get("ctx", {})) if words else found["msg"]
    return told.removeprefix("Value error, ")


def _keys_twice(node: yaml.Node, place: Place) -> Iterator[Problem]:
    """Find duplicate keys in a mapping, where YAML would silently keep the last."""
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield from _keys_twice(child, (*place, index))
    elif isinstance(node, yaml.MappingNode):
        names = [str(key.value) for key, _ in node.value]
        for position, (key, child) in enumerate(node.value):
            here: Place = (*place, str(key.value))
            if key.value in names[:position]:
                yield Problem(here, f"{key.value} appears twice")
            yield from _keys_twice(child, here)


def _path(place: Place) -> str:
    return ".".join(str(part) for part in place) or "file"


def _line(node: yaml.Node, place: Place) -> int:
    """Return a place's line, counted from 1; if the place is missing, the line of its parent."""
    line: int = node.start_mark.line + 1
    for part in place:
        key, child = _child(node, part)
        if key is None or child is None:
            break
        node, line = child, key.start_mark.line + 1
    return line


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Find the start and the value of an entry by its key or index.

    For a duplicate key, the last one counts.
    """
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    if isinstance(node, yaml.MappingNode):
        for key, value in reversed(node.value):
            if key.value == str(part):
                return key, value
    return None, None
