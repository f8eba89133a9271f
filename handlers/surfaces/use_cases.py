"""The message of a use case."""

from uuid import UUID

from assessments.use_cases.definition import use_case_card
from handlers.blocks.use_cases.use_case import use_case_message
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface

SURFACES = (
    Surface(
        SurfaceKind.USE_CASE,
        40,
        lambda session, key: use_case_card(session, UUID(key)).channel_id,
        lambda session, key, _: use_case_message(use_case_card(session, UUID(key))),
        model=lambda session, key: use_case_card(session, UUID(key)).model_name or "",
    ),
)
