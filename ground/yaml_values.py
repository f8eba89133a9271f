"""What the words of a YAML file mean: names exactly as written, numbers as people read them.

YAML 1.1, which PyYAML reads, takes NO for false, 007 and 017 for octal numbers, and 12:30 for 750.
Where such a word is the name of an entry, as codes of `meanings` are, other cases would get what
it says. As a value it's refused where text is asked for.
"""

from datetime import timedelta
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

Loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""libyaml's is eight times as quick."""
TEXT, WHOLE, BROKEN = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float"))
OTHER_BASES = ("0x", "0b")


class _AsWritten(SafeConstructor):
    """Makes values of a parsed file; a name stays the text that is written there."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        """Make a mapping whose names are text."""
        for name, _ in node.value:
            if isinstance(name, yaml.ScalarNode):
                name.tag = TEXT
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found

    def whole_number(self, node: yaml.ScalarNode) -> int | timedelta:
        """Read a number as decimal, zeros in front or not; 12:30 is no number."""
        if ":" in node.value:
            return timedelta()
        sign, digits = node.value[: node.value[:1] in "+-"], node.value.lstrip("+-0")
        if node.value.lstrip("+-").startswith(OTHER_BASES) or not digits:
            return int(self.construct_yaml_int(node))
        return int(f"{sign}{digits}")

    def broken_number(self, node: yaml.ScalarNode) -> float | timedelta:
        """Read a number with a point; 12:30.5 is none."""
        return timedelta() if ":" in node.value else float(self.construct_yaml_float(node))


_AsWritten.yaml_constructors = {
    **SafeConstructor.yaml_constructors,
    WHOLE: _AsWritten.whole_number,
    BROKEN: _AsWritten.broken_number,
}


def values_of(tree: yaml.Node | None) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return the values of a parsed file; what looks like a time of day is a `timedelta`.

    Raises:
        yaml.YAMLError: A value isn't what its explicit tag says, or a name is no text.
        ValueError: A value is impossible, such as 31 February.
    """
    return None if tree is None else _AsWritten().construct_document(tree)
