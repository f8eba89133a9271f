"""The sentences about models, releases and rollbacks."""

from collections.abc import Mapping

from deployments.errors import Code

ASK_AGAIN = "Nothing was changed. Please check the current state and ask again."
SENTENCES: Mapping[Code, str] = {
    Code.MODEL_UNKNOWN: "There is no registered model named {name}. Check the spelling.",
    Code.MODEL_NAME_LENGTH: "A model's name has 1 to {most} characters; this one has {length}.",
    Code.VERSION_NAME_LENGTH: (
        "A version's name has 1 to {most} characters; this one has {length}."
    ),
    Code.NAME_CHARACTER: (
        "A name can't contain a hidden character ({character}). Please type it again."
    ),
    Code.VERSION_DIFFERS: (
        "{model} {version} is already registered with different content ({digest}…). "
        "Give the new one its own version."
    ),
    Code.VERSION_LIVE: "{model} {version} is already live.",
    Code.NOT_A_DECIDER: "Only {people} can decide this. Nothing was changed.",
    Code.NOBODY_LEFT: (
        "Nobody who may decide this is an active member of the workspace. Nothing was changed. "
        "Ask your platform team to name somebody."
    ),
    Code.OWN_WORK: (
        "The person who requested or built this version can't decide about it. "
        "Only {people} can. Nothing was changed."
    ),
    Code.REQUEST_UNKNOWN: "This release request no longer exists.",
    Code.NOBODY_MAY_APPROVE: (
        "Nobody can approve {model} {version}: everyone who decides about the model requested or "
        "built this version, or isn't an active member of the workspace. Add another decider and "
        "request it again."
    ),
    Code.REQUEST_APPROVED: "{people} approved this before you {at}. Nothing was changed.",
    Code.REQUEST_REJECTED: "{people} rejected this before you {at}. Nothing was changed.",
    Code.REQUEST_SUPERSEDED: (
        "A newer version replaced this request, so it can't be decided any more."
    ),
    Code.REQUEST_CLOSED: "This can't be decided any more. Nothing was changed.",
    Code.REASON_TOO_LONG: "Please keep the reason under {limit} characters.",
    Code.ROLLBACK_REASON_MISSING: "Please give a reason, so others can follow the decision later.",
    Code.ROLLBACK_UNDER_WAY: "{people} decided to roll back before you {at}. Nothing was changed.",
    Code.NO_LIVE_VERSION: "{model} has no live version to roll back from.",
    Code.NO_OLDER_VERSION: "There is no older version to roll back to. Nothing was changed.",
    Code.LIVE: "{version} is live (checked).",
    Code.LIVE_AGAIN: "{version} is live again (checked).",
    Code.NOT_LIVE: "The registry says that {found} is live, not {version}.",
    Code.NOTHING_LIVE: "The registry says that nothing is live; it should be {version}.",
    Code.CALLED_OFF: (
        "Called off: the database was restored from a backup. Ask again if it is still wanted."
    ),
    Code.ALIAS_MOVED: f"The {{alias}} is now {{found}}; it was {{expected}}. {ASK_AGAIN}",
    Code.ALIAS_REMOVED: f"The {{alias}} is no longer set; it was {{expected}}. {ASK_AGAIN}",
    Code.ALIAS_SET: f"The {{alias}} is now {{found}}; it wasn't set before. {ASK_AGAIN}",
    Code.NOT_A_TARGET: "{model} can't roll back to {version}. Choose a version from the list.",
}
