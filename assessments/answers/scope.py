"""What a round is about, compared as people mean it: case and spaces make no difference."""

import unicodedata
from collections.abc import Iterable

from assessments.tables import Assessment


def tidy(name: str) -> str:
    """Write a name in one form of letters, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def scope_key(name: str) -> str:
    """Return the form in which two names of the same thing are equal."""
    return unicodedata.normalize("NFC", tidy(name).casefold())


def first_about(candidates: Iterable[Assessment], name: str) -> Assessment | None:
    """Find the first of some rounds that is about a name."""
    key = scope_key(name)
    return next((found for found in candidates if scope_key(found.scope_name) == key), None)
