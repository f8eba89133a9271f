"""CSV files in UTF-8: others are copied, as Excel writes UTF-16 and Windows-1252."""

import codecs
import gzip
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from monitors.errors import MeasurementError

WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WINDOWS = "cp1252"
NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\x81\x8d\x8f\x90\x9d]")
"""Bytes that no text in Windows-1252 has."""
CHUNK, MOST_LOOKED_AT = 1 << 20, 1 << 26


@dataclass(frozen=True)
class Readable:
    """A file in UTF-8; `note` is a sentence where its encoding was guessed."""

    path: Path
    note: str = ""


def as_utf8(path: Path, folder: Path) -> Readable:
    """Return the file, or a copy in UTF-8.

    Args:
        path: A CSV file, which may be gzipped.
        folder: Where a copy may be made.

    Raises:
        MeasurementError: It isn't text after all.
    """
    encoding = _wide_encoding(head_of(path, 400)) or (WINDOWS if _is_windows(path) else None)
    if encoding is None:
        return Readable(path)
    copy = folder / str(len(list(folder.iterdir()))) / path.name.removesuffix(".gz")
    copy.parent.mkdir()
    try:
        with _opened(path) as source, copy.open("w", encoding="utf-8", newline="") as target:
            shutil.copyfileobj(codecs.getreader(encoding)(source), target)
    except UnicodeError:
        if encoding == WINDOWS:
            return Readable(path)
        raise MeasurementError(
            f"{path} can't be read: it isn't {encoding.upper()} text."
        ) from None
    if encoding != WINDOWS:
        return Readable(copy)
    return Readable(copy, f"{path.name} isn't UTF-8 text. It is read as Windows-1252.")


def _is_windows(path: Path) -> bool:
    """Return whether the beginning of a file is no UTF-8, but may be Windows-1252."""
    decoder, is_utf8, looked_at = codecs.getincrementaldecoder("utf-8")(), True, 0
    with _opened(path) as file:
        while looked_at < MOST_LOOKED_AT and (chunk := file.read(CHUNK)):
            looked_at += len(chunk)
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
            if not is_utf8:
                return not NO_TEXT.search(chunk)
    return False


def _wide_encoding(head: bytes) -> str | None:
    for mark, encoding in WIDE:
        if head.startswith(mark):
            return encoding
    zeros = head[1::2].count(0), head[::2].count(0)
    if max(zeros) * 4 > len(head) and min(zeros) == 0:
        return "utf-16-le" if zeros[0] else "utf-16-be"
    return None


def _opened(path: Path) -> BinaryIO:
    if path.name.lower().endswith(".gz"):
        return cast("BinaryIO", gzip.open(path))
    return path.open("rb")


def head_of(path: Path, size: int) -> bytes:
    """Read the beginning of a file.

    Raises:
        MeasurementError: It can't be read.
    """
    try:
        with _opened(path) as file:
            return file.read(size)
    except (gzip.BadGzipFile, EOFError):
        raise MeasurementError(
            f"{path} can't be read: it isn't a gzip file, despite its name."
        ) from None
    except PermissionError:
        raise MeasurementError(
            f"{path} can't be read: you don't have permission to read it."
        ) from None
