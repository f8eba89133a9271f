"""CSV files that aren't UTF-8."""

from pathlib import Path

import pytest

from bot.adapters.data_sources.csv_encoding import Readable, as_utf8

TEXTS = {
    "of the west": ("a;b\nGrün;5 €\n", "cp1252", True),
    "beyond the first megabyte": ("a;b\n" + "x;y\n" * 300_000 + "ü;y\n", "cp1252", True),
    "plain": ("a;b\nGr;5\n", "cp1252", False),
    "utf-8 across two chunks": ("a" * ((1 << 20) - 1) + "ü;y\n", "utf-8", False),
}


@pytest.mark.parametrize(("text", "encoding", "is_told"), TEXTS.values(), ids=TEXTS)
def test_what_is_no_utf_8_is_read_as_windows_1252(
    tmp_path: Path,
    text: str,
    encoding: str,
    is_told: bool,  # noqa: FBT001 - an expected value
) -> None:
    """As Excel writes where UTF-8 isn't asked for; that it was guessed is said."""
    path, folder = tmp_path / "table.csv", tmp_path / "copies"
    path.write_bytes(text.encode(encoding))
    folder.mkdir()

    found = as_utf8(path, folder)

    assert found.path.read_text(encoding="utf-8") == text
    assert bool(found.note) is is_told
    assert not is_told or found.note == ("table.csv isn't UTF-8 text. It is read as Windows-1252.")


@pytest.mark.parametrize("data", [b"PK\x03\x04\xff", b"a;b\n\x81\xff;1\n"])
def test_what_is_no_text_is_left_to_the_reader(tmp_path: Path, data: bytes) -> None:
    """Which says what line isn't text."""
    path = tmp_path / "table.csv"
    path.write_bytes(data)

    assert as_utf8(path, tmp_path) == Readable(path)
