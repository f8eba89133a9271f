"""The report as PDF: a page of headlines, then the detail, in any script."""

from datetime import datetime
from typing import TYPE_CHECKING

from assessments.results.maturity import MaturityCard
from assessments.results.report.format import ReportFormat
from assessments.results.report.lettering import font_file, printable
from assessments.results.report.outline import (
    HeatTable,
    Outline,
    Part,
    Section,
    Table,
    Words,
    outline,
)
from assessments.results.report.palette import BLANK, INK, ink_on

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = "DejaVu"
FILES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
TITLE, HEADING, BODY, SMALL, SMALLEST = 20, 12, 9.5, 8.5, 6.8
LONGEST_TEXT, LONGEST_CELL, LONGEST_HEAD = 4_000, 500, 60  # a row fits on a page
LONGEST_TITLE, LONGEST_NAME = 100, 22
RULE = "#d8dce0"
SPACE_FOR_HEADING = 30
LABEL_SHARE, FIGURE_SHARE = 34, 10


SCALES = (1.0, 0.9, 0.8, 0.7, 0.62)
"""How small a page may get before a second one is better; the last is 6 points."""


def write_pdf(card: MaturityCard) -> bytes:
    """Write a result as PDF."""
    return bytes(_drawn(outline(card), card.closed_at, 1.0).output())


def write_on_one_page(report: Outline, made_at: datetime) -> bytes:
    """Write a report in letters small enough for one page; in the smallest it may need more."""
    drawn = (_drawn(report, made_at, scale) for scale in SCALES)
    pdf = next((found for found in drawn if found.page_no() == 1), None)
    return bytes((pdf or _drawn(report, made_at, SCALES[-1])).output())


def _drawn(report: Outline, made_at: datetime | None, scale: float) -> "FPDF":
    pdf = _paper(report)
    if made_at is not None:
        pdf.set_creation_date(made_at)
    _title(pdf, report, scale)
    for section in report.sections:
        _section(pdf, section, scale)
    return pdf


def _paper(report: Outline) -> "FPDF":
    from fpdf import FPDF  # noqa: PLC0415 - takes a third of a second, paid by the first report alone

    class Paper(FPDF):
        """A4 with the page number at the bottom."""

        def footer(self) -> None:
            """Number the page."""
            self.set_y(-12)
            self.set_font(FONT, size=SMALL)
            self.cell(0, 6, f"Lamplighter, page {self.page_no()} of {{nb}}", align="R")

    pdf = Paper(format="A4")
    for style, file in FILES.items():
        pdf.add_font(FONT, style, font_file(file))
    pdf.set_text_shaping(use_shaping_engine=True)
    pdf.set_margins(16, 16)
    pdf.set_auto_page_break(auto=True, margin=18)
    pdf.set_title(printable(report.title, LONGEST_CELL))
    pdf.set_subject(printable(report.subtitle, LONGEST_CELL))
    pdf.set_author("Lamplighter")
    pdf.set_lang("en")
    pdf.set_text_color(INK)
    pdf.set_draw_color(RULE)
    pdf.add_page()
    return pdf


def _title(pdf: "FPDF", report: Outline, scale: float) -> None:
    pdf.set_font(FONT, "B", TITLE * scale)
    _paragraph(pdf, report.title, 9 * scale)
    pdf.set_font(FONT, size=BODY * scale)
    _paragraph(pdf, report.subtitle, 5.5 * scale)


def _section(pdf: "FPDF", section: Section, scale: float) -> None:
    if section.opens_page or pdf.will_page_break(SPACE_FOR_HEADING * scale):
        pdf.add_page()
    else:
        pdf.ln(4 * scale)
    pdf.start_section(printable(section.title, LONGEST_TITLE))  # a bookmark
    pdf.set_font(FONT, "B", HEADING * scale)
    _paragraph(pdf, section.title, 7 * scale)
    for part in section.parts:
        _part(pdf, part, scale)
        pdf.ln(1.5 * scale)


def _part(pdf: "FPDF", part: Part, scale: float) -> None:
    if isinstance(part, Words):
        _words(pdf, part, scale)
    elif isinstance(part, Table):
        _table(pdf, part, scale)
    else:
        _heat_table(pdf, part)


def _words(pdf: "FPDF", part: Words, scale: float) -> None:
    pdf.set_font(FONT, size=BODY * scale)
    for entry in part.entries:
        _paragraph(pdf, f"• {entry}" if part.is_list else entry, 5.2 * scale)


def _paragraph(pdf: "FPDF", text: str, height: float) -> None:
    pdf.multi_cell(
        0, height, printable(text, LONGEST_TEXT), align="L", new_x="LMARGIN", new_y="NEXT"
    )


def _table(pdf: "FPDF", part: Table, scale: float) -> None:
    pdf.set_font(FONT, size=SMALL * scale)
    with pdf.table(
        col_widths=tuple(part.widths),
        text_align="LEFT",
        v_align="TOP",
        borders_layout="HORIZONTAL_LINES",
        line_height=4.6 * scale,
        padding=scale,
    ) as table:
        table.row([printable(head, LONGEST_HEAD) for head in part.heads])
        for cells in part.rows:
            table.row([printable(cell, LONGEST_CELL) for cell in cells])


def _heat_table(pdf: "FPDF", part: HeatTable) -> None:
    from fpdf.fonts import FontFace  # noqa: PLC0415 - as above

    columns = len(part.heads) - 1
    pdf.set_font(FONT, size=SMALL)
    with pdf.table(
        col_widths=(LABEL_SHARE, *[FIGURE_SHARE] * columns),
        text_align=("LEFT", *["CENTER"] * columns),
        headings_style=FontFace(emphasis="BOLD", size_pt=SMALLEST),
        line_height=5,
        padding=(0.6, 0.3, 0.6, 0.5),
    ) as table:
        table.row([printable(head, LONGEST_HEAD) for head in part.heads])
        for line in part.lines:
            row = table.row()
            row.cell(printable(line.label, LONGEST_CELL))
            for text, colour in part.cells(line):
                fill = colour or BLANK
                row.cell(text, style=FontFace(color=ink_on(fill), fill_color=fill))
    pdf.ln(1.5)
    _legend(pdf, part)


def _legend(pdf: "FPDF", part: HeatTable) -> None:
    """Show what each colour means."""
    width = pdf.epw / len(part.legend)
    pdf.set_font(FONT, size=SMALLEST)
    for text, colour in part.legend:
        pdf.set_fill_color(colour)
        pdf.set_text_color(ink_on(colour))
        pdf.cell(width, 5, printable(text, LONGEST_NAME), fill=True, align="C")
    pdf.set_fill_color(BLANK)
    pdf.set_text_color(INK)
    pdf.ln(6)


FORMAT = ReportFormat("pdf", "PDF", write_pdf, is_first=True)
