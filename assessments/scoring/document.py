"""Rounds written in a file, scored: what `lamplighter assessment score` reads and prints."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from assessments.questionnaires.content import Questionnaire
from assessments.scoring.items import ItemScore, Rater
from assessments.scoring.maturity import Maturity, score_maturity, targets_of
from assessments.scoring.roadmap import Action, plan_roadmap
from assessments.scoring.rounds_file import (
    Document,
    WrittenExample,
    WrittenPerson,
    WrittenRound,
)
from assessments.scoring.screen import Respondent, ScreenResult, score_screen
from assessments.scoring.use_case_part import scored_use_case
from assessments.use_cases.contract.content import Rules

DIGITS = 4


def score_document(
    questionnaire: Questionnaire, rules: Rules, written: Document
) -> dict[str, Any]:
    """Score every round of a file that was read for this questionnaire and these rules.

    Returns:
        `{"examples": [{"id", "screen", "maturity", "use_case"}]}` in the shapes of the content's
        worked examples; `use_case` is None where the round has none, and so is `screen` when the
        questionnaire has none.
    """
    return {"examples": [_scored(questionnaire, rules, example) for example in written.examples]}


def _scored(questionnaire: Questionnaire, rules: Rules, example: WrittenExample) -> dict[str, Any]:
    written = example.input
    screen = score_screen(
        questionnaire.adoption_screen,
        questionnaire.dimensions,
        [Respondent(person.group, _given(person.screen)) for person in written.respondents],
        frozenset(written.screen_evidence),
    )
    maturity = score_maturity(
        questionnaire,
        written.mode,
        targets_of(questionnaire, written.targets),
        [_rater(person) for person in written.respondents],
        frozenset(written.evidence),
    )
    roadmap = plan_roadmap(questionnaire, maturity, screen.open_dimensions)
    return {
        "id": example.id,
        "screen": written_screen(screen) if questionnaire.has_screen else None,
        "maturity": {
            **written_maturity(maturity),
            "roadmap": [_action(action) for action in roadmap],
        },
        "use_case": _use_case(rules, written, maturity),
    }


def _use_case(rules: Rules, written: WrittenRound, maturity: Maturity) -> dict[str, Any] | None:
    if written.use_case is None:
        return None
    linked = [name for name in rules.priority.linked_items if name in maturity.items]
    scores = [maturity.items[name].score for name in linked] if written.respondents else []
    return scored_use_case(rules, written.use_case, written.today, scores)


def _rater(person: WrittenPerson) -> Rater:
    return Rater(person.group, _given(person.answers))


def _given(replies: Mapping[str, Any]) -> dict[str, Any]:
    return {name: reply for name, reply in replies.items() if reply is not None}


def written_screen(result: ScreenResult) -> dict[str, Any]:
    """Write a screen's score in the shape of the content's worked examples."""
    return {
        "team": {name: _number(score) for name, score in result.team.items()},
        "signals": list(result.signals),
        "strength": _number(result.strength),
        "band": result.band,
        "open_dimensions": list(result.open_dimensions),
        "role_conflicts": list(result.role_conflicts),
        "with_evidence": result.with_evidence,
    }


def written_maturity(maturity: Maturity) -> dict[str, Any]:
    """Write a round's score in the shape of the content's worked examples."""
    return {
        "items": {name: _item(found) for name, found in maturity.items.items()},
        "dimensions": _numbers(maturity.dimensions),
        "by_group": {name: _numbers(groups) for name, groups in maturity.by_group.items()},
        "evidenced_dimensions": _numbers(maturity.evidenced_dimensions),
        "average": _number(maturity.average),
        "level": maturity.level,
        "evidenced_level": maturity.evidenced_level,
        "gates_below_1": list(maturity.gates_below_1),
        "lowest": list(maturity.lowest),
        "provisional": bool(maturity.provisional_reasons),
        "provisional_reasons": list(maturity.provisional_reasons),
        "response_rate": _number(maturity.response_rate),
        "unknown": list(maturity.unknown),
        "blind_spots": [list(spot) for spot in maturity.blind_spots],
        "discuss": list(maturity.discuss),
        "check": list(maturity.check),
        "second_round": list(maturity.second_round),
        "gaps": _numbers(maturity.gaps),
    }


def _item(found: ItemScore) -> dict[str, Any]:
    return {
        "score": _number(found.score),
        "evidenced": _number(found.evidenced),
        "medians": _numbers(found.medians),
        "role_gap": _number(found.role_gap),
        "consensus": _number(found.consensus),
        "flag": found.flag.value,
        "unknown": found.is_unknown,
    }


def _action(action: Action) -> dict[str, Any]:
    return {
        "item": action.item,
        "from_level": action.from_level,
        "to_level": action.to_level,
        "weeks": _number(action.weeks),
        "priority": _number(action.priority),
        "flag": action.flag.value,
    }


def _numbers(values: Mapping[str, Fraction | None]) -> dict[str, float | None]:
    return {name: _number(value) for name, value in values.items()}


def _number(value: Fraction | float | None) -> float | None:
    return None if value is None else round(float(value), DIGITS)
