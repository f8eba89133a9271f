"""Slack's own strictness: payloads are checked against the Block Kit schema and its limits."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

SCHEMA_FILE = Path(__file__).parent / "block-kit.schema.json"
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
LONGEST_TEXT, LONGEST_UPDATE = 40_000, 4_000
LONGEST_BLOCKS = 13_200
"""Characters of all texts of a message: undocumented, measured in slackapi/bolt-js, issue 2509."""
LARGEST_VIEW_BYTES = 250_000


class BadPayloadError(Exception):
    """Slack would refuse this payload; `messages` say where and why."""

    def __init__(self, code: str, messages: list[str]) -> None:
        super().__init__(f"{code}: {'; '.join(messages)}")
        self.code = code
        self.messages = messages


def check_message_blocks(blocks: object) -> list[dict[str, Any]]:
    """Check a message's blocks.

    Raises:
        BadPayloadError: Slack would answer `invalid_blocks`.
    """
    return _check_blocks(blocks, MESSAGE_BLOCKS, "invalid_blocks")


def check_total_length(blocks: list[dict[str, Any]]) -> None:
    """Check that a message's blocks together aren't too long.

    Raises:
        BadPayloadError: Slack would answer `msg_blocks_too_long`.
    """
    if _text_length(blocks) > LONGEST_BLOCKS:
        raise BadPayloadError("msg_blocks_too_long", [])


def check_view(view: object) -> dict[str, Any]:
    """Check a modal or an App Home.

    Raises:
        BadPayloadError: Slack would answer `invalid_arguments` or `view_too_large`.
    """
    if not isinstance(view, dict) or view.get("type") not in {"modal", "home"}:
        raise BadPayloadError("invalid_arguments", ["[ERROR] view must be a modal or home"])
    if len(json.dumps(view).encode()) > LARGEST_VIEW_BYTES:
        raise BadPayloadError("view_too_large", [])
    _check_blocks(view.get("blocks"), VIEW_BLOCKS, "invalid_arguments")
    definition = "Modal" if view["type"] == "modal" else "Home"
    bare = {**view, "blocks": []}
    if view["type"] == "modal":
        _check_modal(view)
    messages = _messages(definition, bare, "/view")
    if messages:
        raise BadPayloadError("invalid_arguments", messages)
    return view


def _check_modal(view: Mapping[str, Any]) -> None:
    has_input = any(block["type"] == "input" for block in view["blocks"])
    if has_input and not view.get("submit"):
        raise BadPayloadError(
            "invalid_arguments", ["[ERROR] submit is required when an input block is in blocks"]
        )


def _check_blocks(blocks: object, most: int, code: str) -> list[dict[str, Any]]:
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise BadPayloadError(code, ["[ERROR] blocks must be a list of objects"])
    if len(blocks) > most:
        raise BadPayloadError(code, [f"[ERROR] no more than {most} items allowed"])
    messages = [
        message
        for index, block in enumerate(blocks)
        for message in _block_messages(block, f"/blocks/{index}")
    ]
    ids = [block["block_id"] for block in blocks if block.get("block_id")]
    if len(ids) != len(set(ids)):
        messages.append("[ERROR] block_id must be unique")
    if messages:
        raise BadPayloadError(code, messages)
    return blocks


def _text_length(node: object) -> int:
    """Count the characters of all `text` strings."""
    if isinstance(node, list):
        return sum(map(_text_length, node))
    if not isinstance(node, dict):
        return 0
    own = node.get("text")
    rest = sum(map(_text_length, node.values()))
    return rest + len(own) if isinstance(own, str) else rest


def _block_messages(block: Mapping[str, Any], path: str) -> list[str]:
    definition = _definitions_by_type().get(str(block.get("type")))
    if definition is None:
        return [f"[ERROR] unsupported type: {block.get('type')} [json-pointer:{path}]"]
    return _messages(definition, block, path)


def _messages(definition: str, value: Mapping[str, Any], path: str) -> list[str]:
    return [
        f"[ERROR] {message} [json-pointer:{path}{place}]"
        for message, place in _errors(definition, json.dumps(value))
    ]


@lru_cache(10_000)  # most of a message stays the same each time it is shown
def _errors(definition: str, written: str) -> list[tuple[str, str]]:
    """List what is wrong with a value, and where."""
    return [
        (error.message[:200], "".join(f"/{part}" for part in error.absolute_path))
        for error in _validator(definition).iter_errors(json.loads(written))
    ]


def _any_of(
    validator: Any,  # noqa: ANN401 - jsonschema makes its classes as it goes
    shapes: Sequence[Mapping[str, Any]],
    value: object,
    schema: Mapping[str, Any],
) -> Iterator[ValidationError]:
    """Try only the shapes of the value's own `type`: to refuse the others takes longest."""
    kind = value.get("type") if isinstance(value, dict) else None
    possible = [shape for shape in shapes if kind is None or _may_be(_resolved(shape), kind)]
    yield from Draft202012Validator.VALIDATORS["anyOf"](validator, possible, value, schema)


def _may_be(shape: Mapping[str, Any], kind: object) -> bool:
    told = shape.get("properties", {}).get("type", {})
    return told.get("const", kind) == kind and kind in told.get("enum", [kind])


def _resolved(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    name = str(shape.get("$ref", "")).rpartition("/")[2]
    return _resolved(_schema()["definitions"][name]) if name else shape


_ByType: Any = extend(Draft202012Validator, {"anyOf": _any_of})  # type: ignore[no-untyped-call] # theirs


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema


@cache
def _validator(definition: str) -> Any:  # noqa: ANN401 - as above
    return _ByType(
        {"$ref": f"#/definitions/{definition}", "definitions": _schema()["definitions"]}
    )


@cache
def _definitions_by_type() -> dict[str, str]:
    """Find each block's definition by its `type`."""
    definitions = _schema()["definitions"]
    found = {}
    for reference in definitions["KnownBlock"]["anyOf"]:
        name = reference["$ref"].rsplit("/", 1)[-1]
        shapes = definitions[name].get("anyOf", [definitions[name]])
        kind = shapes[0]["properties"]["type"]
        found[str(kind.get("const", kind.get("enum", [""])[0]))] = name
    return found
