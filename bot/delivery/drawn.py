"""A surface as it should be shown now: text and blocks, and the hash that tells a change."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from bot.delivery.client import Posted
from bot.queues.surfaces import Surface
from handlers.blocks.places import meant_for
from handlers.blocks.text import Message, notification

MOST_BLOCKS = 50


@dataclass(frozen=True)
class Drawn:
    """A claimed surface, what it should show, and the message in whose thread it belongs."""

    surface: Surface
    text: str
    blocks: list[dict[str, Any]]
    content_hash: str
    above: Posted | None = None
    is_moot: bool = False
    """Whether it isn't worth posting any more."""

    @property
    def is_shown(self) -> bool:
        """Whether Slack shows just that already."""
        return self.content_hash == self.surface.shown_hash

    @property
    def posted(self) -> Posted | None:
        """Where the surface's message stands, if there is one."""
        surface = self.surface
        if surface.channel_id and surface.message_ts:
            return Posted(surface.channel_id, surface.message_ts)
        return None

    def thread_in(self, channel_id: str) -> str:
        """Return the thread that it belongs in; empty where that stands in another channel."""
        if self.above is None or self.above.channel_id != channel_id:
            return ""
        return self.above.message_ts


def as_drawn(
    surface: Surface, message: Message, above: Posted | None = None, *, is_moot: bool = False
) -> Drawn:
    """Turn a layout into what is sent, and hash it."""
    blocks: list[dict[str, Any]] = [block.to_dict() for block in message.blocks]
    if surface.meant_for and surface.meant_for != surface.place and len(blocks) < MOST_BLOCKS:
        blocks.insert(0, meant_for(surface.meant_for, surface.refusal or "").to_dict())
    text = notification(message.text)
    content = json.dumps([text, blocks], sort_keys=True).encode()
    return Drawn(surface, text, blocks, hashlib.sha256(content).hexdigest(), above, is_moot)
