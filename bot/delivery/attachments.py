"""Files that people attach to their messages: fetched from Slack, and read as text."""

import zipfile
import zlib
from io import BytesIO
from pathlib import PurePath
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

import httpx
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from assistant.drafting import LONGEST_TEXT
from assistant.unread import Unread
from bot.delivery.client import SERVER_ERROR, TIMEOUT_SECONDS, Slack
from bot.delivery.pdf_text import UnreadablePdfError, text_of_pdf
from bot.delivery.slack_errors import (
    TOO_MANY_REQUESTS,
    OperatorNeededError,
    SlackAwayError,
    SlackRefusedError,
    sorted_errors,
)

LARGEST_BYTES = 2_000_000
ENOUGH_LETTERS = 2 * LONGEST_TEXT
LARGEST_WORD_TEXT_BYTES = 20_000_000
TEXT_ENDINGS = {".txt", ".md", ".markdown", ".text", ".rst", ".eml", ""}
WORD_ENDING, WORD_TEXT, PDF_ENDING = ".docx", "word/document.xml", ".pdf"
DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, ParseError,
    DefusedXmlException,
)  # fmt: skip
"""What reading a file raises that isn't a whole Word document."""
LOCKED_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an Office file with a password begins: as a compound file, no zip (MS-OFFCRYPTO, 2.3.1)."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SLACK_DOMAINS = (".slack.com", ".slack-gov.com", ".slack-files.com")
OK = 200


class UnreadableFileError(Exception):
    """A file has no text that can be read; `why` says why."""

    def __init__(self, why: Unread, detail: str = "") -> None:
        super().__init__(f"{why.value}: {detail}")
        self.why = why


def read_attachment(slack: Slack, file_id: str) -> str:
    """Return the text of a file that somebody attached.

    Raises:
        UnreadableFileError: See there.
        RetryAfterError, SlackAwayError: See `sorted_errors`.
    """
    try:
        with sorted_errors("files.info"):
            found = slack.client.files_info(file=file_id)["file"]
    except (SlackRefusedError, OperatorNeededError) as error:
        raise UnreadableFileError(Unread.FILE, file_id) from error
    name, address = str(found.get("name")), str(found.get("url_private_download") or "")
    ending = PurePath(name).suffix.lower()
    if ending not in {*TEXT_ENDINGS, WORD_ENDING, PDF_ENDING} or not _is_slacks(slack, address):
        raise UnreadableFileError(Unread.FILE, name)
    return text_of(_download(address, slack.client.token or ""), ending)


def text_of(content: bytes, ending: str) -> str:
    """Return the text of a document.

    Args:
        content: The file.
        ending: Of its name, such as `.docx` or `.pdf`; anything else is read as plain text.

    Raises:
        UnreadableFileError: It isn't what its name says.
    """
    if ending == WORD_ENDING:
        return _text_of_word(content)
    if ending == PDF_ENDING:
        return _text_of_pdf(content)
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UnreadableFileError(Unread.FILE, ending)
    return text


def _text_of_pdf(content: bytes) -> str:
    try:
        return text_of_pdf(content, ENOUGH_LETTERS)
    except UnreadablePdfError as error:
        raise UnreadableFileError(error.why, PDF_ENDING) from error


def _text_of_word(content: bytes) -> str:
    """Read a Word document's paragraphs (ECMA-376, part 1, section 17.3)."""
    if content.startswith(LOCKED_OFFICE):
        raise UnreadableFileError(Unread.LOCKED, WORD_ENDING)
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if packed.getinfo(WORD_TEXT).file_size > LARGEST_WORD_TEXT_BYTES:
                raise UnreadableFileError(Unread.LARGE, WORD_ENDING)
            body = fromstring(packed.read(WORD_TEXT))
    except DAMAGED as error:
        raise UnreadableFileError(Unread.DAMAGED, WORD_ENDING) from error
    except RuntimeError as error:
        raise UnreadableFileError(Unread.LOCKED, WORD_ENDING) from error
    paragraphs = (
        "".join(part.text or "" for part in one.iter(f"{WORD}t")) for one in body.iter(f"{WORD}p")
    )
    return "\n".join(paragraphs)


def _is_slacks(slack: Slack, address: str) -> bool:
    """Return whether the token may be sent to an address: Slack's files, or the API's own host."""
    parts = urlsplit(address)
    if parts.netloc == urlsplit(slack.client.base_url).netloc:
        return True
    return parts.scheme == "https" and (parts.hostname or "").endswith(SLACK_DOMAINS)


def _download(address: str, token: str) -> bytes:
    headers = {"Authorization": f"Bearer {token}"}
    content = bytearray()
    try:
        with httpx.stream("GET", address, headers=headers, timeout=TIMEOUT_SECONDS) as answer:
            if answer.status_code >= SERVER_ERROR or answer.status_code == TOO_MANY_REQUESTS:
                raise SlackAwayError(f"status {answer.status_code}")
            if answer.status_code != OK:
                raise UnreadableFileError(Unread.FILE, f"status {answer.status_code}")
            for part in answer.iter_bytes():
                content += part
                if len(content) > LARGEST_BYTES:
                    raise UnreadableFileError(Unread.LARGE)
    except httpx.HTTPError as error:
        raise SlackAwayError(str(error)) from error
    return bytes(content)
