"""The rules for a rules file beyond its shape; each reports where it is broken."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from assessments.use_cases.contract.content import (
    CONSUMER_SPEAKER,
    RISK_AND_COMPLIANCE,
    Kind,
    RiskClass,
    Rules,
    Typed,
)
from assessments.use_cases.contract.field_rules import (
    conditions_can_hold,
    limits_fit,
    menus_hold_all,
    widgets_fit,
    windows_hold_all,
)
from assessments.use_cases.contract.quality import CHECKS
from assessments.use_cases.contract.validation import VALIDATIONS
from ground.yaml_files import Place, Problem

WITH_CHOICES = {Kind.CHOICE, Kind.CHOICES}


def problems_of(rules: Rules) -> list[Problem]:
    """List every broken rule."""
    return [problem for rule in RULES for problem in rule(rules)]


def _ids_are_unique(rules: Rules) -> Iterator[Problem]:
    lists: Mapping[Place, Sequence[str]] = {
        ("sections",): [found.id for found in rules.sections],
        ("fields",): [found.id for found in rules.fields],
        ("risk", "questions"): [found.id for found in rules.risk.questions],
        ("validation",): [found.id for found in rules.validation],
        ("quality", "checks"): [found.id for found in rules.quality.checks],
    }
    for place, ids in lists.items():
        for position, name in enumerate(ids):
            if name in ids[:position]:
                yield Problem((*place, position, "id"), f"the ID {name} appears twice")


def _fields_are_known(rules: Rules) -> Iterator[Problem]:
    sections = [found.id for found in rules.sections]
    for index, field in enumerate(rules.fields):
        place: Place = ("fields", index)
        yield from _unknown((*place, "section"), [field.section], sections, "section")
        if field.type is Kind.ROWS:
            yield from _unknown((*place, "row"), [field.row], list(rules.types), "kind of row")
        elif field.row:
            yield Problem((*place, "row"), "only a field of the type list has rows")
        yield from _types_are_whole((*place,), field)
    for name, row_type in rules.types.items():
        for cell_name, cell in row_type.fields.items():
            yield from _types_are_whole(("types", name, "fields", cell_name), cell)


def _types_are_whole(place: Place, spec: Typed) -> Iterator[Problem]:
    if spec.type in WITH_CHOICES and not spec.values:
        yield Problem((*place, "type"), "this type needs values to choose from")
    if spec.min is not None and spec.max is not None and spec.min > spec.max:
        yield Problem((*place, "min"), "this is above max")
    try:
        re.compile(spec.pattern)
    except re.error:
        yield Problem((*place, "pattern"), "this isn't a regular expression")


def _roles_are_known(rules: Rules) -> Iterator[Problem]:
    people = [field.id for field in rules.fields if field.type is Kind.PERSON]
    roles = [*people, CONSUMER_SPEAKER, RISK_AND_COMPLIANCE]
    for name, demands in rules.risk.classes.items():
        place: Place = ("risk", "classes", name.value, "sign_off")
        yield from _unknown(place, demands.sign_off, roles, "role")
        if name is not RiskClass.STOP and CONSUMER_SPEAKER not in demands.sign_off:
            yield Problem(place, f"{CONSUMER_SPEAKER} signs in every class")
        if name is RiskClass.STOP and demands.sign_off:
            yield Problem(place, "nobody signs in the class stop")
        if len(set(demands.sign_off)) < len(demands.sign_off):
            yield Problem(place, "a role appears twice")
    for name in RiskClass:
        if name not in rules.risk.classes:
            yield Problem(("risk", "classes"), f"the class {name} is missing")


def _fairness_is_known(rules: Rules) -> Iterator[Problem]:
    yes_no = [field.id for field in rules.fields if field.type is Kind.YES_NO]
    for name, demands in rules.risk.classes.items():
        _, _, asked = str(demands.fairness_rows).partition(" if ")
        place: Place = ("risk", "classes", name.value, "fairness_rows")
        yield from _unknown(place, [asked] if asked else [], yes_no, "yes-or-no field")


def _checks_are_known(rules: Rules) -> Iterator[Problem]:
    for index, validation in enumerate(rules.validation):
        place: Place = ("validation", index)
        yield from _unknown((*place, "id"), [validation.id], VALIDATIONS, "rule")
        yield from _unknown((*place, "field"), [validation.field], rules.by_id, "field")
    for index, check in enumerate(rules.quality.checks):
        place = ("quality", "checks", index)
        yield from _unknown((*place, "id"), [check.id], CHECKS, "check")
        yield from _unknown((*place, "needs"), check.needs, VALIDATIONS, "rule")


def _material_is_known(rules: Rules) -> Iterator[Problem]:
    sections = [found.id for found in rules.sections]
    yield from _unknown(("material", "sections"), rules.material.sections, sections, "section")
    yield from _unknown(("material", "fields"), rules.material.fields, rules.by_id, "field")


def _last_bucket_holds_all(rules: Rules) -> Iterator[Problem]:
    place: Place = ("priority", "time_size", "buckets")
    limits = [most for most, _ in rules.priority.time_size.buckets]
    if limits != sorted(limits) or limits[-1] != float("inf"):
        yield Problem(place, "the limits should rise, and the last be .inf")
    if any(divisor < 1 for _, divisor in rules.priority.time_size.buckets):
        yield Problem(place, "each divisor should be at least 1")


def _unknown(
    place: Place, names: Sequence[str], known: Collection[str], kind: str
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield Problem(place, f"there is no {kind} {name}; choose from {', '.join(known)}")


RULES: tuple[Callable[[Rules], Iterator[Problem]], ...] = (
    _ids_are_unique,
    _fields_are_known,
    conditions_can_hold,
    widgets_fit,
    limits_fit,
    menus_hold_all,
    windows_hold_all,
    _roles_are_known,
    _fairness_is_known,
    _checks_are_known,
    _material_is_known,
    _last_bucket_holds_all,
)
