"""What a step asks people to do: an action, or a level to aim for."""

from uuid import UUID

import pytest

from assessments.questionnaires import load_questionnaires
from assessments.questionnaires.content import Item
from assessments.results.step_words import aim, words_now
from assessments.tables import RoadmapAction

LEVELS = ["Nobody.", "Some.", "Agreed.", "Proven.", "Automatic."]
ACTIONS = ["Ask one.", "Ask all.", "Prove it.", "Let it run."]
QUESTION = "Who owns it?"


def item(actions: list[str] | None) -> Item:
    """A question, with or without actions."""
    return Item(
        id="OWN-1", dimension="OWN", question=QUESTION, why="So.", levels=LEVELS,
        actions=actions, roles=["business"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stored", "asked", "to_level", "words"),
    [
        pytest.param("Ask one.", item(ACTIONS), 1, "A first step: Ask one.", id="first"),
        pytest.param("Ask all.", item(ACTIONS), 2, "To reach level 2: Ask all.", id="action"),
        pytest.param(
            "Agreed.", item(ACTIONS), 2, "To reach level 2: Ask all.", id="stored before"
        ),
        pytest.param("Asked.", item(ACTIONS), 2, "To reach level 2: Asked.", id="reworded since"),
        pytest.param("Agreed.", item(None), 2, "Aim for: Agreed.", id="no action"),
        pytest.param("Some.", item(None), 1, "Aim for: Some.", id="no first step"),
        pytest.param("Ask all.", None, 2, "To reach level 2: Ask all.", id="question gone"),
        pytest.param("", item(ACTIONS), 2, f"Next step on: {QUESTION}", id="hidden"),
        pytest.param("", item(None), 2, f"Next step on: {QUESTION}", id="hidden, no action"),
    ],
)
def test_a_stored_step(stored: str, asked: Item | None, to_level: int, words: str) -> None:
    """A level's own sentence is never shown as if it were something to do."""
    action = RoadmapAction(
        assessment_id=UUID(int=1), position=1, item_id="OWN-1", dimension_id="OWN",
        from_level=to_level - 1, to_level=to_level, sentence=stored, owner_group="business",
        weeks=2.0,
    )  # fmt: skip

    sentence, is_action = words_now(action, asked)

    assert aim(sentence, to_level, QUESTION, is_action=is_action) == words


def test_each_question_of_ours_has_its_own_actions() -> None:
    """Four for each question; none repeats a level, or another action, or ends without a stop."""
    items = [item for found in load_questionnaires().values() for item in found.items]
    actions = [action for item in items for action in item.actions or []]

    assert len(actions) == len(set(actions)) == 4 * len(items)
    assert not {level for item in items for level in item.levels} & set(actions)
    assert [action for action in actions if not action.endswith((".", "?"))] == []
