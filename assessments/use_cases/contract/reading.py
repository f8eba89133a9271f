"""Reads the rules: ours from this package, with a company's own file added to them.

`load_rules` gives every reader the same ones: Slack, jobs, the terminal, the API.
"""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from assessments.use_cases.contract.content import OwnRules, Rules
from assessments.use_cases.contract.rules import problems_of
from ground.yaml_files import Place, Problem, YamlFile, YamlFileError, open_yaml

CONTENT = Path(__file__).parents[1] / "use_case.yaml"
LARGEST_FILE_BYTES = 1_000_000
WHAT = "set of use-case rules"
SETTING = "LAMPLIGHTER_USE_CASE_RULES"
_own: list[Path | None] = [None]


def use_rules(own: Path | None) -> None:
    """Make `load_rules` add a company's own file; None for the built-in rules only.

    Raises:
        YamlFileError: The file isn't there or breaks a rule; the rules in use stay.
    """
    if own is not None and not own.is_file():
        raise YamlFileError(
            f"There is no file {own}. Set {SETTING} to the file with your use-case rules."
        )
    read_rules(own)
    _own[:] = [own]


def load_rules() -> Rules:
    """Return the rules in use: ours, with those of the file given to `use_rules`."""
    return read_rules(_own[0])


@cache
def read_rules(own: Path | None = None) -> Rules:
    """Read and check the rules, with a company's own file added.

    A company may add sections, fields, metrics and risk questions, and replace what a risk
    class asks for, such as who signs; what it leaves out of a class stays as in ours.

    Raises:
        YamlFileError: A file breaks a rule; the sentence names file, line and rule.
    """
    ours = _our_rules()
    if own is None:
        return ours
    own_file = open_yaml(own, LARGEST_FILE_BYTES, WHAT, own.name)
    added = own_file.shaped(OwnRules)
    overlap = sorted(ours.metrics.keys() & added.metrics.keys())
    if overlap:
        problems = [Problem(("metrics", name), f"{name} is taken") for name in overlap]
        raise YamlFileError(own_file.sentence(problems))
    return _checked(_joined(ours, added), own_file, _in_own_file(ours)).model_copy(
        update={"sha256": _hash(ours.sha256, own_file.text)}
    )


@cache
def _our_rules() -> Rules:
    file = open_yaml(CONTENT, LARGEST_FILE_BYTES, WHAT, CONTENT.name)
    rules = _checked(file.shaped(Rules), file, lambda place: place)
    return rules.model_copy(update={"sha256": _hash(file.text)})


def _joined(ours: Rules, added: OwnRules) -> Rules:
    demands = {
        name: ours.risk.classes[name].model_copy(update=given.model_dump(exclude_unset=True))
        for name, given in added.risk.classes.items()
    }
    risk = ours.risk.model_copy(
        update={
            "questions": [*ours.risk.questions, *added.risk.questions],
            "classes": {**ours.risk.classes, **demands},
        }
    )
    changed = {
        "meta": added.meta,
        "sections": [*ours.sections, *added.sections],
        "fields": [*ours.fields, *added.fields],
        "metrics": {**ours.metrics, **added.metrics},
        "risk": risk,
    }
    return Rules.model_validate({**dict(ours), **changed})  # a copy would keep `by_id`


def _in_own_file(ours: Rules) -> Callable[[Place], Place]:
    """Translate a place of the joined rules into the own file, whose lists come after ours."""
    ahead: dict[Place, int] = {
        ("sections",): len(ours.sections),
        ("fields",): len(ours.fields),
        ("risk", "questions"): len(ours.risk.questions),
    }

    def translated(place: Place) -> Place:
        for before, count in ahead.items():
            index = place[len(before)] if len(place) > len(before) else None
            if place[: len(before)] == before and isinstance(index, int):
                return (*before, index - count, *place[len(before) + 1 :])
        return place

    return translated


def _checked(rules: Rules, file: YamlFile, translated: Callable[[Place], Place]) -> Rules:
    problems = problems_of(rules)
    if problems:
        moved = [Problem(translated(found.place), found.sentence) for found in problems]
        raise YamlFileError(file.sentence(moved))
    return rules


def _hash(*texts: str) -> str:
    """Hash the content of the rule files, line ends aside."""
    joined = "\0".join("\n".join(text.splitlines()) for text in texts)
    return sha256(joined.encode()).hexdigest()
