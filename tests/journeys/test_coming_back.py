"""A simulated year of a use case: attested, asked whether it paid, and left alone in between."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import select

from assessments.use_cases.coming_back.looking import due_use_case
from assessments.use_cases.coming_back.tables import Revisit, RevisitVerdict
from assessments.use_cases.contract.content import Status
from assessments.use_cases.tables import UseCase
from bot.demo import scenario as stage
from handlers.use_cases.portfolio import draw_entry
from monitors.alerts.pushed import Push, push_number
from monitors.tables import Monitor
from tests.assessments.use_cases.coming_back.years import KPI, agreed, kpis
from tests.journeys.office import BEA, DAN, FIN, MODEL_CHANNEL, OLA, Office, open_office
from tests.journeys.rounds import direct, home

pytestmark = pytest.mark.sqlite_alone


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office whose use case was agreed this morning; its number's day is in 300 days."""
    with open_office(database_url) as opened:
        morning = datetime.combine(opened.clock().date() + timedelta(days=1), time(8), UTC)
        opened.clock.put_forward(morning - opened.clock())
        with opened.runtime.transactions.begin() as work:
            for monitor in work.session.exec(select(Monitor)):
                monitor.next_firing_at = None
            day = (morning.date() + timedelta(days=300)).isoformat()
            use_case = agreed(work.session, work.now, {"kpis": kpis(day)})
            use_case.model_name, use_case.channel_id = stage.MODEL, MODEL_CHANNEL
            use_case.status = Status.LIVE
        yield opened


def days_pass(office: Office, days: int) -> None:
    """Let days go by, one at a time, until all that is due is said."""
    for _ in range(days):
        office.clock.put_forward(timedelta(days=1))
        with office.runtime.database.reading() as session:
            is_due = due_use_case(session, office.clock()) is not None
        if is_due:
            settles(office)


def settles(office: Office) -> None:
    """Wait until nothing is due and all is shown."""
    office.runtime.wake()

    def is_quiet() -> bool | None:
        with office.runtime.database.reading() as session:
            return due_use_case(session, office.clock()) is None or None

    office.until(is_quiet, what="all looks")
    office.until_delivered()


def said_to(office: Office, user_id: str) -> int:
    """Count a person's direct messages about coming back."""
    words = ("Is it still right?", "Did it pay?", "what is it now?")
    return sum(any(word in text for word in words) for text in office.sees(direct(user_id)))


def test_a_year(office: Office) -> None:
    """Ola attests after a reminder; Fin enters the figure; Bea gives more time; all once."""
    settles(office)
    assert [said_to(office, who) for who in (BEA, OLA, FIN)] == [0, 0, 0]

    days_pass(office, 190)
    office.runtime.wake()
    asked = office.until_seen(direct(OLA), "Is it still right? Churn call list")
    assert "You're its business owner" in asked
    assert "Precision: at least 30%: not measured yet" in asked
    office.until_seen(direct(OLA), "A reminder")
    assert "Is it still right?" in str(home_of(office, OLA))
    office.presses(OLA, direct(OLA), "answer_revisit")
    assert "0 met, 0 broken, 5 not measured" in office.window_text(OLA)
    office.fills(OLA, AT4="yes_", AT5="yes_", AT6="yes_", verdict="still_right")
    assert "Please say why" in str(office.view(OLA).errors)  # type: ignore[union-attr]
    office.fills(OLA, AT4="yes_", AT5="yes_", AT6="yes_", verdict="still_right", reason="New")
    office.until_seen(direct(OLA), "*Still right*, says <@U0OLA>")
    answered = said_to(office, OLA)

    days_pass(office, 112)
    office.until_seen(direct(BEA), "Did it pay? Churn call list")
    assert said_to(office, OLA) == answered, "who has answered is left alone"
    office.until_seen(direct(FIN), f"{KPI}: what is it now?")
    office.presses(FIN, direct(FIN), "enter_kpi_figure")
    office.fills(FIN, figure="2.2")
    text = office.until_seen(direct(BEA), "Newest figure: *2.2 percent*: 66% of the way")
    assert "was to go from 2.4 to 2.1 percent" in text
    office.presses(DAN, direct(BEA), "answer_revisit")
    office.presses(BEA, direct(BEA), "answer_revisit")
    later = (office.clock() + timedelta(days=60)).date().isoformat()
    office.fills(BEA, verdict="extend", reason="A late start")
    assert "must be in the future" in str(office.view(BEA).errors)  # type: ignore[union-attr]
    office.fills(BEA, verdict="extend", reason="A late start", target_date=later)
    office.until_seen(direct(BEA), "*More time*")
    before = said_to(office, BEA)

    days_pass(office, 61)
    office.until(lambda: said_to(office, BEA) == before + 1 or None, what="asked again")
    verdicts = {found.verdict for found in revisits(office)}
    assert verdicts == {RevisitVerdict.STILL_RIGHT, RevisitVerdict.EXTEND, None}


def test_what_was_pushed_is_shown_and_nothing_comes_twice(office: Office) -> None:
    """The pushed figure stands in Bea's question, Fin isn't asked, a restart says nothing new."""
    with office.runtime.transactions.begin() as work:
        push_number(work.session, Push(stage.MODEL, KPI, 2.05, 900, "2027"), "crm", work.now)

    days_pass(office, 301)
    text = office.until_seen(direct(BEA), "Did it pay?")
    said = [said_to(office, who) for who in (BEA, OLA, FIN)]
    with office.runtime.transactions.begin() as work:
        for use_case in work.session.exec(select(UseCase)):
            use_case.comes_back_at = work.now  # as after a restart in the middle of a look
    settles(office)

    assert "*2.05 percent*: target reached (crm)" in text
    assert said_to(office, FIN) == 0
    assert [said_to(office, who) for who in (BEA, OLA, FIN)] == said


def test_a_retired_use_case_is_silent(office: Office) -> None:
    """Its question says that it needs no answer, and nobody is asked for a year.

    What Ola types too late is given back to her.
    """
    days_pass(office, 185)
    office.until_seen(direct(OLA), "Is it still right?")
    office.presses(OLA, direct(OLA), "answer_revisit")
    with office.runtime.transactions.begin() as work:
        use_case = work.session.exec(select(UseCase)).one()
        use_case.status, use_case.comes_back_at = Status.RETIRED, work.now
    settles(office)
    office.until_seen(direct(OLA), "*No answer is needed any more*")
    office.fills(OLA, AT4="no_", AT5="yes_", AT6="yes_", verdict="change", reason="My words")
    assert "needs no answer any more" in office.window_text(OLA)
    assert "My words" in office.window_text(OLA)
    said = [said_to(office, who) for who in (BEA, OLA, FIN)]

    days_pass(office, 366)

    assert [said_to(office, who) for who in (BEA, OLA, FIN)] == said


def test_what_has_to_change_can_be_edited_at_once(office: Office) -> None:
    """Ola's answer opens the sections; the portfolio says what the number came to."""
    days_pass(office, 301)
    office.presses(OLA, direct(OLA), "answer_revisit")
    office.fills(OLA, AT4="no_", AT5="yes_", AT6="yes_", verdict="change")
    sections = office.window_text(OLA)
    office.presses(BEA, direct(BEA), "answer_revisit")
    office.fills(BEA, verdict="keep", reason="Good enough", figure="2.15")
    office.until_seen(direct(BEA), "*Keep it*, says <@U0BEA>")
    with office.runtime.database.reading() as session:
        use_case_id = session.exec(select(UseCase.id)).one()
        entry = draw_entry(session, use_case_id, BEA)

    assert "Good enough means" in sections
    assert "*Kept*, says <@U0BEA>: Good enough" in str(entry.to_dict())


def home_of(office: Office, user_id: str) -> object:
    """Open a person's Home and read it."""
    office.running.workspace.open_home(user_id)
    return office.until(lambda: home(office, user_id) or None, what="Home")


def revisits(office: Office) -> list[Revisit]:
    """Every question, as it is stored."""
    with office.runtime.database.reading() as session:
        return list(session.exec(select(Revisit)).all())
