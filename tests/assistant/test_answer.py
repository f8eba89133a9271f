"""Answers where it isn't clear what is asked: what is known of a name, never another's result."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.answer import Reply, ReplyKind, answer_question
from assistant.desk import Desk
from handlers.blocks.assistant import plain_answer


def said(desk: Desk, question: str, before: str = "") -> tuple[Reply, str]:
    """Ask, and read the answer."""
    reply = answer_question(question, desk, before)
    return reply, plain_answer(reply)


@pytest.mark.parametrize(
    ("question", "before", "told"),
    [
        pytest.param("churn sponsorship blah?", "", "v3 is live", id="a vague one"),
        pytest.param("was läuft da bei churn", "", "v3 is live", id="another language"),
        pytest.param("and in Bavaria?", "churn", "v3 is live", id="a follow-up"),
        pytest.param(
            "champion versus challenger", "", "version that is live", id="a word of ours"
        ),
    ],
)
def test_what_is_known_of_a_name_is_told(
    desk: Desk, question: str, before: str, told: str
) -> None:
    """With the doubt said first."""
    reply, text = said(desk, question, before)

    assert reply.kind is ReplyKind.ABOUT
    assert text.startswith("I'm not sure what you mean")
    assert told in text


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("how are churn and late payers doing", ["churn: an alert", "late payers: fine"]),
        ("how accurate is churn", ["84.2%"]),
        ("who built churn", ["U0DAN trained it"]),
        ("what is churn v4 waiting for", ["approval by U0MIA or U0OLA"]),
        ("on which day did churn go live", ["15 Oct 2026, 09:00 UTC: version v3 went live"]),
        ("is the churn alert dangerous", ["1,200 to 1,080", "met"]),
        ("what does psi mean", ["PSI: Population stability index", "0.1 is a little"]),
        ("how mature is customer service", ["Monitoring, drift and response", "0.5 of 4"]),
        ("how mature is sales", ["no finished round about Sales"]),
        ("when does the round of sales end", ["about Sales runs until 27 Nov 2026"]),
    ],
)
def test_what_people_ask_for_is_in_the_answer(desk: Desk, question: str, facts: list[str]) -> None:
    """The figure, the person, the day, the team that was named."""
    _, text = said(desk, question)

    assert [fact for fact in facts if fact not in text] == []


@pytest.mark.parametrize(
    ("name", "told"), [("churn", "v3 is live"), ("Keep customers!", "1,200 to 1,080")]
)
def test_a_name_alone_is_question_enough(desk: Desk, name: str, told: str) -> None:
    """A model's state, a use case's promise."""
    reply, text = said(desk, name)

    assert reply.kind is ReplyKind.ANSWER
    assert told in text


def test_what_is_late_is_said_to_be(desk: Desk) -> None:
    """In a model's state and an alert's explanation; before its time it's due."""
    in_time = replace(desk, now=desk.now - timedelta(days=1, hours=12))

    for question in ("how is churn", "why this alert on churn"):
        assert "overdue since 22 Nov 2026" in said(desk, question)[1]
        assert "due by 22 Nov 2026" in said(in_time, question)[1]


def test_another_teams_result_is_not_passed_off(desk: Desk) -> None:
    """Sales has no result, so the one of Customer service isn't shown for it."""
    _, text = said(desk, "what is the weakest topic of sales")
    _, when = said(desk, "when does the round of sales end")

    assert "0.5 of 4" not in text
    assert "Customer service" not in when


@pytest.mark.parametrize("thanks", ["thx!", "Thank you very much.", "ok", "great, got it"])
def test_thanks_are_no_question(desk: Desk, thanks: str) -> None:
    """Nor what was talked of before once more."""
    reply, _ = said(desk, thanks, "churn")

    assert reply.kind is ReplyKind.HELP


@pytest.mark.parametrize(
    "question",
    [
        "what did mia say about our data",
        "and how did the data scientists vote",
        "who voted for level 1",
        "what has my boss written in the survey",
    ],
)
def test_what_one_person_answered_is_refused(desk: Desk, question: str) -> None:
    """Plainly."""
    reply, _ = said(desk, question)

    assert reply.kind is ReplyKind.PRIVATE


def test_a_customer_in_a_question_is_no_secret(desk: Desk) -> None:
    """Nor is a number."""
    reply, _ = said(desk, "do our customers feel the churn alert")

    assert reply.kind is ReplyKind.ANSWER
