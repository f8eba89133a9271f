"""Slack's signature: genuine requests pass, everything else is refused without a crash."""

import hashlib
import hmac

import pytest

from bot.slack.signature import SignatureError, SignedHeaders, check_signature

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = 1_531_420_618.0
BODY = b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J"


def signed(timestamp: bytes, body: bytes = BODY) -> SignedHeaders:
    """Headers as Slack would send them."""
    digest = hmac.new(SECRET.encode(), b"v0:" + timestamp + b":" + body, hashlib.sha256)
    return SignedHeaders(timestamp, b"v0=" + digest.hexdigest().encode())


@pytest.mark.parametrize(
    "timestamp",
    [
        pytest.param(b"1531420618", id="now"),
        pytest.param(b"1531420318", id="five-minutes-old"),
        pytest.param(b"1531420918", id="five-minutes-ahead"),
    ],
)
def test_genuine_request_passes(timestamp: bytes) -> None:
    """A request signed within five minutes, either way, is let through."""
    check_signature(SECRET, signed(timestamp), BODY, now_seconds=NOW)


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        pytest.param(signed(b"1531420317"), "five minutes off", id="too-old"),
        pytest.param(signed(b"1531420919"), "five minutes off", id="too-far-ahead"),
        pytest.param(signed(b"1531420618", b"other"), "does not match", id="other-body"),
        pytest.param(SignedHeaders(b"", b""), "no number", id="empty"),
        pytest.param(SignedHeaders(b"abc", b"v0=00"), "no number", id="letters"),
        pytest.param(SignedHeaders(b"1.5", b"v0=00"), "no number", id="fraction"),
        pytest.param(SignedHeaders(b"9" * 5_000, b"v0=00"), "no number", id="5000-digits"),
        pytest.param(SignedHeaders("١٢".encode(), b"v0=00"), "no number", id="arabic-digits"),
        pytest.param(SignedHeaders(b"1531420618", b"v0=\xff"), "form", id="not-ascii"),
        pytest.param(SignedHeaders(b"1531420618", b"v0=" + b"A" * 64), "form", id="upper-case"),
    ],
)
def test_anything_else_is_refused(headers: SignedHeaders, reason: str) -> None:
    """A request that Slack did not sign just now is refused with a reason for the log."""
    with pytest.raises(SignatureError, match=reason):
        check_signature(SECRET, headers, BODY, now_seconds=NOW)
