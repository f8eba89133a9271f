"""The message that a round's leader has left names those who can take it over."""

import pytest

from handlers.blocks.rounds.leader_gone import LeaderGoneCard, leader_gone
from tests.handlers.samples import MIA, TERMS

PEOPLE = [f"U{number}" for number in range(1, 10)]


@pytest.mark.parametrize(
    ("count", "words", "has_button"),
    [
        (0, "Nobody who was asked is still here", False),
        (1, "<@U1> can take it over. Please do:", True),
        (2, "<@U1> or <@U2> can take it over. One of you, please do:", True),
        (5, "<@U4> or <@U5> can take it over.", True),
        (6, "<@U4>, <@U5> and 1 more who were asked can take it over.", True),
        (9, "<@U5> and 4 more who were asked can take it over.", True),
    ],
)
def test_who_can_take_over_is_named(count: int, words: str, *, has_button: bool) -> None:
    """Five at most; where nobody is left, there's nothing to press."""
    card = LeaderGoneCard(TERMS, MIA, is_gone=True, is_over=False, may=PEOPLE[:count])

    message = leader_gone(card)

    assert words in str([block.to_dict() for block in message.blocks])
    assert any(block.type == "actions" for block in message.blocks) == has_button
