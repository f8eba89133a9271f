"""The shape of a questionnaire file; what the product doesn't use yet is kept unread."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Content(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Meta(_Content):
    """Which questionnaire this is."""

    id: str
    version: str
    minutes: dict[str, int | bool] = {}


class Group(_Content):
    """People who see the same side of the work."""

    label: str


class AnswerOption(_Content):
    """One of the answers; `score` is None for an answer that isn't counted."""

    value: str
    label: str
    score: Annotated[float, Field(ge=0, le=1)] | None = None


class ScreenQuestion(_Content):
    """One statement of the adoption screen."""

    id: str
    question: str
    why: str
    evidence_prompt: str
    points_to: list[str]


class Band(_Content):
    """What a number of signals means; `signals` is None for the band of not knowing."""

    id: str
    signals: tuple[int, int] | None
    title: str
    meaning: str
    next: str


class AdoptionScreen(_Content):
    """The short screen that says whether a review pays off."""

    intro: str
    answers: Annotated[list[AnswerOption], Field(min_length=2)]
    asked_of: list[str]
    questions: Annotated[list[ScreenQuestion], Field(min_length=1)]
    bands: list[Band]

    def question(self, question_id: str) -> ScreenQuestion | None:
        """Find a question by id."""
        return next((found for found in self.questions if found.id == question_id), None)

    def band(self, band_id: str) -> Band:
        """Find a band by id."""
        return next(found for found in self.bands if found.id == band_id)


class ScaleLevel(_Content):
    """One level of the scale, 0 to 4."""

    name: str


class Dimension(_Content):
    """A part of the work that is rated."""

    id: str
    label: str
    short_label: str = ""
    owner_group: str


class Item(_Content):
    """One item of the full questionnaire."""

    id: str
    dimension: str
    question: str
    why: str
    levels: Annotated[list[str], Field(min_length=5, max_length=5)]
    roles: list[str]
    quick: bool = False
    evidence_hint: str = ""
    effort: str = "M"
    needs: list[str] = []
    gate: bool = False


class Targets(_Content):
    """The level that each dimension should reach, by preset."""

    presets: dict[str, dict[str, Annotated[int, Field(ge=0, le=4)]]]


class RoadmapRules(_Content):
    """How long a step takes: weeks by the level it starts from, times a factor by effort."""

    base_weeks: dict[int, Annotated[float, Field(gt=0)]]
    effort_factor: dict[str, Annotated[float, Field(gt=0)]]
    limit: Annotated[int, Field(ge=1)]


class Questionnaire(_Content):
    """A whole file."""

    meta: Meta
    groups: dict[str, Group]
    adoption_screen: AdoptionScreen
    dimensions: list[Dimension]
    items: list[Item]
    scale: Annotated[list[ScaleLevel], Field(min_length=5, max_length=5)]
    answer_extra: list[AnswerOption] = []
    targets: Targets
    roadmap: RoadmapRules

    @model_validator(mode="after")
    def refers_to_what_is_there(self) -> Self:
        """Check that ids are unique and that every reference has its target."""
        for name, ids in (
            ("questions", [question.id for question in self.adoption_screen.questions]),
            ("dimensions", [dimension.id for dimension in self.dimensions]),
            ("items", [item.id for item in self.items]),
        ):
            twice = sorted({found for found in ids if ids.count(found) > 1})
            if twice:
                raise ValueError(f"{name}: the id {', '.join(twice)} stands there twice")
        known = {dimension.id for dimension in self.dimensions}
        for item in self.items:
            self._check_item(item, known)
        for question in self.adoption_screen.questions:
            missing = sorted(set(question.points_to) - known)
            if missing:
                raise ValueError(f"question {question.id}: no dimension {', '.join(missing)}")
        return self

    def _check_item(self, item: Item, dimensions: set[str]) -> None:
        if item.dimension not in dimensions:
            raise ValueError(f"item {item.id}: there is no dimension {item.dimension}")
        lost = sorted(set(item.needs) - {found.id for found in self.items})
        if lost:
            raise ValueError(f"item {item.id}: it needs {', '.join(lost)}, which isn't there")
        if item.effort not in self.roadmap.effort_factor:
            raise ValueError(f"item {item.id}: there is no effort {item.effort}")
