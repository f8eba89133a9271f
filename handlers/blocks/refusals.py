"""Why a press did nothing, in a sentence that says who may or who was first."""

from deployments.refusals import Refusal, Why
from handlers.blocks.text import mentions, moment

DONE = {
    "approve": "approved this",
    "reject": "rejected this",
    "keep": "decided to keep the model",
    "roll back": "decided to roll back",
    "acknowledge": "acknowledged this",
}
OUTCOMES = {
    "superseded": "A newer version took this request's place, so it can't be decided any more.",
    "ended": "This alert ended by itself: the data is as usual again.",
}


def refusal_sentence(refusal: Refusal) -> str:
    """Say why nothing was done."""
    if refusal.why is Why.NOT_A_DECIDER:
        return f"This needs {mentions(refusal.people)}. Nothing was changed."
    if refusal.why is Why.OWN_WORK:
        return (
            "You asked for this release or built it, so somebody else decides: "
            f"{mentions(refusal.people)}. Nothing was changed."
        )
    if refusal.why is Why.ALREADY_DECIDED:
        when = f" {moment(refusal.at)}" if refusal.at else ""
        what = DONE.get(refusal.verdict, "decided this")
        return f"{mentions(refusal.people)} {what} before you{when}. Nothing was changed."
    return OUTCOMES.get(refusal.outcome, "This can't be decided any more. Nothing was changed.")
