"""Menus search once there is more than Slack shows at once."""

import pytest

from handlers.blocks.menus import matching, menu, menu_of_several

NAMES = [f"model-{number}" for number in range(250)]
ENTRIES = [(name, name) for name in NAMES]


@pytest.mark.parametrize(
    ("count", "kind"), [(1, "static_select"), (100, "static_select"), (101, "external_select")]
)
def test_a_menu_searches_beyond_a_hundred(count: int, kind: str) -> None:
    """With what is chosen, whichever it is."""
    last = NAMES[count - 1]

    made = menu(ENTRIES[:count], "choose", "search", last, "Choose").to_dict()
    several = menu_of_several(ENTRIES[:count], "choose", "search", [last], "Choose").to_dict()

    assert (made["type"], several["type"]) == (kind, f"multi_{kind}")
    assert made["initial_option"]["value"] == several["initial_options"][0]["value"] == last
    assert made["action_id"] == ("search" if "external" in kind else "choose")


@pytest.mark.parametrize(
    ("typed", "first", "count"),
    [
        ("", "model-0", 100),
        ("  ", "model-0", 100),
        ("249", "model-249", 1),
        ("MODEL-24", "model-24", 11),
        ("24 model", "model-24", 13),
        ("nothing", None, 0),
        ("ß", None, 0),
    ],
)
def test_what_is_offered_has_every_word_that_was_typed(
    typed: str, first: str | None, count: int
) -> None:
    """Upper and lower case alike; at most a hundred, what begins with it first."""
    found = [option.value for option in matching(ENTRIES, typed)]

    assert len(found) == count
    assert (found[0] if found else None) == first


def test_what_begins_with_the_text_comes_first() -> None:
    """Then the others in their order."""
    entries = [("1", "Old churn"), ("2", "Churn"), ("3", "Churn for shops")]

    assert [option.value for option in matching(entries, "churn")] == ["2", "3", "1"]
