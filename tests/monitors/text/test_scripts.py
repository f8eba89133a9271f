"""Texts of every script are compared: equal ones are no alarm, other ones are."""

import random

import pytest

from monitors.check.column_verdicts import CheckAnswer
from monitors.check.limits import Limits
from monitors.check.questions.question import Case
from monitors.check.questions.texts import Text
from monitors.check.roles import Roles
from monitors.text.counted_words import profile_text
from tests.monitors.conftest import OpenTables

TEXTS = 300
SCRIPTS = {
    "latin": ("abcdefghijklmnop", " "),
    "german": ("abcdefgäöüßmno", " "),
    "cyrillic": ("абвгдежзийклмн", " "),
    "greek": ("αβγδεζηθικλμνξ", " "),
    "arabic": ("ابتثجحخدذرزسشص", " "),
    "hebrew": ("אבגדהוזחטיכלמנ", " "),
    "devanagari": ("कखगघचछजझटठडढतथािीुूे", " "),
    "bengali": ("কখগঘচছজঝটঠডঢািী", " "),
    "tamil": ("கஙசஞடணதநபமயரலவாிீ", " "),
    "hangul": ("가나다라마바사아자차카타", " "),
    "amharic": ("ሀለሐመሠረሰሸቀበተቸነ", " "),
    "georgian": ("აბგდევზთიკლმნო", " "),
    "chinese": ("的一是在不了有和人这中大为上个国我以要他时来用们", ""),
    "hiragana": ("あいうえおかきくけこさしすせそたちつてと", ""),
    "katakana": ("アイウエオカキクケコサシスセソタチツテト", "・"),
    "thai": ("กขคงจฉชซญดตถทธนบปผฝพฟ", ""),
    "lao": ("ກຂຄງຈສຊຍດຕຖທນບປຜຝພຟ", ""),
    "khmer": ("កខគឃងចឆជឈញដឋឌឍណតថទធន", ""),
    "emoji": ("😀😂👍🎉❤🔥😢😡👎💔🤮☠", " "),
    "burmese": ("ကခဂဃငစဆဇဈညဋဌဍဎဏတထဒဓန", ""),
}


JOINER, MARK = "\u200c", "\u200f"


def wide(text: str) -> str:
    """Write Latin letters as wide as Chinese ones."""
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


def texts_of(seed: int, letters: str, between: str, topic: int) -> list[str]:
    """Sentences of a topic: the same forty words, most of the time."""
    topics = random.Random(topic)
    half = letters[: len(letters) // 2] if topic == 1 else letters[len(letters) // 2 :]
    words = ["".join(topics.choices(half, k=topics.randint(2, 5))) for _ in range(40)]
    chance = random.Random(seed)
    return [between.join(chance.choices(words, k=chance.randint(4, 12))) for _ in range(TEXTS)]


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_script_is_compared(open_tables: OpenTables, script: str) -> None:
    """Sentences of the same words are as usual; sentences of other words are an alarm."""
    before, same, other = (
        texts_of(*drawn)
        for drawn in ((1, *SCRIPTS[script], 1), (2, *SCRIPTS[script], 1), (3, *SCRIPTS[script], 2))
    )

    answers = [
        Text("t")
        .answer(Case(open_tables({"t": before}, {"t": now}), Roles(), Limits(), ()))
        .answer
        for now in (same, other)
    ]

    assert answers == [CheckAnswer.OK, CheckAnswer.ALARM]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Die Tür klemmt, 2-mal!", 5),
        ("हिन्दी में लिखा", 3),
        ("வணக்கம் உலகம்", 2),
        ("naïve café", 2),
        ("nai\u0308ve cafe\u0301", 2),
        ("שָׁלוֹם עוֹלָם", 2),
        ("北京大学", 4),
        ("ABC公司2026年", 5),
        ("カスタマーサービス", 1),
        ("データを見る", 4),
        ("東京タワーは、高い。", 6),
        ("สวัสดีครับ", 4),
        ("서울은 크다", 2),
        ("👍🏽 ok", 2),
        ("❤️🔥", 2),
        ("deli\u00advery", 1),
        ("می" + JOINER + "خواهم", 1),
        (MARK + "שלום" + MARK, 1),
        (wide("full") + "\u3000" + wide("width"), 2),
        ("", 0),
    ],
)
def test_words_are_counted_by_their_script(open_tables: OpenTables, text: str, words: int) -> None:
    """Vowel signs belong to their letter; a sign of Chinese is a word; marks are none."""
    tables = open_tables({"t": [text] * 2}, {"t": [text] * 2})

    assert profile_text(tables, "t").words_current == words


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("ガイドブック", "ｶﾞｲﾄﾞﾌﾞｯｸ"),
        ("order12", wide("Order12")),
        ("café", "cafe\u0301"),
        ("كتاب", "كتـــاب"),
        ("delivery", "deli\u00advery"),
        ("❤ ok", "❤️ ok"),
    ],
)
def test_a_word_is_the_same_however_it_is_set(
    open_tables: OpenTables, before: str, now: str
) -> None:
    """Wide, composed, stretched or hyphenated."""
    assert profile_text(open_tables({"t": [before]}, {"t": [now]}), "t").unknown_current == 0
