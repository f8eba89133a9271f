"""The files that commands read and write."""

import json
import os
from pathlib import Path

import typer


def json_text(file: Path) -> str:
    """Return the text of a JSON file in UTF-8, UTF-16 or UTF-32, whatever mark it begins with.

    Raises:
        OSError: It can't be read.
        UnicodeError: It is in another encoding.
    """
    data = file.read_bytes()
    return data.decode(json.detect_encoding(data))


def refuse_unwritable(option: str, file: Path | None) -> None:
    """Refuse a file that can't be written before any work is done for it.

    Raises:
        typer.BadParameter: It can't; the sentence says why and what to do.
    """
    if file is None:
        return
    if file.is_dir():
        raise typer.BadParameter(
            f"{option} needs a file, but {file} is a folder. Add a file name."
        )
    if not file.parent.is_dir():
        raise typer.BadParameter(
            f"The folder {file.parent} for {option} doesn't exist. "
            "Create it, or choose another folder."
        )
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        raise typer.BadParameter(
            f"You don't have permission to write {file}. Choose another place."
        )
