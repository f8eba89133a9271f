"""What one input of a use case's windows asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.use_cases.contract.codes import Place
from assessments.use_cases.contract.content import Typed

Raw = str | Sequence[str] | None
"""What an element holds, in plain values: a text, ids or option values; None where it's empty."""


@dataclass(frozen=True)
class Choice:
    """One option of a menu."""

    value: str
    text: str
    description: str = ""


@dataclass(frozen=True)
class Asked:
    """One input of a window.

    Attributes:
        place: The field, or the field and what is asked within it.
        label: The question.
        spec: What its value must be.
        hint: Help below it.
        choices: What can be chosen.
        unit: The unit of a number, where that decides how `80%` is read.
        is_long: Whether a text may have several lines.
        is_radio: Whether its choices are drawn as radio buttons.
        tells: The action_id of an input that tells of each choice at once.
    """

    place: Place
    label: str
    spec: Typed
    hint: str = ""
    choices: Sequence[Choice] = ()
    unit: str = ""
    is_long: bool = False
    is_radio: bool = False
    tells: str = ""

    @property
    def name(self) -> str:
        """Its place as one word."""
        return ".".join(map(str, self.place))
