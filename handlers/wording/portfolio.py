"""The words of the portfolio: lanes, next steps, what stands in the way of a start."""

from collections.abc import Mapping

from assessments.portfolio.entries import Step
from assessments.use_cases.contract.priority import Lane

LANES: Mapping[Lane | None, str] = {
    Lane.NOW: "Now",
    Lane.GROUNDWORK_FIRST: "Groundwork first",
    Lane.NEXT: "Next",
    Lane.LATER: "Later",
    Lane.BLOCKED: "Blocked",
    None: "Not ranked yet",
}
COUNTED: Mapping[Lane | None, str] = {
    Lane.NOW: "to start now",
    Lane.GROUNDWORK_FIRST: "after some groundwork",
    Lane.NEXT: "next",
    Lane.LATER: "later",
    Lane.BLOCKED: "blocked",
    None: "not ranked yet",
}
"""Lanes behind how many use cases they have."""
MEANINGS: Mapping[Lane | None, str] = {
    Lane.NOW: "A high rank, and nothing is in the way.",
    Lane.GROUNDWORK_FIRST: "A high rank, but the team's readiness round shows gaps.",
    Lane.NEXT: "A middle rank.",
    Lane.LATER: "A low rank.",
    Lane.BLOCKED: "An answer to the risk questions stops it.",
    None: "The questions on benefit, urgency and effort are open.",
}
STEPS: Mapping[Step, str] = {
    Step.SIGN: "sign as {about}",
    Step.ANSWER: "fill in {about}",
    Step.FILL_IN: "fill in {about}",
    Step.IMPROVE: "raise its quality score of {about}",
    Step.AGREE: "put it to its signers",
    Step.RELEASE: "release a version that meets its pass marks",
    Step.WATCH: "keep watching it",
    Step.STOPPED: "clear the risk questions",
    Step.NOTHING: "nothing",
}
MOST_NAMED = 2
AND_MORE = "{names} and {count} more"


def named(names: list[str]) -> str:
    """Join names: two, and how many more there are."""
    if len(names) > MOST_NAMED:
        shown = ", ".join(names[:MOST_NAMED])
        return AND_MORE.format(names=shown, count=len(names) - MOST_NAMED)
    return " and ".join(names)
