"""The report in sections, headlines first, before it takes any file format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.results.heat_words import cell_text, everyone, meanings
from assessments.results.maturity import (
    ALONE,
    LEVEL_HIDDEN,
    DimensionLine,
    Dispute,
    ItemLine,
    MaturityCard,
    Step,
    answered,
    named_level,
    shown,
    shown_change,
    spread_after,
    spread_before,
)
from assessments.results.report.palette import colour_of, colour_of_cell
from assessments.results.report.wording import FLAGS, METHOD, NOT_VOTED_ON, OUTCOMES, STATES, day
from assessments.scoring.maturity import MOST_IN_SECOND_ROUND
from assessments.tables import ActionState

OPEN = (ActionState.PROPOSED, ActionState.AGREED)


@dataclass(frozen=True)
class Words:
    """Paragraphs, or the entries of a list."""

    entries: Sequence[str]
    is_list: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of text; `widths` are shares of the page in percent."""

    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class HeatTable:
    """Topics by group, coloured by whole level; `has_before` adds how far each moved.

    `scale` has the names of levels 0 to 4, for the legend of the colours.
    """

    groups: Sequence[str]
    lines: Sequence[DimensionLine]
    scale: Sequence[str]
    has_before: bool = False

    @property
    def heads(self) -> list[str]:
        """Return the heads of the columns."""
        change = ["Change"] if self.has_before else []
        return ["Topic", "Everyone", "With evidence", *self.groups, "Goal", *change]

    @property
    def legend(self) -> list[tuple[str, str]]:
        """Return what each colour means, with the colour."""
        return [
            (f"{level} {name}", colour_of(Fraction(level)))
            for level, name in enumerate(self.scale)
        ]

    def cells(self, line: DimensionLine) -> list[tuple[str, str | None]]:
        """Return a row's texts, each with its colour; None where it has none."""
        whole = everyone(line)
        claim = shown(line.evidenced) if line.evidenced is not None else cell_text(whole)
        team = [(cell_text(whole), colour_of_cell(whole)), (claim, colour_of(line.evidenced))]
        groups = [(cell_text(cell), colour_of_cell(cell)) for cell in line.cells]
        change = [(shown_change(line.change), None)] if self.has_before else []
        return [*team, *groups, (str(line.target), None), *change]


Part = Words | Table | HeatTable


@dataclass(frozen=True)
class Section:
    """A heading and its content; one that `opens_page` starts a new page."""

    title: str
    parts: Sequence[Part]
    opens_page: bool = False


@dataclass(frozen=True)
class Outline:
    """The whole report."""

    title: str
    subtitle: str
    sections: Sequence[Section]


def outline(card: MaturityCard) -> Outline:
    """Build a report: a page of headlines for a board member, then the detail."""
    return Outline(
        title=headline(card),
        subtitle=subtitle(card),
        sections=[section for section in _sections(card) if section.parts],
    )


def headline(card: MaturityCard) -> str:
    """Write the result in one line."""
    subject = f"{card.subject[:1].upper()}{card.subject[1:]}"
    if card.is_level_hidden:
        return f"{subject}: level not shown"
    if card.level is None:
        return f"{subject}: not enough is known for a level"
    return f"{subject}: level {card.level} of 4, {card.level_name.lower()}"


def subtitle(card: MaturityCard) -> str:
    """Write what was asked, about whom and when."""
    closed = f"closed {day(card.closed_at)}" if card.closed_at else "still open"
    about = [card.scope] if card.scope else []
    mode = "quick check" if card.mode == "quick" else "full questionnaire"
    return ", ".join([*about, f"{card.questionnaire}, version {card.version}", mode, closed])


def _sections(card: MaturityCard) -> Iterator[Section]:
    yield Section("What this means", _listed(list(_so_what(card))))
    yield Section("In figures", [Words(list(_in_figures(card)))])
    has_before = card.before is not None
    table = HeatTable(card.groups, card.dimensions, card.scale, has_before=has_before)
    explained = meanings(card)
    words = [Words(explained, is_list=True)] if explained else []
    yield Section("Topics and groups", [table, *words])
    yield Section("Since the last round", _changes(card))
    yield Section("Did it pay?", _listed(card.paid))
    yield Section("First steps", [_short_roadmap(card.steps)] if card.steps else [])
    yield Section("Every question", list(_items(card)), opens_page=True)
    yield _disputes(card.disputes)
    yield Section(f"Also disputed, {NOT_VOTED_ON}", _not_voted_on(card))
    spots = [f"{question} ({group})" for question, group in card.blind_spots]
    yield Section("Blind spots: half a group or more doesn't know", _listed(spots))
    yield Section("Not enough is known: find out", _listed(card.unknown))
    yield Section("All steps", [_roadmap(card.steps)] if card.steps else [])
    yield Section("How to read this", [Words(METHOD)])


def _so_what(card: MaturityCard) -> Iterator[str]:
    """Say what a board member needs: what the level means, what sets it, what to do first."""
    if card.is_level_hidden:
        yield LEVEL_HIDDEN
    meaning = f"{card.level_meaning[:1].lower()}{card.level_meaning[1:]}"
    if card.lowest:
        weakest = ", ".join(f"“{found}”" for found in card.lowest)
        means = f": {meaning}" if meaning else "."
        yield f"Weakest: {weakest}{means} The weakest topic sets the level."
    elif meaning:
        yield f"At this level, {meaning}"
    first = next((step for step in card.steps if step.state in OPEN), None)
    if first is not None:
        due = f" by {day(first.due_on)}" if first.due_on else ""
        what = first.sentence if first.is_action else first.aim
        yield f"Do this first: {what} ({first.owner or first.owner_group}{due})"


def _in_figures(card: MaturityCard) -> Iterator[str]:
    if card.average is not None:
        yield f"The average is {shown(card.average)} of 4, rounded down to halves."
    if card.evidenced_level is not None:
        yield f"Counting only answers with a link as evidence: level {card.evidenced_level}."
    yield answered(card)
    if card.provisional:
        yield f"Provisional: {'; '.join(card.provisional)}."
    if card.version != card.present_version:
        yield (
            f"People answered version {card.version} of the questions; this report uses version "
            f"{card.present_version}."
        )


def _changes(card: MaturityCard) -> list[Part]:
    before = card.before
    if before is None:
        return []
    then = named_level(before.level, is_hidden=before.is_level_hidden)
    now = named_level(card.level, is_hidden=card.is_level_hidden)
    sentences = [f"{day(before.closed_at)}: {then}. Now: {now}."]
    if before.is_other_version:
        sentences.append(
            "The questionnaire has changed since then, which may explain small differences."
        )
    return [Words(sentences)]


def _short_roadmap(steps: Sequence[Step]) -> Table:
    rows = [
        [
            str(number),
            step.aim,
            step.owner or step.owner_group,
            day(step.due_on) if step.due_on else "",
            STATES[step.state],
        ]
        for number, step in enumerate(steps, 1)
    ]
    return Table(["No.", "What", "Who", "Due", "Status"], [5, 51, 17, 15, 12], rows)


def _items(card: MaturityCard) -> Iterator[Table]:
    for dimension in card.dimensions:
        found = [item for item in card.items if item.dimension == dimension.label]
        if found:
            yield Table(
                [dimension.label, "Claimed", "Evidenced", "What that means", "Note"],
                [35, 11, 13, 27, 14],
                [_item(item) for item in found],
            )


def _item(item: ItemLine) -> list[str]:
    if item.is_hidden:
        return [item.question, "hidden", "hidden", "", ALONE]
    marks = [FLAGS[item.flag], "key question below 1" if item.is_open_gate else ""]
    return [
        item.question,
        shown(item.score),
        shown(item.evidenced),
        item.sentence,
        ", ".join(mark for mark in marks if mark),
    ]


def _disputes(disputes: Sequence[Dispute]) -> Section:
    """List the disputes; once a second round has ended, with its outcome."""
    if not any(found.outcome for found in disputes):
        return Section("Where people disagree", _as_they_are(disputes))
    rows = [[found.question, _before(found), _after(found), _outcome(found)] for found in disputes]
    table = Table(["Question", "Before", "After", "Outcome"], [32, 20, 20, 28], rows)
    return Section("Outcome of the second round", [table])


def _not_voted_on(card: MaturityCard) -> list[Part]:
    if not card.disputes_not_voted_on:
        return []
    limit = f"A second round covers the {MOST_IN_SECOND_ROUND} questions people disagree on most."
    return [Words([limit]), *_as_they_are(card.disputes_not_voted_on)]


def _as_they_are(disputes: Sequence[Dispute]) -> list[Part]:
    rows = [[found.question, _before(found)] for found in disputes]
    return [Table(["Question", "Views"], [62, 38], rows)] if rows else []


def _before(found: Dispute) -> str:
    return _views(found.views) or spread_before(found)


def _after(found: Dispute) -> str:
    return _views(found.views_after) or spread_after(found)


def _outcome(found: Dispute) -> str:
    both = "".join(f" Level {shown(level)}: {words}" for level, words in found.both)
    return f"{OUTCOMES[found.outcome]}{'.' if both else ''}{both}"


def _views(views: Sequence[tuple[str, Fraction]]) -> str:
    return ", ".join(f"{group} {shown(level)}" for group, level in views)


def _listed(entries: Sequence[str]) -> list[Part]:
    return [Words(entries, is_list=True)] if entries else []


def _roadmap(steps: Sequence[Step]) -> Table:
    rows = [
        [
            f"{'Agree first. ' if step.is_disputed else ''}{step.aim}",
            step.question,
            step.owner or step.owner_group,
            "" if step.weeks is None else f"{step.weeks:g}",
            _state(step),
        ]
        for step in steps
    ]
    heads = ["What", "Question", "Who", "Weeks", "Status"]
    return Table(heads, [30, 26, 14, 8, 22], rows)


def _state(step: Step) -> str:
    due = ""
    if step.state is ActionState.AGREED and step.due_on is not None:
        due = f", due {day(step.due_on)}"
    said = [said for said in (step.reason, step.evidence) if said]
    return ": ".join([f"{STATES[step.state]}{due}", *said])
