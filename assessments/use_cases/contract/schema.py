"""The JSON Schema of a contract, built from the rules."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from assessments.use_cases.contract.content import FieldSpec, Kind, Rules, Status, Typed
from assessments.use_cases.contract.document import MOST_ROWS, parts_of
from assessments.use_cases.contract.export import SCHEMA
from assessments.use_cases.contract.sign_offs import Signature

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Mapping[str, Any] = MappingProxyType({"type": "string"})
NUMBER: Mapping[str, Any] = MappingProxyType({"type": "number"})
Shape = dict[str, Any]


def contract_schema(rules: Rules) -> Shape:
    """Build the JSON Schema of a contract under these rules.

    It tells types and names, which is what an import refuses. Limits, required fields and the
    rules V01 to V15 depend on the status, and a draft may break them.
    """
    properties = {
        "schema": {"const": SCHEMA},
        "rules": {"anyOf": [_closed(_texts("id", "version", "sha256"), "id", "version"),
                            {"type": "null"}]},
        "id": {"type": "string", "format": "uuid"},
        "edits": {"type": "integer", "minimum": 0},
        "round": {"type": "string", "format": "uuid"},
        "model": {**TEXT},
        "version": {"type": "integer", "minimum": 0},
        "status": {"enum": [status.value for status in Status]},
        "values": _closed(
            {
                field.id: {"title": field.label, **_of_field(rules, field)}
                for field in rules.fields
                if field.type is not Kind.SIGN_OFFS
            }
        ),
        "sign_offs": {"type": "array", "items": _sign_off()},
    }  # fmt: skip
    return {
        "$schema": DRAFT,
        "title": f"Use case, {rules.meta.id} {rules.meta.version}",
        **_closed(properties, "values"),
    }


def _of_field(rules: Rules, field: FieldSpec) -> Shape:
    if field.type is Kind.ROWS:
        cells = {name: _of(cell) for name, cell in rules.row_cells(field.id).items()}
        return {"type": "array", "items": _closed(cells), "maxItems": MOST_ROWS}
    if field.type in {Kind.RISK, Kind.PRIORITY}:
        return _closed({name: _of(part) for name, part in parts_of(rules, field).items()})
    return _of(field)


def _of(spec: Typed) -> Shape:
    return SHAPES[spec.type](spec) if spec.type in SHAPES else {**TEXT}


def _sign_off() -> Shape:
    shapes: Shape = {
        **_texts("person", "role", "reason"),
        "version": {"type": "integer", "minimum": 0},
        "at": {"type": "string", "format": "date-time"},
        "signature": {"enum": [found.value for found in Signature]},
    }
    return _closed(shapes, "person", "role", "version", "at", "signature")


def _texts(*names: str) -> Shape:
    return {name: {**TEXT} for name in names}


def _closed(properties: Shape, *required: str) -> Shape:
    return {
        "type": "object",
        "properties": properties,
        **({"required": list(required)} if required else {}),
        "additionalProperties": False,
    }


SHAPES: Mapping[Kind, Callable[[Typed], Shape]] = MappingProxyType(
    {
        Kind.TEXTS: lambda _spec: {"type": "array", "items": {**TEXT}},
        Kind.PEOPLE: lambda _spec: {"type": "array", "items": {**TEXT}},
        Kind.CHOICE: lambda spec: {"enum": spec.values},
        Kind.CHOICES: lambda spec: {"type": "array", "items": {"enum": spec.values}},
        Kind.YES_NO: lambda _spec: {"type": "boolean"},
        Kind.WHOLE: lambda _spec: {"type": "integer"},
        Kind.NUMBER: lambda _spec: {**NUMBER},
        Kind.NUMBER_OR_PAIR: lambda _spec: {
            "anyOf": [
                {**NUMBER},
                {"type": "array", "items": {**NUMBER}, "minItems": 2, "maxItems": 2},
            ]
        },
        Kind.SCALE: lambda _spec: {"enum": [1, 2, 3, 4, 5]},
        Kind.DATE: lambda _spec: {"type": "string", "format": "date"},
        Kind.TIME: lambda _spec: {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    }
)
