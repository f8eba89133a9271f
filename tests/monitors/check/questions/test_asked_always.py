"""What is asked of every check: many small moves, pairs, tails, labels, copies."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from monitors.check.asking import read_questions
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.limits import Limits
from monitors.check.questions.labels import Labels
from monitors.check.questions.question import Case, Finding
from monitors.check.roles import Roles
from monitors.replay.past import past_of_reference
from tests.monitors.conftest import Data, OpenTables

Frame = dict[str, Any]
ROWS = 1_500


def drawn(seed: int, rows: int = ROWS) -> Frame:
    """Draw twelve numbers, two of which go together, and answers that are right at 85 %."""
    random = np.random.default_rng(seed)
    table: Frame = {f"n{place}": random.normal(50, 5, rows) for place in range(12)}
    table["n1"] = table["n0"] + random.normal(0, 5, rows)
    table["said"] = random.integers(0, 2, rows)
    table["truth"] = np.where(random.random(rows) < 0.15, 1 - table["said"], table["said"])
    return table


def checked(open_tables: OpenTables, current: Data, reference: Data | None = None) -> CheckResult:
    """Check a table beside 4,000 rows of the same world."""
    tables = open_tables(reference or drawn(1, 4_000), current)
    return check(tables, Roles("truth", "said"), Limits(), read_questions({}))


def told(result: CheckResult, question: str) -> list[str]:
    """List what a question calls somebody for or shows."""
    return [
        line
        for found in result.findings
        if found.question == question
        for line in [*found.problems, *found.notices]
    ]


def all_move(table: Frame) -> None:
    """Move each number by a quarter of its deviation."""
    for place in range(12):
        table[f"n{place}"] = table[f"n{place}"] + 1.5


def pair_turns(table: Frame) -> None:
    """Let two numbers go in opposite directions, each spread as before."""
    table["n1"] = 2 * table["n1"].mean() - table["n1"]


def thousandfold(table: Frame) -> None:
    """Give some amounts in thousandths."""
    table["n5"][:75] *= 1_000


def less_right(table: Frame) -> None:
    """Turn the truth of some rows that were right."""
    turned = np.arange(ROWS) % 8 == 0
    table["truth"] = np.where(turned, 1 - table["said"], table["truth"])


def copied(table: Frame) -> None:
    """Load a fifth of the rows twice."""
    for values in table.values():
        values[:300] = values[300:600]


@pytest.mark.parametrize(
    ("question", "shift", "sentence"),
    [
        pytest.param("together", all_move, "many columns moved a little at once", id="together"),
        pytest.param("pairs", pair_turns, "n0 and n1 now go in opposite directions", id="pairs"),
        pytest.param(
            "tails", thousandfold, "n5: 5.1% of rows are above the known range", id="tails"
        ),
        pytest.param("labels", less_right, "accuracy fell from 85", id="labels"),
        pytest.param("copies", copied, "20.0% of rows are copies of another row", id="copies"),
    ],
)
def test_it_tells_what_moved(
    open_tables: OpenTables, question: str, shift: Callable[[Frame], None], sentence: str
) -> None:
    """Each question tells its kind of shift in a sentence that begins with what moved."""
    current = drawn(2)
    shift(current)

    (first, *_) = told(checked(open_tables, current), question)

    assert first.startswith(sentence)


@pytest.mark.parametrize("seed", range(3, 7))
def test_a_window_like_its_reference_calls_nobody(open_tables: OpenTables, seed: int) -> None:
    """Nothing is alarming in rows of the same world."""
    result = checked(open_tables, drawn(seed))

    assert result.verdict is not CheckVerdict.ALERT


def test_copies_that_are_usual_are_not_told(open_tables: OpenTables) -> None:
    """Where a fifth of the reference is there twice, so may a fifth of a window be."""
    current, reference = drawn(2), drawn(1, 4_000)
    copied(current)
    for values in reference.values():
        values[:800] = values[800:1_600]

    assert told(checked(open_tables, current, reference), "copies") == []


def in_days(seed: int, rows: int, by: float) -> Frame:
    """Rows come by days of 500, on which numbers and how two go together wander."""
    random = np.random.default_rng(seed)
    table, day = drawn(seed, rows), np.arange(rows) // 500
    table["n5"] = table["n5"] + random.normal(0, by, day[-1] + 1)[day]
    turned = random.choice([-1.0, 1.0], day[-1] + 1)[day] if by else 1.0
    table["n1"] = 50 + turned * (table["n0"] - 50) + random.normal(0, 5, rows)
    return table


def test_pairs_that_change_from_day_to_day_are_not_told(open_tables: OpenTables) -> None:
    """A window of three days differs from all by nature; where days are alike, it's a change."""
    current = in_days(5, ROWS, 5.0)

    by_nature = told(checked(open_tables, current, in_days(1, 12_000, 5.0)), "pairs")
    as_if_alike = told(checked(open_tables, current, in_days(1, 12_000, 0.0)), "pairs")
    turned = drawn(2)
    pair_turns(turned)
    changed = told(checked(open_tables, turned, in_days(1, 12_000, 0.0)), "pairs")

    assert by_nature == []
    assert as_if_alike
    assert changed[0].startswith("n0 and n1 now go in opposite directions")


def test_a_day_far_out_is_no_news_where_days_differ(open_tables: OpenTables) -> None:
    """A few rows are out of the range; quiet windows show that rows count for little there."""
    reference, current = in_days(1, 12_000, 5.0), in_days(2, ROWS, 5.0)
    current["n5"][:75] = np.max(reference["n5"]) + 15 + np.arange(75) / 75
    with open_tables(reference, reference) as tables:
        past = past_of_reference(tables, Roles("truth", "said"), ROWS)
    asked = {}
    for name, limits in (("alone", Limits()), ("learned", Limits().after(past))):
        tables = open_tables(reference, current)
        asked[name] = told(
            check(tables, Roles("truth", "said"), limits, read_questions({})), "tails"
        )

    assert any("n5" in line for line in asked["alone"])
    assert not any("n5" in line for line in asked["learned"])


def test_being_less_right_is_noticed_at_twice_the_rate_of_other_questions(
    open_tables: OpenTables,
) -> None:
    """It is what the business sees: a fall that is less sure than one part's rate is told."""
    current = drawn(2)
    less_right(current)
    tables = open_tables(drawn(1, 4_000), current)

    def noticed(rate: float) -> Finding:
        limits = Limits(error_rate=0.0, notice_rate=rate)
        return Labels().answer(Case(tables, Roles("truth", "said"), limits, []))

    metrics = noticed(1.0).facts()["metrics"]
    least_sure = max(one["p_value"] for one in metrics)

    assert len(noticed(0.51 * least_sure).notices) == len(metrics)
    assert len(noticed(0.49 * least_sure).notices) < len(metrics)


def test_early_labels_call_nobody(open_tables: OpenTables) -> None:
    """Where labels have arrived for half of the rows, a fall is shown and no more."""
    current = drawn(2)
    less_right(current)
    current["truth"] = [None if place % 2 else int(v) for place, v in enumerate(current["truth"])]

    result = checked(open_tables, current)

    (found,) = [finding for finding in result.findings if finding.question == "labels"]
    assert (list(found.problems), bool(found.notices)) == ([], True)
    assert "labels have arrived for 50% of rows" in found.notices[0]


def test_a_copy_more_in_a_hundred_is_not_told(open_tables: OpenTables) -> None:
    """However certain it is; from one in a hundred on it's shown."""
    shares = (0.008, 0.02)
    current, reference = drawn(2, 20_000), drawn(1, 20_000)
    found = []
    for share in shares:
        copies = int(share * 20_000)
        more = {name: values.copy() for name, values in current.items()}
        for values in more.values():
            values[:copies] = values[copies : 2 * copies]
        found.append(told(checked(open_tables, more, reference), "copies"))

    assert found[0] == []
    assert found[1][0].startswith("2.0% of rows are copies of another row")


def test_many_tiny_moves_are_not_told(open_tables: OpenTables) -> None:
    """Twelve numbers by a twentieth of a deviation are certain in many rows, and nothing."""
    current, reference = drawn(2, 40_000), drawn(1, 40_000)
    for place in range(12):
        current[f"n{place}"] = current[f"n{place}"] + 0.2

    result = checked(open_tables, current, reference)

    assert told(result, "together") == []
