"""PDF files as people attach them: whole, locked, scanned, torn, endless."""

import zlib
from io import BytesIO

from fpdf import FPDF
from pypdf import PdfWriter

TEXT = "Advisers should call custo-\nmers who may pay late."
READ = "Advisers should call customers who may pay late."


def pdf(text: str = TEXT, pages: int = 1) -> bytes:
    """A PDF with the same text on each page."""
    paper = FPDF()
    paper.set_font("helvetica", size=12)
    for _ in range(pages):
        paper.add_page()
        paper.multi_cell(0, 8, text)
    return bytes(paper.output())


def locked(password: str) -> bytes:
    """One that is encrypted; without a password anybody may read it, but not change it."""
    writer = PdfWriter(clone_from=BytesIO(pdf()))
    writer.encrypt(password, "owner", algorithm="AES-256")
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def scan() -> bytes:
    """A page of ink without a letter."""
    paper = FPDF()
    paper.add_page()
    paper.rect(10, 10, 50, 50, style="F")
    return bytes(paper.output())


def page_of(content: bytes, filters: str = "/FlateDecode") -> bytes:
    """One page with a stream as its content."""
    font = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources" + font + b">>",
        b"<</Length %d/Filter%s>>stream\n%s\nendstream"
        % (len(content), filters.encode(), content),
    ]
    written = b"%PDF-1.7\n"
    for number, part in enumerate(parts, 1):
        written += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    return written + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n0\n%%EOF"


def bomb() -> bytes:
    """A few kilobytes that unfold to a hundred million."""
    return page_of(zlib.compress(b"\0" * 100_000_000))


def endless() -> bytes:
    """A page that takes a reader many seconds."""
    return page_of(zlib.compress(b"BT /F1 9 Tf " + b"(ab) Tj 1 0 0 1 0 0 Tm " * 300_000 + b"ET"))
