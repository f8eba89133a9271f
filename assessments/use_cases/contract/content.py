"""The shape of the use-case rules: sections, fields, rows, metrics, risk, priority, checks."""

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=40)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]
Group = Literal["business", "data_science", "operations"]
CONSUMER_SPEAKER, RISK_AND_COMPLIANCE = "consumer_speaker", "risk_and_compliance"
ACCEPTANCE, KPIS, SOURCES, SIGNALS = "acceptance_criteria", "kpis", "data_sources", "signals"


class Status(StrEnum):
    """How far a use case has come; each status asks for more than the one before."""

    IDEA = "idea"
    DEFINED = "defined"
    APPROVED = "approved"
    LIVE = "live"
    RETIRED = "retired"

    @property
    def rank(self) -> int:
        """Its place in the flow, from 0."""
        return list(Status).index(self)


class RiskClass(StrEnum):
    """The risk classes, the lowest first."""

    MINIMAL = "minimal"
    LIMITED = "limited"
    HIGH = "high"
    STOP = "stop"

    @property
    def rank(self) -> int:
        """Its place among the classes, from 0."""
        return list(RiskClass).index(self)


class Kind(StrEnum):
    """The type of a field's or cell's value."""

    TEXT = "string"
    TEXTS = "string_list"
    CHOICE = "enum"
    CHOICES = "multi_enum"
    METRIC = "enum_or_custom"
    YES_NO = "boolean"
    WHOLE = "integer"
    NUMBER = "number"
    NUMBER_OR_PAIR = "number_or_pair"
    DATE = "date"
    TIME = "time"
    PERSON = "slack_user"
    PEOPLE = "slack_user_list"
    PERSON_OR_GROUP = "slack_user_or_group"
    CHANNEL = "slack_channel"
    ROWS = "list"
    RISK = "risk_answers"
    PRIORITY = "priority_inputs"
    SIGN_OFFS = "sign_offs"
    SCALE = "scale_1_5"


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Annotated(BaseModel):
    """Part of a file that also holds explanations for people, which are kept unread."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Typed(_Content):
    """What a value must be. `min` and `max` limit a number; `max` also a text's characters."""

    type: Kind
    values: list[str] = []
    pattern: str = ""
    min: float | None = None
    max: float | None = None


class Cell(Typed):
    """One column of a row; a missing cell has its `default`."""

    required: bool = False
    default: str | int | None = None
    catalogue: str = ""
    note: str = ""


class RowType(_Annotated):
    """The columns of one kind of row."""

    fields: Annotated[dict[str, Cell], Field(min_length=1)]

    @cached_property
    def defaults(self) -> dict[str, str | int]:
        """What a missing cell has, by column."""
        found = {name: cell.default for name, cell in self.fields.items()}
        return {name: default for name, default in found.items() if default is not None}


class FieldSpec(Typed):
    """One field; `weight` counts in completeness, `group` says who is best asked."""

    id: Id
    section: str
    label: Text
    required_at: Status
    weight: Annotated[int, Field(ge=0, le=100)]
    group: Group
    widget: str
    help: str = ""
    row: str = ""
    min_items: Annotated[int, Field(ge=0)] = 0
    max_items: int | None = None
    required_if: str = ""
    guide: list[str] = []
    maps: list[str] = []


class Metric(_Content):
    """A metric of the catalogue; `declared` means that the row itself says so.

    `unbounded`: as a percentage it may be above 100.
    """

    better: Literal["higher", "lower", "declared"]
    unit: Text
    between_groups: bool = False
    unbounded: bool = False
    note: str = ""


class Section(_Content):
    """A window's worth of fields."""

    id: Id
    title: Text


class RiskQuestion(_Content):
    """A question, and the class that a yes puts the use case in."""

    id: Id
    question: Text
    if_yes: RiskClass
    note: str = ""


class ClassDemands(_Content):
    """What a risk class asks for: who signs, and how often the contract is looked at again.

    `fairness_rows` is a number of pass marks, or one with a condition: `1 if affects_people`.
    """

    sign_off: list[str] = []
    fairness_rows: (
        Annotated[int, Field(ge=0)] | Annotated[str, Field(pattern=r"^\d{1,2} if [a-z_]+$")]
    ) = 0
    review_every: Annotated[str, Field(pattern=r"^([1-9]\d{0,2}m)?$")] = ""
    extra: str = ""
    effect: str = ""


class Risk(_Annotated):
    """The risk questions with their possible answers, and the classes."""

    answers: Annotated[list[str], Field(min_length=2)]
    questions: Annotated[list[RiskQuestion], Field(min_length=1)]
    classes: dict[RiskClass, ClassDemands]


class PriorityInput(Typed):
    """One input of the rank."""

    label: Text
    anchors: list[str] = []
    note: str = ""


class TimeSize(_Annotated):
    """What the weeks divide by: the first bucket `(most weeks, divisor)` that fits."""

    buckets: Annotated[list[tuple[float, int]], Field(min_length=1)]


class Priority(_Annotated):
    """How use cases are ranked; `linked_items` are the maturity items that readiness needs."""

    inputs: dict[str, PriorityInput]
    time_size: TimeSize
    linked_items: list[str]


class Validation(_Content):
    """A rule that a field must keep; the code behind its id checks it."""

    id: str
    field: str
    rule: str
    message: str


class Check(_Content):
    """One check of quality; the code behind its id makes it."""

    id: str
    weight: Annotated[int, Field(ge=1)]
    blocker: bool
    text: Text
    needs: list[str] = []
    words: list[str] = []


class Quality(_Annotated):
    """The checks of quality, and the score that is enough."""

    pass_mark: Annotated[int, Field(ge=0, le=100)]
    checks: Annotated[list[Check], Field(min_length=1)]


class Material(_Content):
    """Where a change after sign-off clears the sign-offs."""

    sections: list[str]
    fields: list[str]


class Meta(_Annotated):
    """Which rules these are."""

    id: Id
    version: Annotated[str, Field(min_length=1, max_length=40)]


class Rules(_Annotated):
    """All rules for use cases, ours and a company's own."""

    meta: Meta
    types: dict[str, RowType]
    metrics: dict[Id, Metric]
    sections: Annotated[list[Section], Field(min_length=1)]
    fields: Annotated[list[FieldSpec], Field(min_length=1)]
    risk: Risk
    priority: Priority
    validation: list[Validation]
    quality: Quality
    material: Material
    example: dict[str, Any] = {}
    sha256: str = ""

    @cached_property
    def by_id(self) -> dict[str, FieldSpec]:
        """Every field by its id, in order."""
        return {field.id: field for field in self.fields}

    def row_type(self, field_id: str) -> RowType | None:
        """Find the kind of a field's rows; None for a field without rows."""
        field = self.by_id.get(field_id)
        return self.types.get(field.row) if field else None

    def row_cells(self, field_id: str) -> dict[str, Cell]:
        """Return the columns of a field's rows; none for a field without rows."""
        row_type = self.row_type(field_id)
        return row_type.fields if row_type else {}

    def metric(self, name: str) -> Metric | None:
        """Find a metric of the catalogue; None for a custom one."""
        found = self.metrics.get(name)
        return None if found is None or found.better == "declared" else found


class OwnRisk(_Content):
    """A company's own risk questions, and what it asks for otherwise in a class."""

    questions: list[RiskQuestion] = []
    classes: dict[RiskClass, ClassDemands] = {}


class OwnRules(_Content):
    """A company's own file: what it adds to ours."""

    meta: Meta
    sections: list[Section] = []
    fields: list[FieldSpec] = []
    metrics: dict[Id, Metric] = {}
    risk: OwnRisk = OwnRisk()
