"""What counts as a word, in every script: by spaces, by signs, or by a few letters at a time.

Chinese is written in signs that mean something each; Japanese runs them together with its two
alphabets; Thai, Lao, Khmer, Burmese and their neighbours leave no spaces between words. Taken as
runs of letters, each of their texts would be a single word that nobody ever met before.
"""

import unicodedata

SIGNS = (
    r"\x{2E80}-\x{2FDF}\x{3005}-\x{3007}\x{3021}-\x{3029}\x{3038}-\x{303B}\x{3100}-\x{312F}"
    r"\x{3400}-\x{4DBF}\x{4E00}-\x{9FFF}\x{F900}-\x{FAFF}\x{20000}-\x{3FFFF}"
)
"""Han and Bopomofo: each sign counts."""
KATAKANA = r"\x{30A1}-\x{30FA}\x{30FC}-\x{30FF}\x{31F0}-\x{31FF}\x{FF66}-\x{FF9F}"
"""Foreign words and names: a run of it is one."""
UNSPACED = (
    r"\x{3041}-\x{309F}\x{0E01}-\x{0EFF}\x{1000}-\x{109F}\x{1780}-\x{17FF}\x{1950}-\x{19DF}"
    r"\x{1A20}-\x{1AAF}\x{1B00}-\x{1B7F}\x{A980}-\x{A9FF}\x{AA60}-\x{AADF}"
)
"""Hiragana, Thai, Lao, Burmese, Khmer, Tai, Balinese, Javanese: three letters at a time."""
STYLE = r"\x{FE0E}\x{FE0F}"
"""Says whether an emoji is in colour."""
SPACED = rf"[^\p{{P}}\p{{S}}\p{{Z}}\p{{C}}{SIGNS}{KATAKANA}{UNSPACED}{STYLE}]+"
"""Letters of all other scripts, with the marks that belong to them, and digits."""
WORD = rf"[{SIGNS}]|[{KATAKANA}]+|[{UNSPACED}]{{1,3}}|{SPACED}|[\p{{So}}]"
"""A word, as a regular expression of RE2 and of Java; an emoji is one."""
UNSEEN = (
    "\u00ad\u0640\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"
    "\u2066\u2067\u2068\u2069"
)
"""Nobody reads it inside a word: soft hyphens, joiners, directions, stretched Arabic."""
VOICED = {0xFF9E: "\u3099", 0xFF9F: "\u309a"}
WIDTHS = VOICED | {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF01, 0xFF9E)
}
"""Letters of another width: Latin as wide as Chinese, and Katakana half as wide."""
