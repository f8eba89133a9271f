"""Which reasons a voter reads: of each view some, and how many more there are."""

import pytest

from assessments.answers.replies import Reply
from assessments.rounds.reasons import choose_reasons


def said(value: str, *reasons: str) -> list[Reply]:
    """People who gave the same answer, each with a reason."""
    return [Reply("DEF-1", value, reason=reason) for reason in reasons]


def test_a_view_of_few_is_read_beside_one_of_many() -> None:
    """Six say 0 and come first by the alphabet; the one who says 4 is read too."""
    given = [*said("0", "a", "b", "c", "d", "e", "f"), *said("4", "z"), *said("2", "m", "n")]

    assert choose_reasons(given) == (["a", "b", "m", "n", "z"], 4)


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        pytest.param([], [], id="nobody"),
        pytest.param(said("0", ""), [], id="no words"),
        pytest.param(said("0", "b") + said("4", "a"), ["a", "b"], id="no order of answers"),
        pytest.param(said("0", *"edcba"), list("abcde"), id="as many as are shown"),
    ],
)
def test_where_all_are_read_none_is_left(given: list[Reply], chosen: list[str]) -> None:
    """Up to five."""
    assert choose_reasons(given) == (chosen, 0)
