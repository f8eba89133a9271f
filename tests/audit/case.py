"""A step that changes something, and the entry that it must leave in the audit log."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

Step = Callable[[Session, datetime], Callable[[], Any]]
"""Puts there what must be there before, and returns what takes the step."""


@dataclass(frozen=True)
class Case:
    """A step, and the entry that it must leave."""

    function: str
    action: str
    actor: str
    prepare: Step


CASES: list[Case] = []


def leaves(function: Callable[..., Any], action: str, actor: str) -> Callable[[Step], Step]:
    """Note a step of a function: preparing returns what takes it."""

    def note(prepare: Step) -> Step:
        name = f"{function.__module__}.{function.__qualname__}"
        CASES.append(Case(name, action, actor, prepare))
        return prepare

    return note
