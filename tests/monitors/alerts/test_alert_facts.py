"""What an alert says is stored, and later versions read what earlier ones wrote."""

import json
from typing import Any

import pytest

from assessments.use_cases.pass_marks import Judgement, PassMark, PassMarkVerdict
from monitors.alerts.alert_facts import (
    VERSION,
    AlertFacts,
    ExpectedAccuracy,
    MovedColumn,
    MovedLevel,
    PassMarkLine,
    PushedLabel,
)
from monitors.performance.past_error import PastError

FIRST_STORED = """
{"sentences": ["words: texts are longer"],
 "columns": [{"column": "age", "role": "feature", "effect": 0.41, "threshold": 0.25,
              "problems": [], "levels": [{"level": "above 60", "before": 0.1, "now": 0.3}]},
             {"column": "job", "role": "feature", "effect": null, "threshold": null,
              "problems": ["missing in 20% of rows, before in 1%"], "levels": [],
              "is_past": true}],
 "more_columns": 2, "rows": 3000, "labelled_share": 0.5,
 "pass_marks": [{"metric": "accuracy", "comparator": ">=", "threshold": 0.8, "value": 0.7,
                 "low": 0.69, "high": 0.71, "verdict": "broken"}],
 "estimate": {"low": 0.7, "high": 0.8, "record": {"windows": 3, "mean_error": 0.01}}}
"""
FIRST_PUSHED = {
    "columns": [],
    "more_columns": 0,
    "rows": 1_000,
    "labelled_share": None,
    "pass_marks": [],
    "pushed": {"metric": "clicks", "window": "2026-W01", "segment": ""},
}
FACTS = AlertFacts(
    rows=3_000,
    labelled_share=0.5,
    pass_marks=[PassMarkLine("accuracy", ">=", 0.8, 0.7, 0.69, 0.71, "broken")],
    columns=[
        MovedColumn("age", "feature", 0.41, 0.25, [], [MovedLevel("above 60", 0.1, 0.3)]),
        MovedColumn("job", "feature", None, None, ["missing in 20% of rows, before in 1%"], [],
                    is_past=True),
    ],
    more_columns=2,
    sentences=["words: texts are longer"],
    estimate=ExpectedAccuracy(0.7, 0.8, PastError(3, 0.01)),
    version=0,
)  # fmt: skip


def kept(facts: AlertFacts) -> dict[str, Any]:
    """Store facts and load them, as a database does with JSON."""
    found: dict[str, Any] = json.loads(json.dumps(facts.to_json()))
    return found


def test_an_alert_from_before_there_was_a_version_is_read() -> None:
    """As the first release wrote it, with nothing lost."""
    assert AlertFacts.from_json(json.loads(FIRST_STORED)) == FACTS


def test_a_pushed_number_from_before_there_was_a_version_is_read() -> None:
    """Neither sentences nor an estimate stood there."""
    found = AlertFacts.from_json(FIRST_PUSHED)

    assert found.pushed == PushedLabel("clicks", "2026-W01", "")
    assert (found.rows, found.sentences, found.estimate, found.version) == (1_000, (), None, 0)


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(FACTS, id="of a check"),
        pytest.param(AlertFacts(7, None, [], [], pushed=PushedLabel("a", "b", "c"), sentences=[]),
                     id="pushed"),
    ],
)  # fmt: skip
def test_what_is_stored_is_what_is_read(facts: AlertFacts) -> None:
    """Every field comes back."""
    assert AlertFacts.from_json(kept(facts)) == facts


def test_new_facts_are_stored_with_their_version() -> None:
    """So that a later shape can be told from this one."""
    assert kept(AlertFacts(7, None))["version"] == VERSION


def test_columns_of_earlier_windows_stay_on_the_list() -> None:
    """Marked as past; one that still moves is there once."""
    job = MovedColumn("job", "feature", 0.3, 0.25)

    facts = AlertFacts(100, None, columns=[job]).with_earlier(FACTS)

    assert [(column.column, column.is_past) for column in facts.columns] == [
        ("job", False),
        ("age", True),
    ]


def test_what_is_beyond_a_decision_are_columns_that_it_did_not_know() -> None:
    """None where there is none."""
    new = MovedColumn("income", "feature", 0.3, 0.25)
    facts = AlertFacts(100, None, columns=[*FACTS.columns, new], more_columns=1)

    fresh = facts.beyond(FACTS)

    assert fresh is not None
    assert (fresh.columns, fresh.more_columns) == ([new], 0)
    assert FACTS.beyond(FACTS) is None


def test_a_line_holds_all_of_its_pass_mark() -> None:
    """Each figure in its own place."""
    mark = PassMark(
        "recall", "between", 0.7, unit="ratio", high=0.9, segment="team=north", version=4
    )
    judgement = Judgement(mark, PassMarkVerdict.NOT_PROVEN, 0.71, 0.68, 0.74, 300, "…", 80)

    assert PassMarkLine.of(judgement) == PassMarkLine(
        metric="recall", comparator="between", threshold=0.7, value=0.71, low=0.68, high=0.74,
        verdict="not_proven", more_cases=80, unit="ratio", limit_high=0.9, segment="team=north",
        version=4,
    )  # fmt: skip
