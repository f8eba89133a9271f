"""The adoption screen's score: the worked examples, and what holds for any answers."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.scoring.screen import Respondent, ScreenResult, score_screen
from ground.yaml_files import own_yaml

EXAMPLES = own_yaml(Path(__file__).parents[1] / "examples.yaml")["examples"]
QUESTIONNAIRE = load_questionnaires()[DEFAULT]
SCREEN = QUESTIONNAIRE.adoption_screen
IDS = [question.id for question in SCREEN.questions]
VALUES = [answer.value for answer in SCREEN.answers]


def score(respondents: list[Respondent], evidence: frozenset[str] = frozenset()) -> ScreenResult:
    """Score with the real content."""
    return score_screen(SCREEN, QUESTIONNAIRE.dimensions, respondents, evidence)


answers = st.dictionaries(st.sampled_from(IDS), st.sampled_from(VALUES))
respondent = st.builds(Respondent, group=st.sampled_from(SCREEN.asked_of), answers=answers)
rounds = st.lists(respondent, max_size=12)


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["id"] for example in EXAMPLES])
def test_reproduces_the_worked_example(example: dict[str, Any]) -> None:
    """Every figure of the content's worked examples comes out."""
    people = [
        Respondent(person["group"], person["screen"]) for person in example["input"]["respondents"]
    ]
    expected = example["expected"]["screen"]

    result = score(people, frozenset(example["input"]["screen_evidence"]))

    assert result.team == pytest.approx(expected["team"], abs=0.005)
    assert result.strength == pytest.approx(expected["strength"], abs=0.005)
    for name in ("signals", "band", "open_dimensions", "role_conflicts", "with_evidence"):
        assert getattr(result, name) == expected[name], name


@given(rounds, st.randoms())
def test_order_of_people_does_not_matter(people: list[Respondent], random: Any) -> None:  # noqa: ANN401 - Hypothesis gives a Random of its own
    """Who is listed first changes nothing."""
    shuffled = random.sample(people, len(people))

    assert score(shuffled) == score(people)


@given(rounds, st.sampled_from(SCREEN.asked_of), st.integers(2, 4))
def test_group_counts_once_whatever_its_size(
    people: list[Respondent], group: str, times: int
) -> None:
    """A group that comes with everyone twice weighs no more than before."""
    more = people + [person for person in people if person.group == group] * (times - 1)

    assert score(more).team == score(people).team


@given(rounds, st.data())
def test_clearer_sign_never_lowers_the_score(
    people: list[Respondent], data: st.DataObject
) -> None:
    """Changing one answer from no or partly to yes never makes a signal weaker."""
    question = data.draw(st.sampled_from(IDS))
    graded = [person for person in people if person.answers.get(question) in {"no_", "partly"}]
    if not graded:
        return
    changed = data.draw(st.sampled_from(graded))
    clearer = [
        Respondent(person.group, {**person.answers, question: "yes_"})
        if person is changed
        else person
        for person in people
    ]

    before, after = score(people).team[question], score(clearer).team[question]

    assert before is not None
    assert after is not None
    assert after >= before


@given(rounds)
def test_not_knowing_is_never_a_no(people: list[Respondent]) -> None:
    """Adding people who don't know changes no score."""
    unsure = [Respondent(group, dict.fromkeys(IDS, "dont_know")) for group in SCREEN.asked_of]

    assert score(people + unsure).team == score(people).team


def test_nobody_answered_is_not_enough_known() -> None:
    """An empty round says that not enough is known, and opens nothing."""
    result = score([])

    assert result.band == "not_enough_known"
    assert result.open_dimensions == []
    assert result.unknown == IDS
