"""Questions are answered where they were asked, once, with sources; people say if it helped."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from assistant.tables import AssistantAnswer
from bot.local_slack.faults import RESPONSE_URL, Fault, drop, fail
from bot.local_slack.state import BOT_USER_ID, Channel, Message
from deployments.models import ModelFacts, register_model
from handlers.blocks.alerts.alert import EXPLAIN_ALERT
from handlers.blocks.assistant import ANSWER_DIDNT_HELP
from handlers.surfaces.alerts import show_alert
from monitors.alerts.alert_facts import AlertFacts
from monitors.alerts.lifecycle import Findings, update_alerts
from monitors.tables import Alert, Monitor
from tests.journeys.office import BEA, COUNCIL, DAN, MIA, MODEL_CHANNEL, Office
from tests.journeys.rounds import direct

pytestmark = pytest.mark.sqlite_alone
PRIVATE = "C0PRIVATE"
QUESTION = "/lamplighter ask how do I roll back a model?"
ANSWER = "Press *Roll back* on the alert"
STATE = "How employment is doing"


@pytest.fixture(autouse=True)
def private_channel(office: Office) -> None:
    """Bea and Dan talk in a channel without the bot; Mia owns a model that only she knows."""
    channels = office.running.workspace.world.channels
    channels[PRIVATE] = Channel(PRIVATE, "private", {BEA, DAN}, is_private=True)
    with office.runtime.transactions.begin() as work:
        register_model(work.session, ModelFacts("bonus", MIA, "C0HIDDEN"), work.now)


def answers(office: Office, user_id: str, channel_id: str) -> list[str]:
    """Read the answers that a channel shows to one person."""
    return [text for text in office.sees_alone(user_id, channel_id) if ANSWER in text]


def thread(office: Office, channel_id: str, ts: str) -> list[Message]:
    """Read the bot's replies in a thread."""
    return [
        message
        for message in office.running.workspace.messages(channel_id)
        if message.thread_ts == ts and message.user_id == BOT_USER_ID
    ]


def asked(office: Office) -> list[AssistantAnswer]:
    """Return the questions that were noted."""
    with office.runtime.database.reading() as session:
        return list(session.exec(select(AssistantAnswer)).all())


def writes(office: Office, user_id: str, channel_id: str, text: str, under: str = "") -> str:
    """Type a message; its `ts`."""
    workspace = office.running.workspace
    workspace.send_message(user_id, channel_id, text, under or None)
    return next(
        message.ts
        for message in reversed(workspace.messages(channel_id))
        if message.user_id == user_id
    )


def test_a_question_is_answered_where_the_bot_is_not_a_member(office: Office) -> None:
    """Bea alone sees it, there and nowhere else."""
    office.types(BEA, PRIVATE, QUESTION)

    office.until(lambda: answers(office, BEA, PRIVATE))
    assert answers(office, DAN, PRIVATE) == []
    assert ANSWER not in str(office.sees(direct(BEA)))


@pytest.mark.parametrize(
    ("fault", "channel_id"), [(fail(404), PRIVATE), (fail(500), COUNCIL), (drop(), PRIVATE)]
)
def test_an_answer_finds_another_way(office: Office, fault: Fault, channel_id: str) -> None:
    """Where nothing is taken at the response URL, it comes to Bea alone all the same."""
    office.running.workspace.sender.faults.meet(RESPONSE_URL, fault)

    office.types(BEA, channel_id, QUESTION)

    office.until(
        lambda: answers(office, BEA, channel_id) or ANSWER in str(office.sees(direct(BEA)))
    )


def test_a_mention_is_answered_once_in_its_thread(office: Office) -> None:
    """Delivered twice, and as a message too; a follow-up in the thread is about the same."""
    office.running.installation.events |= {"message.channels"}
    office.running.workspace.sender.faults.duplicate_deliveries = True

    ts = writes(office, BEA, MODEL_CHANNEL, f"<@{BOT_USER_ID}> how is employment doing?")
    office.until(lambda: thread(office, MODEL_CHANNEL, ts))
    writes(office, DAN, MODEL_CHANNEL, f"<@{BOT_USER_ID}> who may approve it?", ts)
    office.until(lambda: len(thread(office, MODEL_CHANNEL, ts)) == 2)

    first, second = thread(office, MODEL_CHANNEL, ts)
    assert STATE in first.text
    assert "employment" in second.text
    assert len(asked(office)) == 2


def test_what_is_theirs_alone_is_not_told_where_others_read(office: Office) -> None:
    """Mia's own model, in the channel; in her direct message she is told of it, and may rate."""
    overheard = writes(office, MIA, COUNCIL, f"<@{BOT_USER_ID}> how is bonus doing?")
    alone = writes(office, MIA, direct(MIA), "how is bonus doing?")

    office.until(lambda: thread(office, COUNCIL, overheard) and thread(office, direct(MIA), alone))
    office.presses(MIA, direct(MIA), ANSWER_DIDNT_HELP)

    world = office.running.workspace.world
    assert "bonus" not in thread(office, COUNCIL, overheard)[0].text
    assert "bonus" in thread(office, direct(MIA), alone)[0].text
    assert world.titles[direct(MIA), alone] == "how is bonus doing?"
    assert world.statuses == {}
    assert {answer.has_helped for answer in asked(office)} == {None, False}


def test_an_alert_is_explained_in_its_thread(office: Office) -> None:
    """What changed, whether to worry, what to check first, who decides; and questions go on."""
    with office.runtime.transactions.begin() as work:
        monitor = work.session.exec(select(Monitor)).one()
        facts = AlertFacts(rows=3_000, labelled_share=0.5)
        update_alerts(work.session, monitor, Findings(1, facts, None), work.now)
        show_alert(work, _alert(work.session))

    office.presses(BEA, MODEL_CHANNEL, EXPLAIN_ALERT)

    found = office.find(MODEL_CHANNEL, EXPLAIN_ALERT)
    assert found is not None
    explained = office.until(lambda: thread(office, MODEL_CHANNEL, found[0].ts))
    assert "Check first" in explained[0].text
    writes(office, DAN, MODEL_CHANNEL, f"<@{BOT_USER_ID}> should I worry?", found[0].ts)
    office.until(lambda: len(thread(office, MODEL_CHANNEL, found[0].ts)) == 2)


def _alert(session: Session) -> UUID:
    return session.exec(select(Alert.id)).one()
