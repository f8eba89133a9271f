"""A replay judges each window by the pass marks that a run would judge it by."""

from dataclasses import replace

import numpy as np
import pytest

from assessments.use_cases.pass_marks import PassMark
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.replay.cut import Cut
from monitors.replay.replay import Plan, replay
from monitors.runs.rehearsal import MarksAsked
from tests.monitors.conftest import Data, OpenTables
from tests.monitors.runs.test_judging import MARK, ROWS, cases

RIGHT, WRONG = {"north": 0.98, "south": 0.98}, {"north": 0.98, "south": 0.62}
ROLES = Roles("truth", "said", ignore=["id", "day"])


def joined(*tables: Data) -> Data:
    """One table after another."""
    return {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}


@pytest.mark.parametrize(
    ("mark", "verdict"),
    [
        (replace(MARK, threshold=0.9), CheckVerdict.ALERT),
        (replace(MARK, segment="area=south"), CheckVerdict.ALERT),
        (replace(MARK, segment="each:area"), CheckVerdict.ALERT),
        (replace(MARK, segment="area=north"), CheckVerdict.OK),
        (replace(MARK, threshold=0.9, severity="warn"), CheckVerdict.WARNING),
        (
            PassMark("recall_gap", "<=", 0.1, segment="across:area", category="fairness"),
            CheckVerdict.ALERT,
        ),
        (PassMark("psi", "<=", 0.0001), CheckVerdict.OK),
    ],
)
def test_a_window_that_breaks_a_mark_is_an_alarm(
    open_tables: OpenTables, mark: PassMark, verdict: CheckVerdict
) -> None:
    """The second window breaks it, or may; the first doesn't."""
    history = joined(cases(RIGHT), cases(WRONG))
    plan = Plan(Cut(rows=ROWS), 13, limits=Limits(), questions=[MarksAsked([mark])])

    found = replay(open_tables(cases(RIGHT), history), ROLES, plan)

    assert [window.verdict for window in found.windows] == [CheckVerdict.OK, verdict]
    if verdict is CheckVerdict.ALERT:
        assert [alarm.window for alarm in found.alarms] == [1]
        assert found.windows[1].findings[0].problems
