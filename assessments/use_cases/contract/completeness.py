"""How complete a use case is, what is missing, and which group is best asked."""

from dataclasses import dataclass
from fractions import Fraction

from assessments.use_cases.contract.codes import Finding
from assessments.use_cases.contract.content import FieldSpec, Rules, Status
from assessments.use_cases.contract.document import Document, field_problems, is_asked

WHOLE = 100


@dataclass(frozen=True)
class MissingField:
    """A field that is empty or not valid yet.

    Attributes:
        field: Its id.
        section: The section it belongs to.
        group: The group that is best asked.
        problems: Why what is filled in isn't valid; none where the field is empty.
    """

    field: str
    section: str
    group: str
    problems: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Completeness:
    """How far a use case is written down for a status.

    Attributes:
        percent: 0 to 100.
        missing: What a status needs and isn't there, in the order of the fields.
        by_section: The percentage of each section with a field that counts.
    """

    percent: Fraction
    missing: tuple[MissingField, ...]
    by_section: dict[str, Fraction]

    @property
    def is_complete(self) -> bool:
        """Whether nothing that counts is missing."""
        return self.percent == WHOLE

    def asked_of(self) -> dict[str, list[str]]:
        """Return the missing fields by the group that is best asked."""
        groups: dict[str, list[str]] = {}
        for found in self.missing:
            groups.setdefault(found.group, []).append(found.field)
        return groups


def completeness_of(rules: Rules, document: Document, status: Status) -> Completeness:
    """Weigh the fields that a status needs and that are filled and valid.

    Fields of weight 0 are never missing; the rules V01 to V15 don't count here.
    """
    counted = [
        field
        for field in rules.fields
        if field.weight and is_asked(field, status, document.values)
    ]
    missing = [found for field in counted if (found := _missing(rules, field, document))]
    absent = {found.field for found in missing}
    sections = dict.fromkeys(field.section for field in counted)
    by_section = {
        section: _percent([field for field in counted if field.section == section], absent)
        for section in sections
    }
    return Completeness(_percent(counted, absent), tuple(missing), by_section)


def _missing(rules: Rules, field: FieldSpec, document: Document) -> MissingField | None:
    if document.get(field.id) is None:
        return MissingField(field.id, field.section, field.group)
    problems = tuple(field_problems(rules, field, document))
    return MissingField(field.id, field.section, field.group, problems) if problems else None


def _percent(fields: list[FieldSpec], absent: set[str]) -> Fraction:
    total = sum(field.weight for field in fields)
    there = sum(field.weight for field in fields if field.id not in absent)
    return Fraction(WHOLE * there, total) if total else Fraction(WHOLE)
