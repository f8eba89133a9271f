"""Rounds to deliver, and workspaces to deliver them to."""

from collections import Counter
from collections.abc import Sequence

from sqlmodel import select

from assessments.rounds.starting import RoundPlan, start_round
from assessments.tables import Participant
from bot.local_slack.state import Person, World
from bot.transactions import Transactions

PEOPLE = [Person(f"U{number:04d}", f"Person {number}") for number in range(200)]


def invite(transactions: Transactions, people: Sequence[Person]) -> None:
    """Start a round that asks people: as many surfaces to deliver."""
    with transactions.begin() as work:
        groups = {person.id: "business" for person in people}
        start_round(work.session, RoundPlan("C0", "U0000", groups), work.now)
        for participant in work.session.exec(select(Participant)).all():
            work.show("invitation", participant.id)


def messages_by_person(world: World) -> Counter[str]:
    """Count what stands in each direct message."""
    with world.changed:
        return Counter(message.channel_id for message in world.messages)
