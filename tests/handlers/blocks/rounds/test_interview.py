"""A question's window: where a person is, how much is left, and what the round asks about."""

from dataclasses import replace

import pytest

from assessments.answers.asking import minutes_left
from assessments.answers.interview import Page
from assessments.answers.replies import Reply
from handlers.blocks.rounds.interview import question_window
from tests.handlers.conftest import check_window
from tests.handlers.samples import QUESTION

ONE = QUESTION.asked.questions[:1]
SINGLE = replace(QUESTION, asked=replace(QUESTION.asked, questions=ONE, is_by_topic=False))


@pytest.mark.parametrize(
    ("page", "words"),
    [
        pytest.param(QUESTION, "Topic 2 of 8, about 6 minutes left.", id="topic"),
        pytest.param(SINGLE, "Question 2 of 8, about 6 minutes left.", id="single"),
        pytest.param(
            replace(SINGLE, left=1, minutes_left=1), "2 of 8, about 1 minute left.", id="one",
        ),
        pytest.param(replace(SINGLE, left=0, minutes_left=0), "of 8. All answered.", id="none"),
    ],
)  # fmt: skip
def test_it_says_how_far_one_is(page: Page, words: str) -> None:
    """Both numbers shrink as one answers."""
    assert words in check_window(question_window(page, [Reply("MOD-1", "", "", "My words")]))


def test_its_title_is_what_the_round_asks_about() -> None:
    """In the questionnaire's own words, as far as a title holds them."""
    own = replace(QUESTION, asked=replace(QUESTION.asked, subject="data in each of our bakeries"))

    titles = [question_window(page).to_dict()["title"]["text"] for page in (QUESTION, own)]

    assert titles == ["Machine learning", "Data in each of our bak…"]


@pytest.mark.parametrize(
    ("left", "minutes"),
    [
        pytest.param(8, 4, id="all"),
        pytest.param(5, 3, id="rounded up"),
        pytest.param(1, 1, id="last"),
        pytest.param(0, 0, id="none"),
    ],
)
def test_the_time_left_shrinks(left: int, minutes: int) -> None:
    """Four minutes for eight questions, in proportion; never too few."""
    assert minutes_left(4, left, 8) == minutes
