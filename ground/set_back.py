"""Notices a clock that was set back: the sequence is the order, whatever the times say."""

from datetime import UTC, datetime, timedelta

MOST_NAMED = 5
CLOCK_SET_BACK = timedelta(hours=1)
"""How far behind the one before an entry must be; a long job's entries have its start's time."""


class Times:
    """The times of a log's entries, in their order."""

    def __init__(self) -> None:
        self._latest = datetime.min.replace(tzinfo=UTC)
        self._set_back: list[int] = []

    def note(self, sequence: int, at: datetime | str) -> None:
        """Take the next entry's time, which a clock that runs on never puts far behind."""
        if isinstance(at, datetime):
            if self._latest - at > CLOCK_SET_BACK:
                self._set_back.append(sequence)
                self._latest = at
            self._latest = max(self._latest, at)

    def __str__(self) -> str:
        """Say where it was set back; nothing if it never was."""
        if not self._set_back:
            return ""
        named = ", ".join(map(str, self._set_back[:MOST_NAMED]))
        return f" The clock was set back before entry {named}; the order is that of the numbers."
