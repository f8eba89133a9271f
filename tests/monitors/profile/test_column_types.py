"""What a column holds, in a word or two."""

import pytest

from monitors.profile.engine import Column, Kind
from monitors.profile.reading import kind_name


@pytest.mark.parametrize(
    ("engine_type", "name"),
    [
        ("BIGINT[]", "nested values"),
        ("STRUCT(a INTEGER, t TIME)", "nested values"),
        ("jsonb", "nested values"),
        ("TIME", "times of day"),
        ("TIME WITH TIME ZONE", "times of day"),
        ("time without time zone", "times of day"),
        ("INTERVAL", "spans of time"),
        ("interval day to second", "spans of time"),
        ("BLOB", "binary values"),
        ("bytea", "binary values"),
        ("inet", "network addresses"),
        ("money", "amounts of money"),
        ("tsvector", "values of the type tsvector"),
        ("", "values of another kind"),
    ],
)
def test_what_can_not_be_compared_is_called_by_its_kind(engine_type: str, name: str) -> None:
    """A time of day is not nested."""
    assert kind_name(Column("x", Kind.OTHER, engine_type)) == name
