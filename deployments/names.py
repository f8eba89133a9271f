"""What models, versions and those who ask for them may be called."""

from deployments.errors import Code, DeploymentError
from ground.characters import hidden_in_name

LONGEST_NAME = 100


def is_name(text: str) -> bool:
    """Tell whether a name is neither empty nor too long."""
    return 0 < len(text.strip()) <= LONGEST_NAME


def refuse_hidden_characters(*names: str) -> None:
    """Refuse names with control or override characters.

    Raises:
        DeploymentError: One has such a character.
    """
    for hidden in filter(None, map(hidden_in_name, names)):
        raise DeploymentError(Code.NAME_CHARACTER, character=hidden)
