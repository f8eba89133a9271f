"""Whatever a PDF is, it ends in its text, or in why there is none; never in a bot that hangs."""

import pytest

from assistant.unread import Unread
from bot.delivery import pdf_text
from bot.delivery.pdf_text import UnreadablePdfError, read_pages, text_of_pdf
from tests.bot.delivery.pdf_files import READ, bomb, endless, locked, page_of, pdf, scan


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(pdf(), READ, id="a word parted at a line's end"),
        pytest.param(locked(""), READ, id="locked against changes alone"),
        pytest.param(pdf("Follow-\nUp"), "Follow-\nUp", id="a hyphen of a name"),
    ],
)
def test_the_text_is_read(content: bytes, text: str) -> None:
    """Words are whole again."""
    assert read_pages(content, 1_000) == text


def test_reading_stops_once_there_is_enough() -> None:
    """Of 60 pages, as many as the letters need."""
    told = read_pages(pdf("abc", pages=60), 20)

    assert told.split() == ["abc"] * 6


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(locked("secret"), Unread.LOCKED, id="password"),
        pytest.param(scan(), Unread.SCAN, id="pictures alone"),
        pytest.param(pdf("12 / 34"), Unread.SCAN, id="page numbers alone"),
        pytest.param(pdf()[:500], Unread.DAMAGED, id="torn"),
        pytest.param(pdf()[300:], Unread.DAMAGED, id="its start is missing"),
        pytest.param(b"", Unread.DAMAGED, id="empty"),
        pytest.param(b"%PDF", Unread.DAMAGED, id="its first letters"),
        pytest.param(b"PK\x03\x04" + b"\0" * 500, Unread.DAMAGED, id="another kind of file"),
        pytest.param(bomb(), Unread.SLOW, id="bomb"),
        pytest.param(page_of(b"broken"), Unread.SCAN, id="a stream that can't be unfolded"),
    ],
)
def test_why_there_is_no_text(content: bytes, why: Unread) -> None:
    """One reason each."""
    with pytest.raises(UnreadablePdfError) as raised:
        read_pages(content, 1_000)

    assert raised.value.why is why


def test_a_process_of_its_own_reads_it() -> None:
    """Its text comes back, or its reason."""
    told = text_of_pdf(pdf("Größe: 80 EUR a day"), 1_000)
    with pytest.raises(UnreadablePdfError) as raised:
        text_of_pdf(locked("secret"), 1_000)

    assert told == "Größe: 80 EUR a day"
    assert raised.value.why is Unread.LOCKED


@pytest.mark.parametrize(
    ("limit", "value"),
    [
        pytest.param("MOST_PROCESSOR_SECONDS", 1, id="of the processor's time"),
        pytest.param("WITHIN_SECONDS", 0.01, id="of a person's time"),
        pytest.param("MOST_MEMORY_BYTES", 30_000_000, id="memory"),
    ],
)
def test_a_file_that_takes_too_much_is_left(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: float
) -> None:
    """The system ends its reader, and the bot goes on."""
    monkeypatch.setattr(pdf_text, limit, value)

    with pytest.raises(UnreadablePdfError) as raised:
        text_of_pdf(endless(), 1_000)

    assert raised.value.why is Unread.SLOW
