"""The report in sections, headlines first: what a page shows, before it is a page of any kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.results.maturity import (
    ALONE,
    DASH,
    LEVEL_HIDDEN,
    Cell,
    DimensionLine,
    Dispute,
    ItemLine,
    MaturityCard,
    Step,
    aim,
    named_level,
    shown,
    shown_change,
    spread_after,
    spread_before,
)
from assessments.results.report.palette import colour_of, colour_of_cell
from assessments.results.report.wording import CELLS, FLAGS, METHOD, NOT_VOTED_ON, OUTCOMES, STATES
from assessments.scoring.maturity import MOST_IN_SECOND_ROUND
from assessments.tables import ActionState


@dataclass(frozen=True)
class Words:
    """Paragraphs, or the entries of a list."""

    entries: Sequence[str]
    is_list: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of text; `widths` are shares of the page."""

    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class HeatTable:
    """Topics by group, to be coloured by whole level; `has_before` adds how far each moved."""

    groups: Sequence[str]
    lines: Sequence[DimensionLine]
    has_before: bool = False

    @property
    def heads(self) -> list[str]:
        """Name the columns behind the topic."""
        change = ["Change"] if self.has_before else []
        return ["Everyone", "Evidenced", *self.groups, "Goal", *change]

    def cells(self, line: DimensionLine) -> list[tuple[str, str | None]]:
        """Give a row's texts, each with its colour; None where it has none."""
        team = [
            (shown(level, is_hidden=line.is_hidden), colour_of(level))
            for level in (line.score, line.evidenced)
        ]
        groups = [(cell_text(cell), colour_of_cell(cell)) for cell in line.cells]
        change = [(shown_change(line.change), None)] if self.has_before else []
        return [*team, *groups, (str(line.target), None), *change]


Part = Words | Table | HeatTable


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; one that `opens_page` begins the detail."""

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
    """Lay a result out: one page of headlines that a board member reads, then the detail."""
    return Outline(
        title=headline(card),
        subtitle=subtitle(card),
        sections=[section for section in _sections(card) if section.parts],
    )


def headline(card: MaturityCard) -> str:
    """Say the result in one line."""
    if card.is_level_hidden:
        return "Readiness: the level is not shown"
    if card.level is None:
        return "Readiness: too little is known for a level"
    return f"Readiness: level {card.level} of 4, {card.level_name.lower()}"


def subtitle(card: MaturityCard) -> str:
    """Say what was asked, about whom and when."""
    closed = f"closed {card.closed_at:%d %B %Y}" if card.closed_at else "still open"
    about = [card.scope] if card.scope else []
    mode = "quick check" if card.mode == "quick" else "all questions"
    return ", ".join([*about, f"{card.questionnaire} {card.version}", mode, closed])


def cell_text(cell: Cell) -> str:
    """Write what a heat table shows of a group."""
    return CELLS.get(cell.state, shown(cell.level))


def _sections(card: MaturityCard) -> Iterator[Section]:
    yield Section("In short", [Words(list(_in_short(card)))])
    table = HeatTable(card.groups, card.dimensions, has_before=card.before is not None)
    yield Section("Topics and groups", [table, Words([_legend(card)])])
    yield Section("Since the last round", _changes(card))
    yield Section("First steps", [_short_roadmap(card.steps)] if card.steps else [])
    yield Section("Every question", list(_items(card)), opens_page=True)
    yield _disputes(card.disputes)
    yield Section(f"Also in dispute, {NOT_VOTED_ON}", _not_voted_on(card))
    spots = [f"{question} ({group})" for question, group in card.blind_spots]
    yield Section("Blind spots: half of a group does not know", _listed(spots))
    yield Section("Too little is known: find out", _listed(card.unknown))
    yield Section("The steps in full", [_roadmap(card.steps)] if card.steps else [])
    yield Section("How to read this", [Words(METHOD)])


def _in_short(card: MaturityCard) -> Iterator[str]:
    if card.is_level_hidden:
        yield LEVEL_HIDDEN
    if card.lowest:
        yield f"Weakest: {', '.join(card.lowest)}. The weakest link sets the level."
    if card.average is not None:
        yield f"On average {shown(card.average)} of 4."
    if card.evidenced_level is not None:
        yield f"Counting only what came with evidence: level {card.evidenced_level}."
    yield f"{card.people} people answered, {float(card.response_rate):.0%} of what was asked."
    if card.provisional:
        yield f"Provisional: {'; '.join(card.provisional)}."
    if card.version != card.present_version:
        yield (
            f"The questions were those of version {card.version}; they are read here with "
            f"version {card.present_version}."
        )


def _legend(card: MaturityCard) -> str:
    hidden = f" {DASH}" if card.has_hidden else ""
    return f"? is not enough known; an empty place was not asked.{hidden}"


def _changes(card: MaturityCard) -> list[Part]:
    before = card.before
    if before is None:
        return []
    then = named_level(before.level, is_hidden=before.is_level_hidden)
    now = named_level(card.level, is_hidden=card.is_level_hidden)
    sentences = [f"{before.closed_at:%d %B %Y}: {then}. Now: {now}."]
    if before.is_other_version:
        sentences.append(
            "The questionnaire has changed in between, so small differences may come from that."
        )
    return [Words(sentences)]


def _short_roadmap(steps: Sequence[Step]) -> Table:
    rows = [
        [
            str(number),
            _aim(step),
            step.owner or step.owner_group,
            f"{step.due_on:%d %b %Y}" if step.due_on else "",
            STATES[step.state],
        ]
        for number, step in enumerate(steps, 1)
    ]
    return Table(["", "What", "Who", "Until", "State"], [5, 51, 17, 15, 12], rows)


def _items(card: MaturityCard) -> Iterator[Table]:
    for dimension in card.dimensions:
        found = [item for item in card.items if item.dimension == dimension.label]
        if found:
            yield Table(
                [dimension.label, "Claimed", "Evidenced", "What that means", ""],
                [35, 11, 13, 27, 14],
                [_item(item) for item in found],
            )


def _item(item: ItemLine) -> list[str]:
    if item.is_hidden:
        return [item.question, "-", "-", "", ALONE]
    marks = [FLAGS[item.flag], "everything rests on it" if item.is_open_gate else ""]
    return [
        item.question,
        shown(item.score),
        shown(item.evidenced),
        item.sentence,
        ", ".join(mark for mark in marks if mark),
    ]


def _disputes(disputes: Sequence[Dispute]) -> Section:
    """List what is in dispute; once a second round has ended, what it came to."""
    if not any(found.outcome for found in disputes):
        return Section("Where people see it differently", _as_they_are(disputes))
    rows = [[found.question, _before(found), _after(found), _outcome(found)] for found in disputes]
    table = Table(["Question", "Before", "After", "Outcome"], [32, 20, 20, 28], rows)
    return Section("What the second round came to", [table])


def _not_voted_on(card: MaturityCard) -> list[Part]:
    if not card.disputes_not_voted_on:
        return []
    limit = f"A second round asks the {MOST_IN_SECOND_ROUND} questions that are farthest apart."
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
            f"{'Agree first. ' if step.is_disputed else ''}{_aim(step)}",
            step.question,
            step.owner or step.owner_group,
            "" if step.weeks is None else f"{step.weeks:g}",
            _state(step),
        ]
        for step in steps
    ]
    heads = ["What", "The question", "Who", "Weeks", "How it stands"]
    return Table(heads, [30, 26, 14, 8, 22], rows)


def _aim(step: Step) -> str:
    return aim(step.sentence, step.to_level, step.question)


def _state(step: Step) -> str:
    is_running = step.state is ActionState.AGREED and step.due_on is not None
    due = f" until {step.due_on:%d %b %Y}" if is_running else ""
    said = [said for said in (step.reason, step.evidence) if said]
    return ": ".join([f"{STATES[step.state]}{due}", *said])
