"""The windows of a use case's sections: gathered from the draft, opened, shown again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from slack_sdk import WebClient
from slack_sdk.models.views import View
from sqlmodel import Session

from assessments.use_cases.asks import finish_asks, open_asks
from assessments.use_cases.contract.content import ACCEPTANCE, Kind, Rules
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.pass_mark_rows import ALL
from assessments.use_cases.contract.quality import quality_of
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.status import review
from assessments.use_cases.definition import find_use_case
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.feedback import feedback_on, section_problems, vague_words_by_field
from assessments.use_cases.figures import next_status
from assessments.use_cases.tables import UseCase
from deployments.models import model_names
from handlers.blocks.use_cases.section_windows import (
    CARD,
    CHOOSER,
    SectionCard,
    SectionLine,
    chooser_window,
    fields_of,
    section_window,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import OldButtonError
from handlers.payload import Carried
from handlers.permissions import WRITE_USE_CASE, Press, permitted
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.use_cases import show_asks, show_use_case
from handlers.use_cases.measured import measured_in_words
from handlers.wording.sentences import plain_sentence

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Where:
    """Which section's window, and where the person goes on after it.

    `drawn` is the draft's number when an open window was drawn first: its inputs keep what was
    typed, so they are drawn as they were; None for a new window.
    """

    section: str
    came_from: str = CARD
    drawn: int | None = None


def known_section(rules: Rules, name: object) -> str:
    """Return a section's id.

    Raises:
        OldButtonError: There is no such section.
    """
    if not isinstance(name, str) or name not in {found.id for found in rules.sections}:
        raise OldButtonError
    return name


def rows_field(rules: Rules, name: object) -> str:
    """Return the id of a field that has rows.

    Raises:
        OldButtonError: There is no such field.
    """
    spec = rules.by_id.get(str(name))
    if spec is None or spec.type is not Kind.ROWS:
        raise OldButtonError
    return spec.id


def draw_section(session: Session, use_case: UseCase, where: Where, now: datetime) -> View:
    """Draw a section's window; its rows are always shown as they are now."""
    rules, draft = load_rules(), draft_of(session, use_case.id)
    first = draft if where.drawn is None else draft_of(session, use_case.id, where.drawn)
    rows = {spec.id for spec in rules.fields if spec.type is Kind.ROWS}
    values = {
        **{name: value for name, value in first.document.values.items() if name not in rows},
        **{name: value for name, value in draft.document.values.items() if name in rows},
    }
    found = review(rules, draft.document, next_status(use_case.status), now.date())
    names = [spec.id for spec in fields_of(rules, where.section)]
    written = [name for name in names if draft.document.get(name) is not None]
    problems = section_problems(found, written)
    measured = measured_in_words(session, rules, use_case.model_name)
    marks = draft.document.rows(ACCEPTANCE)
    card = SectionCard(
        use_case.id,
        use_case.title,
        where.section,
        Document(values),
        first.number,
        draft.number,
        {name: [plain_sentence(one) for one in reasons] for name, reasons in problems.items()},
        {
            str(row.get("id")): measured.get(str(row.get("metric")), "")
            for row in marks
            if row.get("segment", ALL) == ALL
        },
        where.came_from,
        model_names(session) if where.section == rules.by_id[ACCEPTANCE].section else (),
        use_case.model_name or "",
    )
    return section_window(rules, card)


def draw_chooser(
    session: Session, use_case_id: UUID, now: datetime, told: Sequence[str] = ()
) -> View:
    """Draw the window to choose a section in; `told` is said at its head."""
    use_case = find_use_case(session, use_case_id)
    document = draft_of(session, use_case_id).document
    found = feedback_on(load_rules(), document, use_case.status, now.date())
    asked: dict[str, list[str]] = {}
    for ask in open_asks(session, use_case_id):
        asked.setdefault(ask.section, []).append(ask.asked_of)
    lines = [
        SectionLine(
            one.section,
            one.title,
            one.percent,
            [missing.label for missing in one.missing][:4],
            asked.get(one.section, []),
        )
        for one in found.sections
    ]
    return chooser_window(use_case_id, use_case.title, lines, told)


def draw_chosen(deps: Dependencies, user_id: str, use_case_id: UUID, section: str) -> View:
    """Draw the window to choose a section in, or the section where one is wanted."""
    press = Press(user_id, "use_case.write", use_case_id)

    def do(work: UnitOfWork) -> View:
        if not section:
            return draw_chooser(work.session, press.object_id, deps.now())
        use_case = find_use_case(work.session, press.object_id)
        where = Where(known_section(load_rules(), section), CHOOSER)
        return draw_section(work.session, use_case, where, deps.now())

    return permitted(deps, WRITE_USE_CASE, press, do)


def where_of(known: Carried) -> Where:
    """Read which section's window it is, from what it carries."""
    section = known_section(load_rules(), known.word("section"))
    return Where(section, known.word("from"), known.number("drawn"))


def saved(
    work: UnitOfWork, use_case: UseCase, section: str, by: str, *, is_sent: bool = True
) -> None:
    """Show what a person changed, and that they did what they were asked for.

    Rows are saved one by one: they finish what somebody was asked for once nothing is missing.
    """
    document = draft_of(work.session, use_case.id).document
    found = feedback_on(load_rules(), document, use_case.status, work.now.date())
    is_whole = all(not one.missing for one in found.sections if one.section == section)
    if is_sent or is_whole:
        show_asks(work, finish_asks(work.session, use_case, section, by, work.now))
    show_use_case(work, use_case)
    work.show(SurfaceKind.HOME, by)


def vague_words_in(session: Session, use_case: UseCase, fields: Sequence[str]) -> list[str]:
    """Point out the vague words of some fields, each with how to write it instead."""
    rules, document = load_rules(), draft_of(session, use_case.id).document
    found = quality_of(rules, document, use_case.status, ())
    return [
        f"{rules.by_id[name].label} {plain_sentence(reason)}"
        for name, reason in vague_words_by_field(found).items()
        if name in fields
    ]


def show_under(client: WebClient, view: Body, drawn: View) -> None:
    """Show the section that lies under a row's window again."""
    view_id = view.get("previous_view_id")
    if isinstance(view_id, str):
        client.views_update(view_id=view_id, view=drawn)


def person_to_ask(session: Session, use_case: UseCase, section: str, now: datetime) -> str:
    """Name who is best asked for what a section misses; empty while nobody is named for it."""
    document = draft_of(session, use_case.id).document
    found = feedback_on(load_rules(), document, use_case.status, now.date())
    people = [
        missing.person for one in found.sections if one.section == section
        for missing in one.missing if missing.person
    ]  # fmt: skip
    return max(people, key=people.count) if people else ""


def sections_to_ask(session: Session, use_case: UseCase) -> list[tuple[str, str]]:
    """List the sections that somebody can be asked for, those with the most missing first."""
    document = draft_of(session, use_case.id).document
    found = feedback_on(load_rules(), document, use_case.status, use_case.created_at.date())
    ordered = sorted(found.sections, key=lambda one: -len(one.missing))
    return [(one.section, one.title) for one in ordered]
