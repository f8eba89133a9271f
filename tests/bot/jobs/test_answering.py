"""Answers in a thread of a strict workspace: streamed, posted once, refused, masked, limited."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, repeat
from pathlib import Path

import pytest
from slack_sdk import WebClient
from sqlmodel import select

from assistant.answer import Reply, answer_question
from assistant.budget import Budget
from assistant.desk import Desk as AskersDesk
from assistant.language_model import OfferedTool
from assistant.tables import AssistantAnswer, ProviderCall
from bot.delivery.client import Slack
from bot.jobs import questions
from bot.jobs.job import JobContext, Language
from bot.jobs.questions import answer
from bot.local_slack.faults import lose, refuse
from bot.local_slack.methods import streams
from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local_slack.state import BOT_USER_ID, Channel, Message, Person
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.surfaces.surface import place_surface
from monitors.tables import Alert
from tests.assistant import world
from tests.assistant.hostile_model import HOSTILE, Script, ScriptedModel

pytestmark = pytest.mark.sqlite_alone
WORDS = "Version v3 is live and v4 waits. [P1] may approve it."


@dataclass
class Desk:
    """A workspace, and the job that answers in it."""

    running: RunningWorkspace
    context: JobContext
    now: datetime

    def asks(self, text: str, *, user: str = world.SAL, channel: str = world.CHURN_CHANNEL) -> str:
        """A person asks, and the job runs; the question's `ts`."""
        state = self.running.workspace.world
        with state.changed:
            ts = state.next_ts()
            state.messages.append(Message(ts, channel, user, text, []))
        self.again(text, ts, user, channel)
        return ts

    def again(
        self, text: str, ts: str, user: str, channel: str = world.CHURN_CHANNEL, **more: str
    ) -> None:
        """Run the job, once more where it ran before."""
        payload = {
            "question": text, "user_id": user, "channel_id": channel, "thread_ts": ts,
            "place": f"{channel}:{ts}", **more,
        }  # fmt: skip
        answer(self.context, payload, self.now)

    def replies(self, ts: str) -> list[str]:
        """What the bot answered in a thread."""
        return [
            f"{message.text} {message.blocks}"
            for message in self.running.workspace.world.messages
            if message.thread_ts == ts and message.user_id == BOT_USER_ID
        ]

    def with_model(self, script: Script, budget: Budget | None = None) -> "Desk":
        """The same, with a language model."""
        language = Language(ScriptedModel(script), budget or Budget())
        return replace(self, context=replace(self.context, language=language))


@pytest.fixture
def desk(database: Database, now: datetime, tmp_path: Path) -> Iterator[Desk]:
    """The company's channel, with Sal in it and a guest."""
    people = [Person(world.SAL, "Sal"), Person(world.MIA, "Mia"), Person(world.OLA, "Ola")]
    guest = Person("U0GUS", "Gus", is_restricted=True)
    everyone = {world.SAL, world.MIA, world.OLA, guest.id, BOT_USER_ID}
    stranger = Person("U0OUT", "Outsider", team_id="T0OTHER")
    channels = [
        Channel(world.CHURN_CHANNEL, "churn", everyone),
        Channel("C0SHARED", "shared", {world.SAL, stranger.id, BOT_USER_ID}),
    ]
    bot = Person("U0BOT2", "Another bot", is_bot=True)
    setup = WorkspaceSetup([*people, guest, bot, stranger], channels, has_rate_limits=False)
    with database.transaction() as session:
        world.fill(session, now)
    with run_workspace(setup) as running:
        client = WebClient(setup.bot_token, base_url=running.api_url, retry_handlers=[])
        transactions = Transactions(database, place_surface, lambda: now)
        yield Desk(running, JobContext(transactions, Slack(client), tmp_path), now)


def said(_tools: object) -> str:
    """What a model says that does as it is told."""
    return WORDS


def test_a_models_words_are_streamed_once(desk: Desk) -> None:
    """Part by part, with sources below; asked again, nothing more is said."""
    asking = desk.with_model(said)

    ts = asking.asks("how is churn doing, and who may approve it?")
    asking.again("how is churn doing, and who may approve it?", ts, world.SAL)

    (told,) = asking.replies(ts)
    assert told.count("Version v3 is live") == 2  # as text, and in its block
    assert "<@U0MIA> may approve it" in told
    assert "Worded by a language model" in told
    with asking.context.transactions.reading() as session:
        call = session.exec(select(ProviderCall)).one()
        noted = session.exec(select(AssistantAnswer)).one()
    assert (call.outcome, noted.is_by_provider) == ("ok", True)
    assert world.MIA not in call.sent


def test_thinking_shows_before_anything_is_looked_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first question imports scikit-learn, or LangChain: seconds that nobody wonders about."""
    order = []

    def look_up(question: str, of: AskersDesk, before: str) -> Reply:
        order.append("look up")
        return answer_question(question, of, before)

    monkeypatch.setattr(questions, "think", lambda *_: order.append("thinking"))
    monkeypatch.setattr(questions, "answer_question", look_up)

    desk.asks("how is churn doing?")

    assert order == ["thinking", "look up"]


def test_a_stream_that_dies_is_not_said_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack ends it before its first part: the same message gets the whole answer."""
    monkeypatch.setattr(streams, "LASTS_SECONDS", -1.0)
    asking = desk.with_model(said)

    ts = asking.asks("how is churn doing?")

    (told,) = asking.replies(ts)
    assert "Version v3 is live" in told


def test_a_stream_that_dies_midway_is_not_said_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack ends it after its first part; then neither a part nor a stop is taken."""
    times = chain([0.0, 0.0], repeat(1_000.0))
    monkeypatch.setattr(streams, "monotonic", lambda: next(times))
    asking = desk.with_model(lambda _: "Version v3 is live.\n\n[P1] may approve v4.")

    ts = asking.asks("how is churn doing, and who may approve it?")

    (told,) = asking.replies(ts)
    assert told.count("Version v3 is live") == 2  # as text, and in its block
    assert told.count("may approve v4") == 2


@pytest.mark.parametrize("method", ["chat.appendStream", "chat.stopStream"])
def test_a_lost_reply_is_not_an_answer_twice(desk: Desk, method: str) -> None:
    """Slack did it, but we don't hear so: the message is set to the whole answer."""
    desk.running.workspace.sender.faults.meet(method, lose(), 1)
    asking = desk.with_model(said)

    ts = asking.asks("how is churn doing?")

    (told,) = asking.replies(ts)
    assert told.count("Version v3 is live") == 2


@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream"])
def test_where_slack_has_no_streams_it_is_posted(desk: Desk, method: str) -> None:
    """Whichever call is refused, one message has the whole answer."""
    desk.running.workspace.sender.faults.meet(method, refuse("unknown_method"))
    asking = desk.with_model(said)

    ts = asking.asks("how is churn doing?")

    (told,) = asking.replies(ts)
    assert "Version v3 is live" in told


def test_an_answer_that_broke_off_is_finished(desk: Desk) -> None:
    """The process died while it appeared: the next try finishes the message that stands."""
    asking = desk.with_model(said)
    desk.running.workspace.sender.faults.meet("chat.update", refuse("internal_error"))
    desk.running.workspace.sender.faults.meet("chat.stopStream", refuse("internal_error"))
    with pytest.raises(Exception, match="internal_error"):
        asking.asks("how is churn doing?")
    question = next(m for m in desk.running.workspace.world.messages if m.user_id == world.SAL)
    desk.running.workspace.sender.faults.heal()

    asking.again("how is churn doing?", question.ts, world.SAL)

    (told,) = asking.replies(question.ts)
    assert "Version v3 is live" in told


@pytest.mark.parametrize("text", [HOSTILE[0], HOSTILE[2], HOSTILE[10]])
def test_a_hostile_model_is_not_heard(desk: Desk, text: str) -> None:
    """The tools' own summary is shown instead, and what was the matter is kept."""
    asking = desk.with_model(lambda _: text)

    ts = asking.asks("how is churn doing?")

    (told,) = asking.replies(ts)
    assert text not in told
    assert "Version v3 is live" in told
    with asking.context.transactions.reading() as session:
        assert session.exec(select(ProviderCall.outcome)).one().startswith("guard")


def test_a_person_who_used_up_their_day_is_told_so(desk: Desk) -> None:
    """They get the looked-up answer, and the model isn't asked."""

    def never(_tools: list[OfferedTool]) -> str:
        raise AssertionError

    asking = desk.with_model(never, Budget(calls=0))  # type: ignore[arg-type] # never called

    ts = asking.asks("how is churn doing?")

    assert "limit for the language model" in asking.replies(ts)[0]


def test_a_bot_is_not_answered(desk: Desk) -> None:
    """Not even that it can't ask: two bots that answer each other never end."""
    ts = desk.asks("how is churn doing?", user="U0BOT2")

    assert desk.replies(ts) == []


def test_another_company_overhears_nothing(desk: Desk) -> None:
    """In a channel that is shared with it; what explains the alert that stands there does."""
    ts = desk.asks("which use cases do we have?", channel="C0SHARED")
    with desk.context.transactions.reading() as session:
        alert_id = str(session.exec(select(Alert.id).where(Alert.model_name == "churn")).one())
    desk.again("Explain", f"{ts}1", world.SAL, "C0SHARED", alert_id=alert_id)

    told = " ".join(desk.replies(ts))
    assert "another company" in told
    assert "Keep customers" not in told
    explained = " ".join(desk.replies(f"{ts}1"))
    assert "alert" in explained
    assert "1,200 to 1,080" not in explained


def test_a_guest_is_told_nothing(desk: Desk) -> None:
    """Only full members are answered."""
    ts = desk.asks("how is churn doing?", user="U0GUS")

    (told,) = desk.replies(ts)
    assert "v3" not in told
    assert "Guests can't do this" in told


def test_slack_away_between_post_and_note_is_not_an_answer_twice(desk: Desk) -> None:
    """What was posted is found in its thread by the next try."""
    ts = desk.asks("how is churn doing?")
    with desk.context.transactions.begin() as work:
        work.session.exec(select(AssistantAnswer)).one().message_ts = ""

    desk.again("how is churn doing?", ts, world.SAL)

    assert len(desk.replies(ts)) == 1
