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
