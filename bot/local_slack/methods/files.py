"""`files.*`: uploads in three steps, and what somebody attached."""

from collections.abc import Sequence
from typing import Any

from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.methods.conversations import find_channel
from bot.local_slack.objects import file_object
from bot.local_slack.state import BOT_USER_ID, Message, StoredFile, World

Arguments = dict[str, Any]


def files_get_upload_url(world: World, arguments: Arguments) -> Arguments:
    """Return the address that a file's content goes to."""
    file = StoredFile(
        world.next_id("F"),
        str(arguments.get("filename", "file")),
        alt_text=str(arguments.get("alt_txt") or ""),
    )
    world.files[file.id] = file
    return {"upload_url": f"{arguments['_base_url']}/_upload/{file.id}", "file_id": file.id}


def files_complete_upload(world: World, arguments: Arguments) -> Arguments:
    """Confirm that the content has arrived."""
    done, shared = [], [str(arguments.get("initial_comment") or "")]
    for entry in arguments.get("files") or []:
        file = world.files.get(str(entry.get("id")))
        if file is None or not file.content:
            raise SlackSaysNoError("file_not_found")
        file.is_complete = True
        shared.append(f"{entry.get('title') or file.name}: {file.name}")
        done.append({"id": file.id, "title": entry.get("title", file.name), "name": file.name})
    if arguments.get("channel_id"):
        text = "\n".join(filter(None, shared))
        _share(world, str(arguments["channel_id"]), text, [entry["id"] for entry in done])
    return {"files": done}


def files_info(world: World, arguments: Arguments) -> Arguments:
    """Describe a file, with the address of its content, which takes the token too."""
    file = world.files.get(str(arguments.get("file")))
    if file is None or not file.is_complete:
        raise SlackSaysNoError("file_not_found")
    address = f"{arguments['_base_url']}/_files/{file.id}"
    return {"file": {**file_object(file), "url_private_download": address}}


def _share(world: World, channel_id: str, text: str, files: Sequence[str]) -> None:
    """Show files in a channel, in one message with the words about them."""
    channel = find_channel(world, {"channel": channel_id})
    if channel.is_archived:
        raise SlackSaysNoError("posting_to_channel_denied")
    if not channel.has_bot:
        raise SlackSaysNoError("not_in_channel")
    world.messages.append(
        Message(world.next_ts(), channel_id, BOT_USER_ID, text, [], files=tuple(files))
    )


METHODS = {
    "files.getUploadURLExternal": files_get_upload_url,
    "files.completeUploadExternal": files_complete_upload,
    "files.info": files_info,
}
