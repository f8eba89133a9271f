"""The local workspace as a person uses it: commands, presses, windows, App Home."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.methods.views import checked_view, replace_view
from bot.local_slack.objects import file_object, message_object
from bot.local_slack.options import checked_options
from bot.local_slack.outbound import Ack, Shape
from bot.local_slack.payloads import (
    block_actions_payload,
    block_suggestion_payload,
    command_payload,
    message_container,
    view_container,
    view_payload,
)
from bot.local_slack.sending import Sender
from bot.local_slack.state import BOT_USER_ID, Message, ResponseUrl, StoredFile, View, World

RESPONSE_SECONDS = 1_800


@dataclass
class LocalWorkspace:
    """One workspace, and the way to the app."""

    world: World
    sender: Sender
    base_url: Callable[[], str] = field(default=lambda: "")

    def run_command(self, user_id: str, channel_id: str, command: str, text: str = "") -> Ack:
        """Type a slash command."""
        with self.world.changed:
            payload = command_payload(self.world, user_id, channel_id, command, text) | {
                "response_url": self._response_url(user_id, channel_id, None)
            }
        ack = self.sender.interact(Shape.COMMAND, user_id, payload)
        if ack.is_ok and (ack.body.get("text") or ack.body.get("blocks")):
            self._show_to(user_id, channel_id, ack.body)
        return ack

    def press(self, user_id: str, channel_id: str, message_ts: str, action: dict[str, Any]) -> Ack:
        """Press something in a message."""
        with self.world.changed:
            message = self.world.find_message(channel_id, message_ts)
            if message is None:
                raise SlackSaysNoError("message_not_found")
            payload = block_actions_payload(
                self.world, user_id, action, message_container(self.world, message)
            ) | {"response_url": self._response_url(user_id, channel_id, message_ts)}
        return self.sender.interact(Shape.INTERACTION, user_id, payload)

    def press_in_view(
        self,
        user_id: str,
        view_id: str,
        action: dict[str, Any],
        values: dict[str, Any] | None = None,
    ) -> Ack:
        """Press something in a window or in App Home; `values` are what stands in its inputs."""
        with self.world.changed:
            view = self._view(view_id)
            view.typed = dict(values or {})
            payload = block_actions_payload(
                self.world, user_id, action, view_container(view, values or {})
            )
        return self.sender.interact(Shape.INTERACTION, user_id, payload)

    def suggest(
        self, user_id: str, view_id: str, block_id: str, typed: str = ""
    ) -> list[dict[str, Any]]:
        """Type in a menu that searches; what the app offers for it.

        Raises:
            SlackSaysNoError: There is no such menu, or the app's answer is none that Slack takes.
        """
        with self.world.changed:
            view = self._view(view_id)
            element: dict[str, Any] = next(
                (
                    found["element"]
                    for found in view.payload["blocks"]
                    if found.get("block_id") == block_id and "element" in found
                ),
                {},
            )
            if "external_select" not in str(element.get("type")):
                raise SlackSaysNoError("block_mismatch")
            menu = {"block_id": block_id, "action_id": element["action_id"]}
            payload = block_suggestion_payload(self.world, user_id, view, menu, typed)
        ack = self.sender.interact(Shape.INTERACTION, user_id, payload)
        return checked_options(ack.body)

    def submit_view(self, user_id: str, view_id: str, values: dict[str, Any]) -> Ack:
        """Send a window off; what the app answers is carried out."""
        with self.world.changed:
            view = self._view(view_id)
            payload = view_payload(self.world, "view_submission", user_id, view, values)
        ack = self.sender.interact(Shape.INTERACTION, user_id, payload)
        if ack.is_ok:
            with self.world.changed:
                self._carry_out(view, ack.body)
                self.world.announce()
        return ack

    def close_view(self, user_id: str, view_id: str) -> None:
        """Close a window without sending it."""
        with self.world.changed:
            view = self._view(view_id)
            self.world.stacks[user_id].remove(view)
            payload = view_payload(self.world, "view_closed", user_id, view, {})
            self.world.announce()
        if view.payload.get("notify_on_close"):
            self.sender.interact(Shape.INTERACTION, user_id, payload)

    def open_home(self, user_id: str) -> Ack:
        """Open the app's home."""
        channel = self.world.open_direct_message(user_id)
        event = {"type": "app_home_opened", "user": user_id, "channel": channel.id, "tab": "home"}
        return self.sender.tell(event)

    def send_message(
        self,
        user_id: str,
        channel_id: str,
        text: str,
        thread_ts: str | None = None,
        files: Sequence[StoredFile] = (),
    ) -> Ack:
        """Type a message, in a thread where one is named, with files attached."""
        with self.world.changed:
            ts = self.world.next_ts()
            self.world.files |= {file.id: file for file in files}
            attached = tuple(file.id for file in files)
            written = Message(
                ts, channel_id, user_id, text, [], thread_ts=thread_ts, files=attached
            )
            self.world.messages.append(written)
            channel = self.world.channels[channel_id]
            self.world.announce()
        event: dict[str, Any] = {
            "type": "message", "user": user_id, "channel": channel_id, "text": text, "ts": ts,
        }  # fmt: skip
        event |= {"thread_ts": thread_ts} if thread_ts else {}
        if files:
            event |= {"subtype": "file_share", "files": [file_object(file) for file in files]}
        if not channel.has_bot:
            return Ack(is_ok=True)
        if f"<@{BOT_USER_ID}>" in text and not channel.is_im:
            self.sender.tell({**event, "type": "app_mention"})
        return self.sender.tell({**event, "channel_type": channel.kind})

    def delete_message(self, channel_id: str, message_ts: str) -> None:
        """Delete a message, as a person with the right to do so."""
        with self.world.changed:
            message = self.world.find_message(channel_id, message_ts)
            if message is None:
                return
            self.world.messages.remove(message)
            channel = self.world.channels[channel_id]
            self.world.announce()
        if channel.has_bot:
            self.sender.tell(
                {
                    "type": "message",
                    "subtype": "message_deleted",
                    "hidden": True,
                    "channel": channel_id,
                    "channel_type": channel.kind,
                    "ts": f"{time.time():.6f}",
                    "deleted_ts": message_ts,
                    "previous_message": message_object(message, with_metadata=True),
                }
            )

    def messages(self, channel_id: str, user_id: str | None = None) -> list[Message]:
        """List what stands in a channel, with what only one person sees when they are named."""
        with self.world.changed:
            return [
                message
                for message in self.world.messages
                if message.channel_id == channel_id and message.visible_to in (None, user_id)
            ]

    def open_view(self, user_id: str) -> View | None:
        """Return the window on top of a person's stack."""
        with self.world.changed:
            stack = self.world.stacks.get(user_id)
            return stack[-1] if stack else None

    def home(self, user_id: str) -> View | None:
        """Return a person's App Home."""
        with self.world.changed:
            return self.world.homes.get(user_id)

    def notices(self, user_id: str) -> list[str]:
        """List the passing notices that a person was shown."""
        with self.world.changed:
            return list(self.world.notices.get(user_id, []))

    def respond(self, key: str, body: dict[str, Any]) -> str:
        """Take an app's answer at a response URL.

        Returns:
            Empty, or Slack's code: `used_url` after five answers, `expired_url` after half an
            hour, and for one that never was.
        """
        with self.world.changed:
            url = self.world.response_urls.get(key)
            if url is None or time.monotonic() > url.expires_at:
                return "expired_url"
            if url.uses_left <= 0:
                return "used_url"
            url.uses_left -= 1
        self._show_to(url.user_id, url.channel_id, body)
        return ""

    def _carry_out(self, view: View, answer: dict[str, Any]) -> None:
        stack = self.world.stacks.get(view.user_id, [])
        action = answer.get("response_action")
        if action == "errors":
            view.errors = dict(answer.get("errors") or {})
        elif action == "update":
            replace_view(self.world, view, checked_view(answer, "modal"))
        elif action == "clear":
            stack.clear()
        elif view in stack:
            stack.remove(view)

    def _show_to(self, user_id: str, channel_id: str, body: dict[str, Any]) -> None:
        is_public = body.get("response_type") == "in_channel"
        with self.world.changed:
            self.world.messages.append(
                Message(
                    self.world.next_ts(),
                    channel_id,
                    BOT_USER_ID,
                    str(body.get("text") or ""),
                    body.get("blocks") or [],
                    visible_to=None if is_public else user_id,
                )
            )
            self.world.announce()

    def _response_url(self, user_id: str, channel_id: str, message_ts: str | None) -> str:
        key = self.world.next_id("R")
        expires_at = time.monotonic() + RESPONSE_SECONDS
        self.world.response_urls[key] = ResponseUrl(channel_id, user_id, message_ts, expires_at)
        return f"{self.base_url()}/_response/{key}"

    def _view(self, view_id: str) -> View:
        view = self.world.find_view(view_id)
        if view is None:
            raise SlackSaysNoError("view_not_found")
        return view
