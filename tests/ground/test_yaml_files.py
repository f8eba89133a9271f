"""YAML files: JSON is read as JSON, wherever it came from."""

from typing import Any

import pytest
from pydantic import BaseModel

from ground.yaml_files import YamlFileError, parse_yaml


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
