"""Numbers with their noun: one person, two people."""


def counted(count: float, one: str, many: str = "") -> str:
    """Write a number with its noun: `1 question`, `2 questions`, `3 people`, `1,200 cases`."""
    return f"{count:,.12g} {one if count == 1 else many or f'{one}s'}"
