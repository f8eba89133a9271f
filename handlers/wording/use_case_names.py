"""The names of roles, statuses, classes, lanes and changes, inside a sentence."""

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "sponsor": "sponsor",
    "business_owner": "business owner",
    "technical_owner": "technical owner",
    "builder": "lead data scientist",
    "consumer_speaker": "speaker for the users",
    "risk_and_compliance": "risk and compliance",
    "idea": "an idea",
    "defined": "defined",
    "approved": "approved",
    "live": "live",
    "retired": "retired",
    "minimal": "minimal risk",
    "limited": "limited risk",
    "high": "high risk",
    "stop": "not allowed",
    "now": "now",
    "groundwork_first": "groundwork first",
    "next": "next",
    "later": "later",
    "blocked": "blocked",
    "stricter": "stricter",
    "looser": "looser",
    "other": "changed",
    "accepted": "accepted",
    "accepted_with_warnings": "accepted with warnings",
    "on_hold": "on hold",
    "rejected": "rejected",
    "pass": "passed",
    "fail": "failed",
    "insufficient_data": "not enough cases",
    "not_evaluated": "not measured",
    "business": "business",
    "data_science": "data science",
    "operations": "operations",
}


def name_in_words(name: str) -> str:
    """Return a name's words; one that isn't in the table has its own, without underscores."""
    return NAMES.get(name) or name.replace("_", " ")
