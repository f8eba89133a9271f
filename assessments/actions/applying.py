"""Which section of a use case a roadmap action can be applied to."""

from collections.abc import Mapping

from assessments.tables import RoadmapAction

APPLIES_TO_USE_CASES: Mapping[str, str] = {
    "DEF": "business",
    "DEF-2": "acceptance",
    "GOV-2": "decision",
    "SRV-3": "running",
    "MON": "running",
}
"""By item, or by all items of a dimension: the section of a use case that it concerns."""


def section_for(action: RoadmapAction) -> str:
    """Name the section of a use case that an action concerns; empty where it concerns none."""
    found = APPLIES_TO_USE_CASES.get(action.item_id)
    return found or APPLIES_TO_USE_CASES.get(action.dimension_id, "")
