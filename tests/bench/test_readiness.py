"""The benchmark of a round of 200: what it writes into the docs."""

from bench.processor_time import ProcessorTime
from bench.readiness import MARK, report
from bench.round_of_many import AT_ONCE, PEOPLE
from tests.test_house_rules import ROOT


def test_the_report_gives_each_time_in_milliseconds() -> None:
    """Of both ways of sending, and of the processor."""
    seconds = {True: [0.1, 0.2, 0.3], False: [0.05] * 3}

    text = report(seconds, ProcessorTime([0.004] * 3, [0.006] * 3), 0.25)

    assert f"{PEOPLE} people, 28 items, {AT_ONCE} people" in text
    assert "| all at the same instant | 3 | 200.0 | " in text
    assert "| processor time of a window | 3 | 4.0 | 4.0 | 4.0 |" in text
    assert "Result scored and drawn in 250 ms." in text


def test_the_page_has_room_for_it() -> None:
    """Between its marks."""
    page = (ROOT / "docs/why/benchmarks.md").read_text(encoding="utf-8")

    assert page.index(f"<!-- {MARK} -->") < page.index(f"<!-- /{MARK} -->")
