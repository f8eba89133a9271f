"""What Slack sends of a window that nobody touched."""

from typing import Any

SENT_AS = {
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
}


def untouched(element: dict[str, Any]) -> dict[str, Any]:
    """Return the state of an element as it was drawn."""
    name, initial = SENT_AS.get(element["type"], ("value", "initial_value"))
    return {"type": element["type"], name: element.get(initial)}


def sent(view: dict[str, Any], **typed: Any) -> dict[str, Any]:  # noqa: ANN401 - any state
    """Return a window as Slack sends it, with some elements' states by the name of their place."""
    values = {
        block["block_id"]: {block["element"]["action_id"]: untouched(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    for name, state in typed.items():
        block_id = next(found for found in values if found.partition(":")[0] == name)
        ((action_id, element),) = values[block_id].items()
        key = next(key for key in element if key != "type")
        values[block_id] = {action_id: {**element, key: state}}
    return {**view, "state": {"values": values}}
