"""Who else is affected by a model: what depends on it, directly or through others."""

from datetime import datetime

import pytest
from slack_sdk.models.blocks import ActionsBlock, DividerBlock
from sqlmodel import Session

from assessments.portfolio.dependence import affected_by
from assessments.use_cases.definition import start_use_case
from assessments.use_cases.drafts import set_fields
from assessments.use_cases.tables import UseCase
from handlers.blocks.text import Message
from handlers.surfaces.affected import with_affected
from tests.assessments.use_cases.contract.samples import RULES

pytestmark = pytest.mark.sqlite_alone

BEA = "U0BEA"


def write(
    session: Session, now: datetime, title: str, *depends_on: str, model: str | None = None
) -> UseCase:
    """Write a use case that depends on others."""
    use_case = start_use_case(session, created_by=f"U0{title.upper()}", channel_id="C1", now=now)
    use_case.model_name = model
    values = {"title": title, "depends_on": list(depends_on)}
    set_fields(session, RULES, use_case, values, BEA, now)
    return use_case


def titles(session: Session, model: str) -> list[str]:
    """Return the titles of what a model affects."""
    return [found.title for found in affected_by(session, model)]


@pytest.mark.both_databases
def test_what_names_a_model_or_its_use_case_is_affected(session: Session, now: datetime) -> None:
    """By title, ID or model, however it's typed; and what depends on that in turn, once."""
    calls = write(session, now, "Calls", model="churn")
    write(session, now, "Bonus", " CALLS ")
    write(session, now, "Costs", str(calls.id))
    write(session, now, "Depot", "Churn")
    write(session, now, "Europe", "bonus", "Depot")
    write(session, now, "Fleet", "billing warehouse")
    write(session, now, "Loop", "Europe", "Loop")

    assert titles(session, "churn") == ["Bonus", "Costs", "Depot", "Europe", "Loop"]
    assert titles(session, "Billing  Warehouse") == ["Fleet"]
    assert titles(session, "other") == []


def test_the_use_case_of_the_model_itself_is_not(session: Session, now: datetime) -> None:
    """Even where two depend on each other; nor what was discarded."""
    write(session, now, "Calls", "Bonus", model="churn")
    write(session, now, "Bonus", "Calls")
    write(session, now, "Old", "Calls").discarded_at = now
    session.flush()

    (affected,) = affected_by(session, "churn")

    assert (affected.title, affected.owner) == ("Bonus", "U0BONUS")


def test_a_message_names_them_above_its_buttons(session: Session, now: datetime) -> None:
    """Five at most, and how many more; without any, it stays as it is."""
    message = Message("x", [DividerBlock(), ActionsBlock(elements=[])])
    before = with_affected(session, "churn", message)
    for number in range(7):
        write(session, now, f"Case {number}", "churn")

    after = with_affected(session, "churn", message)

    assert before is message
    assert [block.type for block in after.blocks] == ["divider", "context", "actions"]
    text = after.blocks[1].to_dict()["elements"][0]["text"]
    assert text.startswith("Also affected, because they depend on it: *Case 0* (")
    assert text.endswith(" and 2 more.")
