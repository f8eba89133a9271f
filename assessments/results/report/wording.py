"""Words that are the same in every report and every format."""

from datetime import date as date_

from assessments.scoring.items import Flag
from assessments.tables import ActionState, Outcome


def day(date: date_) -> str:
    """Write a day: `6 Dec 2026`."""
    return f"{date.day} {date:%b %Y}"


NOT_VOTED_ON = "not voted on"
FLAGS = {
    Flag.DISCUSS: "talk about it",
    Flag.CHECK: "views differ",
    Flag.AGREE: "",
    Flag.ONE_VIEW: "one view only",
}
STATES = {
    ActionState.PROPOSED: "proposed",
    ActionState.AGREED: "agreed",
    ActionState.DECLINED: "declined",
    ActionState.DONE: "done",
    ActionState.DROPPED: "dropped",
}
OUTCOMES = {None: "not yet", Outcome.AGREEMENT: "agreement", Outcome.NO_AGREEMENT: "no agreement"}
METHOD = """\
Levels go from 0 (not there) to 4 (automatic). Every figure, the average too, is rounded down to \
half a level.
Each group counts with its median answer. The groups' medians are averaged, so each group counts \
once, however many people it has.
A topic's level is the average of its questions. The overall level is that of the weakest topic, \
because a strong topic can't make up for a missing one. If a key question is below level 1, the \
overall level is 1 at most.
"I don't know" never counts as zero. If half the people or more say so, the question has no level.
Evidenced: an answer of 3 or 4 counts as 2 unless somebody gave a link that shows it.
The first steps depend on what's missing, how much it affects, and how many weeks it may take. \
The weeks are a rough guess.""".splitlines()
