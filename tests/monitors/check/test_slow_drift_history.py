"""What is said of a column whose evidence has gathered: that it creeps only if it does."""

import pytest

from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.check.slow_drift_history import with_slow_drift
from monitors.statistics.slow_drift import SlowDriftEvidence


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        pytest.param(
            SlowDriftEvidence(200.0, 4, 0.02, 5),
            "slow drift in each window since 5: it grew from 0.02 to 0.18",
            id="creeps",
        ),
        pytest.param(
            SlowDriftEvidence(200.0, 4, 0.16, 5),
            "more than usual in each window since 5: drift now 0.18",
            id="jumped and stayed",
        ),
        pytest.param(
            SlowDriftEvidence(200.0, 7, 0.02, 2),
            "more than usual in each window since 8: drift now 0.18",
            id="two windows are no creeping",
        ),
    ],
)
def test_it_creeps_only_if_it_grew(evidence: SlowDriftEvidence, said: str) -> None:
    """Over three windows or more, to twice what it was."""
    column = ColumnCheck("age", "numeric", "feature", CheckAnswer.OK, effect=0.18, notices=["x"])

    (told,) = with_slow_drift([column], {"age": evidence}, level=100.0)

    assert (told.answer, told.problems, told.notices) == (CheckAnswer.ALARM, [said], ())
