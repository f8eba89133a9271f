"""What stands in a window's inputs, of whatever shape it comes."""

from collections.abc import Mapping
from typing import Any

from ground.characters import without_hidden

View = Mapping[str, Any]


def as_object(found: object) -> Mapping[str, Any]:
    """Return an object as it is, and an empty one for anything else."""
    return found if isinstance(found, Mapping) else {}


def inputs(view: View) -> Mapping[str, Any]:
    """Return what stands in a window's inputs, by block_id."""
    return as_object(as_object(view.get("state")).get("values"))


def input_of(view: View, block_id: str) -> Mapping[str, Any]:
    """Return what stands in one input; empty when nothing does."""
    return next((as_object(found) for found in as_object(inputs(view).get(block_id)).values()), {})


def typed_texts(view: View) -> list[str]:
    """Return what stands in a window's text fields, in their order."""
    texts = [input_of(view, block_id).get("value") for block_id in inputs(view)]
    found = [without_hidden(text) for text in texts if isinstance(text, str)]
    return [text for text in found if text.strip()]
