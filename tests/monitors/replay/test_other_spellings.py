"""A replay reads values in other spellings as a check does."""

from collections.abc import Sequence

import numpy as np
import pytest

from monitors.check.column_verdicts import CheckVerdict
from monitors.check.roles import Roles
from monitors.replay.cut import Cut
from monitors.replay.replay import Plan, replay
from tests.monitors.conftest import OpenTables

ROWS = 500


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (("2025-03", "2025-04", "2025-05"), ("03/2025", "04/2025", "05/2025")),
        (("9:15", "13:30", "21:00"), ("9:15 am", "1:30 pm", "9 pm")),
        (("yes", "no", "yes"), ("true", "false", "true")),
        (("caf\u00e9", "bar", "inn"), ("cafe\u0301", "bar", "inn")),
        (("1.0", "2.0", "3.0"), ("1", "2", "3")),
    ],
)
def test_another_spelling_is_no_change(
    open_tables: OpenTables, before: Sequence[str], now: Sequence[str]
) -> None:
    """As in a check; a window of one value alone is a change in any spelling."""
    random = np.random.default_rng(21)
    usual, moved = ([values[at] for at in random.integers(0, 3, ROWS)] for values in (before, now))
    told = [*moved, *moved, *[now[1]] * ROWS]

    result = replay(
        open_tables({"at": usual * 12}, {"at": told}), Roles(), Plan(Cut(rows=ROWS), 13)
    )
    said = [window.verdict for window in result.windows]

    assert said[:2] == [CheckVerdict.OK] * 2
    assert said[2] is CheckVerdict.ALERT
