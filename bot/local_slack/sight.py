"""What each person sees, and where: channels, direct message, windows, Home, notices."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.local_slack.state import TEAM_ID, Channel, Message, Person, World


@dataclass(frozen=True)
class Sight:
    """Everything one person sees, as text; `places` holds the messages by channel id."""

    places: dict[str, list[str]]
    windows: list[str]
    home: str
    notices: list[str]

    def everything(self) -> str:
        """Join it all, to check that some words appear nowhere."""
        messages = [text for texts in self.places.values() for text in texts]
        return "\n".join([*messages, *self.windows, self.home, *self.notices])


def seen_by(world: World, user_id: str) -> Sight:
    """Gather what a person sees.

    A full member sees public channels without being in them; guests and outsiders see only those
    that they are in, and nobody sees a private channel from outside.
    """
    with world.changed:
        person = world.people[user_id]
        home = world.homes.get(user_id)
        return Sight(
            places={
                channel.id: [
                    text_of(message)
                    for message in world.messages
                    if message.channel_id == channel.id and message.visible_to in (None, user_id)
                ]
                for channel in world.channels.values()
                if _is_open_to(channel, person)
            },
            windows=[_text_of_view(view.as_slack()) for view in world.stacks.get(user_id, [])],
            home=_text_of_view(home.as_slack()) if home else "",
            notices=list(world.notices.get(user_id, [])),
        )


def text_of(message: Message) -> str:
    """Join every text of a message and its blocks."""
    return "\n".join([message.text, *_texts(message.blocks)])


def _is_open_to(channel: Channel, person: Person) -> bool:
    if person.id in channel.members:
        return True
    is_guest = person.is_restricted or person.is_ultra_restricted
    is_full_member = person.team_id == TEAM_ID and not is_guest and not person.is_deleted
    return is_full_member and not channel.is_private and not channel.is_im


def _text_of_view(view: dict[str, Any]) -> str:
    return "\n".join(_texts([view.get("title"), view["blocks"]]))


def _texts(node: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        for child in node.values():
            yield from _texts(child)
    elif isinstance(node, list):
        for child in node:
            yield from _texts(child)
