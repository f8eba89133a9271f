"""What every questionnaire must bear: a round of it, from the questions to the report."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session

from assessments.answers.asking import Mode, minutes_for, pages_for, questions_for
from assessments.answers.interview import open_interview
from assessments.questionnaires import load_questionnaires
from assessments.questionnaires.content import Questionnaire
from assessments.results.maturity_card import maturity_card
from assessments.results.report import FORMATS
from assessments.rounds.starting import start_round
from assessments.scoring.items import Rater
from assessments.scoring.maturity import score_maturity, targets_of
from handlers.blocks.rounds.interview import question_window
from handlers.blocks.rounds.maturity import maturity_result
from tests.assessments.held_round import PLAN, Answers, held_round
from tests.handlers.conftest import check_message, check_window

pytestmark = [
    pytest.mark.sqlite_alone,
    pytest.mark.parametrize(
        "questionnaire",
        load_questionnaires().values(),
        ids=list(load_questionnaires()),
    ),
]
maturity_modes = pytest.mark.parametrize("mode", [Mode.QUICK, Mode.FULL])


def everyone(questionnaire: Questionnaire, level: str) -> Answers:
    """Two people of each group, all with the same answer."""
    return {
        f"U0{group.upper().replace('_', '')}{number}": (group, level)
        for group in questionnaire.groups
        for number in (1, 2)
    }


@maturity_modes
def test_every_group_is_asked_something(questionnaire: Questionnaire, mode: Mode) -> None:
    """Nobody is invited for nothing; minutes are known."""
    for group in questionnaire.groups:
        assert questions_for(questionnaire, mode, group)
        assert minutes_for(questionnaire, mode, group) >= 1


@maturity_modes
def test_every_question_fits_a_window(
    questionnaire: Questionnaire, mode: Mode, session: Session, now: datetime
) -> None:
    """Slack takes each window as it is."""
    people = {f"U{index}": group for index, group in enumerate(questionnaire.groups)}
    plan = replace(PLAN, mode=mode, questionnaire_id=questionnaire.meta.id, people=people)
    assessment = start_round(session, plan, now)

    for user_id, group in people.items():
        interview = open_interview(session, assessment.id, user_id)
        for position, _ in enumerate(pages_for(questionnaire, mode, group), 1):
            check_window(question_window(interview.at(position)))


def test_a_topic_of_very_many_questions_takes_several_windows(
    questionnaire: Questionnaire, session: Session, now: datetime
) -> None:
    """A company's own questionnaire may have as many; those of a topic may lie apart."""
    more = [
        item.model_copy(update={"id": f"{item.id}-{number}"})
        for number in range(6)
        for item in questionnaire.items
    ]
    longer = questionnaire.model_copy(update={"items": more})
    people = {f"U{index}": group for index, group in enumerate(questionnaire.groups)}
    plan = replace(PLAN, mode=Mode.FULL, questionnaire_id=questionnaire.meta.id, people=people)
    assessment = start_round(session, plan, now)

    for user_id, group in people.items():
        asked = open_interview(session, assessment.id, user_id)
        interview = replace(asked, pages=pages_for(longer, Mode.FULL, group))
        assert set(interview.questions) == set(questions_for(longer, Mode.FULL, group))
        topics = [page.topic for page in interview.pages]
        assert topics == sorted(topics, key=topics.index)
        assert len(topics) > len(set(topics))
        for position, _ in enumerate(interview.pages, 1):
            check_window(question_window(interview.at(position)))


@maturity_modes
@pytest.mark.parametrize("level", ["0", "4", "dont_know", "skip"])
def test_a_round_ends_in_a_result_and_a_report(
    questionnaire: Questionnaire, mode: Mode, level: str, session: Session, now: datetime
) -> None:
    """Whatever everyone says: a message that Slack takes, and a report of each kind."""
    plan = replace(PLAN, mode=mode, questionnaire_id=questionnaire.meta.id)
    assessment = held_round(session, everyone(questionnaire, level), now, plan)

    card = maturity_card(session, assessment)

    assert card.level == (int(level) if level.isdecimal() else None)
    check_message(maturity_result(card, "U0FIN"))
    assert all(found.write(card) for found in FORMATS.values() if found.name != "pdf")


@pytest.mark.parametrize("level", range(5))
def test_everyone_at_a_level_is_that_level(questionnaire: Questionnaire, level: int) -> None:
    """With evidence for all of it, in both modes."""
    answers: dict[str, int | str] = {item.id: level for item in questionnaire.items}
    people = [Rater(group, answers) for group in questionnaire.groups]
    preset = next(iter(questionnaire.targets.presets))

    for mode in ("quick", "full"):
        found = score_maturity(
            questionnaire, mode, targets_of(questionnaire, preset), people, frozenset(answers)
        )
        assert (found.level, found.evidenced_level) == (level, level)


def test_each_question_can_have_a_window_of_its_own(
    questionnaire: Questionnaire, session: Session, now: datetime
) -> None:
    """In the full questionnaire, too, if who leads the round wants it; the same questions."""
    people = {f"U{index}": group for index, group in enumerate(questionnaire.groups)}
    plan = replace(
        PLAN, mode=Mode.FULL, questionnaire_id=questionnaire.meta.id, people=people,
        asks_singly=True,
    )  # fmt: skip
    assessment = start_round(session, plan, now)

    for user_id, group in people.items():
        interview = open_interview(session, assessment.id, user_id)
        asked = questions_for(questionnaire, Mode.FULL, group)
        assert [list(page.questions) for page in interview.pages] == [[found] for found in asked]
