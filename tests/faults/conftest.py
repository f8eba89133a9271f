"""Rounds to deliver, and workspaces to deliver them to."""

from collections import Counter

from sqlmodel import select

from assessments.rounds.starting import RoundPlan, start_round
from assessments.tables import Participant
from bot.local.world import Person, World
from bot.queues import queue_lengths
from bot.unit_of_work import Transactions

PEOPLE = [Person(f"U{number:04d}", f"Person {number}") for number in range(200)]


def invite_everyone(transactions: Transactions) -> None:
    """Start a round that asks all 200 people: as many surfaces to deliver."""
    with transactions.begin() as work:
        people = {person.id: "business" for person in PEOPLE}
        start_round(work.session, RoundPlan("C0", "U0000", people), work.now)
        for participant in work.session.exec(select(Participant)).all():
            work.show("invitation", participant.id)


def waiting_surfaces(transactions: Transactions) -> int:
    """Count what is not shown yet."""
    with transactions.database.reading() as session:
        return queue_lengths(session).surfaces_waiting


def messages_by_person(world: World) -> Counter[str]:
    """Count what stands in each direct message."""
    with world.changed:
        return Counter(message.channel_id for message in world.messages)
