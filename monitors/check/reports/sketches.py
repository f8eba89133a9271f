"""A column's shares before and now as bars of text, small enough for a cell of a table."""

from monitors.check.column_verdicts import ColumnCheck

BARS = " ▁▂▃▄▅▆▇█"
MOST_BARS = 10


def sketches(column: ColumnCheck) -> tuple[str, str]:
    """Draw a column's shares before and now as bars on the same scale."""
    pair = column.pair
    if pair is None or not pair.is_measurable:
        return "", ""
    shares = [
        counts[:MOST_BARS] / counts.sum() for counts in (pair.bins_reference, pair.bins_current)
    ]
    highest = max(float(share.max()) for share in shares) or 1.0
    drawn = [
        "".join(BARS[round(float(share) / highest * (len(BARS) - 1))] for share in bars)
        for bars in shares
    ]
    return drawn[0], drawn[1]
