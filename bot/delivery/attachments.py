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

from bot.delivery.client import SERVER_ERROR, TIMEOUT_SECONDS, Slack
from bot.delivery.slack_errors import (
    TOO_MANY_REQUESTS,
    OperatorNeededError,
    SlackAwayError,
    SlackRefusedError,
    sorted_errors,
)

LARGEST_BYTES = 2_000_000
LARGEST_WORD_TEXT_BYTES = 20_000_000
TEXT_ENDINGS = {".txt", ".md", ".markdown", ".text", ".rst", ".eml", ""}
WORD_ENDING, WORD_TEXT = ".docx", "word/document.xml"
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, ParseError,
    DefusedXmlException,
)  # fmt: skip
"""What reading a file raises that isn't a whole Word document, or is locked by a password."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SLACK_DOMAINS = (".slack.com", ".slack-gov.com", ".slack-files.com")
OK = 200


class UnreadableFileError(Exception):
    """It's no text, Markdown or Word file, it's too large, or Slack doesn't give it."""


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
        raise UnreadableFileError(file_id) from error
    name, address = str(found.get("name")), str(found.get("url_private_download") or "")
    ending = PurePath(name).suffix.lower()
    if ending not in {*TEXT_ENDINGS, WORD_ENDING} or not _is_slacks(slack, address):
        raise UnreadableFileError(name)
    return text_of(_download(address, slack.client.token or ""), ending)


def text_of(content: bytes, ending: str) -> str:
    """Return the text of a document.

    Args:
        content: The file.
        ending: Of its name, such as `.docx`; anything else is read as plain text.

    Raises:
        UnreadableFileError: It isn't what its name says.
    """
    if ending == WORD_ENDING:
        return _text_of_word(content)
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UnreadableFileError(ending)
    return text


def _text_of_word(content: bytes) -> str:
    """Read a Word document's paragraphs (ECMA-376, part 1, section 17.3)."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            if packed.getinfo(WORD_TEXT).file_size > LARGEST_WORD_TEXT_BYTES:
                raise UnreadableFileError(WORD_ENDING)
            body = fromstring(packed.read(WORD_TEXT))
    except UNREADABLE as error:
        raise UnreadableFileError(WORD_ENDING) from error
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
                raise UnreadableFileError(f"status {answer.status_code}")
            for part in answer.iter_bytes():
                content += part
                if len(content) > LARGEST_BYTES:
                    raise UnreadableFileError("too large")
    except httpx.HTTPError as error:
        raise SlackAwayError(str(error)) from error
    return bytes(content)
