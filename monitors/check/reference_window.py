"""What a window is compared with: the reference, the windows just before, or one a season ago."""

import re
from dataclasses import dataclass

from monitors.errors import MeasurementError

FIXED = "fixed"
MOST_WINDOWS_BACK = 1_000


@dataclass(frozen=True)
class ReferenceWindow:
    """`previous` windows, or the one `season` windows back; 0 and 0 mean the fixed reference.

    The fixed reference also stands in while history is too short.
    """

    previous: int = 0
    season: int = 0

    def windows_beside(self, number: int) -> range:
        """Return the numbers of the windows that window `number` is compared with; none: fixed."""
        back = self.previous or self.season
        if not back or number < back:
            return range(0)
        return range(number - back, number if self.previous else number - back + 1)


def read_reference_window(text: str) -> ReferenceWindow:
    """Read `fixed`, `previous 4` (the last four windows) or `season 52` (52 windows ago).

    Raises:
        MeasurementError: It is none of them.
    """
    if text.strip() == FIXED:
        return ReferenceWindow()
    matched = re.fullmatch(r"(previous|season)\s+([1-9]\d{0,3})", text.strip())
    if matched is None or int(matched[2]) > MOST_WINDOWS_BACK:
        raise MeasurementError(
            f"{text!r} isn't a reference window. Use fixed, 'previous 4' or 'season 52'."
        )
    return ReferenceWindow(**{matched[1]: int(matched[2])})
