"""The command: help, status, questions; and what happens with buttons nobody knows."""

import pytest
from sqlmodel import select

from bot.local_slack.state import BOT_USER_ID
from handlers.events.message import message
from monitors.tables import Monitor
from tests.journeys.office import BEA, COUNCIL, FIN, MODEL_CHANNEL, OLA, Office

pytestmark = pytest.mark.sqlite_alone

DRIFT = 24


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        pytest.param("/lamplighter", "What I can do for you", id="nothing"),
        pytest.param("/lamplighter help", "What I can do for you", id="help"),
        pytest.param("/lamplighter dance", "I don't know “dance”", id="unknown"),
        pytest.param("/lamplighter status", "Nothing is waiting for you", id="status"),
        pytest.param("/lamplighter ask", "What would you like to know", id="empty-question"),
        pytest.param("/lamplighter <!channel>", "&lt;!channel&gt;", id="mention"),
        pytest.param(f"/lamplighter {'x' * 5_000}", "x…”", id="5000-long"),
    ],
)
def test_command_is_answered_to_the_asker_alone(office: Office, text: str, answer: str) -> None:
    """Whatever follows the command, there is an answer that only the asker sees."""
    ack = office.types(BEA, COUNCIL, text)

    assert answer in ack.body["text"]
    assert office.sees(COUNCIL) == []


@pytest.mark.both_databases
def test_status_says_how_models_are_and_waits_for_no_writer(office: Office) -> None:
    """Ola decides about a model and reads of it anywhere, Bea in its channel alone."""
    before = office.types(OLA, COUNCIL, "/lamplighter status").body["text"]
    office.window_comes(DRIFT)
    office.until(lambda: office.find(MODEL_CHANNEL, "keep_model"))
    office.until_delivered()
    with office.runtime.database.transaction() as writer:
        writer.exec(select(Monitor)).one().windows_seen += 1
        writer.flush()
        after = office.types(OLA, COUNCIL, "/lamplighter status").body["text"]
        bea = office.types(BEA, COUNCIL, "/lamplighter status").body["text"]
        there = office.types(BEA, MODEL_CHANNEL, "/lamplighter status").body["text"]

    assert ":white_circle: *employment*: not measured yet" in before
    assert ":red_circle: *employment*: an alert needs a decision by <!date" in after
    assert "employment" not in bea
    assert ":red_circle: *employment*: an alert" in there


def test_question_is_answered_with_its_source(office: Office) -> None:
    """A question gets an answer, with its source and how it was found."""
    office.types(BEA, COUNCIL, "/lamplighter ask how can I roll back a model?")

    answers = office.until(lambda: office.sees_alone(BEA, COUNCIL)[1:])

    assert "Roll a model back" in answers[0]
    assert "docs/how-to/watch-a-model.md" in answers[0]


@pytest.mark.parametrize(
    ("action_id", "value"),
    [
        pytest.param("from_2019", "x", id="unknown-button"),
        pytest.param("close_round", "no-id", id="unknown-value"),
    ],
)
def test_an_old_button_is_answered(office: Office, action_id: str, value: str) -> None:
    """It says so, and its message is shown as it is now."""
    office.types(FIN, COUNCIL, "/lamplighter assess")
    office.fills(FIN, business=[BEA])
    office.until_seen(COUNCIL, "have answered")
    office.until_delivered()
    message = office.running.workspace.messages(COUNCIL)[0]
    message.blocks = []

    action = {"type": "button", "action_id": action_id, "value": value, "block_id": "b"}
    office.running.workspace.press(FIN, COUNCIL, message.ts, action)

    assert "older version" in office.sees_alone(FIN, COUNCIL)[-1]
    office.until(lambda: message.blocks)
    assert "have answered" in str(message.blocks)


def test_a_direct_message_is_answered_with_one_line(office: Office) -> None:
    """To people who write to the bot, once a message; never in a channel, to an edit or a bot."""
    workspace, direct = office.running.workspace, f"D{BEA[1:]}"
    workspace.open_home(BEA)
    office.until_delivered()

    workspace.send_message(BEA, direct, "hello")
    workspace.send_message(BEA, COUNCIL, f"hello <@{BOT_USER_ID}>")

    office.until_seen(direct, "`/lamplighter help`")
    workspace.send_message(BEA, direct, "hello again")
    office.until(lambda: sum("Hello!" in text for text in office.sees(direct)) == 2)
    assert not any("Hello!" in text for text in office.sees(COUNCIL))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"subtype": "message_changed"}, id="edit"),
        pytest.param({"bot_id": "B1"}, id="bot"),
        pytest.param({"channel_type": "channel"}, id="channel"),
        pytest.param({"user": None}, id="nobody"),
        pytest.param({"user": "USLACKBOT"}, id="slackbot"),
        pytest.param({"edited": "1.1"}, id="edited"),
        *(
            pytest.param({"subtype": subtype}, id=subtype)
            for subtype in ("bot_message", "message_deleted", "message_replied", "channel_join")
        ),
    ],
)
def test_what_no_person_wrote_to_the_bot_is_left_alone(change: dict[str, str | None]) -> None:
    """It is acknowledged, and nothing else: a unit of work would fail here."""
    event = {"channel_type": "im", "user": BEA, "channel": "D1", "ts": "1.0", **change}
    acked: list[bool] = []

    message(lambda: acked.append(True), event, None)  # type: ignore[arg-type] # nothing is used

    assert acked == [True]
