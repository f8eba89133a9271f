"""A maturity round's result: one set of plain values for message, picture and report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from assessments.results.step_words import aim
from assessments.scoring.items import Flag
from assessments.tables import ActionState, Outcome

PROVISIONAL = {
    "coverage_below_80": "fewer than 80% of the questions could be scored",
    "dimension_without_score": "a topic has no level yet",
    "group_without_respondent": "a group hasn't answered",
    "fewer_than_3_respondents": "fewer than three people answered",
}
LEVEL_HIDDEN = "Only one person's answers set the level, so it isn't shown."
ALONE = "only one person answered this"
UNKNOWN_NOW = "nobody could say"
HALF = Fraction(1, 2)


class CellState(StrEnum):
    """What is known of a group's level in a dimension.

    `UNKNOWN`: too few could say; `NOT_ASKED`: nobody of the group was; `NO_ANSWER`: nobody did.
    """

    KNOWN = "known"
    UNKNOWN = "unknown"
    HIDDEN = "hidden"
    NOT_ASKED = "not_asked"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True)
class Cell:
    """A group's level in a dimension, 0 to 4; None unless it is known and may be shown."""

    state: CellState
    level: Fraction | None = None


@dataclass(frozen=True)
class DimensionLine:
    """One row of the heat table; None where too little is known, or where it is hidden.

    `before` is the level in the previous round of the same scope. It `is_hidden` where one person
    alone answered.
    """

    id: str
    label: str
    short_label: str
    score: Fraction | None
    evidenced: Fraction | None
    cells: Sequence[Cell]
    target: int
    before: Fraction | None = None
    is_hidden: bool = False

    @property
    def change(self) -> Fraction | None:
        """How far it moved since the previous round, in the halves that are shown."""
        if self.score is None or self.before is None:
            return None
        return in_halves(self.score) - in_halves(self.before)


@dataclass(frozen=True)
class ItemLine:
    """One item: what was claimed, what came with evidence, and the level's own sentence.

    It `is_hidden` where one person alone answered; then it says none of them.
    """

    id: str
    dimension: str
    question: str
    score: Fraction | None
    evidenced: Fraction | None
    flag: Flag
    sentence: str
    is_open_gate: bool
    is_hidden: bool = False


@dataclass(frozen=True)
class Dispute:
    """An item that people see far apart; no person is named.

    `views` is empty where it would show what a single person said. Once a second round has ended,
    `after` says from where to where answers go now, and `both`, where there is no agreement, the
    two views farthest apart as level and words, without groups. `after` is None where nobody gives
    a level any more, or where one person alone does: then it `is_after_hidden`.
    """

    id: str
    dimension: str
    question: str
    lowest: int
    highest: int
    views: Sequence[tuple[str, Fraction]]
    outcome: Outcome | None = None
    views_after: Sequence[tuple[str, Fraction]] = ()
    after: tuple[int, int] | None = None
    both: Sequence[tuple[Fraction, str]] = ()
    is_after_hidden: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the roadmap, and what became of it; `owner` is a Slack user_id or a name.

    Sentence, level and weeks are not said where they would tell one person's answer. The sentence
    `is_action`, or says what the level looks like where the questionnaire has no action.
    """

    sentence: str
    to_level: int | None
    question: str
    owner_group: str
    weeks: float | None
    state: ActionState
    is_disputed: bool
    owner: str | None = None
    due_on: date | None = None
    reason: str = ""
    evidence: str = ""
    is_action: bool = False

    @property
    def aim(self) -> str:
        """What to do, in one sentence."""
        return aim(self.sentence, self.to_level, self.question, is_action=self.is_action)


@dataclass(frozen=True)
class Before:
    """The previous round of the same scope."""

    closed_at: datetime
    level: int | None
    average: Fraction | None
    is_other_version: bool
    is_level_hidden: bool = False


@dataclass(frozen=True)
class MaturityCard:
    """All that message, picture and report show; a level `is_hidden` where one person set it.

    `subject` is what the questionnaire asks about; `scale` has the names of levels 0 to 4.
    `disputes` are those that a second round asks, `disputes_not_voted_on` those beyond them.
    `paid` is what the use case that it's about has paid since the round before.
    """

    assessment_id: UUID
    questionnaire: str
    subject: str
    version: str
    present_version: str
    mode: str
    scope: str
    closed_at: datetime | None
    level: int | None
    level_name: str
    level_meaning: str
    average: Fraction | None
    evidenced_level: int | None
    lowest: Sequence[str]
    provisional: Sequence[str]
    people: int
    response_rate: Fraction
    groups: Sequence[str]
    scale: Sequence[str]
    dimensions: Sequence[DimensionLine]
    items: Sequence[ItemLine]
    disputes: Sequence[Dispute]
    blind_spots: Sequence[tuple[str, str]]
    unknown: Sequence[str]
    steps: Sequence[Step]
    before: Before | None
    picture: str | None = None
    is_level_hidden: bool = False
    disputes_not_voted_on: Sequence[Dispute] = ()
    paid: Sequence[str] = ()


def in_halves(score: Fraction) -> Fraction:
    """Round down to half levels, so number and colour never disagree."""
    return int(score / HALF) * HALF


def shown(score: Fraction | None, *, is_hidden: bool = False) -> str:
    """Write a level as people read it: `2.5`, or why there is none."""
    if is_hidden:
        return "hidden"
    return "don't know" if score is None else f"{float(in_halves(score)):g}"


def named_level(level: int | None, *, is_hidden: bool) -> str:
    """Write a headline level in words."""
    if is_hidden:
        return "a level that isn't shown"
    return "no level" if level is None else f"level {level}"


def spread(lowest: int, highest: int) -> str:
    """Write the range of answers."""
    if lowest == highest:
        return f"everyone says {lowest}"
    return f"answers range from {lowest} to {highest}"


def spread_before(found: Dispute) -> str:
    """Write the range of first answers to a disputed item."""
    return spread(found.lowest, found.highest)


def spread_after(found: Dispute) -> str:
    """Write the range of answers since the second round; empty before it has ended."""
    if found.after is not None:
        return spread(*found.after)
    if found.is_after_hidden:
        return ALONE
    return "" if found.outcome is None else UNKNOWN_NOW


def answered(card: MaturityCard) -> str:
    """Write how many people answered, and what share of all that was asked."""
    people = "1 person" if card.people == 1 else f"{card.people} people"
    return f"{people} answered, covering {float(card.response_rate):.0%} of what was asked."


def shown_change(change: Fraction | None) -> str:
    """Write how far a level moved: `+0.5`, `-1`, `=`; empty when one side isn't known."""
    if change is None:
        return ""
    return f"{float(change):+g}" if change else "="
