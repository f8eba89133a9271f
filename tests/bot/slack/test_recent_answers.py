"""Answers that are asked for on other threads: how long one waits, and how old one may be."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest

from bot.slack import recent_answers
from bot.slack.recent_answers import Patience, RecentAnswers
from bot.threads.lane import Lane
from tests.patience import PATIENCE_SECONDS, until

PATIENT = Patience(fresh=60.0, good=1_800.0, wait=PATIENCE_SECONDS, pause=30.0)
HURRIED = Patience(fresh=60.0, good=1_800.0, wait=0.01, pause=30.0)


class Clock:
    """Seconds that a test puts forward."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


class Source:
    """Answers with the number of times it was asked, unless it is away or held up."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_away = False
        self.is_free = Event()
        self.is_free.set()

    def __call__(self, key: str) -> int:
        """Answer."""
        self.asked += 1
        assert self.is_free.wait(PATIENCE_SECONDS)
        if self.is_away:
            raise ConnectionError(key)
        return self.asked


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The machine's seconds."""
    made = Clock()
    monkeypatch.setattr(recent_answers, "seconds", made)
    return made


@pytest.fixture
def lane() -> Iterator[Lane]:
    """Threads that ask."""
    made = Lane("test", threads=4)
    yield made
    made.stop()


Asks = Callable[[Patience], RecentAnswers[int]]


@pytest.fixture
def source() -> Source:
    """What is asked."""
    return Source()


@pytest.fixture
def asks(lane: Lane, source: Source, clock: Clock) -> Asks:
    """Makes answers with some patience."""
    del clock
    return lambda patience: RecentAnswers(lane, source, patience)


def test_a_fresh_answer_is_not_asked_for_again(asks: Asks, clock: Clock) -> None:
    """After a minute it is."""
    answers = asks(PATIENT)
    first = answers.get("a")
    clock.now += 59
    second = answers.get("a")
    clock.now += 2

    assert (first, second, answers.get("a")) == (1, 1, 2)


def test_an_older_answer_serves_for_half_an_hour_where_none_comes(
    asks: Asks, source: Source, clock: Clock
) -> None:
    """Then there is none."""
    answers = asks(PATIENT)
    answers.get("a")
    source.is_away = True
    clock.now += 1_700
    within = answers.get("a")
    clock.now += 200

    assert (within, answers.get("a")) == (1, None)


def test_nobody_waits_while_answers_are_known_to_be_slow(
    asks: Asks, source: Source, clock: Clock
) -> None:
    """One person waited in vain; the next finds none at once, until one comes."""
    answers = asks(HURRIED)
    source.is_free.clear()
    in_vain = answers.get("a")
    answers.patience = PATIENT
    at_once = answers.get("b")
    source.is_free.set()
    until(lambda: not answers.is_older_than(60, "a"))
    until(lambda: not answers.is_older_than(60, "b"))
    clock.now += 61

    assert (in_vain, at_once) == (None, None)
    assert answers.get("a") == 3


def test_one_question_is_asked_once_at_a_time(asks: Asks, source: Source) -> None:
    """However many want to know."""
    answers = asks(HURRIED)
    source.is_free.clear()
    both = {answers.renew("a"), answers.renew("a")}
    source.is_free.set()

    assert len(both) == 1
    assert next(iter(both)).wait(PATIENCE_SECONDS)
    assert source.asked == 1


def test_what_is_kept_has_a_limit(asks: Asks, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old answers go."""
    monkeypatch.setattr(recent_answers, "MOST_KEPT", 2)
    answers = asks(PATIENT)
    for key in "abc":
        answers.get(key)

    assert [answers.is_older_than(60, key) for key in "abc"] == [True, True, False]
