"""How a release or rollback went: a code and its facts, put into words where it is shown."""

import json
from typing import Any

from deployments.errors import Code
from ground.covered import canonical
from ground.refusals import Refusal

CODE = "code"


def stored_outcome(outcome: Refusal) -> str:
    """Write an outcome as its column keeps it."""
    return canonical(outcome_detail(outcome))


def outcome_detail(outcome: Refusal) -> dict[str, Any]:
    """Return an outcome as the audit log keeps it."""
    return {CODE: outcome.code.value, **outcome.facts}


def read_outcome(stored: str | None) -> Refusal | str | None:
    """Read a stored outcome; what an earlier version wrote is a sentence, and stays one."""
    try:
        found = json.loads(stored or "")
        return Refusal(Code(found.pop(CODE)), **found)
    except (ValueError, TypeError, AttributeError, KeyError):
        return stored
