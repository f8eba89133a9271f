"""The samples once more, with somebody else's words in every place where such words stand."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache, wraps
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from inspect import getmembers, isfunction
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, get_type_hints

from slack_sdk.models.views import View
from sqlmodel import SQLModel

import handlers.blocks
from ground.refusals import Refusal
from handlers.blocks.text import Message

Layout = Callable[..., Message | View]
OURS = re.compile(r"[A-Z]\w*\d\w*|[UCF]\w+|[<>]=|[a-z-]+(_\w*)?|\d*|[A-Z]{3}(-\d+)?")
"""Ids, and words that we look up in tables of our own; a model's name is neither."""
LONGEST_NAME = 100
NAMES = {"employment", "0f1e2d3c"}


@contextmanager
def _layouts_wrapped(wrap: Callable[[Layout], Layout]) -> Iterator[None]:
    """Replace every public layout function for a while."""
    found = [
        (module, name, function)
        for module in _modules()
        for name, function in getmembers(module, isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
        if get_type_hints(function).get("return") in (Message, View) and name != "modal"
    ]
    for module, name, function in found:
        setattr(module, name, wrap(function))
    try:
        yield
    finally:
        for module, name, function in found:
            setattr(module, name, function)


@cache
def hostile_samples(words: str) -> tuple[Mapping[str, Message], Mapping[str, View]]:
    """Draw all samples with these words in place of each name, title, reason and sentence."""

    def wrap(layout: Layout) -> Layout:
        @wraps(layout)
        def drawn(*given: Any, **named: Any) -> Message | View:  # noqa: ANN401 - any layout's
            return layout(*hostile(given, words), **hostile(named, words))

        return drawn

    with _layouts_wrapped(wrap):
        path = Path(__file__).with_name("samples.py")
        spec = spec_from_file_location("hostile_samples_drawn", path)
        assert spec is not None
        assert spec.loader is not None
        samples = module_from_spec(spec)
        spec.loader.exec_module(samples)
    return samples.MESSAGES, samples.WINDOWS


def hostile(value: Any, words: str) -> Any:  # noqa: ANN401 - whatever a layout gets
    """Put the words in place of every text that isn't ours, however deep it stands."""
    if isinstance(value, str):
        return value if isinstance(value, Enum) else _hostile_text(value, words)
    if is_dataclass(value) and not isinstance(value, type):
        found = {part.name: hostile(getattr(value, part.name), words) for part in fields(value)}
        facts = found.get("facts")
        return Refusal(found["code"], **facts) if facts is not None else replace(value, **found)
    if isinstance(value, SQLModel):
        return type(value)(**{name: hostile(found, words) for name, found in value})
    if isinstance(value, Mapping):
        return {key: hostile(found, words) for key, found in value.items()}
    if type(value) in (list, tuple):
        return type(value)(hostile(found, words) for found in value)
    return value


def _hostile_text(text: str, words: str) -> str:
    if OURS.fullmatch(text) and text not in NAMES:
        return text
    return words if " " in text else words[:LONGEST_NAME]


def _modules() -> list[Any]:
    found = walk_packages(handlers.blocks.__path__, "handlers.blocks.")
    return [import_module(module.name) for module in found]
