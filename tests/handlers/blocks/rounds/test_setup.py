"""The window that starts a round: what it offers, and what stands in it already."""

from dataclasses import replace
from typing import Any

import pytest

from assessments.tables import ScopeKind
from handlers.blocks.rounds.setup import (
    CHANNEL_BLOCK,
    END_BLOCK,
    MODE_BLOCK,
    SCOPE_BLOCK,
    SCOPE_KIND_BLOCK,
    Setup,
    goal_text,
    start_round_window,
)
from tests.handlers.conftest import check_window

SETUP = Setup(
    "C1", "mlops-maturity", [("business", "Business")], [("quick", "Quick check")],
    [("growing", "Several models")],
)  # fmt: skip


def elements(setup: Setup) -> dict[str, dict[str, Any]]:
    """The window's inputs, by block."""
    view = start_round_window(replace(setup, is_open=True))
    check_window(view)
    blocks = view.to_dict()["blocks"]
    return {block["block_id"]: block["element"] for block in blocks if block["type"] == "input"}


def test_the_last_scope_stands_there() -> None:
    """So that nobody has to remember how it was written; without one, a team without a name."""
    setup = replace(SETUP, scope=(ScopeKind.UNIT, "Customer service"))

    assert elements(setup)[SCOPE_BLOCK]["initial_value"] == "Customer service"
    assert elements(setup)[SCOPE_KIND_BLOCK]["initial_option"]["value"] == "unit"
    assert "initial_value" not in elements(SETUP)[SCOPE_BLOCK]
    assert elements(SETUP)[SCOPE_KIND_BLOCK]["initial_option"]["value"] == "team"


def test_the_rest_is_folded_away() -> None:
    """Who, until when and where stand there at once; what stays as last time is said."""
    setup = replace(SETUP, scope=(ScopeKind.UNIT, "Retail"), where="C1")

    view = start_round_window(setup)

    assert "About the unit *Retail*, as last time." in check_window(view)
    blocks = view.to_dict()["blocks"]
    asked = [block["block_id"] for block in blocks if block["type"] == "input"]
    assert asked == [MODE_BLOCK, "group_business", END_BLOCK, CHANNEL_BLOCK]


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        pytest.param([3, 3], "A start: level 3 everywhere", id="one"),
        pytest.param([2, 1, 2], "A start: levels 1 to 2, by topic", id="several"),
    ],
)
def test_a_goal_says_what_it_reaches(levels: list[int], words: str) -> None:
    """By the questionnaire's own levels."""
    assert goal_text("A start", levels) == words


def test_a_menu_of_more_than_slack_shows_searches() -> None:
    """A menu takes a hundred; what is chosen already is shown."""
    choices = [(f"own-{number}:full", f"Own {number}") for number in range(103)]
    lists = [(f"S{number}", f"Group {number}") for number in range(101)]
    setup = replace(SETUP, choices=choices, lists=lists, is_open=True, mode="own-102:full")
    view = start_round_window(setup)

    check_window(view)
    kinds = [found["element"] for found in view.to_dict()["blocks"] if "element" in found]
    menus = {found["type"]: found for found in kinds if "external" in found["type"]}
    assert set(menus) == {"external_select", "multi_external_select"}
    assert menus["external_select"]["initial_option"]["value"] == "own-102:full"


def test_a_group_may_be_called_as_an_input_is() -> None:
    """Each input keeps a name of its own, whatever an own questionnaire calls its groups."""
    taken = list(elements(replace(SETUP, lists=[("S1", "Operators")])))
    groups = [(name, name) for name in [*taken, "person", "lists"]]

    view = start_round_window(
        replace(SETUP, groups=groups, lists=[("S1", "Operators")], is_open=True)
    )

    check_window(view)
    names = [block.get("block_id") for block in view.to_dict()["blocks"] if block.get("block_id")]
    assert len(names) == len(set(names))
