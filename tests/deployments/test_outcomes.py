"""Outcomes are kept as a code and facts; those of earlier versions are sentences and stay so."""

import pytest

from deployments.errors import Code
from deployments.outcomes import read_outcome, stored_outcome
from ground.refusals import Refusal
from handlers.blocks.refusals import outcome_sentence

MOVED = Refusal(Code.ALIAS_MOVED, alias="champion", found="<v2>", expected="v3")


def test_an_outcome_is_read_as_it_was_stored() -> None:
    """Code and facts; its words come where it is shown, with names escaped."""
    stored = stored_outcome(MOVED)

    assert read_outcome(stored) == MOVED
    assert outcome_sentence(MOVED) == (
        "The champion is now &lt;v2&gt;; it was v3. Nothing was changed. "
        "Please check the current state and ask again."
    )


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "",
        "v2 is live again (checked).",
        "2",
        "[]",
        "{}",
        '{"code": "of a newer version", "version": "v2"}',
    ],
)
def test_what_another_version_wrote_is_left_as_it_is(stored: str | None) -> None:
    """A sentence, or a code that this version doesn't know."""
    assert read_outcome(stored) == stored


def test_an_old_sentence_is_shown_escaped() -> None:
    """It holds names of versions, as others typed them."""
    assert outcome_sentence("<v2> is live.") == "&lt;v2&gt; is live."
