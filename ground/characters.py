"""Characters that hide in words, or turn them around; nobody types them on purpose."""

import re

_IN_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ud800-\udfff]")
_IN_NAME = re.compile(
    "[\x00-\x1f\x7f-\x9f\u180e\u200b\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def hidden_in_text(text: str) -> str:
    """Return the first control, override or half character of a text; empty without one.

    Lines and tabs are fine.

    Returns:
        Its number, such as `U+202E`.
    """
    return _number(_IN_TEXT.search(text))


def hidden_in_name(name: str) -> str:
    """Return the first such character of a name, which has one line; empty without one.

    Nor has it one without width, by which two names would look the same.
    """
    return _number(_IN_NAME.search(name))


def without_hidden(text: str) -> str:
    """Leave such characters out of a text."""
    return _IN_TEXT.sub("", text)


def _number(found: re.Match[str] | None) -> str:
    return f"U+{ord(found[0]):04X}" if found else ""
