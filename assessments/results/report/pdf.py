"""The report as PDF: a page of headlines, then the detail, in any script."""

from datetime import datetime
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
TITLE, HEADING, BODY, SMALL, SMALLEST = 20, 12, 10, 9, 7.6
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
    for scale in SCALES:
        pdf = _drawn(report, made_at, scale)
        if pdf.page_no() == 1 or scale == SCALES[-1]:
            break
        _close_fonts(pdf)
    return bytes(pdf.output())


def _drawn(report: Outline, made_at: datetime | None, scale: float) -> "Paper":
    lettering = lettering_for(report)
    pdf = _paper(report, lettering)
    if made_at is not None:
        pdf.set_creation_date(made_at)
    _title(pdf, report, scale)
    if lettering.note:
        _paragraph(pdf, lettering.note, 5.5 * scale)
    for section in report.sections:
        _section(pdf, section, scale)
    return pdf


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
    pdf.set_subject(printable(report.subtitle, LONGEST_CELL, lettering.signs))
    pdf.set_author("Lamplighter")
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


def _close_fonts(pdf: "Paper") -> None:
    """Close the font files of a report that isn't written out, which would close them."""
    from fpdf.fonts import TTFFont  # noqa: PLC0415 - see `_paper`

    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            font.close()


def _title(pdf: "Paper", report: Outline, scale: float) -> None:
    pdf.set_font(FONT, "B", TITLE * scale)
    _paragraph(pdf, report.title, 9 * scale)
    pdf.set_font(FONT, size=BODY * scale)
    _paragraph(pdf, report.subtitle, 5.5 * scale)


def _section(pdf: "Paper", section: Section, scale: float) -> None:
    if section.opens_page or pdf.will_page_break(SPACE_FOR_HEADING * scale):
        pdf.add_page()
    else:
        pdf.ln(4 * scale)
    pdf.start_section(printable(section.title, LONGEST_TITLE, pdf.signs))  # a bookmark
    pdf.set_font(FONT, "B", HEADING * scale)
    _paragraph(pdf, section.title, 7 * scale)
    for part in section.parts:
        _part(pdf, part, scale)
        pdf.ln(1.5 * scale)


def _part(pdf: "Paper", part: Part, scale: float) -> None:
    if isinstance(part, Words):
        _words(pdf, part, scale)
    elif isinstance(part, Table):
        _table(pdf, part, scale)
    else:
        _heat_table(pdf, part)


def _words(pdf: "Paper", part: Words, scale: float) -> None:
    pdf.set_font(FONT, size=BODY * scale)
    for entry in part.entries:
        _paragraph(pdf, f"• {entry}" if part.is_list else entry, 5.2 * scale)


def _paragraph(pdf: "Paper", text: str, height: float) -> None:
    pdf.multi_cell(
        0,
        height,
        printable(text, LONGEST_TEXT, pdf.signs),
        align="L",
        new_x="LMARGIN",
        new_y="NEXT",
    )


def _table(pdf: "Paper", part: Table, scale: float) -> None:
    pdf.set_font(FONT, size=SMALL * scale)
    with pdf.table(
        col_widths=tuple(part.widths),
        text_align="LEFT",
        v_align="TOP",
        borders_layout="HORIZONTAL_LINES",
        line_height=4.6 * scale,
        padding=scale,
    ) as table:
        table.row([printable(head, LONGEST_HEAD, pdf.signs) for head in part.heads])
        for cells in part.rows:
            table.row([printable(cell, LONGEST_CELL, pdf.signs) for cell in cells])


def _heat_table(pdf: "Paper", part: HeatTable) -> None:
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
        table.row([printable(head, LONGEST_HEAD, pdf.signs) for head in part.heads])
        for line in part.lines:
            row = table.row()
            row.cell(printable(line.label, LONGEST_CELL, pdf.signs))
            for text, colour in part.cells(line):
                fill = colour or BLANK
                row.cell(text, style=FontFace(color=ink_on(fill), fill_color=fill))
    pdf.ln(1.5)
    _legend(pdf, part)


def _legend(pdf: "Paper", part: HeatTable) -> None:
    """Show what each colour means."""
    width = pdf.epw / len(part.legend)
    pdf.set_font(FONT, size=SMALLEST)
    for text, colour in part.legend:
        pdf.set_fill_color(colour)
        pdf.set_text_color(ink_on(colour))
        pdf.cell(width, 5, printable(text, LONGEST_NAME, pdf.signs), fill=True, align="C")
    pdf.set_fill_color(BLANK)
    pdf.set_text_color(INK)
    pdf.ln(6)


FORMAT = ReportFormat("pdf", "PDF", write_pdf, is_first=True)
