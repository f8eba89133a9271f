"""Answers with names: every one of them can be reached, page by page."""

import json
from collections.abc import Sequence
from uuid import UUID

import pytest
from slack_sdk.models.views import View

from assessments.answers.asking import AskedQuestion
from assessments.answers.replies import LONGEST_TEXT, Reply
from assessments.questionnaires.content import AnswerOption
from assessments.rounds.privacy import NamedAnswers
from handlers.blocks.rounds.named_answers import (
    SHOW_NEXT_NAMED,
    SHOW_PREVIOUS_NAMED,
    named_answers_window,
)
from tests.handlers.conftest import check_window

ROUND = UUID(int=7)
MOST_BYTES = 250_000
QUESTION = AskedQuestion(
    "A", "Who can stop a model?", "why", "", (AnswerOption(value="2", label="One person"),), "T"
)


def people(count: int, reason: str, questions: int = 7) -> list[NamedAnswers]:
    """People who each answered as often, with a reason that is numbered."""
    return [
        NamedAnswers(
            f"U{number:04d}",
            [
                (QUESTION, Reply("A", "2", "", f"{reason} end-{number}-{asked}"[-LONGEST_TEXT:]))
                for asked in range(questions)
            ],
        )
        for number in range(count)
    ]


def turned(view: View, action_id: str) -> int | None:
    """The page that a button of a window leads to; None where there is no such button."""
    for block in view.to_dict()["blocks"]:
        for element in block.get("elements", []):
            if element.get("action_id") == action_id:
                carried = json.loads(element["value"])
                assert carried["assessment_id"] == str(ROUND)
                return int(carried["position"])
    return None


def pages(found: Sequence[NamedAnswers]) -> list[View]:
    """Every page, as somebody sees them who presses Next to the end."""
    views = [named_answers_window(ROUND, found)]
    while (following := turned(views[-1], SHOW_NEXT_NAMED)) is not None:
        views.append(named_answers_window(ROUND, found, following))
    return views


def said(view: View) -> str:
    """Everything that a window says."""
    return str([block.to_dict() for block in view.blocks or []])


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(people(200, ""), id="200 people without a reason"),
        pytest.param(people(200, "because it is so. " * 20), id="200 people with reasons"),
        pytest.param(people(3, "\N{CJK UNIFIED IDEOGRAPH-65E5}" * LONGEST_TEXT, 40), id="Chinese"),
        pytest.param(people(2, "\N{GRINNING FACE}" * LONGEST_TEXT, 40), id="emoji"),
        pytest.param(people(2, "&" * LONGEST_TEXT, 40), id="what grows when it is escaped"),
        pytest.param(people(2, "line\n" * 590, 40), id="many lines"),
    ],
)
def test_each_answer_stands_on_one_page(found: Sequence[NamedAnswers]) -> None:
    """None is left out or said twice, and Slack takes every page."""
    views = pages(found)

    text = "".join(map(said, views))
    for person in found:
        assert all(
            text.count(f"{reply.reason.split()[-1]}\\n") == 1 for _, reply in person.answers
        )
        assert text.count(f"*<@{person.user_id}>*\\n") == 1
    assert len(views) > 1
    for view in views:
        assert len(json.dumps(view.to_dict(), ensure_ascii=False).encode()) < MOST_BYTES
        assert len(view.blocks or []) <= 100


def test_pages_lead_to_each_other() -> None:
    """Back from the second to the first, and no further; the last has no Next."""
    found = people(200, "")
    first, second, *_, last = pages(found)

    assert turned(first, SHOW_PREVIOUS_NAMED) is None
    assert turned(second, SHOW_PREVIOUS_NAMED) == 1
    assert turned(last, SHOW_NEXT_NAMED) is None
    assert "Page 2 of" in check_window(View(**{**second.to_dict(), "blocks": second.blocks[-2:]}))
    assert f"{len(found)} people in total" in said(last)


def test_nobody_is_parted_who_fits_on_a_page() -> None:
    """Who does not, is named again where their answers go on."""
    short, long = people(60, "because " * 60), people(1, "x " * 1_400, 40)

    parted = [view for view in map(said, pages(short)) if ", continued" in view]
    views = list(map(said, pages(long)))

    assert parted == []
    assert sum("*<@U0000>*, continued" in view for view in views) == len(views) - 1 > 0


@pytest.mark.parametrize("position", [-1, 0, 99])
def test_a_page_that_is_not_there_any_more_is_the_nearest(position: int) -> None:
    """People may have taken their answers back since the window was opened."""
    found = people(200, "")
    nearest = pages(found)[-1 if position > 0 else 0]

    assert said(named_answers_window(ROUND, found, position)) == said(nearest)


def test_few_people_need_no_page() -> None:
    """Nothing is to be turned."""
    view = named_answers_window(ROUND, people(3, ""))

    assert "Page" not in said(view)
    assert turned(view, SHOW_NEXT_NAMED) is None
