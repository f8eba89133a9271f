"""The files that commands write."""

import os
from pathlib import Path

import typer


def refuse_unwritable(option: str, file: Path | None) -> None:
    """Refuse a file that can't be written before any work is done for it.

    Raises:
        typer.BadParameter: It can't; the sentence says why and what to do.
    """
    if file is None:
        return
    if file.is_dir():
        raise typer.BadParameter(
            f"{option} takes a file, and {file} is a folder. Please add a file's name."
        )
    if not file.parent.is_dir():
        raise typer.BadParameter(
            f"There is no folder {file.parent} to write {option} to. "
            "Please make it, or choose another."
        )
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        raise typer.BadParameter(f"This user may not write {file}. Please choose another place.")
