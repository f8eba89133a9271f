"""Presses go before background work, and a commit wakes the workers it made work for."""

from datetime import datetime
from random import Random
from threading import Event, Thread

from sqlmodel import Session

from bot.clock import utc_now
from bot.delivery.delivery import Delivery
from bot.queues.surfaces import Placed, mark_stale
from bot.storage.database import Database
from bot.threads.presses_first import PressesFirst
from bot.threads.workers import Worker, wake_some
from handlers.blocks.text import Message
from tests.bot.conftest import Board, FakeSlack
from tests.patience import PATIENCE_SECONDS


def test_background_work_lets_a_press_pass() -> None:
    """It waits while a press is under way, and no longer."""
    presses, is_done = PressesFirst(), Event()

    def work() -> None:
        presses.let_pass(PATIENCE_SECONDS)
        is_done.set()

    with presses.press():
        thread = Thread(target=work)
        thread.start()
        assert not is_done.wait(0.05)

    assert is_done.wait(PATIENCE_SECONDS)
    thread.join()


def test_a_message_under_way_lets_presses_pass(
    database: Database, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """Before it is drawn, and before Slack is called: both keep the processor busy."""
    steps = slack.calls

    class Watched(PressesFirst):
        def let_pass(self, timeout_seconds: float = 0) -> None:
            steps.append("let pass")
            super().let_pass(timeout_seconds)

    def draw(session: Session, kind: str, object_id: str, now: datetime) -> Message:
        steps.append("draw")
        return board.draw(session, kind, object_id, now)

    board.texts["1"] = "hello"
    with database.transaction() as session:
        mark_stale(session, Placed("alert", "1", "C1", 1), now=now)

    Delivery(database, slack, draw, Random(1), Watched()).step(now)

    assert steps == ["let pass", "draw", "let pass", "post"]


def test_background_work_is_not_starved() -> None:
    """After its patience it goes on, whatever is pressed."""
    presses, is_done = PressesFirst(), Event()

    def work() -> None:
        presses.let_pass(0.05)
        is_done.set()

    with presses.press():
        Thread(target=work).start()
        assert is_done.wait(PATIENCE_SECONDS)


def test_a_commit_wakes_as_many_workers_as_it_made_work_for() -> None:
    """Those that wait go first; a busy one looks again by itself."""
    workers = [Worker(str(n), lambda _: None, utc_now, PressesFirst(), 1) for n in range(3)]
    workers[1].is_idle = True

    wake_some(workers, 1)
    woken_first = [worker.is_woken.is_set() for worker in workers]
    wake_some(workers, 9)

    assert woken_first == [False, True, False]
    assert all(worker.is_woken.is_set() for worker in workers)
