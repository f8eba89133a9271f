"""One table: how each type of value is asked for in a window, and read back from it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from slack_sdk.models.blocks import InputInteractiveElement

from assessments.use_cases.contract.codes import Code
from assessments.use_cases.contract.content import Kind
from assessments.use_cases.contract.values import (
    Value,
    is_number,
    is_pair,
    read_date,
    shown,
    type_problem,
)
from assessments.use_cases.numbers import NumberError, read_number, without_percent, without_unit
from ground.characters import without_hidden
from ground.refusals import Refusal
from handlers.blocks.use_cases.asked import Asked, Raw
from handlers.blocks.use_cases.elements import (
    MOST_CHARACTERS,
    draw_channel,
    draw_choice,
    draw_choices,
    draw_day,
    draw_people,
    draw_person,
    draw_text,
    draw_time,
)

HUNDRED, SHARE, PERCENT = 100, "share", "percent"
PERSON, CHANNEL = re.compile("[UW][A-Z0-9]+"), re.compile("[CG][A-Z0-9]+")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
RANGE = re.compile(r"\s+(?:to|and|-|\u2013)\s+|\s*[;…]\s*|\s*\.\.+\s*|(?<=[\d%])[-\u2013](?=\d)")
BETWEEN = re.compile(r"between\s+(?=.*\sand\s)", re.IGNORECASE)


@dataclass(frozen=True)
class Widget:
    """A type of input.

    Attributes:
        state: Where Slack has what was typed or chosen.
        show: What the element holds for a value.
        parse: The value of what the element holds, or why it is none.
        draw: The element.
    """

    state: str
    show: Callable[[Asked, Value], Raw]
    parse: Callable[[Asked, Raw], Value | Refusal]
    draw: Callable[[Asked, Raw], InputInteractiveElement]


def element_of(asked: Asked, value: Value) -> InputInteractiveElement:
    """Draw the element that asks for a value, filled in with the present one."""
    widget = widget_of(asked)
    return widget.draw(asked, widget.show(asked, value))


def read_value(asked: Asked, state: Mapping[str, object] | None, before: Value) -> Value | Refusal:
    """Read what a window sent of an input.

    Args:
        asked: The input.
        state: What Slack sent of its element; None where it sent nothing.
        before: The value that the window showed.

    Returns:
        The value, None where it was emptied, or why what was typed is none. An input that Slack
        sent nothing of, or that holds what it showed, is unchanged, whatever it couldn't show.
    """
    widget = widget_of(asked)
    if state is None or widget.state not in state:
        return before
    raw = _raw(state[widget.state])
    if _is_same(raw, widget.show(asked, before)):
        return before
    return widget.parse(asked, raw) if raw else None


def widget_of(asked: Asked) -> Widget:
    """Find how a value is asked for."""
    return WIDGETS.get(asked.spec.type, TEXT)


def _raw(found: object) -> Raw:
    """Take the plain values out of what Slack sent; None for what has another shape."""
    if isinstance(found, Mapping):
        return _raw(found.get("value"))
    if isinstance(found, list):
        values = [_raw(one) for one in found]
        return [one for one in values if isinstance(one, str)]
    return found if isinstance(found, str) and found.strip() else None


def _is_same(raw: Raw, shown_before: Raw) -> bool:
    """Compare what an element holds; ids in another order are the same ones."""
    if isinstance(raw, list) and isinstance(shown_before, list):
        return sorted(raw) == sorted(shown_before)
    return (raw or None) == (shown_before or None)


def _typed(asked: Asked, value: Value) -> Value | Refusal:
    return type_problem(asked.spec, value) or value


def _show_text(_asked: Asked, value: Value) -> Raw:
    """Show what a text field can hold: 3,000 characters that can be seen."""
    text = without_hidden(value)[:MOST_CHARACTERS] if isinstance(value, str) else ""
    return text if text.strip() else None


def _parse_text(asked: Asked, raw: Raw) -> Value | Refusal:
    return _typed(asked, str(raw).strip())


def _show_lines(asked: Asked, value: Value) -> Raw:
    return _show_text(asked, "\n".join(map(str, value))) if isinstance(value, list) else None


def _parse_lines(asked: Asked, raw: Raw) -> Value | Refusal:
    return _typed(asked, [line.strip() for line in str(raw).splitlines() if line.strip()])


def _show_number(asked: Asked, value: Value) -> Raw:
    if isinstance(value, list) and is_pair(value):
        return " to ".join(_number_text(asked, one) for one in value)
    return _number_text(asked, value) if is_number(value) else None


def _number_text(asked: Asked, value: object) -> str:
    exact = Decimal(str(value))
    if asked.unit == SHARE:
        return f"{(exact * HUNDRED).normalize():f}%"
    return f"{exact.normalize():f}{'%' if asked.unit == PERCENT else ''}"


def _parse_number(asked: Asked, raw: Raw) -> Value | Refusal:
    """Read a number as it is shown: with its unit, `%` only for a share or a percentage.

    A share above 1 without its sign is asked about by the rules (V04).
    """
    text = str(raw).strip()
    rest, has_sign = without_percent(text)
    has_sign = has_sign and asked.unit in {SHARE, PERCENT}
    bare = rest if has_sign else without_unit(text, _plain_unit(asked))
    try:
        number = read_number(bare)
    except NumberError as error:
        return error.refusal
    if asked.unit == SHARE and has_sign:
        number = float(Decimal(repr(number)) / HUNDRED)
    return int(number) if number.is_integer() else number


def _plain_unit(asked: Asked) -> str:
    return "" if asked.unit in {SHARE, PERCENT} else asked.unit or ""


def _parse_whole(asked: Asked, raw: Raw) -> Value | Refusal:
    number = _parse_number(asked, raw)
    return number if isinstance(number, Refusal) else _typed(asked, number)


def _parse_number_or_pair(asked: Asked, raw: Raw) -> Value | Refusal:
    parts = RANGE.split(BETWEEN.sub("", str(raw).strip(), count=1))
    if any(without_percent(part)[1] for part in parts):  # in `80 to 90 %` it's said once
        parts = [f"{without_percent(part)[0]}%" for part in parts]
    found = [_parse_number(asked, part) for part in parts]
    wrong = next((one for one in found if isinstance(one, Refusal)), None)
    if wrong is not None:
        return wrong
    pair = len(("low", "high"))
    if len(found) > pair:
        return Refusal(Code.NOT_NUMBER_OR_PAIR, value=shown(raw))
    return found if len(found) == pair else found[0]


def _show_choice(asked: Asked, value: Value) -> Raw:
    name = _choice_value(value)
    return name if any(choice.value == name for choice in asked.choices) else None


def _choice_value(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _parse_yes_no(_asked: Asked, raw: Raw) -> Value | Refusal:
    known = {"yes": True, "no": False}
    value = str(raw)
    return known[value] if value in known else Refusal(Code.NOT_YES_NO, value=shown(value))


def _parse_scale(asked: Asked, raw: Raw) -> Value | Refusal:
    text = str(raw)
    return _typed(asked, int(text) if text in {"1", "2", "3", "4", "5"} else text)


def _show_choices(asked: Asked, value: Value) -> Raw:
    """Show each choice once, whatever a file says."""
    known = {choice.value for choice in asked.choices}
    chosen = dict.fromkeys(value) if isinstance(value, list) else None
    return None if chosen is None else [str(one) for one in chosen if one in known]


def _parse_list(asked: Asked, raw: Raw) -> Value | Refusal:
    return _typed(asked, [raw] if isinstance(raw, str) else list(raw or ()))


def _show_day(_asked: Asked, value: Value) -> Raw:
    return str(value) if read_date(value) else None


def _show_like(pattern: re.Pattern[str]) -> Callable[[Asked, Value], Raw]:
    def show(_asked: Asked, value: Value) -> Raw:
        return value if isinstance(value, str) and pattern.fullmatch(value) else None

    return show


def _show_people(_asked: Asked, value: Value) -> Raw:
    people = dict.fromkeys(value) if isinstance(value, list) else ()
    return [one for one in people if isinstance(one, str) and PERSON.fullmatch(one)] or None


def _parse_like(pattern: re.Pattern[str]) -> Callable[[Asked, Raw], Value | Refusal]:
    def parse(asked: Asked, raw: Raw) -> Value | Refusal:
        ids = [raw] if isinstance(raw, str) else list(raw or ())
        wrong = next((one for one in ids if not pattern.fullmatch(one)), None)
        if wrong is not None:
            return Refusal(Code.NOT_A_CHOICE, value=shown(wrong), choices="the people in Slack")
        return _parse_list(asked, raw) if asked.spec.type is Kind.PEOPLE else str(raw)

    return parse


TEXT = Widget("value", _show_text, _parse_text, draw_text)
_CHOICE = Widget("selected_option", _show_choice, _parse_text, draw_choice)
_USER = Widget("selected_user", _show_like(PERSON), _parse_like(PERSON), draw_person)
WIDGETS: Mapping[Kind, Widget] = {
    Kind.TEXT: TEXT,
    Kind.TEXTS: Widget("value", _show_lines, _parse_lines, draw_text),
    Kind.WHOLE: Widget("value", _show_number, _parse_whole, draw_text),
    Kind.NUMBER: Widget("value", _show_number, _parse_number, draw_text),
    Kind.NUMBER_OR_PAIR: Widget("value", _show_number, _parse_number_or_pair, draw_text),
    Kind.CHOICE: _CHOICE,
    Kind.METRIC: _CHOICE,
    Kind.CHOICES: Widget("selected_options", _show_choices, _parse_list, draw_choices),
    Kind.YES_NO: Widget("selected_option", _show_choice, _parse_yes_no, draw_choice),
    Kind.SCALE: Widget("selected_option", _show_choice, _parse_scale, draw_choice),
    Kind.DATE: Widget("selected_date", _show_day, _parse_text, draw_day),
    Kind.TIME: Widget("selected_time", _show_like(TIME), _parse_text, draw_time),
    Kind.PERSON: _USER,
    Kind.PERSON_OR_GROUP: _USER,
    Kind.PEOPLE: Widget("selected_users", _show_people, _parse_like(PERSON), draw_people),
    Kind.CHANNEL: Widget(
        "selected_conversation", _show_like(CHANNEL), _parse_like(CHANNEL), draw_channel
    ),
}
