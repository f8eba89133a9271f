"""The words of a report that are the same in every format and every round."""

from assessments.results.maturity import CellState
from assessments.scoring.items import Flag
from assessments.tables import ActionState, Outcome

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
CELLS = {CellState.UNKNOWN: "?", CellState.HIDDEN: "-", CellState.NOT_ASKED: ""}
METHOD = """\
Levels go from 0, not there, to 4, automatic. Every figure is rounded down to half a level.
Within a group the median counts; the groups' medians are averaged, so each group counts once, \
however many people it has.
A topic is the mean of its questions. The headline is the weakest topic, because a strong topic \
does not repair a missing one. While a question that everything rests on is below level 1, the \
headline is at most 1.
"I don't know" is never counted as zero. Where half or more of the people say so, the question \
has no level.
Evidenced: an answer of 3 or 4 counts as 2 unless somebody gave a link that shows it.
The first steps are planned by what is missing, how far it reaches, and how many weeks it may \
take. The weeks are a rough guess.""".splitlines()
