"""The reply to a person who writes to the bot directly."""

from handlers.blocks.replies import greeting
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface

SURFACES = (
    Surface(SurfaceKind.GREETING, 20, lambda _, key: key.partition(":")[0], lambda *_: greeting()),
)
