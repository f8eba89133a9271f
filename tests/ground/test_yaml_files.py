"""YAML files: JSON is read as JSON, wherever it came from."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from ground.yaml_files import YamlFileError, own_yaml, parse_yaml


class Shape(BaseModel):
    """A file with one value."""

    value: Any


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"value": 1e-05}', 1e-05), ('{\n\t"value":\t[1]\n}', [1]), ("{value: yes}", True),
        ('{"value": "yes"}', "yes"), ('{"value": "2026-11-23"}', "2026-11-23"),
        ("value: 1e-05", "1e-05"),
    ],
)  # fmt: skip
def test_json_is_read_as_json(text: str, value: object) -> None:
    """YAML alone takes 1e-05 for text, and refuses tabs."""
    assert parse_yaml("a.json", text).shaped(Shape).value == value


def test_its_mistakes_have_lines_too() -> None:
    """Tabs or not."""
    file = parse_yaml("a.json", '{\n\t"value": 1,\n\t"value": 2}')

    with pytest.raises(YamlFileError, match="line 3: value: value appears twice"):
        file.shaped(Shape)


class Codes(BaseModel):
    """Codes and what they mean."""

    values: dict[str, str]


@pytest.mark.parametrize(
    "code",
    [
        "NO", "no", "on", "y", "yes", "true", "007", "017", "08", "12:30", "1:30.5", "0x1F",
        "0b11", "1_000", "1.10", ".5", "1e3", "~", "null", "2026-01-01", "+1", "-0",
        "=", "0o17", ".inf",
    ],
)  # fmt: skip
def test_a_code_is_what_is_written(tmp_path: Path, code: str) -> None:
    """As a name, in a file of a person's or of ours; quotation marks change nothing."""
    file = tmp_path / "codes.yaml"
    file.write_text(f"values:\n  {code}: plain\n", encoding="utf-8")
    quoted = parse_yaml("quoted.yaml", f"values: {{'{code}': plain}}").shaped(Codes)

    found = parse_yaml("a.yaml", file.read_text(encoding="utf-8")).shaped(Codes)

    assert found.values == quoted.values == {code: "plain"}
    assert own_yaml(file) == {"values": {code: "plain"}}


@pytest.mark.parametrize(
    "value", ["NO", "on", "007", "12:30", "1:30.5", "1.10", "~", "2026-01-01"]
)
def test_a_value_that_is_no_text_is_refused_where_text_is_asked_for(value: str) -> None:
    """With its line: it might be a code."""
    with pytest.raises(YamlFileError, match=r"line 3: values\.b: this should be text"):
        parse_yaml("a.yaml", f"values:\n  a: x\n  b: {value}\n").shaped(Codes)


@pytest.mark.parametrize(
    ("written", "number"),
    [("010", 10), ("-010", -10), ("+7", 7), ("0", 0), ("00", 0), ("1_000", 1000), ("0x10", 16)],
)
def test_a_number_is_decimal(written: str, number: int) -> None:
    """With zeros in front too; 12:30 is no number."""

    class Counted(BaseModel):
        rows: int

    assert parse_yaml("a.yaml", f"rows: {written}").shaped(Counted).rows == number
    with pytest.raises(YamlFileError, match="line 1: rows"):
        parse_yaml("a.yaml", "rows: 12:30").shaped(Counted)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: 1\nb: \x07\n", "line 2 isn't valid YAML: it contains a control character."),
        ("a: [1\nb: 2\n", "line 2 isn't valid YAML: a bracket is not closed."),
        (
            "a: 1\n b: 2\n",
            "line 2 isn't valid YAML: there is an unexpected colon; put the text in",
        ),
        ("a: 1\nb: 'x\n", "line 3 isn't valid YAML: a bracket or a quotation mark is not closed."),
        (
            "a: 1\nb: @x\n",
            "line 2 isn't valid YAML: it starts with a tab or a character that YAML",
        ),
    ],
)
def test_what_is_no_yaml_says_where_and_why(text: str, sentence: str) -> None:
    """The line that a person has to look at, in words."""
    with pytest.raises(YamlFileError) as refused:
        parse_yaml("a.yaml", text)

    assert str(refused.value).startswith(f"a.yaml, {sentence}")
