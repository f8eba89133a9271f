"""The line that names who else is affected by a model."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ContextBlock

from assessments.portfolio.dependence import Affected
from handlers.blocks.parts import context
from handlers.blocks.text import mention, short

MOST_NAMED = 5


def affected_line(affected: Sequence[Affected]) -> ContextBlock | None:
    """Build the line; None where nobody is affected."""
    if not affected:
        return None
    named = [f"*{short(one.title)}* ({mention(one.owner)})" for one in affected[:MOST_NAMED]]
    more = len(affected) - MOST_NAMED
    return context(
        f"Also affected, because they depend on it: {', '.join(named)}"
        f"{f' and {more} more' if more > 0 else ''}."
    )
