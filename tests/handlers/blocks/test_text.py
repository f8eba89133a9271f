"""Others' words beside ours: harmless, and in the order in which they are read."""

import re

import pytest

from handlers.blocks.text import (
    ISOLATE,
    cut_mrkdwn,
    escape,
    mentions,
    notification,
    plain,
    quote,
    quoted,
    short,
    with_unit,
    words_of,
)

HEBREW, ARABIC = "מודל אשראי", "نموذج"


@pytest.mark.parametrize("name", [HEBREW, ARABIC, f"churn {HEBREW} 2", "٣"])
def test_words_from_right_to_left_are_held_apart(name: str) -> None:
    """The figure behind them would otherwise be drawn before them."""
    assert f"{escape(name)} 0.25" == f"\u2068{name}\u2069 0.25"


@pytest.mark.parametrize("name", ["churn", "İstanbul", "模型", "🙂", "", "1,200"])
def test_other_words_are_left_as_they_are(name: str) -> None:
    """Nothing invisible is added without need."""
    assert ISOLATE not in escape(name)


def test_what_is_cut_ends_its_isolate() -> None:
    """A long name is cut before it is held apart, and so is each quoted line."""
    assert short(HEBREW * 50).endswith("…\u2069")
    assert quote(f"{HEBREW}\nyes") == f"> \u2068{HEBREW}\u2069\n> yes"
    assert mentions(["U0MIA", HEBREW]) == f"<@U0MIA> or \u2068{HEBREW}\u2069"


def test_an_isolate_that_was_typed_is_taken_out() -> None:
    """It could hold our own words; escaping twice adds nothing."""
    assert escape("\u2067evil\u202e") == "evil"
    assert escape(escape(HEBREW)) == escape(HEBREW)
    assert plain(escape(HEBREW)) == HEBREW


@pytest.mark.parametrize("limit", range(1, 40))
def test_what_is_escaped_is_cut_between_characters(limit: int) -> None:
    """Never within an entity, nor within a mention or a date of ours."""
    text = "a&amp;b&lt;c&gt; <@U0MIA> <!date^1^{date}|now>"

    shown = cut_mrkdwn(text, limit)

    assert len(shown) <= limit
    assert re.fullmatch(r"([^<>&]|&(amp|lt|gt);|<@U0MIA>|<!date[^<>]*>)*", shown)


@pytest.mark.parametrize("words", ["R&D", "a < b & c > d", "*x* `y` ~z~", "&amp;", "plain"])
def test_words_come_back_from_our_own_markup(words: str) -> None:
    """What was escaped is itself again, and our bold is gone."""
    assert words_of(f"About *{escape(words)}*.") == f"About {words}."


@pytest.mark.parametrize(
    ("mrkdwn", "words"),
    [
        ("*Closed.* The result is in <#C0COUNCIL>.", "Closed. The result is in its channel."),
        ("<https://x.example/p1|See the result> in <#C1>.", "See the result in its channel."),
        ("Due <!date^1796032844^{date}|30 Nov 2026, 10:00 UTC>.", "Due 30 Nov 2026, 10:00 UTC."),
        ("Ask <@U0MIA>.", "Ask somebody."),
        (f"{escape('<#C1> <@U1> <a|b>')}", "<#C1> <@U1> <a|b>"),
    ],
)
def test_links_and_mentions_are_words_in_a_notification(mrkdwn: str, words: str) -> None:
    """It would show their signs; what somebody typed stays as typed."""
    assert words_of(mrkdwn) == words


def test_a_notification_is_escaped_once() -> None:
    """However often the words stand in markup before."""
    assert notification(words_of(f"*{escape('R&D')}*")) == "R&amp;D"


@pytest.mark.parametrize(
    ("unit", "words"),
    [("people", "20 people"), ("%", "20%"), (" % ", "20%"), ("percent", "20 percent"), ("", "20")],
)
def test_a_figure_has_its_unit(unit: str, words: str) -> None:
    """A percent sign stands as close as everywhere else."""
    assert with_unit("20", unit) == words


@pytest.mark.parametrize(
    ("names", "left", "text"),
    [
        (["A, B"], "", "“A, B”"),
        (["A", "B & C"], "", "“A” and “B &amp; C”"),
        (["A", "B"], "2 others", "“A”, “B” and 2 others"),
        ([], "", ""),
    ],
)
def test_names_with_commas_of_their_own_stay_apart(names: list[str], left: str, text: str) -> None:
    """In quotes, with how many more there are."""
    assert quoted(names, left) == text
