"""The text of a PDF file, read by a process of its own: no file can hang or fill the bot.

A PDF of a few kilobytes can unfold to gigabytes, or keep a reader busy for ever, and neither can
be stopped from within a process. So this module is also a program: the file comes on its stdin,
the text leaves on its stdout, and its exit code says why there is none.
"""

import contextlib
import re
import subprocess
import sys
from io import BytesIO

from assistant.unread import Unread

WITHIN_SECONDS, MOST_PROCESSOR_SECONDS = 30, 10
MOST_MEMORY_BYTES = 700_000_000
EXIT_CODES = {Unread.LOCKED: 3, Unread.SCAN: 4, Unread.DAMAGED: 5, Unread.SLOW: 6}
_SPLIT_WORD = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_A-Z])")
"""A word that was parted at the end of a line."""


class UnreadablePdfError(Exception):
    """There is no text; `why` says why."""

    def __init__(self, why: Unread) -> None:
        super().__init__(why.value)
        self.why = why


def text_of_pdf(content: bytes, most_letters: int) -> str:
    """Return the text of a PDF file, from its start.

    Args:
        content: The file.
        most_letters: Where to stop: no page is read once there are so many.

    Raises:
        UnreadablePdfError: It is locked, damaged, or has pictures alone; or it takes more than 10
            seconds of a processor, 30 seconds or 700 MB.
    """
    limits = (most_letters, MOST_PROCESSOR_SECONDS, MOST_MEMORY_BYTES)
    command = [sys.executable, "-m", "bot.delivery.pdf_text", *map(str, limits)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command, input=content, capture_output=True, timeout=WITHIN_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadablePdfError(Unread.SLOW) from error
    if done.returncode:
        by_code = {code: why for why, code in EXIT_CODES.items()}
        # One that the system ended took too much time or memory.
        raise UnreadablePdfError(by_code.get(done.returncode, Unread.SLOW))
    return done.stdout.decode("utf-8")


def read_pages(content: bytes, most_letters: int) -> str:
    """Read pages in this process, until there is text enough.

    Raises:
        UnreadablePdfError: See `text_of_pdf`, limits aside.
    """
    from pypdf.errors import FileNotDecryptedError, LimitReachedError  # noqa: PLC0415 - the process of its own alone reads

    try:
        told = _pages(content, most_letters)
    except FileNotDecryptedError as error:
        raise UnreadablePdfError(Unread.LOCKED) from error
    except (MemoryError, LimitReachedError) as error:
        raise UnreadablePdfError(Unread.SLOW) from error
    except Exception as error:
        raise UnreadablePdfError(Unread.DAMAGED) from error
    if not any(letter.isalpha() for letter in told):
        raise UnreadablePdfError(Unread.SCAN)
    return _SPLIT_WORD.sub("", told.replace("\0", "").strip())


def _pages(content: bytes, most_letters: int) -> str:
    """Join pages; a file that is locked against changes alone opens without a password."""
    from pypdf import PdfReader  # noqa: PLC0415 - as above

    told = ""
    for page in PdfReader(BytesIO(content)).pages:
        told += f"{page.extract_text()}\n"
        if len(told) > most_letters:
            break
    return told


def main() -> None:
    """Read a PDF from stdin, and write its text to stdout; `text_of_pdf` gives the limits."""
    most_letters, seconds, memory_bytes = map(int, sys.argv[1:])
    _limit(seconds, memory_bytes)
    try:
        told = read_pages(sys.stdin.buffer.read(), most_letters)
    except UnreadablePdfError as error:
        sys.exit(EXIT_CODES[error.why])
    sys.stdout.buffer.write(told.encode("utf-8", errors="replace"))


def _limit(seconds: int, memory_bytes: int) -> None:
    """Have the system end this process where it takes too much; Windows has no such limits."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - missing on Windows

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    main()
