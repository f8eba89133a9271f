"""What columns and their values mean, as a monitor's file says, in place of their codes."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from monitors.alerts.alert_facts import MovedColumn


def in_words(column: MovedColumn, options: Mapping[str, Any]) -> MovedColumn:
    """Put what a column and its levels mean beside their codes."""
    meaning = options.get("meanings", {}).get(column.column, {})
    values = meaning.get("values", {})
    return replace(
        column,
        column=_with_meaning(column.column, meaning.get("name")),
        levels=[
            level._replace(level=_with_meaning(level.level, values.get(level.level)))
            for level in column.levels
        ],
    )


def sentence_in_words(sentence: str, options: Mapping[str, Any]) -> str:
    """Name columns in a sentence by what they mean: `RELP: 17 in 4% of rows` needs a lookup.

    A code that may be a word of the sentence, such as `age`, stays.
    """
    for code, meaning in options.get("meanings", {}).items():
        name = meaning.get("name")
        if not name or (code.isalpha() and code.islower()):
            continue
        sentence = re.sub(rf"(?<!\w){re.escape(code)}(?!\w)", _as_is(name), sentence)
        for value, word in meaning.get("values", {}).items():
            told = rf"({re.escape(name)}: (?:the new value )?){re.escape(str(value))}(?= in )"
            sentence = re.sub(told, rf"\g<1>{_as_is(word)}", sentence)
    return sentence


def _as_is(text: str) -> str:
    return text.replace("\\", r"\\")


def _with_meaning(code: str, meaning: str | None) -> str:
    return f"{meaning} ({code})" if meaning else code
