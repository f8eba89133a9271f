"""The window that starts a round: what it offers, and what stands in it already."""

from dataclasses import replace
from typing import Any

from assessments.tables import ScopeKind
from handlers.blocks.round_setup import SCOPE_BLOCK, SCOPE_KIND_BLOCK, Setup, choose_participants
from tests.handlers.conftest import check_window

SETUP = Setup(
    "C1", "mlops-maturity", [("business", "Business")], [("quick", "Quick check")], ["growing"]
)


def elements(setup: Setup) -> dict[str, dict[str, Any]]:
    """The window's inputs, by block."""
    view = choose_participants(setup)
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
