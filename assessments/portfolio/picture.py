"""Value against weeks to first value: a picture, its words, and the same as a table."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assessments.portfolio.entries import Entry
from assessments.results.report.lettering import printable
from assessments.results.report.outline import Outline, Section, Table, Words
from assessments.results.report.palette import INK
from assessments.use_cases.contract.priority import Lane
from ground.counting import counted
from ground.png import as_png

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKS: Mapping[Lane, tuple[str, str]] = {
    Lane.NOW: ("o", "#1b7f4d"),
    Lane.GROUNDWORK_FIRST: ("s", "#b35c00"),
    Lane.NEXT: ("^", "#2563a8"),
    Lane.LATER: ("D", "#6b7280"),
    Lane.BLOCKED: ("X", "#b3261e"),
}
MOST_NAMED, LONGEST_NAME, HIGHEST = 12, 28, 5
BENEFIT, WEEKS = "Benefit of a year (1 to 5)", "Weeks until the first benefit"


def draw_portfolio(entries: Sequence[Entry], lanes: Mapping[Lane | None, str]) -> bytes:
    """Draw every ranked use case as a PNG, 1440 pixels wide; a lane has its mark and colour.

    Args:
        entries: The portfolio; the first of it are named in the picture.
        lanes: The lanes' names.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - takes half a second, paid by the first picture alone
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    figure = Figure(figsize=(9, 5.6), dpi=160, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    for lane, (mark, colour) in MARKS.items():
        found = [entry for entry in ranked(entries) if entry.lane is lane]
        if found:
            weeks = [entry.weeks or 0 for entry in found]
            values = [entry.value or 0 for entry in found]
            label = f"{lanes[lane]} ({len(found)})"
            axes.scatter(weeks, values, s=70, marker=mark, color=colour, label=label, alpha=0.8)
    _name(axes, ranked(entries)[:MOST_NAMED])
    _dress(axes)
    if ranked(entries):
        figure.legend(loc="outside upper center", ncols=len(MARKS), frameon=False)
    return as_png(figure)


def ranked(entries: Sequence[Entry]) -> list[Entry]:
    """Keep those that have a place in the picture."""
    return [entry for entry in entries if entry.value is not None and entry.weeks is not None]


def described_portfolio(entries: Sequence[Entry], lanes: Mapping[Lane | None, str]) -> str:
    """Write the picture in words."""
    found = ranked(entries)
    names = "; ".join(
        f"{entry.title}: benefit {entry.value}, {counted(entry.weeks or 0, 'week')}, "
        f"{lanes[entry.lane].lower()}"
        for entry in found[:MOST_NAMED]
    )
    more = f"; and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    count = "1 use case" if len(found) == 1 else f"{len(found)} use cases"
    return f"Benefit against weeks to the first one, {count}. {names}{more}."


def portfolio_table(
    entries: Sequence[Entry], lanes: Mapping[Lane | None, str], names: Mapping[str, str]
) -> Outline:
    """Build the same as a table, with every use case that isn't retired."""
    rows = [
        [
            lanes[entry.lane],
            entry.title,
            entry.status.value,
            f"{entry.percent}%",
            "-" if entry.value is None else str(entry.value),
            "-" if entry.weeks is None else str(entry.weeks),
            names.get(entry.owner, entry.owner),
        ]
        for entry in entries
    ]
    heads = ["Lane", "Use case", "Status", "Filled in", "Benefit", "Weeks", "Owner"]
    table = Table(heads, [16, 30, 12, 10, 10, 8, 14], rows)
    words = Words([described_portfolio(entries, lanes)])
    return Outline("Use cases", f"{len(entries)} use cases", [Section("Lanes", [words, table])])


def _name(axes: "Axes", entries: Sequence[Entry]) -> None:
    taken: dict[tuple[int, int], int] = {}
    for entry in entries:
        place = (entry.weeks or 0, entry.value or 0)
        taken[place] = taken.get(place, -1) + 1
        name = printable(entry.title, LONGEST_NAME).replace("$", r"\$")
        offset = (8, 4 - 11 * taken[place])
        axes.annotate(
            name, place, xytext=offset, textcoords="offset points", fontsize=9, color=INK
        )


def _dress(axes: "Axes") -> None:
    axes.set_xlabel(WEEKS, color=INK)
    axes.set_ylabel(BENEFIT, color=INK)
    axes.set_ylim(0.5, HIGHEST + 0.5)
    axes.set_yticks(range(1, HIGHEST + 1))
    axes.margins(x=0.15)
    axes.set_xlim(left=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(visible=True, alpha=0.25)
