"""What a value must be: its type, and within the type its limits."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from types import MappingProxyType

from assessments.use_cases.contract.codes import Code, named
from assessments.use_cases.contract.content import Kind, Typed
from ground.characters import hidden_in_text
from ground.refusals import Refusal

Value = object  # text, number, yes/no, or a list or mapping of them, as JSON has them
LOWEST_SCALE, HIGHEST_SCALE, PAIR = 1, 5, 2
LONGEST_SHOWN = 40
LARGEST_WHOLE = 2**53
"""Beyond it, JSON readers and databases take a whole number for another one."""
DATE = re.compile(r"\d{4}-\d\d-\d\d")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def plain(value: object) -> Value:
    """Write a value as JSON has it: dates as `2026-11-23`, tuples as lists, names as text."""
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def is_filled(value: Value) -> bool:
    """Return whether there is something: not nothing, no empty text, list or mapping."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value not in ([], {})


def is_number(value: Value) -> bool:
    """Return whether it is a finite number; yes and no aren't numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) if isinstance(value, float) else abs(value) <= LARGEST_WHOLE


def is_pair(value: Value) -> bool:
    """Return whether it is a list of two numbers."""
    return isinstance(value, list) and len(value) == PAIR and all(map(is_number, value))


def read_date(value: Value) -> date | None:
    """Read a date written as `2026-11-23`; None for anything else."""
    try:
        is_written = isinstance(value, str) and DATE.fullmatch(value)
        return date.fromisoformat(str(value)) if is_written else None
    except ValueError:
        return None


def shown(value: Value) -> str:
    """Write a value as a fact of a sentence, cut short."""
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def type_problem(spec: Typed, value: Value) -> Refusal | None:
    """Return why a filled value isn't of its type, or can't be read; None where all is well."""
    if hidden := _hidden(value):
        return Refusal(Code.HIDDEN_CHARACTER, character=hidden)
    if spec.type in {Kind.CHOICE, Kind.CHOICES}:
        return _choice_problem(spec, value)
    return TYPES.get(spec.type, _text)(value)


def _hidden(value: Value) -> str:
    texts = value if isinstance(value, list) else [value]
    found = (hidden_in_text(text) for text in texts if isinstance(text, str))
    return next(filter(None, found), "")


def _choice_problem(spec: Typed, value: Value) -> Refusal | None:
    if spec.type is Kind.CHOICES:
        if not _is_texts(value):
            return Refusal(Code.NOT_TEXTS, value=shown(value))
        wrong = [choice for choice in _texts(value) if choice not in spec.values]
    else:
        wrong = [] if value in spec.values else [shown(value)]
    if not wrong:
        return None
    return Refusal(Code.NOT_A_CHOICE, value=shown(wrong[0]), choices=named(spec.values))


def _text(value: Value) -> Refusal | None:
    return None if isinstance(value, str) else Refusal(Code.NOT_TEXT, value=shown(value))


def _list_of_texts(value: Value) -> Refusal | None:
    return None if _is_texts(value) else Refusal(Code.NOT_TEXTS, value=shown(value))


def _yes_no(value: Value) -> Refusal | None:
    return None if isinstance(value, bool) else Refusal(Code.NOT_YES_NO, value=shown(value))


def _whole(value: Value) -> Refusal | None:
    return None if _is_whole(value) else Refusal(Code.NOT_WHOLE, value=shown(value))


def _number(value: Value) -> Refusal | None:
    return None if is_number(value) else Refusal(Code.NOT_NUMBER, value=shown(value))


def _number_or_pair(value: Value) -> Refusal | None:
    is_either = is_number(value) or is_pair(value)
    return None if is_either else Refusal(Code.NOT_NUMBER_OR_PAIR, value=shown(value))


def _scale(value: Value) -> Refusal | None:
    if _is_whole(value) and LOWEST_SCALE <= int(str(value)) <= HIGHEST_SCALE:
        return None
    return Refusal(Code.NOT_A_CHOICE, value=shown(value), choices="1, 2, 3, 4, 5")


def _date(value: Value) -> Refusal | None:
    return None if read_date(value) else Refusal(Code.NOT_DATE, value=shown(value))


def _time(value: Value) -> Refusal | None:
    is_time = isinstance(value, str) and TIME.fullmatch(value)
    return None if is_time else Refusal(Code.NOT_TIME, value=shown(value))


TYPES: Mapping[Kind, Callable[[Value], Refusal | None]] = MappingProxyType(
    {
        Kind.TEXTS: _list_of_texts,
        Kind.PEOPLE: _list_of_texts,
        Kind.YES_NO: _yes_no,
        Kind.WHOLE: _whole,
        Kind.NUMBER: _number,
        Kind.NUMBER_OR_PAIR: _number_or_pair,
        Kind.SCALE: _scale,
        Kind.DATE: _date,
        Kind.TIME: _time,
    }
)


def limit_problems(spec: Typed, value: Value) -> Iterator[Refusal]:
    """List which limits a value of the right type breaks."""
    if isinstance(value, str):
        if spec.max is not None and len(value) > spec.max:
            yield Refusal(Code.TOO_LONG, most=int(spec.max), length=len(value))
        if spec.pattern and not re.fullmatch(spec.pattern, value):
            yield Refusal(Code.WRONG_FORM, value=shown(value), form=spec.pattern)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if spec.min is not None and value < spec.min:
            yield Refusal(Code.TOO_SMALL, least=spec.min)
        if spec.max is not None and value > spec.max:
            yield Refusal(Code.TOO_LARGE, most=spec.max)


def _is_whole(value: Value) -> bool:
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    return abs(value) <= LARGEST_WHOLE


def _is_texts(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _texts(value: Value) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
