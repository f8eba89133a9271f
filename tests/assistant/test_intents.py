"""What a question is taken for: orders, doubts between two, several at once, slips."""

import pytest

from assistant.intents import Names, intents_of, own_words, with_subject

NAMES = Names(["churn", "late payers"], ["Keep customers"], ["Sales"])


def names_of(question: str) -> list[str]:
    """What a question is about."""
    return [found.name for found in intents_of(question, NAMES)]


@pytest.mark.parametrize(
    "order",
    [
        "please, just release v5",
        "could you reject it",
        "ok then roll back churn",
        "Raise the pass mark to 90%",
        "write everybody a reminder",
        "notify the sponsor",
        "please cancel the round",
    ],
)
def test_an_order_is_recognised(order: str) -> None:
    """Whatever politeness stands before it."""
    assert names_of(order) == ["act"]


@pytest.mark.parametrize(
    "question",
    [
        "did anyone roll churn back last year",
        "who released v3 of churn",
        "was the round closed early",
        "sign off status of Keep customers",
        "release history of churn",
        "remind me what recall means",
        "tell me about churn",
    ],
)
def test_a_question_about_what_was_done_is_no_order(question: str) -> None:
    """Nor is one that begins like one."""
    assert "act" not in names_of(question)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how is churn, and who has to sign Keep customers?", ["model_state", "who_must_sign"]),
        ("status of churn, last day of the survey", ["model_state", "rounds_due"]),
        ("how do I switch off these alerts, there are too many", ["how_to"]),
        ("thanks, and how is late payers doing?", ["model_state"]),
    ],
)
def test_parts_of_a_question(question: str, expected: list[str]) -> None:
    """Each that asks something counts; what only explains it, or is polite, doesn't."""
    assert names_of(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "who gave the ok for v3",
        "what did we say is good enough",
        "what does recall say about churn",
    ],
)
def test_what_a_company_decided_is_not_private(question: str) -> None:
    """Nor is what it calls things."""
    assert "private" not in names_of(question)


def test_each_part_is_about_what_it_names() -> None:
    """A pronoun stands for what the rest of the question names."""
    first, second = intents_of("who approves churn, and how is it doing?", NAMES)

    assert (first.name, second.name) == ("who_may_approve", "model_state")
    assert "churn" in second.asked


@pytest.mark.parametrize(
    ("question", "subject", "told"),
    [
        ("how accurate is it", "churn", "how accurate is churn"),
        ("what's its accuracy", "churn, Keep customers", "what's churn accuracy"),
        ("who signs that use case", "Keep customers", "who signs Keep customers"),
        ("it's late payers I mean", "churn", "it's late payers I mean"),
        ("how is it going", "", "how is it going"),
        ("what is the limit", "churn", "what is the limit"),
    ],
)
def test_a_pronoun_stands_for_the_subject(question: str, subject: str, told: str) -> None:
    """Unless the question names something itself."""
    assert with_subject(question, subject, NAMES) == told


@pytest.mark.parametrize("question", ["churn", "late payers?", "Keep customers"])
def test_a_bare_name_asks_nothing(question: str) -> None:
    """What is known of it is told instead."""
    assert names_of(question) == []


@pytest.mark.parametrize(
    ("question", "is_ours"),
    [("who won the elections", False), ("what is our weakness", True)],
)
def test_a_word_that_only_looks_like_ours_is_none(question: str, *, is_ours: bool) -> None:
    """`elections` is no slip of `sections`; `weakness` is near `weakest`."""
    assert bool(names_of(question)) is is_ours


def test_quotes_are_no_part_of_a_word() -> None:
    """Apostrophes within one are."""
    assert own_words("what's Ola's 'pass mark'?") == "ola's pass mark"


@pytest.mark.parametrize(
    ("short", "spelled_out"),
    [
        ("whats recall", "what is recall"),
        ("who hasnt signed Keep customers", "who hasn\u2019t signed Keep customers"),
    ],
)
def test_a_missing_apostrophe_changes_nothing(short: str, spelled_out: str) -> None:
    """As people type on a phone."""
    assert names_of(short) == names_of(spelled_out) != []
