"""What a step of a roadmap says, wherever it stands: the level to reach, if it may be told."""

from datetime import date
from uuid import UUID

from assessments.answers.asking import Mode
from assessments.rounds.cards import ActionCard, Terms
from assessments.tables import ActionState, RoadmapAction, ScopeKind, Stage
from ground.audit import GENESIS, Head
from handlers.blocks.rounds.digest import digest_message
from handlers.blocks.rounds.roadmap import action_text, follow_up
from tests.handlers.conftest import check_message

LEVELS = ["Nothing is saved.", "Code is saved; data and settings are not.", "All of it is."]
AIM = "A first step: Move the code into version control."
TERMS = Terms(
    UUID(int=1), Mode.QUICK, ScopeKind.TEAM, "", "U0FIN", "C1", None, stage=Stage.CLOSED,
    shows_single_answers=False, names_to_facilitator=False, subject="machine learning",
)  # fmt: skip


def card(sentence: str) -> ActionCard:
    """Bea's step from 0 to 1 on what is saved."""
    action = RoadmapAction(
        assessment_id=UUID(int=1), position=1, item_id="MOD-1", dimension_id="MOD",
        from_level=0, to_level=1, sentence=sentence, owner_group="business", weeks=2.0,
        state=ActionState.AGREED, owner="U0BEA", due_on=date(2026, 12, 3),
    )  # fmt: skip
    return ActionCard(TERMS, action, "What is saved?", "Business", LEVELS, AIM)


def test_it_says_where_one_stands_and_what_is_next() -> None:
    """Where we are, and what to do."""
    assert action_text(card(LEVELS[1])) == (
        f"_What is saved?_\nYou're here: Nothing is saved.\n*{AIM}* About 2 weeks."
    )


def test_it_does_not_say_what_one_person_alone_said() -> None:
    """Neither where one stands, nor what is next, nor the weeks, which go by level."""
    text = action_text(card(""))

    assert text.startswith("_What is saved?_\nTake the next step here. Only one person")
    assert not [sentence for sentence in LEVELS if sentence in text]
    assert "week" not in text


def test_the_digest_says_the_same() -> None:
    """On Mondays, to the channel."""
    assert AIM in check_message(
        digest_message([card("Said")], [], date(2026, 12, 7), Head(0, GENESIS))
    )


def test_a_follow_up_names_its_day() -> None:
    """True on the day, and after it."""
    asked = card(LEVELS[1])

    assert "It was due 3 Dec 2026." in check_message(follow_up(asked, date(2026, 12, 3)))
