"""The page of a check: a picture for each column, as wide as a phone, each with its words."""

import re
from base64 import b64decode

import numpy as np

from monitors.check.check import check
from monitors.check.limits import Limits
from monitors.check.reports.page import check_as_page
from monitors.check.roles import Roles
from tests.monitors.conftest import OpenTables


def test_each_column_has_a_picture_and_its_words(open_tables: OpenTables) -> None:
    """The one that moved comes first; ranges are rounded, and names are harmless."""
    before = {"a<b": np.repeat([1.0, 2.0, 3.0], 500), "tea": np.repeat(["x", "y & z"], 750)}
    now = {"a<b": np.repeat([1.0, 2.0, 3.0], 500), "tea": np.repeat(["x", "y & z"], [1_500, 0])}

    result = check(open_tables(before, now), Roles(), Limits())
    page = check_as_page(result)

    pictures = re.findall(r'<img alt="([^"]+)" src="data:image/png;base64,([^"]+)">', page)
    words = [alt for alt, _ in pictures]
    assert all(b64decode(drawn).startswith(b"\x89PNG") for _, drawn in pictures)
    assert len(words) == 2
    assert words[0].startswith("tea, drift ")
    assert "x 50.0% before, all now; y &amp; z 50.0% before, none now." in words[0]
    assert words[1].startswith("a&lt;b, drift 0.00: ")
    for column in result.columns:
        assert column.effect is not None
        assert column.threshold is not None
        assert f"<td>{column.effect:.3f}<td>{column.threshold:.3f}<td>0.0%<td>" in page
