"""Rounds written in a file, scored: what `lamplighter assessment score` reads and prints."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assessments.errors import AssessmentError
from assessments.questionnaires.content import Questionnaire
from assessments.scoring.items import ItemScore, Rater
from assessments.scoring.maturity import Maturity, score_maturity, targets_of
from assessments.scoring.roadmap import Action, plan_roadmap
from assessments.scoring.screen import Respondent, ScreenResult, score_screen

DIGITS = 4
Level = Annotated[int, Field(ge=0, le=4, strict=True)]
Answer = Level | Literal["dont_know", "skip"] | None


class _Written(BaseModel):
    model_config = ConfigDict(extra="ignore")


class WrittenPerson(_Written):
    """One person's answers."""

    id: str
    group: str
    screen: dict[str, str] = {}
    answers: dict[str, Answer] = {}


class WrittenRound(_Written):
    """One round: who answered what, and what was to be reached."""

    mode: Literal["quick", "full"] = "full"
    targets: str | dict[str, int] = "growing"
    screen_evidence: list[str] = []
    evidence: list[str] = []
    respondents: list[WrittenPerson] = []


class WrittenExample(_Written):
    """A named round."""

    id: str
    input: WrittenRound


class Document(_Written):
    """The whole file."""

    version: str = ""
    examples: list[WrittenExample]


def score_document(questionnaire: Questionnaire, written: Document) -> dict[str, Any]:
    """Score every round of a file.

    Returns:
        `{"examples": [{"id", "screen", "maturity", "use_case"}]}` in the shapes of the content's
        worked examples; `use_case` is None, since use cases are not scored from a file yet, and
        so is `screen` when the questionnaire has none.

    Raises:
        AssessmentError: The file names a group, mode or preset that the questionnaire lacks.
    """
    return {"examples": [_scored(questionnaire, example) for example in written.examples]}


def _scored(questionnaire: Questionnaire, example: WrittenExample) -> dict[str, Any]:
    written = example.input
    unknown = {person.group for person in written.respondents} - set(questionnaire.groups)
    if unknown:
        raise AssessmentError(f"{example.id}: there is no group {', '.join(sorted(unknown))}.")
    screen = score_screen(
        questionnaire.adoption_screen,
        questionnaire.dimensions,
        [Respondent(person.group, person.screen) for person in written.respondents],
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
        "use_case": None,
    }


def _rater(person: WrittenPerson) -> Rater:
    given = {item: answer for item, answer in person.answers.items() if answer is not None}
    return Rater(person.group, given)


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
