"""A file of rounds: its shape, and whether it fits the questionnaire it answers."""

from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from assessments.errors import ScoringError
from assessments.questionnaires.content import DONT_KNOW, SKIP, Questionnaire
from assessments.scoring.items import HIGHEST_LEVEL
from assessments.scoring.maturity import targets_of
from assessments.scoring.use_case_part import WrittenUseCase, use_case_findings
from assessments.use_cases.contract.content import Rules
from ground.refusals import Refusal
from ground.yaml_files import Place, Problem, YamlFileError, open_yaml

LARGEST_FILE_BYTES = 10_000_000
LONGEST_NAME = 40
MOST_LISTED = 8


class _Written(BaseModel):
    """What is read is checked below, against the questionnaire; a misspelt name is refused."""

    model_config = ConfigDict(extra="forbid")


class WrittenPerson(_Written):
    """One person's answers; `name` and `about` are for people alone."""

    id: str
    group: str
    screen: dict[Any, Any] = {}
    answers: dict[Any, Any] = {}
    name: Any = None
    about: Any = None


class WrittenRound(_Written):
    """One round: who answered what, and what was to be reached.

    `today` is the day on which the dates of `use_case` are judged.
    """

    mode: Literal["quick", "full"] = "full"
    targets: Any = "growing"
    screen_evidence: list[str] = []
    evidence: list[str] = []
    respondents: list[WrittenPerson] = []
    today: Any = None
    use_case: WrittenUseCase | None = None
    about: Any = None


class WrittenExample(BaseModel):
    """A named round; what is expected of it may stand beside it."""

    id: str
    input: WrittenRound


class Document(BaseModel):
    """The whole file."""

    version: str = ""
    examples: list[WrittenExample]


def read_rounds(
    path: Path,
    questionnaire: Questionnaire,
    rules: Rules,
    words: Callable[[Refusal], str] = str,
) -> Document:
    """Read a file of rounds.

    Args:
        path: Where it is.
        questionnaire: The questionnaire that it answers.
        rules: The rules for its use cases.
        words: Puts what is wrong with a use case into words.

    Raises:
        YamlFileError: It isn't such a file, or doesn't fit the questionnaire; the message names
            the file, the line and what is allowed there.
    """
    file = open_yaml(path, LARGEST_FILE_BYTES, "file of rounds")
    document = file.shaped(Document)
    problems = [
        problem
        for index, example in enumerate(document.examples)
        for problem in (
            *_problems(questionnaire, example.input, ("examples", index, "input")),
            *_use_case_problems(rules, example.input, ("examples", index, "input"), words),
        )
    ]
    if problems:
        raise YamlFileError(file.sentence(problems))
    return document


def _problems(
    questionnaire: Questionnaire, written: WrittenRound, place: Place
) -> Iterator[Problem]:
    signs = [found.id for found in questionnaire.adoption_screen.questions]
    items = [found.id for found in questionnaire.items]
    yield from _targets(questionnaire, written.targets, (*place, "targets"))
    for name, known, what in (("screen_evidence", signs, "sign"), ("evidence", items, "item")):
        for index, found in enumerate(getattr(written, name)):
            yield from _unknown(found, known, what, (*place, name, index))
    seen: set[str] = set()
    for index, person in enumerate(written.respondents):
        here = (*place, "respondents", index)
        if person.id in seen:
            yield Problem((*here, "id"), f"{_named(person.id)} appears twice")
        seen.add(person.id)
        yield from _unknown(person.group, questionnaire.groups, "group", (*here, "group"))
        yield from _replies(person.screen, signs, _signs(questionnaire), (*here, "screen"))
        yield from _replies(person.answers, items, LEVELS, (*here, "answers"))


def _use_case_problems(
    rules: Rules, written: WrittenRound, place: Place, words: Callable[[Refusal], str]
) -> Iterator[Problem]:
    if written.use_case is None:
        return
    here = (*place, "use_case")
    for found in use_case_findings(rules, written.use_case, written.today, here):
        yield Problem(found.place, words(found.reason).rstrip("."))


def _targets(questionnaire: Questionnaire, targets: object, place: Place) -> Iterator[Problem]:
    if not isinstance(targets, str | dict):
        presets = ", ".join(questionnaire.targets.presets)
        yield Problem(place, f"this should be one of {presets}, or a level for each dimension")
        return
    try:
        targets_of(questionnaire, targets)
    except ScoringError as error:
        yield Problem(place, str(error).rstrip("."))


def _signs(questionnaire: Questionnaire) -> tuple[str, ...]:
    return tuple(answer.value for answer in questionnaire.adoption_screen.answers)


LEVELS = (*range(HIGHEST_LEVEL + 1), DONT_KNOW, SKIP)


def _replies(
    given: Mapping[object, object],
    known: Collection[str],
    allowed: tuple[str | int, ...],
    place: Place,
) -> Iterator[Problem]:
    what = "item" if allowed == LEVELS else "sign"
    for name, value in given.items():
        here = (*place, str(name))
        if name not in known:
            yield from _unknown(str(name), known, what, here)
        elif value is not None and not _is_one_of(value, allowed):
            choices = [str(choice) for choice in allowed]
            sentence = f"{_named(value)} isn't an answer; use {_or(choices)}"
            yield Problem(here, sentence)


def _is_one_of(value: object, allowed: tuple[str | int, ...]) -> bool:
    return any(type(value) is type(choice) and value == choice for choice in allowed)


def _unknown(name: str, known: Collection[str], what: str, place: Place) -> Iterator[Problem]:
    if name in known:
        return
    near = get_close_matches(name, known, n=1) or get_close_matches(name.upper(), known, n=1)
    if not known:
        hint = "the questionnaire has none"
    elif len(known) <= MOST_LISTED:
        hint = f"choose from {', '.join(known)}"
    elif near:
        hint = f"perhaps you meant {near[0]}"
    else:
        hint = f"the questionnaire has {len(known)}, from {min(known)} to {max(known)}"
    yield Problem(place, f"there is no {what} {_named(name)}; {hint}")


def _named(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"


def _or(choices: list[str]) -> str:
    return f"{', '.join(choices[:-1])} or {choices[-1]}"
