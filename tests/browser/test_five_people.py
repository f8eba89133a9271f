"""Who is told what, when and where, read on a phone: a pass mark that nobody decides about."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

import pytest

from assessments.use_cases.definition import start_use_case
from assessments.use_cases.screens import (
    GoodEnough,
    KpiTyped,
    Purpose,
    agree_pass_marks,
    save_kpi,
    save_purpose,
)
from bot.clock import utc_now
from bot.demo import scenario as stage
from bot.demo.run_demo import RunningDemo
from handlers.surfaces.use_cases import show_use_case
from tests.browser.conftest import PHONE, Visitor
from tests.patience import until, waiting_surfaces

pytestmark = pytest.mark.browser
Told = Mapping[str, list[tuple[str, str]]]
MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)
CHANNEL, DIRECT, HOME = "# employment-model", "Lamplighter", "Lamplighter home"
BROKEN = "Employment check: accuracy 8"
SETTLED = "Settled: Employment check kept as it is"
DECIDED = ("7 Dec", "Employment check stays as it is. @Mia decided")
DAYS = ("9 Nov", "16 Nov", "23 Nov", "30 Nov", "7 Dec")
ASKED = [
    ("9 Nov", BROKEN),
    ("16 Nov", f"Time is up: {BROKEN}"),
    ("23 Nov", f"Still undecided: {BROKEN}"),
    ("30 Nov", f"Still undecided: {BROKEN}"),
    ("7 Dec", f"Still undecided: {BROKEN}"),
]
CLOSED = [(day, SETTLED) for day in DAYS]
DIGESTS = [(day, "Waiting for a decision") for day in DAYS[1:]]
AGREED = ("2 Nov", "Use case: Employment check")
TOLD: Told = {
    "Mia": ASKED,
    "Ola": ASKED,
    "Bea": ASKED[:1],
    "Dan": [],
    "Fin": [],
    CHANNEL: [AGREED, ASKED[0], *DIGESTS],
}
"""What each person, and the channel, has got after four weeks: the day, and how it begins."""
TOLD_AT_LAST: Told = {
    "Mia": CLOSED,
    "Ola": [*CLOSED, DECIDED],
    "Bea": [*CLOSED[:1], DECIDED],
    "Dan": [],
    "Fin": [],
    CHANNEL: [AGREED, CLOSED[0], DECIDED, *DIGESTS],
}
"""The same once Mia has decided; a reply is below its message."""
AT_HOME: Mapping[str, tuple[str, str]] = {
    "Mia": ("Please decide, in #employment-model", "Mia decided on"),
    "Ola": ("Please decide, in #employment-model", "Mia decided on"),
    "Bea": ("needs a decision from @Mia, overdue since", "Mia decided on"),
    "Dan": ("needs a decision from @Mia, overdue since", "Mia decided on"),
    "Fin": ("You're all caught up", "You're all caught up"),
}
"""What each person's Home says on 7 December, before the decision and after it."""
EXPLAINED = {
    "Mia": "You get this because you can decide about this model.",
    "Ola": "You get this because you can decide about this model.",
    "Bea": "You get this because you answer for the pass marks of this use case.",
}
JARGON = ("PSI", "window", "drift", "RELP")
READ = """() => [...document.querySelectorAll('#stream article')].map((one) => [
  one.querySelector('time').innerText.split(',')[0],
  one.querySelector('.blocks').innerText,
])"""


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start the demo's clock in working hours, whatever the day."""
    ahead = MONDAY - utc_now()
    monkeypatch.setattr("bot.demo.run_demo.utc_now", lambda: utc_now() + ahead)


def test_who_is_told_what_until_it_is_decided(visitor: Visitor, demo: RunningDemo) -> None:
    """Mia and Ola are asked, then reminded once a week; Bea is told twice, Dan and Fin aren't."""
    visitor.page.set_viewport_size(PHONE)
    agreed(demo)
    sent(demo, TOLD, "2 Nov")
    for day in DAYS:
        visitor.page.get_by_test_id("clock-week").click()
        sent(demo, TOLD, day)
    before = everything(visitor, TOLD, [words for words, _ in AT_HOME.values()])

    visitor.becomes("Mia")
    visitor.opens(CHANNEL)
    visitor.presses("Keep")
    visitor.fills(reason="The census form was new.")
    visitor.sends()
    sent(demo, TOLD_AT_LAST, DAYS[-1])
    after = everything(visitor, TOLD_AT_LAST, [words for _, words in AT_HOME.values()])

    assert beginnings(before, TOLD) == TOLD
    assert beginnings(after, TOLD_AT_LAST) == TOLD_AT_LAST
    direct = [(who, text) for who, found in before.items() if who != CHANNEL for _, text in found]
    assert [text for who, text in direct if EXPLAINED[who] not in text] == []
    assert [text for _, text in direct if any(word in text for word in JARGON)] == []
    visitor.fits(PHONE["width"])


def agreed(demo: RunningDemo) -> None:
    """Bea agrees to an accuracy that the demo's model doesn't reach, and never will."""
    with demo.runtime.transactions.begin() as work:
        session, now, by = work.session, work.now, stage.BEA
        case = start_use_case(session, created_by=by, channel_id=stage.MODEL_CHANNEL, now=now)
        save_purpose(
            session, case.id, Purpose("Employment check", "Who is out of work", "R"), by, now
        )
        kpi = KpiTyped(
            "People advised", "people", "1200", "1450", (now + timedelta(days=900)).date()
        )
        save_kpi(session, case.id, kpi, by, now)
        agree_pass_marks(session, case.id, GoodEnough(stage.MODEL, "86%", "0.25"), by, now)
        show_use_case(work, case)


def sent(demo: RunningDemo, told: Told, until_day: str) -> None:
    """Wait until as many messages as a table has up to a day were sent, and nothing waits."""
    days = [AGREED[0], *DAYS]
    passed = days[: days.index(until_day) + 1]
    count = sum(day in passed for found in told.values() for day, _ in found)
    world = demo.workspace.workspace.world
    until(lambda: len(world.messages) >= count, what=f"{count} messages until {until_day}")
    until(lambda: waiting_surfaces(demo.runtime.database) == 0, what="every message to be sent")


def everything(visitor: Visitor, told: Told, at_home: Sequence[str]) -> dict[str, list[list[str]]]:
    """Read each person's direct messages and the channel; see that Home says some words."""
    read = {}
    for place, words in zip(told, [*at_home, ""], strict=True):
        if place == CHANNEL:
            visitor.opens(CHANNEL)
        else:
            visitor.becomes(place)
            visitor.opens(HOME)
            visitor.page.get_by_test_id("home").get_by_text(words).first.wait_for()
            visitor.opens(DIRECT)
        visitor.page.wait_for_function(
            f"() => document.querySelectorAll('#stream article').length >= {len(told[place])}"
        )
        read[place] = visitor.page.evaluate(READ)
    return read


def beginnings(read: Mapping[str, list[list[str]]], told: Told) -> Told:
    """Cut what the page shows to what a table says, message by message."""
    return {
        place: [
            (day, text[: len(words)])
            for (day, text), (_, words) in zip_longest(read[place], lines, fillvalue=("", ""))
        ]
        for place, lines in told.items()
    }
