"""What the text of a CSV file may mean, as SQL: missing, numbers of all countries, times."""

from monitors.profile.sql import literal
from monitors.profile.values import NO, YES, listed

MISSING = (
    "na", "n/a", "#n/a", "#n/a n/a", "#na", "n.a.", "n. a.", "nan", "-nan", "<na>", "nat", "null",
    "(null)", "[null]", "<null>", "#null!", "\\n", "none", "(none)", "nil", "-", "--", "---",
    "\u2013", "\u2014", "?", "??", ".", "..", "*", "missing", "(missing)", "unknown", "undefined",
    "(blank)", "not available", "not applicable", "not known", "no data", "#value!", "#div/0!",
    "#ref!", "#name?", "#num!", "-1.#ind", "1.#ind", "-1.#qnan", "1.#qnan", "k.a.", "k. a.",
    "keine angabe", "fehlt", "unbekannt", "(leer)",
)  # fmt: skip
SPACE = " \t\r\n\u00a0\u2007\u2009\u202f"
GROUP_MARK = "[ \u00a0\u2009\u202f'\u2019]"
CURRENCY = (
    r"(?i)(us|ca|au|nz|hk|r)?\p{Sc}|eur|usd|gbp|chf|jpy|cny|inr|brl|sek|nok|dkk|pln|czk|huf|try|"
    r"rub|aud|cad|nzd|zar|mxn|krw|sgd|hkd|z\x{0142}|k\x{010d}|kr[.]?|fr[.]|rs[.]?"
)
EXPONENT = r"([eE][+-]?\d{1,3})?"
THIRDS = r"[+-]?[1-9]\d{0,2}[.]\d{3}"
CLOCK = r"\d{1,2}:\d{2}(:\d{2}([.]\d+)?)?"
ZONE = r":\d\d.*(Z|UTC|[+-]\d{2}(:?\d{2})?)$"
NAMED_DAYS = (
    "%d-%b-%Y", "%d %b %Y", "%d. %b %Y", "%b %d, %Y", "%b %d %Y", "%d %B %Y", "%d. %B %Y",
    "%B %d, %Y", "%d-%b-%y", "%d%b%Y", "%a, %d %b %Y",
)  # fmt: skip
CLOCKS = ("", " %H:%M:%S", " %H:%M", " %I:%M %p", " %I:%M:%S %p")


def present(name: str, words: tuple[str, ...] = ()) -> str:
    """Write SQL that gives a quoted column's text without spaces around it, or NULL.

    Args:
        name: The column, as SQL.
        words: What else is missing there, besides a text of no letters.
    """
    value = f"nullif(trim({name}, {literal(SPACE)}), '')"
    if not words:
        return value
    return f"CASE WHEN NOT coalesce({is_word(value, words)}, false) THEN {value} END"


def is_word(value: str, words: tuple[str, ...]) -> str:
    """Write SQL that asks whether a text is one of some words, or the same number as one."""
    known = f"lower({value}) IN ({listed([word.lower() for word in words])})"
    numbers = [word for word in words if _is_number(word)]
    if not numbers:
        return known
    return f"({known} OR TRY_CAST({value} AS DOUBLE) IN ({', '.join(numbers)}))"


def _is_number(word: str) -> bool:
    digits = word.removeprefix("-").replace(".", "", 1)
    return digits.isascii() and digits.isdecimal()


def _formed(group: str, decimal: str) -> str:
    """Write what a number looks like by its marks for thousands and for decimals."""
    whole = rf"(\d+|[1-9]\d{{0,2}}({group}\d{{2,3}})*{group}\d{{3}})"
    return rf"[+-]?{whole}({decimal}\d*)?{EXPONENT}|[+-]?{decimal}\d+{EXPONENT}"


POINT, COMMA = _formed(",", "[.]"), _formed("[.]", ",")


def bare(value: str) -> str:
    """Write SQL that takes currency, percent and spaces off a number; its sign goes in front."""
    for form, instead in (
        ("[\u2212\u2013]", "-"),
        (CURRENCY, ""),
        ("[%\u066a]", ""),
        (rf"^[{SPACE}]+|[{SPACE}]+$", ""),
        (r"^\((.*)\)$", r"-\1"),
        (r"^(.*\d)\s*-$", r"-\1"),
        (r"^([+-])\s+", r"\1"),
        (GROUP_MARK + r"(\d{3})", r"\1"),
        (rf"^[{SPACE}]+|[{SPACE}]+$", ""),
    ):
        value = f"regexp_replace({value}, {literal(form)}, {literal(instead)}, 'g')"
    return value


def is_percent(value: str) -> str:
    """Write SQL that asks whether a text has a percent sign."""
    return f"contains({value}, '%')"


def number(value: str, *, has_comma: bool, hundredths: bool = True) -> str:
    """Write SQL that gives a text's number, NULL where it is none.

    Args:
        value: The text, as SQL.
        has_comma: Whether a comma, not a point, is before the decimals.
        hundredths: Whether 5 % is 0.05, and not 5.
    """
    return number_of(value, bare(value), has_comma=has_comma, hundredths=hundredths)


def number_of(value: str, core: str, *, has_comma: bool, hundredths: bool = True) -> str:
    """Write SQL that gives a text's number, where its bare form is at hand already."""
    digits = f"replace({core}, ',', '')"
    if has_comma:
        digits = f"replace(replace({core}, '.', ''), ',', '.')"
    if hundredths:
        digits = f"{digits} || CASE WHEN {is_percent(value)} THEN 'e-2' ELSE '' END"
    is_one = f"regexp_full_match({core}, {literal(COMMA if has_comma else POINT)})"
    return f"CASE WHEN {is_one} THEN TRY_CAST({digits} AS DOUBLE) END"


def truth(value: str) -> str:
    """Write SQL that reads words for yes and no, NULL for others."""
    word = f"regexp_replace(lower({value}), '[.]0$', '')"
    yes, no = listed(YES), listed(NO)
    return f"CASE WHEN {word} IN ({yes}) THEN true WHEN {word} IN ({no}) THEN false END"


def iso_time(value: str) -> str:
    """Write SQL that reads a time with its year in front."""
    day = _swapped(value, r"^(\d{4})[./](\d{1,2})[./](\d{1,2})", r"\1-\2-\3")
    return _moment(day)


def day_first(value: str) -> str:
    """Write SQL that reads a time such as 31.1.2026 or 31/01/26 10:30."""
    return _moment(_year_in_front(value, r"\2-\1"))


def month_first(value: str) -> str:
    """Write SQL that reads a time such as 1/31/2026."""
    return _moment(_year_in_front(value, r"\1-\2"))


def named_month(value: str) -> str:
    """Write SQL that reads a time whose month is written out, in English."""
    forms = [day + clock for day in NAMED_DAYS for clock in CLOCKS]
    return f"try_strptime({value}, [{listed(forms)}])"


def _year_in_front(value: str, month_and_day: str) -> str:
    days = r"^(\d{1,2})[./-](\d{1,2})[./-]"
    for year, written in (
        (r"(\d{4})(?:,?\s+(.*))?$", r"\3"),
        (r"([0-6]\d)(?:,?\s+(.*))?$", r"20\3"),
        (r"([7-9]\d)(?:,?\s+(.*))?$", r"19\3"),
    ):
        value = _swapped(value, days + year, rf"{written}-{month_and_day} \4")
    return f"trim({value})"


def _swapped(value: str, form: str, instead: str) -> str:
    return f"regexp_replace({value}, {literal(form)}, {literal(instead)})"


def _moment(day: str) -> str:
    """Read a text of an ISO date and a time of day; times with a zone become UTC."""
    day = _swapped(day, r"(:\d\d),(\d+)", r"\1.\2")
    halves = [f"%Y-%m-%d{clock}" for clock in CLOCKS if "%p" in clock]
    return (
        rf"CASE WHEN NOT regexp_matches({day}, '^\d{{4}}-\d{{1,2}}-\d{{1,2}}') THEN NULL "
        rf"WHEN regexp_matches({day}, '(?i)[ap]m$') THEN try_strptime({day}, [{listed(halves)}]) "
        rf"WHEN regexp_matches({day}, {literal(ZONE)}) "
        f"THEN make_timestamp(epoch_us(TRY_CAST({day} AS TIMESTAMPTZ))) "
        f"ELSE TRY_CAST({day} AS TIMESTAMP) END"
    )
