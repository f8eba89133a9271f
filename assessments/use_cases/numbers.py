"""Numbers as people type them: `0,8`, `80 %`, `1 200`; a doubt is asked about, not guessed."""

import math
import re
from decimal import Decimal

from assessments.errors import AssessmentError, Code

PERCENT = 100
_SPACES = re.compile(r"[\s\u00a0\u202f']")
_LEAVES_A_DOUBT = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3}|\.\d{2}0)")
_LIMIT_WORDS = {
    ">=": re.compile(r"^\s*(at least|>=|\u2265)\s*", re.IGNORECASE),
    "<=": re.compile(r"^\s*(at most|<=|\u2264)\s*", re.IGNORECASE),
}
PERCENT_UNITS = {"%", "percent", "per cent"}
_PERCENT = re.compile(r"\s*(%|\uff05|percent|per cent|pct\.?)\s*$", re.IGNORECASE)
_COMMA_GROUPS = re.compile(r"[+-]?\d{1,3}((,\d{3}){2,}(\.\d+)?|,\d{3}\.\d+)")
_POINT_GROUPS = re.compile(r"[+-]?\d{1,3}((\.\d{3}){2,}(,\d+)?|\.\d{3},\d+)")


class NumberError(AssessmentError):
    """A text is no number, or leaves a doubt."""


def read_number(text: str, unit: str = "") -> float:
    """Read a number with a decimal point or comma, also with its unit: `1450 people`.

    Raises:
        NumberError: It is none, or may be read in two ways: `1,200`.
    """
    compact = _SPACES.sub("", without_unit(text, unit)).replace("\N{MINUS SIGN}", "-")
    if _LEAVES_A_DOUBT.fullmatch(compact):
        whole = re.sub("[.,]", "", compact)
        decimal = f"{float(compact.replace(',', '.')):g}"
        raise NumberError(Code.NUMBER_IN_DOUBT, whole=whole, decimal=decimal)
    compact = _with_decimal_point(compact)
    try:
        number = float(compact)
    except ValueError:
        raise NumberError(Code.NUMBER_INVALID, text=text.strip()[:40]) from None
    if not math.isfinite(number) or "_" in compact:
        raise NumberError(Code.NUMBER_NOT_FINITE)
    return number


def without_percent(text: str) -> tuple[str, bool]:
    """Take `%` or `percent` off a text's end, and return whether it was there."""
    rest = _PERCENT.sub("", text)
    return rest, rest != text


def without_unit(text: str, unit: str) -> str:
    """Take a unit off a text's end, as we write it there; `percent` may be typed as `%`."""
    if unit.casefold() in PERCENT_UNITS:
        return without_percent(text)[0]
    text, unit = text.rstrip(), unit.strip()
    has_unit = bool(unit) and text.casefold().endswith(unit.casefold())
    return text[: -len(unit)].rstrip() if has_unit else text


def without_limit_words(text: str, comparator: str) -> str:
    """Take off what stands before a limit as we write it: `at least` for `>=`."""
    return _LIMIT_WORDS[comparator].sub("", text)


def read_share(text: str) -> float:
    """Read a share from 0 to 1, also as a percentage: `0.8`, `80%`, `80 percent`, `80`.

    Raises:
        NumberError: It is none, or beyond 0 to 1.
    """
    rest, has_sign = without_percent(text)
    number = read_number(rest)
    is_percentage = has_sign or 1 < number <= PERCENT
    share = float(Decimal(repr(number)) / PERCENT) if is_percentage else number
    if is_percentage and not 0 <= share <= 1:
        raise NumberError(Code.PERCENTAGE_OUT_OF_RANGE)
    if not 0 <= share <= 1:
        raise NumberError(Code.SHARE_IN_DOUBT)
    return share


def _with_decimal_point(compact: str) -> str:
    """Take the separators of thousands out, and write a decimal comma as a point."""
    if _COMMA_GROUPS.fullmatch(compact):
        return compact.replace(",", "")
    if _POINT_GROUPS.fullmatch(compact):
        return compact.replace(".", "").replace(",", ".")
    is_decimal_comma = compact.count(",") == 1 and "." not in compact
    return compact.replace(",", ".") if is_decimal_comma else compact
