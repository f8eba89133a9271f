"""What holds for any answers to any questionnaire."""

import json
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.questionnaires.content import DONT_KNOW, SKIP, Questionnaire
from assessments.scoring.items import Rater
from assessments.scoring.maturity import Maturity, score_maturity, targets_of
from assessments.scoring.roadmap import plan_roadmap
from assessments.scoring.screen import Respondent, ScreenResult, score_screen
from ground.errors import DomainError
from tests.assessments.scoring.written import scored

QUESTIONNAIRES = list(load_questionnaires().values())
MAIN = load_questionnaires()[DEFAULT]
some = settings(max_examples=50)


class Round(NamedTuple):
    """Some people's answers to one questionnaire."""

    questionnaire: Questionnaire
    mode: str
    people: list[Rater]
    evidence: frozenset[str]

    def scored(self, people: list[Rater] | None = None) -> Maturity:
        """Score it, or what other people would make of it."""
        presets = self.questionnaire.targets.presets
        return score_maturity(
            self.questionnaire,
            self.mode,
            targets_of(self.questionnaire, next(iter(presets))),
            self.people if people is None else people,
            self.evidence,
        )


@st.composite
def rounds(draw: st.DrawFn, max_people: int = 10) -> Round:
    """Any round: few or many people, gaps, links, things that nobody knows."""
    questionnaire = draw(st.sampled_from(QUESTIONNAIRES))
    items = st.sampled_from([item.id for item in questionnaire.items])
    answer = st.integers(0, 4) | st.sampled_from([DONT_KNOW, SKIP])
    rater = st.builds(
        Rater,
        group=st.sampled_from(list(questionnaire.groups)),
        answers=st.dictionaries(items, answer),
    )
    return Round(
        questionnaire,
        draw(st.sampled_from(["quick", "full"])),
        draw(st.lists(rater, max_size=max_people)),
        draw(st.frozensets(items, max_size=5)),
    )


@some
@given(rounds(), st.randoms())
def test_order_of_people_and_answers_does_not_matter(asked: Round, random: Random) -> None:
    """Who is listed first, and what they answered first, changes nothing."""
    turned = [
        Rater(person.group, dict(reversed(list(person.answers.items()))))
        for person in random.sample(asked.people, len(asked.people))
    ]

    assert asked.scored(turned) == asked.scored()


@some
@given(rounds(), st.data(), st.integers(2, 5))
def test_a_groups_size_never_changes_another_groups_weight(
    asked: Round, data: st.DataObject, times: int
) -> None:
    """A group that comes several times over says what it said before, and weighs no more."""
    group = data.draw(st.sampled_from(list(asked.questionnaire.groups)))
    others = [person for person in asked.people if person.group != group]
    same = [person for person in asked.people if person.group == group]
    before, after = asked.scored(), asked.scored(others + same * times)

    for name, found in before.items.items():
        assert after.items[name].medians == found.medians
        if not found.is_unknown and not after.items[name].is_unknown:
            assert after.items[name].score == found.score


@some
@given(rounds(), st.data())
def test_a_better_answer_never_lowers_a_score(asked: Round, data: st.DataObject) -> None:
    """One person's level goes up by one: no item, dimension, average or level goes down."""
    improvable = [
        (index, item)
        for index, person in enumerate(asked.people)
        for item, answer in person.answers.items()
        if isinstance(answer, int) and answer < 4
    ]
    if not improvable:
        return
    index, item = data.draw(st.sampled_from(improvable))
    person, better = asked.people[index], list(asked.people)
    better[index] = Rater(person.group, {**person.answers, item: int(person.answers[item]) + 1})
    before, after = asked.scored(), asked.scored(better)

    for higher, lower in (
        (after.dimensions, before.dimensions),
        (after.evidenced_dimensions, before.evidenced_dimensions),
    ):
        assert all((higher[name] or 0) >= (lower[name] or 0) for name in lower)
    assert (after.average or 0) >= (before.average or 0)
    assert (after.level or 0) >= (before.level or 0)
    assert (after.evidenced_level or 0) >= (before.evidenced_level or 0)


@some
@given(rounds())
def test_unknown_is_never_zero(asked: Round) -> None:
    """An item without a score has none; what has one stays within the scale."""
    result = asked.scored()

    for found in result.items.values():
        assert found.is_unknown == (found.score is None) == (found.evidenced is None)
        assert found.score is None or 0 <= found.evidenced <= found.score <= 4  # type: ignore[operator] # both or neither
        assert found.consensus is None or -1e-9 <= found.consensus <= 1 + 1e-9
    assert 0 <= result.response_rate <= 1


@some
@given(rounds())
def test_dont_know_is_not_a_low_answer(asked: Round) -> None:
    """Who turns every "I don't know" into silence changes no score that was known."""
    silent = [
        Rater(
            person.group,
            {item: answer for item, answer in person.answers.items() if answer != DONT_KNOW},
        )
        for person in asked.people
    ]
    before, after = asked.scored(), asked.scored(silent)

    for name, found in before.items.items():
        assert found.score is None or after.items[name].score == found.score


@some
@given(rounds())
def test_the_roadmap_is_short_and_names_each_step_once(asked: Round) -> None:
    """At most as many as the questionnaire allows; what an item needs stands before it."""
    planned = plan_roadmap(asked.questionnaire, asked.scored())
    names = [action.item for action in planned]

    assert len(names) == len(set(names)) <= asked.questionnaire.roadmap.limit
    assert all(0 <= action.from_level < action.to_level <= 4 for action in planned)


@some
@given(st.integers(0, 500), st.integers(0, 2**32))
def test_a_round_of_any_size_is_scored(people: int, seed: int) -> None:
    """Hundreds of people are no reason to fail."""
    random = Random(seed)
    item, answers = MAIN.items[0].id, (0, 4, DONT_KNOW, SKIP)
    asked = [
        Rater(random.choice(list(MAIN.groups)), {item: random.choice(answers)})
        for _ in range(people)
    ]

    result = score_maturity(MAIN, "full", targets_of(MAIN, "growing"), asked)

    assert 0 <= (result.items[item].score or 0) <= 4


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
written_rounds = st.fixed_dictionaries(
    {},
    optional={
        "mode": st.sampled_from(["quick", "full"]) | json_values,
        "targets": st.sampled_from(["growing", "high_risk"]) | json_values,
        "evidence": st.lists(st.text()) | json_values,
        "respondents": st.lists(
            st.fixed_dictionaries(
                {"id": st.text(), "group": st.sampled_from(["business", "data_science", "x"])},
                optional={"answers": json_values, "screen": json_values},
            ),
            max_size=3,
        )
        | json_values,
    },
)


@some
@given(
    json_values | st.builds(lambda one: {"examples": [{"id": "e", "input": one}]}, written_rounds)
)
def test_a_file_with_anything_in_it_is_scored_or_gets_a_sentence(document: Any) -> None:  # noqa: ANN401 - anything is the point
    """Unseen input never ends in a traceback; a score is always valid JSON."""
    try:
        answer = json.dumps(scored(MAIN, document), allow_nan=False)
    except DomainError as error:
        answer = str(error)

    assert answer


def screened(people: list[Respondent]) -> ScreenResult:
    """Score the seven signs."""
    return score_screen(MAIN.adoption_screen, MAIN.dimensions, people)


signs = st.lists(
    st.builds(
        Respondent,
        group=st.sampled_from([*MAIN.groups, "nobody"]),
        answers=st.dictionaries(
            st.sampled_from([question.id for question in MAIN.adoption_screen.questions]),
            st.sampled_from(["yes_", "partly", "no_", "dont_know", "what"]),
        ),
    ),
    max_size=8,
)


@some
@given(signs, st.randoms())
def test_signs_do_not_depend_on_order_and_unknown_is_no_no(
    people: list[Respondent], random: Random
) -> None:
    """Whoever is listed first; a question without a known answer has no score."""
    result = screened(people)
    known = {
        name
        for person in people
        if person.group in MAIN.groups
        for name, value in person.answers.items()
        if value not in {DONT_KNOW, "what"}
    }

    assert screened(random.sample(people, len(people))) == result
    assert {name for name, score in result.team.items() if score is not None} == known


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES, ids=lambda found: found.meta.id)
def test_a_level_needs_three_fifths_of_the_dimensions(questionnaire: Questionnaire) -> None:
    """Five of eight, three of four: one dimension fewer gives no level, never a zero."""
    dimensions = [found.id for found in questionnaire.dimensions]
    needed = -(-3 * len(dimensions) // 5)
    targets = targets_of(questionnaire, "growing")

    def level(known: list[str]) -> int | None:
        answers = {item.id: 3 for item in questionnaire.items if item.dimension in known}
        people = [Rater(group, answers) for group in questionnaire.groups]
        return score_maturity(questionnaire, "full", targets, people).level

    assert level(dimensions[:needed]) == 3
    assert level(dimensions[: needed - 1]) is None
