"""Figures as PNG bytes."""

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def as_png(figure: "Figure") -> bytes:
    """Return a figure as PNG bytes; a letter missing from the font is an empty box, no warning."""
    picture = BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from")
        figure.savefig(picture, format="png")
    return picture.getvalue()
