"""What the text of a CSV file may mean, as SQL: missing, numbers of all countries, yes or no."""

from monitors.profile.sql import literal
from monitors.profile.values import NO, SPACE, YES, listed

MISSING = (
    "na", "n/a", "#n/a", "#n/a n/a", "#na", "n.a.", "n. a.", "nan", "-nan", "<na>", "nat", "null",
    "(null)", "[null]", "<null>", "#null!", "\\n", "none", "(none)", "nil", "-", "--", "---",
    "\u2013", "\u2014", "?", "??", ".", "..", "*", "missing", "(missing)", "unknown", "undefined",
    "(blank)", "not available", "not applicable", "not known", "no data", "#value!", "#div/0!",
    "#ref!", "#name?", "#num!", "-1.#ind", "1.#ind", "-1.#qnan", "1.#qnan", "k.a.", "k. a.",
    "keine angabe", "ohne angabe", "nicht angegeben", "fehlt", "unbekannt", "(leer)", "...",
    "\u2026", "empty", "not set", "not specified", "no value", "tbd", "tba", "n/d", "n.d.", "s/d",
    "n.v.", "n. v.", "inconnu", "non disponible", "desconocido", "sin dato", "sin datos",
    "no disponible", "no aplica", "sem dados", "onbekend", "\u043d/\u0434", "\u7121", "\u65e0",
    "\u672a\u77e5", "\u4e0d\u660e", "\u306a\u3057", "0000-00-00", "0000-00-00 00:00:00",
    "00.00.0000", "00/00/0000",
    "#nv", "#n/d", "#n/v", "#nd", "#wert!", "#bezug!", "#zahl!", "#valeur!", "#nombre!", "#nom?",
    "#nul!", "#\u00a1valor!", "#\u00a1ref!", "#\u00a1num!", "#\u00a1div/0!", "#\u00bfnombre?",
    "#valor!", "#nome?", "#valore!", "#rif!", "#waarde!", "#verw!", "#getal!", "#naam?",
    "#deel/0!", "#arg!", "#adr!",
)  # fmt: skip
GROUP_MARK = "[ \u00a0\u2009\u202f'\u2019]"
CURRENCY = (
    r"(?i)(us|ca|au|nz|hk|r)?\p{Sc}|eur|usd|gbp|chf|jpy|cny|inr|brl|sek|nok|dkk|pln|czk|huf|try|"
    r"rub|aud|cad|nzd|zar|mxn|krw|sgd|hkd|z\x{0142}|k\x{010d}|kr[.]?|fr[.]|rs[.]?"
)
OTHER_DIGITS = (
    "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff0e\uff0c"
    "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u066b\u066c"
    "\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9"
)
DIGITS = "0123456789.," * 2 + "0123456789"
EXPONENT = r"([eE][+-]?\d{1,3})?"
THIRDS = r"[+-]?[1-9]\d{0,2}[.]\d{3}"


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
    """Write SQL that takes currency, percent and spaces off a number; its sign goes in front.

    Digits of other scripts become ours.
    """
    value = f"translate({value}, {literal(OTHER_DIGITS)}, {literal(DIGITS)})"
    for form, instead in (
        ("[\u2212\u2013\u2014]", "-"),
        (r"^'(\d|-\d)", r"\1"),
        (CURRENCY, ""),
        (r"(\d)[.,]\s*-{1,2}\s*$", r"\1"),
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
