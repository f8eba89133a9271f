"""`lamplighter token` and `lamplighter monitor push`."""

import pytest

from tests.bot.cli.conftest import Run

pytestmark = [pytest.mark.usefixtures("stored"), pytest.mark.sqlite_alone]
PUSH = ("monitor", "push", "churn", "user_acceptance", "0.7", "--samples", "400")


def test_a_token_is_shown_once_listed_and_ended(run: Run) -> None:
    """The list never shows the token itself."""
    made = run("token", "create", "kpi-job")
    listed = run("token", "list")
    ended = run("token", "revoke", "kpi-job")
    after = run("token", "list")

    assert made.out.startswith("lamp_")
    assert made.out.strip() not in listed.out
    assert listed.out.startswith("kpi-job\tmeasurements:write\tsince ")
    assert ended.out == "kpi-job has been revoked.\n"
    assert "\trevoked " in after.out


def test_an_unknown_scope_is_said(run: Run) -> None:
    """The sentence names those that there are."""
    finished = run("token", "create", "x", "--scope", "everything")

    assert finished.status == 2
    assert "no scope everything. Available: measurements:write" in finished.err


@pytest.mark.both_databases
def test_a_number_is_handed_in_once(run: Run) -> None:
    """The same one again is known already; both are fine."""
    first = run(*PUSH, "--window", "2026-W47")
    second = run(*PUSH, "--window", "2026-W47")

    assert (first.status, first.out) == (0, "saved\n")
    assert (second.status, second.out) == (0, "already saved; nothing changed\n")


def test_what_hears_pushed_numbers_does_not_run(run: Run) -> None:
    """It appears once a pass mark was judged; running it is refused in words."""
    finished = run("monitor", "run", "churn: pushed numbers")

    assert finished.status == 2
