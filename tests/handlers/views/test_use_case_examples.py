"""The worked examples, typed into the windows of a use case: what they hold comes out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assessments.scoring.use_case_part import WrittenUseCase, scored_use_case
from assessments.use_cases.contract.content import ACCEPTANCE
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.reading import load_rules
from ground.yaml_files import own_yaml
from tests.handlers.views.desk import Desk, example

pytestmark = pytest.mark.sqlite_alone
RULES = load_rules()
FILE = Path(__file__).parents[2] / "assessments" / "examples.yaml"
EXAMPLES: dict[str, dict[str, Any]] = {one["id"]: one for one in own_yaml(FILE)["examples"]}
REFUSED = {"quick_three_people": {"AC-01": "threshold", "AC-02": "comparator"}}
"""The rows that a window refuses, and at which of their fields."""
LINKED = ("DEF-2", "DAT-1", "SRV-3", "MON-1")


def written(given: Mapping[str, Any]) -> Document:
    """An example's use case, its people and channels with IDs as Slack has them."""
    return example(**dict.fromkeys(given["remove"]), **given["set"])


@pytest.mark.parametrize("example_id", EXAMPLES)
def test_an_example_is_typed_into_the_windows(desk: Desk, example_id: str) -> None:
    """All is kept as typed, a wrong row is said at its field; with it, the figures come out."""
    worked = EXAMPLES[example_id]
    given = {"remove": [], "set": {}, **worked["input"]["use_case"]}
    wanted, refused = written(given), REFUSED.get(example_id, {})

    for section in RULES.sections:
        desk.writes_section(section.id, wanted)
    typed = desk.draft()
    desk.takes_in(**{ACCEPTANCE: wanted.values[ACCEPTANCE]})

    wrong = [name for answer in desk.answers for name in answer.get("errors", {})]
    kept = [row for row in wanted.rows(ACCEPTANCE) if row["id"] not in refused]
    assert wrong == [f"{name}:1" for name in refused.values()]
    assert [without_id(row) for row in typed.rows(ACCEPTANCE)] == [without_id(row) for row in kept]
    assert {**typed.values, ACCEPTANCE: None} == {**wanted.values, ACCEPTANCE: None}
    assert figures(worked, desk.draft()) == worked["expected"]["use_case"]


def figures(worked: Mapping[str, Any], document: Document) -> dict[str, Any]:
    """What the rules say of a document, asked as the example asks."""
    given, items = worked["input"]["use_case"], worked["expected"]["maturity"]["items"]
    written_so = WrittenUseCase(
        asked_status=given["asked_status"],
        remove=list(RULES.example),
        set=dict(document.values),
        observed=given.get("observed"),
    )
    scores = [items[name]["score"] for name in LINKED]
    return scored_use_case(RULES, written_so, worked["input"]["today"], scores)


def without_id(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without the number that it was given when it was added."""
    return {name: value for name, value in row.items() if name != "id"}
