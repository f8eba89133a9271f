"""`files.*`: uploads in three steps."""

from typing import Any

from bot.local.errors import SlackSaysNoError
from bot.local.world import StoredFile, World

Arguments = dict[str, Any]


def files_get_upload_url(world: World, arguments: Arguments) -> Arguments:
    """Give the address that a file's content goes to."""
    file = StoredFile(
        world.next_id("F"),
        str(arguments.get("filename", "file")),
        alt_text=str(arguments.get("alt_txt") or ""),
    )
    world.files[file.id] = file
    return {"upload_url": f"{arguments['_base_url']}/_upload/{file.id}", "file_id": file.id}


def files_complete_upload(world: World, arguments: Arguments) -> Arguments:
    """Say that the content has arrived."""
    done = []
    for entry in arguments.get("files") or []:
        file = world.files.get(str(entry.get("id")))
        if file is None or not file.content:
            raise SlackSaysNoError("file_not_found")
        file.is_complete = True
        done.append({"id": file.id, "title": entry.get("title", file.name), "name": file.name})
    return {"files": done}


METHODS = {
    "files.getUploadURLExternal": files_get_upload_url,
    "files.completeUploadExternal": files_complete_upload,
}
