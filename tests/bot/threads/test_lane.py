"""A lane's threads carry out errands, now or after a pause; nobody waits for them."""

from threading import Event

from bot.threads.lane import Lane
from tests.patience import PATIENCE_SECONDS, until


def test_a_slow_errand_holds_up_neither_who_put_it_nor_the_next() -> None:
    """The second is done while the first still hangs."""
    lane, hangs, is_done = Lane("test", threads=2), Event(), Event()
    lane.put(lambda: hangs.wait(PATIENCE_SECONDS) and None)

    lane.put(is_done.set)

    assert is_done.wait(PATIENCE_SECONDS)
    hangs.set()
    lane.stop()


def test_two_errands_at_once_need_more_than_the_one_idle_thread() -> None:
    """The first hangs on the thread that was idle; the second gets a thread of its own."""
    lane, hangs, is_done = Lane("test", threads=2), Event(), Event()
    lane.put(lambda: None)
    until(lambda: lane.is_quiet() or None)

    lane.put(lambda: hangs.wait(PATIENCE_SECONDS) and None)
    lane.put(is_done.set)

    assert is_done.wait(PATIENCE_SECONDS)
    hangs.set()
    lane.stop()


def test_an_errand_that_asks_for_it_is_called_again() -> None:
    """Twice more; then the lane is quiet."""
    lane, pauses = Lane("test", threads=1), [0.01, 0.02, None]

    lane.put(lambda: pauses.pop(0))

    until(lambda: lane.is_quiet() or None)
    assert pauses == []
    lane.stop()


def test_an_errand_that_fails_ends_no_thread() -> None:
    """The next one is carried out by the same thread."""
    lane, is_done = Lane("test", threads=1), Event()

    lane.put(lambda: 1 / 0)
    lane.put(is_done.set)

    assert is_done.wait(PATIENCE_SECONDS)
    lane.stop()


def test_a_lane_that_was_stopped_takes_nothing() -> None:
    """Nor does it keep what waited."""
    lane, is_done = Lane("test", threads=1), Event()
    lane.put(is_done.set, after_seconds=PATIENCE_SECONDS)

    lane.stop()
    lane.put(is_done.set)

    until(lambda: lane.is_quiet() or None)
    assert not is_done.is_set()
