"""The files that commands read and write."""

import json
from pathlib import Path

import pytest

from bot.cli.files import json_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_json_is_read_in_any_encoding_that_it_may_have(tmp_path: Path, encoding: str) -> None:
    """Windows writes a mark at the beginning, or two bytes a character."""
    file = tmp_path / "metrics.json"
    file.write_bytes('{"größe": 1}'.encode(encoding))

    assert json.loads(json_text(file)) == {"größe": 1}
