"""The result of one check."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Checkup:
    """What was checked, whether it is fine, and a sentence that says what to do if not."""

    name: str
    is_fine: bool
    sentence: str
