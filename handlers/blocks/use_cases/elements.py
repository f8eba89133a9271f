"""How each type of value is asked for: the element of Block Kit, filled in."""

from slack_sdk.models.blocks import (
    ConversationFilter,
    ConversationSelectElement,
    DatePickerElement,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    TimePickerElement,
    UserMultiSelectElement,
    UserSelectElement,
)

from assessments.use_cases.contract.content import Kind
from handlers.blocks.parts import option
from handlers.blocks.use_cases.asked import Asked, Raw

TYPED = "type_text"
MOST_RADIOS, MOST_OPTIONS, MOST_CHARACTERS = 5, 100, 3_000


def draw_text(asked: Asked, raw: Raw) -> InputInteractiveElement:
    """Draw a text field, of one line or several."""
    filled = raw if isinstance(raw, str) else ""
    longest = asked.spec.max if asked.spec.type is Kind.TEXT else None
    fits = longest is not None and len(filled) <= longest
    return PlainTextInputElement(
        action_id=TYPED,
        initial_value=filled or None,
        multiline=asked.is_long or "\n" in filled,
        max_length=min(int(longest), MOST_CHARACTERS) if longest and fits else None,
    )


def draw_choice(asked: Asked, raw: Raw) -> InputInteractiveElement:
    """Draw a menu, or radio buttons."""
    options = _options(asked)
    chosen = next((one for one in options if one.value == raw), None)
    action_id = asked.tells or TYPED
    if asked.is_radio and len(options) <= MOST_RADIOS:
        return RadioButtonsElement(action_id=action_id, options=options, initial_option=chosen)
    return StaticSelectElement(
        action_id=action_id,
        options=options,
        initial_option=chosen,
        placeholder=PlainTextObject(text="Choose one"),
    )


def _options(asked: Asked) -> list[Option]:
    return [option(one.text, one.value, one.description) for one in asked.choices[:MOST_OPTIONS]]


def draw_choices(asked: Asked, raw: Raw) -> InputInteractiveElement:
    """Draw a menu to choose several from."""
    options = _options(asked)
    return StaticMultiSelectElement(
        action_id=TYPED,
        options=options,
        initial_options=[one for one in options if one.value in (raw or ())] or None,
        placeholder=PlainTextObject(text="Choose one or more"),
    )


def _only_one(raw: Raw) -> str | None:
    return raw if isinstance(raw, str) else None


def draw_day(_asked: Asked, raw: Raw) -> InputInteractiveElement:
    """Draw a calendar."""
    return DatePickerElement(action_id=TYPED, initial_date=_only_one(raw))


def draw_time(_asked: Asked, raw: Raw) -> InputInteractiveElement:
    """Draw a clock."""
    return TimePickerElement(action_id=TYPED, initial_time=_only_one(raw))


def draw_person(_asked: Asked, raw: Raw) -> InputInteractiveElement:
    """Draw a menu of people."""
    return UserSelectElement(
        action_id=TYPED,
        initial_user=_only_one(raw),
        placeholder=PlainTextObject(text="Choose a person"),
    )


def draw_people(_asked: Asked, raw: Raw) -> InputInteractiveElement:
    """Draw a menu to choose several people from."""
    return UserMultiSelectElement(
        action_id=TYPED,
        initial_users=list(raw) if raw else None,
        placeholder=PlainTextObject(text="Choose people"),
    )


def draw_channel(_asked: Asked, raw: Raw) -> InputInteractiveElement:
    """Draw a menu of channels."""
    return ConversationSelectElement(
        action_id=TYPED,
        initial_conversation=_only_one(raw),
        placeholder=PlainTextObject(text="Choose a channel"),
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
