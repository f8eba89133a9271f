"""The report as PDF: a page of headlines, then the detail, in any script."""

from typing import TYPE_CHECKING, Any

from assessments.results.maturity import MaturityCard
from assessments.results.report.fallback_fonts import Lettering, lettering_for
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

    class Paper(FPDF):
        """Pages, and the characters that their fonts can draw."""

        signs: frozenset[int]


FONT = "DejaVu"
FILES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
TITLE, HEADING, BODY, SMALL, SMALLEST = 20, 12, 9.5, 8.5, 6.8
LONGEST_TEXT, LONGEST_CELL, LONGEST_HEAD = 4_000, 500, 60  # a row fits on a page
RULE = "#d8dce0"
SPACE_FOR_HEADING = 30
LABEL_SHARE, FIGURE_SHARE = 34, 10


def write_pdf(card: MaturityCard) -> bytes:
    """Write a result as PDF."""
    report = outline(card)
    lettering = lettering_for(report)
    pdf = _paper(report, lettering)
    if card.closed_at is not None:
        pdf.set_creation_date(card.closed_at)
    _title(pdf, report, lettering.note)
    for section in report.sections:
        _section(pdf, section)
    return bytes(pdf.output())


def _paper(report: Outline, lettering: Lettering) -> "Paper":
    from fpdf import FPDF  # noqa: PLC0415 - takes a third of a second, paid by the first report alone

    class A4(FPDF):
        """A4 with the page number at the bottom; `signs` are the characters it can draw."""

        signs = lettering.signs

        def footer(self) -> None:
            """Number the page."""
            self.set_y(-12)
            self.set_font(FONT, size=SMALL)
            self.cell(0, 6, f"Lamplighter, page {self.page_no()} of {{nb}}", align="R")

        def multi_cell(self, *told: Any, **named: Any) -> Any:  # noqa: ANN401 - fpdf2's signature
            """Write a text, from the font that is set to the same: fpdf2 forgets fallbacks."""
            self._set_font_again()
            written = super().multi_cell(*told, **named)
            self._set_font_again()
            return written

        def _set_font_again(self) -> None:
            style, size = self.font_style, self.font_size_pt
            if lettering.fallbacks:
                self.set_font(FONT, style, size + 1)
                self.set_font(FONT, style, size)
                self.text(self.x, self.y, " ")  # the font is written with the next text alone

    pdf: Paper = A4(format="A4")  # type: ignore[assignment] # the same, before fpdf was imported
    _add_fonts(pdf, lettering)
    pdf.set_text_shaping(use_shaping_engine=True)
    pdf.set_margins(16, 16)
    pdf.set_auto_page_break(auto=True, margin=18)
    pdf.set_title(printable(report.title, LONGEST_CELL, lettering.signs))
    pdf.set_lang("en")
    pdf.set_text_color(INK)
    pdf.set_draw_color(RULE)
    pdf.add_page()
    return pdf


def _add_fonts(pdf: "Paper", lettering: Lettering) -> None:
    for style, name in FILES.items():
        pdf.add_font(FONT, style, font_file(name))
    for number, file in enumerate(lettering.fallbacks):
        pdf.add_font(f"fallback{number}", "", file)
    pdf.set_fallback_fonts(
        [f"fallback{number}" for number in range(len(lettering.fallbacks))], exact_match=False
    )


def _title(pdf: "Paper", report: Outline, note: str) -> None:
    pdf.set_font(FONT, "B", TITLE)
    _paragraph(pdf, report.title, 9)
    pdf.set_font(FONT, size=BODY)
    _paragraph(pdf, report.subtitle, 5.5)
    if note:
        _paragraph(pdf, note, 5.5)


def _section(pdf: "Paper", section: Section) -> None:
    if section.opens_page or pdf.will_page_break(SPACE_FOR_HEADING):
        pdf.add_page()
    else:
        pdf.ln(4)
    pdf.set_font(FONT, "B", HEADING)
    _paragraph(pdf, section.title, 7)
    for part in section.parts:
        _part(pdf, part)
        pdf.ln(1.5)


def _part(pdf: "Paper", part: Part) -> None:
    if isinstance(part, Words):
        _words(pdf, part)
    elif isinstance(part, Table):
        _table(pdf, part)
    else:
        _heat_table(pdf, part)


def _words(pdf: "Paper", part: Words) -> None:
    pdf.set_font(FONT, size=BODY)
    for entry in part.entries:
        _paragraph(pdf, f"• {entry}" if part.is_list else entry, 5.2)


def _paragraph(pdf: "Paper", text: str, height: float) -> None:
    pdf.multi_cell(
        0,
        height,
        printable(text, LONGEST_TEXT, pdf.signs),
        align="L",
        new_x="LMARGIN",
        new_y="NEXT",
    )


def _table(pdf: "Paper", part: Table) -> None:
    pdf.set_font(FONT, size=SMALL)
    with pdf.table(
        col_widths=tuple(part.widths),
        text_align="LEFT",
        v_align="TOP",
        borders_layout="HORIZONTAL_LINES",
        line_height=4.6,
        padding=1,
    ) as table:
        table.row([printable(head, LONGEST_HEAD, pdf.signs) for head in part.heads])
        for cells in part.rows:
            table.row([printable(cell, LONGEST_CELL, pdf.signs) for cell in cells])


def _heat_table(pdf: "Paper", part: HeatTable) -> None:
    from fpdf.fonts import FontFace  # noqa: PLC0415 - as above

    pdf.set_font(FONT, size=SMALL)
    with pdf.table(
        col_widths=(LABEL_SHARE, *[FIGURE_SHARE] * len(part.heads)),
        text_align=("LEFT", *["CENTER"] * len(part.heads)),
        headings_style=FontFace(emphasis="BOLD", size_pt=SMALLEST),
        line_height=5,
        padding=(0.6, 0.3, 0.6, 0.5),
    ) as table:
        table.row([printable(head, LONGEST_HEAD, pdf.signs) for head in ("", *part.heads)])
        for line in part.lines:
            row = table.row()
            row.cell(printable(line.label, LONGEST_CELL, pdf.signs))
            for text, colour in part.cells(line):
                fill = colour or BLANK
                row.cell(text, style=FontFace(color=ink_on(fill), fill_color=fill))


FORMAT = ReportFormat("pdf", "PDF", write_pdf)
