"""The simulated years are judged by a replay, and a page's section is replaced."""

from pathlib import Path

import pytest

from bench.quiet import SECTION, WEEKS, WORLDS, drawn, quiet_year, write_section


@pytest.mark.parametrize("name", ["all alike", "restless by 0.15 sd"])
def test_a_quiet_year_keeps_the_budget(name: str) -> None:
    """At most four alerts and twelve notices, with windows of 2,000 rows."""
    alerts, notices = quiet_year(WORLDS[name], 2_000, seed=1)

    assert alerts <= 4
    assert notices <= 12


def test_the_reference_comes_before_the_year() -> None:
    """As many windows of its own as it has room for, and 52 of the year."""
    history = drawn(WORLDS["all alike"], 2_000, seed=1)

    assert (len(history.reference_windows), len(history.windows)) == (10, WEEKS)
    assert history.reference.rows == 20_000


def test_its_section_replaces_the_one_before(tmp_path: Path) -> None:
    """The others stay as they are."""
    page = tmp_path / "page.md"
    page.write_text(f"# Page\n\n{SECTION}\n\nold\n\n## Other\n\nkept\n", encoding="utf-8")

    write_section(page, f"{SECTION}\n\nnew\n")

    assert page.read_text(encoding="utf-8") == f"# Page\n\n{SECTION}\n\nnew\n\n## Other\n\nkept\n"
