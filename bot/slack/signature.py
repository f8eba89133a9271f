"""Slack's request signature, checked on raw bytes before anything reads the body."""

import hashlib
import hmac
import re
from dataclasses import dataclass

OLDEST_SECONDS = 300
_DIGITS = re.compile(rb"[0-9]{1,12}")
_SIGNATURE = re.compile(rb"v0=[0-9a-f]{64}")


class SignatureError(Exception):
    """The request isn't from Slack, or is too old; the text says which, for our log alone."""


@dataclass(frozen=True)
class SignedHeaders:
    """The two headers, as bytes off the wire."""

    timestamp: bytes
    signature: bytes


def check_signature(
    secret: str, headers: SignedHeaders, body: bytes, *, now_seconds: float
) -> None:
    """Let a request through that Slack signed within five minutes, either way.

    Its age is a matter of this machine's own clock: asking the database would let a stranger's
    request reach it. That a request came before is known by its receipt, which lasts a day.

    Raises:
        SignatureError: It is not such a request.
    """
    if not _DIGITS.fullmatch(headers.timestamp):
        raise SignatureError("the timestamp is no number")
    if not _SIGNATURE.fullmatch(headers.signature):
        raise SignatureError("the signature is not of Slack's form")
    if abs(now_seconds - int(headers.timestamp)) > OLDEST_SECONDS:
        raise SignatureError("the timestamp is more than five minutes off")
    base = b"v0:" + headers.timestamp + b":" + body
    expected = b"v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest().encode()
    if not hmac.compare_digest(expected, headers.signature):
        raise SignatureError("the signature does not match")
