"""The rules for a questionnaire file beyond its shape; each reports where it is broken."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from assessments.questionnaires.content import (
    DONT_KNOW,
    NOT_ENOUGH_KNOWN,
    SKIP,
    Item,
    Questionnaire,
    Screened,
)
from ground.yaml_files import Place, Problem

Rule = Callable[[Questionnaire], Iterator[Problem]]
ScreenRule = Callable[[Screened], Iterator[Problem]]


def problems_of(questionnaire: Questionnaire) -> list[Problem]:
    """List every broken rule."""
    return [
        *(problem for rule in RULES for problem in rule(questionnaire)),
        *problems_of_screen(questionnaire),
    ]


def problems_of_screen(screened: Screened) -> list[Problem]:
    """List every broken rule of a screen."""
    return [problem for rule in SCREEN_RULES for problem in rule(screened)]


def _ids_are_unique(questionnaire: Questionnaire) -> Iterator[Problem]:
    screen = questionnaire.adoption_screen
    lists: Mapping[Place, Sequence[str]] = {
        ("dimensions",): [found.id for found in questionnaire.dimensions],
        ("items",): [found.id for found in questionnaire.items],
        ("adoption_screen", "questions"): [found.id for found in screen.questions],
    }
    for place, ids in lists.items():
        for position, name in enumerate(ids):
            if name in ids[:position]:
                yield Problem((*place, position, "id"), f"the ID {name} appears twice")


def _names_are_known(questionnaire: Questionnaire) -> Iterator[Problem]:
    dimensions = [found.id for found in questionnaire.dimensions]
    groups = list(questionnaire.groups)
    for index, dimension in enumerate(questionnaire.dimensions):
        place: Place = ("dimensions", index, "owner_group")
        yield from _unknown(place, [dimension.owner_group], groups, "group")
    for index, item in enumerate(questionnaire.items):
        place = ("items", index)
        efforts = list(questionnaire.roadmap.effort_factor)
        yield from _unknown((*place, "dimension"), [item.dimension], dimensions, "dimension")
        yield from _unknown((*place, "roles"), item.roles, groups, "group")
        yield from _unknown((*place, "effort"), [item.effort], efforts, "effort")
        yield from _unknown(
            (*place, "needs"), item.needs, [found.id for found in questionnaire.items], "item"
        )


def _screen_names_are_known(questionnaire: Screened) -> Iterator[Problem]:
    screen, place = questionnaire.adoption_screen, "adoption_screen"
    dimensions = [found.id for found in questionnaire.dimensions]
    yield from _unknown((place, "asked_of"), screen.asked_of, list(questionnaire.groups), "group")
    for index, question in enumerate(screen.questions):
        where: Place = (place, "questions", index, "points_to")
        yield from _unknown(where, question.points_to, dimensions, "dimension")


def _every_number_of_signs_has_a_band(questionnaire: Screened) -> Iterator[Problem]:
    screen = questionnaire.adoption_screen
    if not questionnaire.has_screen:
        return
    place: Place = ("adoption_screen", "bands")
    if NOT_ENOUGH_KNOWN not in {band.id for band in screen.bands}:
        yield Problem(place, f"the band {NOT_ENOUGH_KNOWN} is missing")
    spans = [band.signals for band in screen.bands if band.signals]
    for signs in range(len(screen.questions) + 1):
        if not any(low <= signs <= high for low, high in spans):
            yield Problem(place, f"no band covers {signs} signs")


def _every_dimension_can_be_scored(questionnaire: Questionnaire) -> Iterator[Problem]:
    quick = {item.dimension for item in questionnaire.items if item.quick}
    for index, dimension in enumerate(questionnaire.dimensions):
        if dimension.id not in quick:
            yield Problem(
                ("dimensions", index),
                f"the dimension {dimension.id} needs at least one item with quick: true",
            )


def _presets_name_every_dimension(questionnaire: Questionnaire) -> Iterator[Problem]:
    dimensions = [found.id for found in questionnaire.dimensions]
    for name, preset in questionnaire.targets.presets.items():
        place: Place = ("targets", "presets", name)
        yield from _unknown(place, list(preset), dimensions, "dimension")
        for dimension in dimensions:
            if dimension not in preset:
                yield Problem(place, f"the dimension {dimension} has no target")


def _every_step_has_its_weeks(questionnaire: Questionnaire) -> Iterator[Problem]:
    for level in range(len(questionnaire.scale) - 1):
        if level not in questionnaire.roadmap.base_weeks:
            yield Problem(
                ("roadmap", "base_weeks"), f"the weeks for a step from level {level} are missing"
            )


def _extra_answers_are_known(questionnaire: Questionnaire) -> Iterator[Problem]:
    for index, answer in enumerate(questionnaire.answer_extra):
        place: Place = ("answer_extra", index, "value")
        yield from _unknown(place, [answer.value], [DONT_KNOW, SKIP], "extra answer")


def _needs_run_in_no_circle(questionnaire: Questionnaire) -> Iterator[Problem]:
    needs = {item.id: item.needs for item in questionnaire.items}
    for index, item in enumerate(questionnaire.items):
        if item.id in _reached(needs, item):
            yield Problem(("items", index, "needs"), f"the item {item.id} depends on itself")


def _reached(needs: Mapping[str, Sequence[str]], item: Item) -> set[str]:
    reached: set[str] = set()
    waiting = list(item.needs)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += needs.get(name, ())
    return reached


def _unknown(
    place: Place, names: Sequence[str], known: Sequence[str], kind: str
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield Problem(place, f"there is no {kind} {name}; choose from {', '.join(known)}")


RULES: tuple[Rule, ...] = (
    _ids_are_unique,
    _names_are_known,
    _every_dimension_can_be_scored,
    _presets_name_every_dimension,
    _every_step_has_its_weeks,
    _extra_answers_are_known,
    _needs_run_in_no_circle,
)
SCREEN_RULES: tuple[ScreenRule, ...] = (
    _screen_names_are_known,
    _every_number_of_signs_has_a_band,
)
