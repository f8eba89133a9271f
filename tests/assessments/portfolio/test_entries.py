"""The portfolio: each use case in its lane, with what comes next and whom it waits for."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session

from assessments.portfolio.entries import Entry, Step, in_lanes, portfolio
from assessments.portfolio.linking import link_round, teams
from assessments.portfolio.picture import (
    described_portfolio,
    draw_portfolio,
    portfolio_table,
    ranked,
)
from assessments.results.report.outline import Table
from assessments.tables import Assessment
from assessments.use_cases.contract.content import Status
from assessments.use_cases.contract.priority import Lane
from assessments.use_cases.contract.values import plain
from assessments.use_cases.definition import start_use_case
from assessments.use_cases.drafts import set_fields
from assessments.use_cases.refreshing import refresh_figures
from assessments.use_cases.tables import UseCase, UseCaseAsk
from assessments.use_cases.versions import put_to_signers
from handlers.surfaces.use_cases import progress_of
from handlers.wording.portfolio import LANES
from tests.assessments.held_round import PAIRS, held_round
from tests.assessments.use_cases.contract.samples import RULES
from tests.audit.use_case_steps import kpis

pytestmark = pytest.mark.sqlite_alone

BEA, COUNCIL = "U0BEA", "C0COUNCIL"
RANK: Any = plain(RULES.example["priority_inputs"])


def write(session: Session, now: datetime, channel_id: str = "C0ELSE", **values: Any) -> UseCase:  # noqa: ANN401 - any JSON
    """Write the worked example, with some other values."""
    use_case = start_use_case(session, created_by=BEA, channel_id=channel_id, now=now)
    example = {name: plain(value) for name, value in RULES.example.items()}
    set_fields(session, RULES, use_case, {**example, "kpis": kpis(now), **values}, BEA, now)
    return use_case


def the_one(session: Session) -> Entry:
    """Return the only entry."""
    (entry,) = portfolio(session, RULES)
    return entry


@pytest.mark.parametrize(
    ("values", "lane"),
    [
        ({"priority_inputs": {**RANK, "weeks_to_first_value": 4}}, Lane.NOW),
        ({"priority_inputs": {**RANK, "weeks_to_first_value": 13}}, Lane.NEXT),
        ({"priority_inputs": {**RANK, "weeks_to_first_value": 52}}, Lane.LATER),
        ({"priority_inputs": None}, None),
        ({"risk_answers": {"RQ1": "yes_"}}, Lane.BLOCKED),
    ],
)
def test_the_lane_is_that_of_the_rules(
    session: Session, now: datetime, values: dict[str, Any], lane: Lane | None
) -> None:
    """By rank and risk, as long as no round says otherwise."""
    write(session, now, **values)

    assert the_one(session).lane is lane


def test_a_team_that_is_not_ready_starts_with_groundwork(session: Session, now: datetime) -> None:
    """Its newest closed round counts: of the round it grew from, else of its channel."""
    low = {person: (group, "0") for person, (group, _) in PAIRS.items()}
    quick = {**RANK, "weeks_to_first_value": 4}
    write(session, now, title="Elsewhere", priority_inputs=quick)
    here = write(session, now, COUNCIL, title="Here", priority_inputs=quick)
    held_round(session, low, now)

    lanes = in_lanes(portfolio(session, RULES))

    assert [entry.title for entry in lanes[Lane.NOW]] == ["Elsewhere"]
    (entry,) = lanes[Lane.GROUNDWORK_FIRST]
    assert (entry.use_case_id, set(entry.readiness.open_items)) == (
        here.id, set(RULES.priority.linked_items),
    )  # fmt: skip
    assert progress_of(session, here, now).lane == entry.lane, "its message says the same"


@pytest.mark.both_databases
def test_the_round_it_grew_from_names_its_team(session: Session, now: datetime) -> None:
    """Whatever channel it is in; a newer round of that team counts instead of the older."""
    low = {person: (group, "0") for person, (group, _) in PAIRS.items()}
    high = {person: (group, "3") for person, (group, _) in PAIRS.items()}
    grown_from: Assessment = held_round(session, low, now)
    use_case = write(session, now, priority_inputs={**RANK, "weeks_to_first_value": 4})
    link_round(session, use_case.id, teams(session, BEA)[0].round_id, BEA, now)
    assert teams(session, "U0ELSE") == []
    before = the_one(session)
    newer = held_round(session, high, now.replace(year=now.year + 1))

    after = the_one(session)

    assert (before.lane, before.readiness.round_id) == (Lane.GROUNDWORK_FIRST, grown_from.id)
    assert (after.readiness.round_id, after.readiness.closed_at) == (newer.id, newer.closed_at)


def test_what_is_missing_waits_for_who_is_best_asked(session: Session, now: datetime) -> None:
    """An operations field for the technical owner; one that was asked for, for who was asked."""
    use_case = write(session, now, mode=None)
    missing = the_one(session)
    session.add(
        UseCaseAsk(
            use_case_id=use_case.id, section="data", asked_by=BEA, asked_of="U0DAN", asked_at=now
        )
    )
    session.flush()

    asked = the_one(session)

    assert (missing.step, missing.about, missing.waits_for) == (
        Step.FILL_IN, ("mode",), ("U_TECH",),
    )  # fmt: skip
    assert (asked.step, asked.about, asked.waits_for) == (Step.ANSWER, ("data",), ("U0DAN",))


@pytest.mark.both_databases
def test_a_version_waits_for_its_signers(session: Session, now: datetime) -> None:
    """Each by name."""
    put_to_signers(session, RULES, write(session, now), BEA, now)

    entry = the_one(session)

    assert (entry.step, entry.owner) == (Step.SIGN, "U_BOWNER")
    assert entry.waits_for == ("U_SPONSOR", "U_AGENTLEAD", "U_TECH", "U_DS")


@pytest.mark.parametrize(
    ("status", "step"),
    [
        (Status.IDEA, Step.AGREE), (Status.DEFINED, Step.AGREE),
        (Status.APPROVED, Step.RELEASE), (Status.LIVE, Step.WATCH),
    ],
)  # fmt: skip
def test_each_status_has_its_next_step(
    session: Session, now: datetime, status: Status, step: Step
) -> None:
    """Once everything is filled in; what is retired or discarded isn't there."""
    use_case = write(session, now)
    use_case.status = status
    gone, discarded = write(session, now), write(session, now)
    gone.status, discarded.discarded_at = Status.RETIRED, now
    session.add_all([use_case, gone, discarded])
    session.flush()

    assert the_one(session).step is step


def test_a_search_finds_words_of_title_and_model(session: Session, now: datetime) -> None:
    """In capitals or not, in any order."""
    for title in ("Churn calls", "Straße plan", "Orders"):
        write(session, now, title=title)

    found = {
        words: [entry.title for entry in portfolio(session, RULES, words)]
        for words in ("CALLS churn", "strasse", "nothing")
    }

    assert found == {"CALLS churn": ["Churn calls"], "strasse": ["Straße plan"], "nothing": []}


def test_figures_from_before_are_worked_out_once(session: Session, now: datetime) -> None:
    """What was never worked out, or under other rules."""
    use_case = write(session, now)
    figures = dict(use_case.figures)
    use_case.figures = {}
    session.add(use_case)
    session.flush()

    assert refresh_figures(session, RULES, now.date()) == 1
    assert refresh_figures(session, RULES, now.date()) == 0
    assert use_case.figures == figures


def test_the_picture_has_words_and_a_table(session: Session, now: datetime) -> None:
    """What has no rank is in the table alone; a dollar sign is no formula."""
    write(session, now, title="Calls $x$")
    write(session, now, title="No rank", priority_inputs=None)
    entries = portfolio(session, RULES)

    table = portfolio_table(entries, LANES, {"U_BOWNER": "Bo"})

    assert draw_portfolio(entries, LANES).startswith(b"\x89PNG")
    assert draw_portfolio([], LANES).startswith(b"\x89PNG")
    assert [entry.title for entry in ranked(entries)] == ["Calls $x$"]
    assert described_portfolio(entries, LANES) == (
        "Benefit against weeks to the first one, 1 use case. Calls $x$: benefit 4, 6 weeks, now."
    )
    listed = table.sections[0].parts[1]
    assert isinstance(listed, Table)
    assert " · ".join(listed.heads) == (
        "Lane · Use case · Status · Filled in · Benefit · Weeks · Owner"
    )
    assert listed.rows[0][1:3] == ["Calls $x$", "defined"]
    assert listed.rows[0][4:] == ["4", "6", "Bo"]
    assert listed.rows[1][4:] == ["-", "-", "Bo"]
