"""The report as Markdown."""

import re
from collections.abc import Iterator, Sequence

from assessments.results.maturity import MaturityCard
from assessments.results.report.format import ReportFormat
from assessments.results.report.outline import Outline, Part, Table, Words, outline
from ground.characters import without_hidden

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~&$!])")
BLOCK_START = re.compile(r"^(\d*)([-+=.)])")


def write_markdown(card: MaturityCard) -> bytes:
    """Write a result as Markdown; other people's words can't become headings, links or HTML."""
    return outline_as_markdown(outline(card))


def outline_as_markdown(report: Outline) -> bytes:
    """Write a report as Markdown."""
    lines = [f"# {_safe(report.title)}", "", _safe(report.subtitle)]
    for section in report.sections:
        lines += ["", f"## {_safe(section.title)}"]
        for part in section.parts:
            lines += ["", *_written(part)]
    return without_hidden("\n".join(lines) + "\n").encode()


def _written(part: Part) -> Iterator[str]:
    if isinstance(part, Words):
        for entry in part.entries:
            text = BLOCK_START.sub(r"\1\\\2", _safe(entry))
            yield f"- {text}" if part.is_list else f"{text}\n"
    elif isinstance(part, Table):
        yield from _table(part.heads, part.rows)
    else:
        rows = [[line.label, *(text for text, _ in part.cells(line))] for line in part.lines]
        yield from _table(part.heads, rows)
        yield f"\nLevels: {_safe(', '.join(text for text, _ in part.legend))}."


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield _row(heads)
    yield _row(["---"] * len(heads), is_rule=True)
    for row in rows:
        yield _row(row)


def _row(cells: Sequence[str], *, is_rule: bool = False) -> str:
    return f"| {' | '.join(cell if is_rule else _safe(cell) for cell in cells)} |"


def _safe(text: str) -> str:
    """Put text on one line and escape every special character."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


FORMAT = ReportFormat("md", "Markdown", write_markdown)
