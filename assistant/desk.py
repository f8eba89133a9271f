"""What a tool works with: a look at the database, who asks and what they may see, our wording."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, or_, select

from assessments.portfolio.entries import Entry
from assessments.use_cases.contract.pass_mark_rows import PassMarkRow
from assistant.finding import Finding
from assistant.retrieval import Passage
from deployments.deciders import decided_by
from deployments.tables import RegisteredModel
from monitors.alerts.alert_facts import PassMarkLine
from monitors.alerts.card import AlertCard
from monitors.alerts.model_health import ModelHealth


class Topic(StrEnum):
    """What a tool reads; a program's token is limited by it."""

    PERSON = "person"
    MODELS = "models"
    USE_CASES = "use_cases"
    ROUNDS = "rounds"
    WORDS = "words"


@dataclass(frozen=True)
class Asker:
    """Who asks, and what they may see.

    Attributes:
        user_id: Their Slack user ID; empty for a program.
        channels: The channels whose messages they may read.
        topics: What they may ask about.
        sees_all: Whether they see every model, as a program with the right token does.
        is_overheard: Whether others read the answer; then it holds nothing that's theirs alone.
    """

    user_id: str
    channels: Collection[str] = ()
    topics: Collection[Topic] = frozenset(Topic)
    sees_all: bool = False
    is_overheard: bool = False


@dataclass(frozen=True)
class Phrases:
    """The wording that Slack's messages have too, so that an answer says the same as they do.

    Attributes:
        pass_mark: Reads a pass mark back as a sentence.
        metric: Names a metric.
        meanings: What each metric of the catalogue means.
        health: Says how a model is doing, with the time as it is marked.
        alert_title: Says what an alert is about.
        alert_summary: Says what changed, in a sentence or two.
        mark_line: Writes a pass mark beside what was measured, and the verdict.
        measured: Writes a metric with a figure of it.
        next_step: Says what comes next for a use case.
        name: Puts a role, status or lane in words.
    """

    pass_mark: Callable[[PassMarkRow], str]
    metric: Callable[[str], str]
    meanings: Mapping[str, str]
    health: Callable[[ModelHealth, str], str]
    alert_title: Callable[[AlertCard], str]
    alert_summary: Callable[[AlertCard], str]
    mark_line: Callable[[PassMarkLine], str]
    measured: Callable[[str, float], str]
    next_step: Callable[[Entry], str]
    name: Callable[[str], str]


@dataclass(frozen=True)
class Desk:
    """What every tool gets.

    Attributes:
        subject_key: The object that the question was asked under, such as an alert's ID.
    """

    session: Session
    asker: Asker
    now: datetime
    phrases: Phrases
    passages: Sequence[Passage] = ()
    subject_key: str = ""
    _seen: dict[str, Sequence[RegisteredModel]] = field(default_factory=dict, repr=False)

    def models(self) -> Sequence[RegisteredModel]:
        """List the models that the asker may see: decided by them, or of a channel they read."""
        if "models" not in self._seen:
            query = select(RegisteredModel).order_by(col(RegisteredModel.name))
            here = col(RegisteredModel.channel_id).in_(list(self.asker.channels))
            if self.asker.is_overheard:
                query = query.where(here)
            elif not self.asker.sees_all:
                query = query.where(or_(decided_by(self.asker.user_id), here))
            self._seen["models"] = self.session.exec(query).all()
        return self._seen["models"]

    @property
    def own_id(self) -> str:
        """Whose own matters may be told: the asker's, unless others read the answer."""
        return "" if self.asker.is_overheard else self.asker.user_id

    def tells(self, topic: Topic) -> bool:
        """Return whether the asker may be told of a topic, beside what they asked about."""
        return topic in self.asker.topics

    def reads(self, channel_id: str) -> bool:
        """Return whether the asker reads a channel."""
        return self.asker.sees_all or channel_id in self.asker.channels


@dataclass(frozen=True)
class Tool:
    """A question that can be answered: read-only, and limited to what the asker may see.

    Attributes:
        name: Its name, for classifiers, providers and programs.
        topic: What it reads.
        description: What it answers, in a sentence.
        argument: What its one argument is, in words; empty where it takes none.
        answer: Answers; gets the argument, empty where none was given.
    """

    name: str
    topic: Topic
    description: str
    answer: Callable[[Desk, str], Finding]
    argument: str = ""
