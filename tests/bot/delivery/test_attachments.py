"""Attached files as text: plain, Markdown, Word; whatever else they are, a sentence says so."""

import zipfile
from io import BytesIO

import pytest
from slack_sdk import WebClient

from assistant.unread import Unread
from bot.delivery import attachments
from bot.delivery.attachments import (
    LOCKED_OFFICE,
    UnreadableFileError,
    read_attachment,
    text_of,
)
from bot.delivery.client import Slack
from tests.bot.delivery.pdf_files import READ, pdf

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>'
PAGE = (
    '{doctype}<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>Call </w:t><w:t>them</w:t></w:r>'
    "</w:p><w:p><w:r><w:t>early</w:t></w:r></w:p></w:body></w:document>"
)


class OneFile(WebClient):
    """Slack, where one file is at some address."""

    def __init__(self, name: str, address: str) -> None:
        super().__init__(token="xoxb-secret", base_url="https://slack.com/api/")
        self.file = {"name": name, "url_private_download": address}

    def files_info(self, *, file: str, **others: object) -> dict[str, object]:  # type: ignore[override] # as much as is read
        """Describe it."""
        del file, others
        return {"file": self.file}


def word(text: str = PAGE, name: str = "word/document.xml", doctype: str = "") -> bytes:
    """A Word file."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, text.format(word=WORD, doctype=doctype))
    return packed.getvalue()


def locked(packed: bytes) -> bytes:
    """The file, as if a password were needed: its entries say so."""
    return packed.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )


@pytest.mark.parametrize(
    ("content", "ending", "text"),
    [
        pytest.param("Fälle".encode(), ".txt", "Fälle", id="utf-8"),
        pytest.param("Fälle".encode("utf-8-sig"), ".md", "Fälle", id="mark"),
        pytest.param("Fälle".encode("utf-16"), ".txt", "Fälle", id="utf-16"),
        pytest.param("Fälle: 80 €".encode("cp1252"), ".txt", "Fälle: 80 €", id="windows"),
        pytest.param(b"", "", "", id="empty"),
        pytest.param(word(), ".docx", "Call them\nearly", id="word"),
        pytest.param(pdf(), ".pdf", READ, id="pdf"),
    ],
)
def test_a_text_is_read_however_it_is_written(content: bytes, ending: str, text: str) -> None:
    """Paragraphs are lines."""
    assert text_of(content, ending) == text


@pytest.mark.parametrize(
    ("content", "ending", "why"),
    [
        pytest.param(b"PK\x03\x04\0\0", ".txt", Unread.FILE, id="binary"),
        pytest.param(b"plain words", ".docx", Unread.DAMAGED, id="no-zip"),
        pytest.param(word(name="other.xml"), ".docx", Unread.DAMAGED, id="no-text"),
        pytest.param(word("<a>"), ".docx", Unread.DAMAGED, id="broken"),
        pytest.param(locked(word()), ".docx", Unread.LOCKED, id="locked"),
        pytest.param(LOCKED_OFFICE + b"\0" * 99, ".docx", Unread.LOCKED, id="locked by Office"),
        pytest.param(word()[:200] + b"x" * 200 + word()[400:], ".docx", Unread.DAMAGED, id="torn"),
        pytest.param(word(doctype=LAUGHS), ".docx", Unread.DAMAGED, id="entities"),
        pytest.param(b"plain words", ".pdf", Unread.DAMAGED, id="no-pdf"),
    ],
)
def test_what_has_no_text_is_refused(content: bytes, ending: str, why: Unread) -> None:
    """Whatever its name says; the reason is one that a person can do something about."""
    with pytest.raises(UnreadableFileError) as raised:
        text_of(content, ending)

    assert raised.value.why is why


def test_a_document_that_unfolds_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """By what its own list says, before it is unfolded."""
    monkeypatch.setattr(attachments, "LARGEST_WORD_TEXT_BYTES", 100)

    with pytest.raises(UnreadableFileError) as raised:
        text_of(word(), ".docx")

    assert raised.value.why is Unread.LARGE


@pytest.mark.parametrize(
    ("name", "address"),
    [
        pytest.param("plan.txt", "https://slack.com.evil.example/plan.txt", id="foreign-host"),
        pytest.param("plan.txt", "https://evilslack.com/plan.txt", id="lookalike"),
        pytest.param("plan.txt", "http://files.slack.com/plan.txt", id="unencrypted"),
        pytest.param("plan.txt", "", id="no-address"),
        pytest.param("plan.xlsx", "https://files.slack.com/plan.xlsx", id="no-text"),
    ],
)
def test_the_token_goes_to_slack_alone(name: str, address: str) -> None:
    """Another address, or a file that can't be read, is never asked for."""
    with pytest.raises(UnreadableFileError):
        read_attachment(Slack(OneFile(name, address)), "F1")
