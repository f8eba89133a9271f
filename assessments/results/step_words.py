"""What a step asks people to do, in one sentence."""

from assessments.questionnaires.content import Item
from assessments.tables import RoadmapAction


def words_now(action: RoadmapAction, item: Item | None) -> tuple[str, bool]:
    """Return what a stored step says, and whether it asks for an action.

    A step that was stored with the level's own sentence gets the action the questionnaire has for
    that level; without one, it stays a level to aim for.

    Args:
        action: The step; its sentence is empty where it would tell one person's answer.
        item: Its question, as the questionnaire has it now; None when it's gone.
    """
    if not action.sentence or item is None:
        return action.sentence, item is None
    if action.sentence == item.levels[action.to_level]:
        return item.step_to(action.to_level), item.actions is not None
    return action.sentence, item.actions is not None


def aim(sentence: str, to_level: int | None, question: str, *, is_action: bool) -> str:
    """Write what to do next; without an action what to aim for, or only what it's about.

    Level 1 isn't a goal, so its action is only a first step.
    """
    if not sentence:
        return f"Next step on: {question}"
    if not is_action:
        return f"Aim for: {sentence}"
    return f"{'A first step' if to_level == 1 else f'To reach level {to_level}'}: {sentence}"
