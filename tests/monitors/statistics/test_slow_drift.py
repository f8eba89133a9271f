"""The e-detector: quiet for as long as the budget says, and not blind to what creeps."""

import numpy as np
import pytest

from monitors.statistics.slow_drift import (
    SlowDriftEvidence,
    SlowDriftStep,
    alarm_level,
    e_value,
    from_stored,
    gathered,
)


def run_length(random: np.random.Generator, *, columns: int, rate: float, power: float) -> int:
    """Windows until the first alarm, p-values uniform to a power (1: no drift); 3,000 at most."""
    level = alarm_level(columns, rate)
    state: dict[str, SlowDriftEvidence] = {}
    for window in range(3_000):
        steps = {
            str(column): SlowDriftStep(float(p))
            for column, p in enumerate(random.random(columns) ** power)
        }
        state = gathered(state, steps, window=window, level=level)
        if max(evidence.value for evidence in state.values()) >= level:
            return window + 1
    return 3_000


@pytest.mark.parametrize(("columns", "rate"), [(1, 0.02), (5, 0.02), (1, 0.05)])
def test_the_average_run_length_is_the_budget(columns: int, rate: float) -> None:
    """Without drift at least 1 / rate windows pass on average, within the simulation's error."""
    random = np.random.default_rng(11)
    lengths = [run_length(random, columns=columns, rate=rate, power=1.0) for _ in range(300)]

    assert np.mean(lengths) >= 1 / rate - 3 * np.std(lengths) / len(lengths) ** 0.5


def test_what_creeps_is_found_within_weeks() -> None:
    """STATISTICS.md, 7: p from Beta(0.2, 1), rate 1 %: about 3.6 windows."""
    random = np.random.default_rng(12)
    lengths = [run_length(random, columns=1, rate=0.01, power=5.0) for _ in range(400)]

    assert np.mean(lengths) == pytest.approx(3.6, abs=0.5)


def test_e_values_have_mean_one() -> None:
    """Integrated over uniform p."""
    p_values = (np.arange(1_000_000) + 0.5) / 1_000_000

    assert np.mean([0.5 * p_values**-0.5]) == pytest.approx(1.0, abs=1e-2)
    assert e_value(0.25) == 1.0


def test_an_alarm_spends_the_evidence() -> None:
    """It lasts while each window is more than usual, and is gone with the first that isn't."""
    state: dict[str, SlowDriftEvidence] = {}
    values = []
    for window, p_value in enumerate([1e-6, 0.2, 0.3, 0.3]):
        state = gathered(state, {"a": SlowDriftStep(p_value)}, window=window, level=100.0)
        values.append(state["a"].value)

    assert values == [pytest.approx(500.0), 100.0, 0.0, pytest.approx(e_value(0.3))]


def test_a_quiet_window_wipes_it_out() -> None:
    """However much had gathered: restless weeks don't pile up."""
    state: dict[str, SlowDriftEvidence] = {}
    for window, p_value in enumerate([0.01, 0.01, 0.6]):
        state = gathered(state, {"a": SlowDriftStep(p_value)}, window=window, level=100.0)

    assert state["a"] == SlowDriftEvidence()


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        pytest.param([7.0, 3], SlowDriftEvidence(7.0, 3, 0.0, 1), id="of an earlier version"),
        pytest.param([7.0, 3, 0.1, 4], SlowDriftEvidence(7.0, 3, 0.1, 4), id="of this one"),
    ],
)
def test_what_earlier_versions_stored_is_read(
    stored: list[float], read: SlowDriftEvidence
) -> None:
    """They kept the value and where it began."""
    assert from_stored({"a": stored}) == {"a": read}


def test_since_is_where_the_evidence_began() -> None:
    """Two calm windows, then three that lean: it began with the third."""
    state: dict[str, SlowDriftEvidence] = {}
    for window, p_value in enumerate([1.0, 1.0, 0.01, 0.01, 0.01]):
        state = gathered(state, {"a": SlowDriftStep(p_value)}, window=window, level=100.0)

    assert state["a"].since == 2


def test_a_column_that_was_not_measured_keeps_what_it_had() -> None:
    """A window without it says nothing about it."""
    before = {"a": SlowDriftEvidence(7.0, 3)}

    assert gathered(before, {"b": SlowDriftStep(0.5)}, window=5, level=100.0)["a"] == before["a"]
