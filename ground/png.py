"""Drawn figures as PNG bytes."""

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def as_png(figure: "Figure") -> bytes:
    """Write a figure as a PNG; a letter that the font lacks is an empty box, and no warning."""
    picture = BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from")
        figure.savefig(picture, format="png")
    return picture.getvalue()
