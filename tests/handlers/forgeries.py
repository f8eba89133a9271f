"""What somebody may send in place of what a button, a window or its inputs carry."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

Shown = dict[str, Any]
UNKNOWN = str(UUID(int=99))
NOTHING: tuple[Any, ...] = (None, "", "x", "\0", 7, [], {}, ["x"], {"value": "x"})
NOT_JSON = ("", "{", "[]", "null", "7", '"x"', "{}", "\0", "[" * 500, '{"a": NaN}')
NOT_AN_ID: tuple[Any, ...] = (
    None,
    "",
    "x",
    "\0",
    UNKNOWN,
    "0" * 32,
    7,
    -1.5,
    True,
    [],
    {},
    [UNKNOWN],
)
NOT_A_NUMBER: tuple[Any, ...] = (None, "", "x", -5, 0, 10**30, 1.5, "2", [], {}, True)
NOT_A_TEXT: tuple[Any, ...] = (None, 7, True, [], {}, "\0", "x" * 5_000)
HALF = "a\ud800b"
WRONG_TEXTS = ("a\0b", "a\u202eb", "a\x07b", HALF)
TOO_LONG = "x" * 3_001
"""Each is refused wherever a person types: NUL, override, control, half a character."""
ODD_BLOCKS: tuple[Any, ...] = (None, [], "x", {}, {"x": None}, {"x": []})
ODD_OPTIONS: tuple[Any, ...] = (None, 7, [], "\0", "x" * 200)
ODD_ENTRIES: tuple[Any, ...] = (None, 7, [], {}, "\0", "x" * 200, {"value": None})
SENT_IN = (
    "value", "selected_option", "selected_options", "selected_user", "selected_users",
    "selected_date",
)  # fmt: skip


def forged_buttons(element: Shown) -> Iterator[Shown]:
    """Put something else in place of what a button or menu carries."""
    for name in SENT_IN:
        for value in NOTHING:
            if name in element or name == "value":
                yield {**element, name: value}
    yield {name: value for name, value in element.items() if name not in SENT_IN}
    for value in forged_metadata(str(element.get("value", ""))):
        yield {**element, "value": value}


def forged_metadata(text: str) -> Iterator[str]:
    """Put something else in place of the ids that a button or window carries."""
    yield from (*NOT_JSON, UNKNOWN)
    try:
        known = json.loads(text)
    except json.JSONDecodeError:
        return
    if not isinstance(known, dict):
        return
    for name, value in known.items():
        without = {key: found for key, found in known.items() if key != name}
        yield json.dumps(without)
        others = NOT_A_NUMBER if isinstance(value, int) else (*NOT_AN_ID, *NOT_A_TEXT)
        yield from (json.dumps({**without, name: other}) for other in others)


def forged_values(values: dict[str, Shown]) -> Iterator[Any]:
    """Put something else in place of what stands in a window's inputs."""
    yield from (None, [], "x", {})
    for block_id, block in values.items():
        yield from ({**values, block_id: odd} for odd in ODD_BLOCKS)
        ((action_id, element),) = block.items()
        for name in SENT_IN:
            if name in element:
                for odd in _odd(name):
                    yield {**values, block_id: {action_id: {**element, name: odd}}}


def _odd(name: str) -> Iterator[Any]:
    yield from NOTHING
    yield UNKNOWN
    if name == "selected_date":
        yield from ("2031-02-30", "0001-01-01", "9999-12-31", "2031-12-31T00:00")
    if name == "selected_option":
        yield from ({"value": odd} for odd in ODD_OPTIONS)
    if name in {"selected_options", "selected_users"}:
        yield from ([odd] for odd in ODD_ENTRIES)
    if name == "value":
        yield from ("1e999", "nan", "-1", "x" * 3_000, *WRONG_TEXTS, TOO_LONG)
