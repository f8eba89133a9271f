"""How far a number came."""

from dataclasses import replace
from datetime import date

import pytest

from assessments.use_cases.coming_back.kpis import Payoff
from handlers.blocks.use_cases.payoffs import reached_text

DOWN = Payoff("Rate", "percent", 2.4, 2.1, date(2026, 10, 1))


@pytest.mark.parametrize(
    ("payoff", "text"),
    [
        pytest.param(DOWN, "", id="no figure"),
        pytest.param(replace(DOWN, figure=2.4), "no progress", id="where it began"),
        pytest.param(replace(DOWN, figure=2.6), "no progress", id="the wrong way"),
        pytest.param(replace(DOWN, figure=2.25), "50% of the way", id="half way down"),
        pytest.param(replace(DOWN, figure=2.1), "target reached", id="down there"),
        pytest.param(replace(DOWN, figure=1.0), "target reached", id="below it"),
        pytest.param(replace(DOWN, figure=2.101), "99% of the way", id="never rounded up to it"),
        pytest.param(replace(DOWN, target=3.0, figure=2.7), "50% of the way", id="half way up"),
        pytest.param(replace(DOWN, target=(2.0, 2.2), figure=2.2), "in range", id="at its edge"),
        pytest.param(replace(DOWN, target=(2.0, 2.2), figure=2.3), "out of range", id="beyond"),
        pytest.param(replace(DOWN, target=2.4, figure=2.4), "", id="no way to go"),
        pytest.param(replace(DOWN, baseline=None, figure=2.4), "", id="from nobody knows where"),
    ],
)
def test_how_far_a_number_came(payoff: Payoff, text: str) -> None:
    """Towards its target, from where it began."""
    assert reached_text(payoff) == text
