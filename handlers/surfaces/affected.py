"""Names who else is affected, on the messages about a model."""

from dataclasses import replace

from sqlmodel import Session

from assessments.portfolio.dependence import affected_by
from handlers.blocks.text import Message
from handlers.blocks.use_cases.affected import affected_line


def with_affected(session: Session, model_name: str, message: Message) -> Message:
    """Add the owners of use cases that depend on a model, above the buttons of its message."""
    line = affected_line(affected_by(session, model_name))
    if line is None:
        return message
    blocks = list(message.blocks)
    place = next((at for at, block in enumerate(blocks) if block.type == "actions"), len(blocks))
    return replace(message, blocks=[*blocks[:place], line, *blocks[place:]])
