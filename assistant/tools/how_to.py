"""How to do something in Lamplighter: which button or command, and the page that says more."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from assistant.desk import Desk, Tool, Topic
from assistant.finding import Finding, Source, nothing
from assistant.intents import own_words
from assistant.retrieval import Passage, nearest_passages
from ground.yaml_files import own_yaml

TASKS = Path(__file__).parents[1] / "how_to.yaml"
NEAR = 0.1


@cache
def tasks() -> Sequence[Passage]:
    """Return what can be done, with other ways to ask for it, the steps, and the page."""
    found: list[dict[str, Any]] = own_yaml(TASKS)
    return [
        Passage(f"{task['task']} ({'; '.join(task['asked'])})", task["steps"], task["page"])
        for task in found
    ]


def how_to(desk: Desk, asked: str) -> Finding:
    """Say how a task is done: the nearest of those that are written down."""
    del desk
    near = nearest_passages(own_words(asked), tasks(), most=1, at_least=NEAR)
    if not near:
        return nothing(
            "How to do it",
            "I don't know how to do that. `/lamplighter help` lists what I can do.",
        )
    passage = near[0].passage
    task = passage.title.partition(" (")[0]
    return Finding(task, [passage.text], [Source(passage.source)])


TOOLS = (
    Tool(
        "how_to",
        Topic.WORDS,
        "How to do something in Lamplighter: the button or command, and the page that says more.",
        how_to,
        "what the person wants to do",
    ),
)
