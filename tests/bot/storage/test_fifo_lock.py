"""Writers go one at a time, in the order of arrival."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

from bot.storage.fifo_lock import FifoLock
from tests.patience import PATIENCE_SECONDS, until


def test_the_first_to_come_goes_first() -> None:
    """Five threads that arrive one after the other pass in that order."""
    lock, passed = FifoLock(), list[int]()
    assert lock.enter(1)

    def go(number: int) -> None:
        assert lock.enter(PATIENCE_SECONDS)
        passed.append(number)
        lock.leave()

    threads = [Thread(target=go, args=[number]) for number in range(5)]
    for number, thread in enumerate(threads, 1):
        thread.start()
        until(lambda number=number: len(lock._waiting) == number)  # type: ignore[misc] # noqa: SLF001 - arrival is what is tested
    lock.leave()
    for thread in threads:
        thread.join()

    assert passed == [0, 1, 2, 3, 4]


def test_one_is_inside_at_a_time() -> None:
    """However many push."""
    lock, inside, most = FifoLock(), [0], [0]

    def go(_: int) -> None:
        assert lock.enter(PATIENCE_SECONDS)
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.001)
        inside[0] -= 1
        lock.leave()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(go, range(40)))

    assert most == [1]


def test_whoever_waits_too_long_leaves_the_line() -> None:
    """And the line moves on without them."""
    lock = FifoLock()
    assert lock.enter(1)

    assert not lock.enter(0.01)
    lock.leave()
    assert lock.enter(0.01)
