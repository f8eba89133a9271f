"""The message to an admin about what fails; delivery, which knows what does, draws it."""

from handlers.blocks.places import failing
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface

SURFACES = (
    Surface(SurfaceKind.FAILING, 40, lambda _, key: key.partition(":")[0], lambda *_: failing([])),
)
