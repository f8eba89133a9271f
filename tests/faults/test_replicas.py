"""Two replicas with clocks apart, on a slow database that cuts connections; bench has it large."""

import pytest

from bench.replicas import Race, run_race


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_nothing_is_doubled_lost_or_done_twice(database_url: str) -> None:
    """Their machines are 40 seconds and ten minutes ahead."""
    race = Race(cards=5, releases=4, latency_seconds=0.02, cut_every_seconds=2.0)

    tally = run_race(race, database_url)

    assert (tally.lost, tally.doubled) == (0, 0)
    assert (tally.not_released, tally.failed_though_live, tally.carried_out_twice) == (0, 0, 0)
    assert tally.tracebacks == 0
    assert tally.cuts > 0
