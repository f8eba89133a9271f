"""The portfolio: every use case in its lane, in a window with pages, and in short on Home."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from assessments.portfolio.entries import Entry, Step, in_lanes
from assessments.portfolio.linking import Team
from assessments.use_cases.coming_back.kpis import Payoff
from assessments.use_cases.contract.priority import Lane
from ground.counting import counted
from handlers.blocks.parts import (
    button,
    context,
    header,
    modal,
    option,
    prefilled,
    section,
    text_input,
)
from handlers.blocks.text import cut, day, mention, moment, short
from handlers.blocks.use_cases.beginnings import OPEN_ONE
from handlers.blocks.use_cases.payoffs import payoff_line
from handlers.blocks.use_cases.use_case import SEND_USE_CASE
from handlers.wording.portfolio import COUNTED, LANES, MEANINGS, STEPS, named
from handlers.wording.use_case_names import name_in_words

PORTFOLIO_VIEW, SEARCH, TYPED = "search_portfolio", "search", "type_text"
OPEN_PORTFOLIO, SEND_PORTFOLIO = "open_portfolio", "send_portfolio"
ENTRY_VIEW, SHOW_ENTRY, ROUND = "link_use_case", "show_portfolio_entry", "round"
PAGE_BACK, PAGE_ON = "portfolio_page_back", "portfolio_page_on"
A_PAGE = 15
LONGEST_SEARCH = 60


@dataclass(frozen=True)
class Shown:
    """What a page of the window shows.

    Attributes:
        entries: Every use case that was found, in order.
        search: The words that were looked for.
        page: From 0.
        labels: The names of fields, sections and linked items, by their IDs.
    """

    entries: Sequence[Entry]
    search: str = ""
    page: int = 0
    labels: Mapping[str, str] = field(default_factory=dict)


def portfolio_window(shown: Shown) -> View:
    """Build a page of the window; its search is what it submits."""
    pages = max(1, -(-len(shown.entries) // A_PAGE))
    page = min(shown.page, pages - 1)
    here = shown.entries[page * A_PAGE : (page + 1) * A_PAGE]
    return modal(
        "All use cases",
        [
            text_input(
                "Search by name or model",
                PlainTextInputElement(
                    action_id=TYPED,
                    initial_value=prefilled(shown.search[:LONGEST_SEARCH]),
                    max_length=LONGEST_SEARCH,
                    placeholder=PlainTextObject(text="e.g. churn"),
                ),
                block_id=SEARCH,
                optional=True,
            ),
            section(_overview(shown)),
            *_entries(here, shown.labels),
            *_turning(page, pages),
            ActionsBlock(elements=[button("Send me the picture", SEND_PORTFOLIO, "all")]),
        ],
        callback_id=PORTFOLIO_VIEW,
        private_metadata=json.dumps({"page": page, "search": shown.search[:LONGEST_SEARCH]}),
        submit="Search",
    )


def entry_window(
    entry: Entry,
    teams: Sequence[Team],
    labels: Mapping[str, str],
    paid: Sequence[Payoff] = (),
) -> View:
    """Build the window about one use case: what it paid, its files, and whose readiness counts."""
    options = [_team(team) for team in teams]
    chosen = next((one for one in options if one.value == str(entry.readiness.round_id)), None)
    blocks: list[Block] = [
        section(_line(entry, labels)),
        context(MEANINGS[entry.lane]),
        *_open_items(entry, labels),
        *(section(payoff_line(payoff)) for payoff in paid),
        ActionsBlock(
            elements=[
                button("Open", OPEN_ONE, entry.use_case_id, style="primary"),
                button("Send me the files", SEND_USE_CASE, entry.use_case_id),
            ]
        ),
    ]
    if options:
        blocks.append(
            text_input(
                "Whose readiness round counts?",
                StaticSelectElement(
                    action_id=TYPED,
                    options=options,
                    initial_option=chosen,
                    placeholder=PlainTextObject(text="Choose a team"),
                ),
                block_id=ROUND,
                hint="Its newest closed round decides whether the team can start.",
                optional=True,
            )
        )
    return modal(
        "Use case",
        blocks,
        callback_id=ENTRY_VIEW,
        private_metadata=json.dumps({"use_case_id": str(entry.use_case_id)}),
        submit="Save" if options else None,
    )


def _team(team: Team) -> Option:
    name = team.name or "A channel's team"
    return option(f"{cut(name, 50)}, {day(team.closed_at)}", str(team.round_id))


def _open_items(entry: Entry, labels: Mapping[str, str]) -> list[Block]:
    readiness = entry.readiness
    if readiness.closed_at is None:
        return [context("No readiness round of its team was closed yet.")]
    items = [f"• {short(labels.get(item, item))}" for item in readiness.open_items]
    told = "\n".join(["Not in place yet:", *items]) if items else "Everything needed is in place."
    return [section(f"Readiness, {moment(readiness.closed_at)}. {told}")]


def portfolio_at_home(entries: Sequence[Entry]) -> list[Block]:
    """Build what Home shows: how many are in each lane, and how many wait for somebody."""
    if not entries:
        return []
    waiting = sum(entry.step in {Step.SIGN, Step.ANSWER} for entry in entries)
    tail = f" {counted(waiting, 'use case')} wait{'s' if waiting == 1 else ''} for people."
    line = section(f"*Use cases*: {_counts(entries)}.{tail if waiting else ''}")
    line.accessory = button("See all", OPEN_PORTFOLIO, "home")
    return [line]


def _overview(shown: Shown) -> str:
    if shown.entries:
        found = f"Found for “{short(shown.search)}”: " if shown.search else ""
        return f"{found}{_counts(shown.entries)}."
    if shown.search:
        return f"No use case is called “{short(shown.search)}”."
    return "There are no use cases yet. Type `/lamplighter usecase` to begin one."


def _counts(entries: Iterable[Entry]) -> str:
    lanes = in_lanes(entries)
    return ", ".join(f"{len(found)} {COUNTED[lane]}" for lane, found in lanes.items() if found)


def _entries(entries: Sequence[Entry], labels: Mapping[str, str]) -> Iterable[Block]:
    lane: Lane | str | None = ""
    for entry in entries:
        if entry.lane != lane:
            lane = entry.lane
            yield header(LANES[lane])
            yield context(MEANINGS[lane])
        line = section(_line(entry, labels))
        line.accessory = button("More", SHOW_ENTRY, entry.use_case_id)
        yield line


def _line(entry: Entry, labels: Mapping[str, str]) -> str:
    model = f" ({short(entry.model_name)})" if entry.model_name else ""
    title = short(entry.title or "(no name yet)")
    status = f"{name_in_words(entry.status.value)}, {entry.percent}% filled in"
    owner = f"owner {mention(entry.owner)}"
    lines = [f"*{title}*{model}: {status}, {owner}", f"Next: {_next(entry, labels)}"]
    if entry.lane is Lane.GROUNDWORK_FIRST:
        items = [short(labels.get(item, item)) for item in entry.readiness.open_items]
        lines.append(f"Groundwork: {named(items)}")
    return "\n".join(lines)


def _next(entry: Entry, labels: Mapping[str, str]) -> str:
    names = [_named(labels[one]) if one in labels else name_in_words(one) for one in entry.about]
    step = STEPS[entry.step].format(about=named(names))
    people = [mention(person) for person in entry.waits_for]
    return f"{step}, waiting for {named(people)}" if people else step


def _named(label: str) -> str:
    return f"“{short(label)}”"


def _turning(page: int, pages: int) -> list[Block]:
    if pages == 1:
        return []
    turns = [
        *([button("Previous", PAGE_BACK, _page(page - 1))] if page else []),
        *([button("Next", PAGE_ON, _page(page + 1))] if page < pages - 1 else []),
    ]
    return [context(f"Page {page + 1} of {pages}"), ActionsBlock(elements=turns)]


def _page(number: int) -> str:
    return json.dumps({"page": number})
