"""Menus that search: Slack shows at most 100 options, and asks us as a person types."""

from collections.abc import Collection, Sequence

from slack_sdk.models.blocks import (
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    Option,
    PlainTextObject,
    StaticMultiSelectElement,
    StaticSelectElement,
)

from handlers.blocks.parts import option

MOST_OPTIONS = 100
SEARCH_MODELS, SEARCH_VERSIONS, SEARCH_LISTS = "search_models", "search_versions", "search_lists"
Entry = tuple[str, str]
"""What is chosen, and what is shown for it."""


def menu(
    entries: Sequence[Entry], action_id: str, search_id: str, chosen: str | None, placeholder: str
) -> StaticSelectElement | ExternalDataSelectElement:
    """Build a menu; one of more than 100 entries searches as a person types.

    Args:
        entries: All there is to choose from.
        action_id: Of a menu with all its entries.
        search_id: Of one that searches; the listener of this name finds entries.
        chosen: What is chosen when the window opens; None for nothing.
        placeholder: What the menu says while nothing is chosen.
    """
    initial = next((option(text, value) for value, text in entries if value == chosen), None)
    told = PlainTextObject(text=placeholder)
    if len(entries) > MOST_OPTIONS:
        return ExternalDataSelectElement(
            action_id=search_id, placeholder=told, initial_option=initial, min_query_length=0
        )
    options = [option(text, value) for value, text in entries]
    return StaticSelectElement(
        action_id=action_id, placeholder=told, options=options, initial_option=initial
    )


def menu_of_several(
    entries: Sequence[Entry],
    action_id: str,
    search_id: str,
    chosen: Collection[str],
    placeholder: str,
) -> StaticMultiSelectElement | ExternalDataMultiSelectElement:
    """Build a menu of which several entries can be chosen; as `menu` does."""
    initial = [option(text, value) for value, text in entries if value in chosen] or None
    told = PlainTextObject(text=placeholder)
    if len(entries) > MOST_OPTIONS:
        return ExternalDataMultiSelectElement(
            action_id=search_id, placeholder=told, initial_options=initial, min_query_length=0
        )
    options = [option(text, value) for value, text in entries]
    return StaticMultiSelectElement(
        action_id=action_id, placeholder=told, options=options, initial_options=initial
    )


def matching(entries: Sequence[Entry], typed: str) -> list[Option]:
    """Find the entries that have every word that was typed; at most 100.

    What begins with the text comes first; else the order stays.
    """
    whole = " ".join(typed.casefold().split())
    words = whole.split()
    found = [
        (value, text)
        for value, text in entries
        if all(word in text.casefold() or word in value.casefold() for word in words)
    ]
    found.sort(key=lambda entry: not entry[1].casefold().startswith(whole))
    return [option(text, value) for value, text in found[:MOST_OPTIONS]]
