"""The verdict of all pass marks, against a plain reading of the rules."""

from collections import Counter
from random import Random

from bench.verdicts import differing, random_case, read_plainly

CASES = 1_000


def test_the_verdict_agrees_with_a_plain_reading() -> None:
    """Any rows, any figures; `python -m bench.verdicts` names what differs."""
    assert differing(CASES) == []


def test_the_cases_have_every_result() -> None:
    """Each result of a row and each verdict comes up, so that none goes unread."""
    chance = Random(7)
    outcomes = [read_plainly(*random_case(chance)) for _ in range(CASES)]

    results = Counter(result for rows, _ in outcomes for result in rows.values())
    verdicts = Counter(verdict for _, verdict in outcomes)
    assert len(results) == len(("pass", "fail", "insufficient_data", "not_evaluated"))
    assert min(results.values()) > CASES / 20
    assert set(verdicts) == {"accepted", "accepted_with_warnings", "on_hold", "rejected"}
