"""What a release is called: its use case, and the model with its version."""

from typing import Protocol

from handlers.blocks.text import cut

LONGEST_NAME = 60


class Named(Protocol):
    """What a release's name needs: its whole card has it, and what Home shows."""

    @property
    def use_case(self) -> str:
        """The use case that the model serves; empty without one."""
        ...

    @property
    def model_name(self) -> str:
        """The model."""
        ...

    @property
    def version(self) -> str:
        """The version that is to go live."""
        ...


def release_name(card: Named) -> str:
    """Name a release, as plain text: `Employment check (employment v4)`."""
    version = f"{cut(card.model_name, LONGEST_NAME)} {cut(card.version, 40)}"
    return f"{cut(card.use_case, LONGEST_NAME)} ({version})" if card.use_case else version


def subject_of(card: Named) -> str:
    """Name what a release is about, as plain text: the use case, or the model without one."""
    return cut(card.use_case or card.model_name, LONGEST_NAME)
