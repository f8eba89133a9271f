"""The shape of a questionnaire file; what the product doesn't use yet is kept unread."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

DONT_KNOW, SKIP = "dont_know", "skip"
NOT_ENOUGH_KNOWN = "not_enough_known"
LONGEST_OPTION = 75  # a choice of a Slack window holds no more
Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=40)]
Text = Annotated[str, Field(min_length=1, max_length=1_000)]
Choice = Annotated[str, Field(min_length=1, max_length=LONGEST_OPTION)]


class _Content(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Meta(_Content):
    """Which questionnaire this is; a name for people, or the id in words.

    `subject` is what it asks about, as in "8 questions about machine learning"; `why` is a
    sentence that says why anybody should answer.
    """

    id: Id
    version: Annotated[str, Field(min_length=1, max_length=40)]
    name: str = ""
    subject: Annotated[str, Field(max_length=60)] = ""
    why: Annotated[str, Field(max_length=300)] = ""
    minutes: dict[str, int | bool] = {}

    @property
    def label(self) -> str:
        """What people call it."""
        return self.name or self.id.replace("-", " ").replace("_", " ").capitalize()

    @property
    def about(self) -> str:
        """What it asks about."""
        return self.subject or self.label


class Group(_Content):
    """People who see the same side of the work."""

    label: Choice


class AnswerOption(_Content):
    """One of the answers; `score` is None for an answer that isn't counted."""

    value: str
    label: Choice
    score: Annotated[float, Field(ge=0, le=1)] | None = None


class ScreenQuestion(_Content):
    """One statement of a screen.

    `sign` is what a yes says, in a sentence; `measured` names what fills it in, if anything does.
    """

    id: Id
    question: Text
    sign: str = ""
    why: Text
    evidence_prompt: str
    points_to: list[str]
    measured: str = ""


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
    asked_of: Annotated[list[str], Field(min_length=1)]
    questions: Annotated[list[ScreenQuestion], Field(min_length=1)]
    bands: list[Band]

    def question(self, question_id: str) -> ScreenQuestion | None:
        """Find a question by id."""
        return next((found for found in self.questions if found.id == question_id), None)

    def band(self, band_id: str) -> Band:
        """Find a band by id."""
        return next(found for found in self.bands if found.id == band_id)


NO_SCREEN = AdoptionScreen.model_construct(
    intro="", answers=[], asked_of=[], questions=[], bands=[]
)


class ScaleLevel(_Content):
    """One level of the scale, 0 to 4."""

    name: Choice
    meaning: str = ""


class Dimension(_Content):
    """A part of the work that is rated."""

    id: Id
    label: Text
    short_label: str = ""
    owner_group: str


class Item(_Content):
    """One item of the full questionnaire; `actions` say how to reach levels 1 to 4."""

    id: Id
    dimension: str
    question: Text
    why: Text
    levels: Annotated[list[Choice], Field(min_length=5, max_length=5)]
    actions: Annotated[list[Text], Field(min_length=4, max_length=4)] | None = None
    roles: Annotated[list[str], Field(min_length=1)]
    quick: bool = False
    evidence_hint: str = ""
    effort: str = "M"
    needs: list[str] = []
    gate: bool = False

    def step_to(self, level: int) -> str:
        """Return what to do to reach a level, 1 to 4; without an action, what it looks like."""
        return self.actions[level - 1] if self.actions else self.levels[level]


class Targets(_Content):
    """The level that each dimension should reach, by preset; `names` are for people."""

    presets: Annotated[
        dict[str, dict[str, Annotated[int, Field(ge=0, le=4)]]], Field(min_length=1)
    ]
    names: dict[str, Choice] = {}


class RoadmapRules(_Content):
    """How long a step takes: weeks by the level it starts from, times a factor by effort."""

    base_weeks: dict[int, Annotated[float, Field(gt=0)]]
    effort_factor: dict[str, Annotated[float, Field(gt=0)]]
    limit: Annotated[int, Field(ge=1)]


class Screened(_Content):
    """A file with a screen and what its questions point to; the screen may be left out."""

    meta: Meta
    groups: Annotated[dict[Id, Group], Field(min_length=1)]
    adoption_screen: AdoptionScreen = NO_SCREEN
    dimensions: Annotated[list[Dimension], Field(min_length=1)]

    @property
    def has_screen(self) -> bool:
        """Whether it begins with signs that say if a review pays off."""
        return bool(self.adoption_screen.questions)


class Questionnaire(Screened):
    """A whole file: a screen, and items that are rated."""

    items: Annotated[list[Item], Field(min_length=1)]
    scale: Annotated[list[ScaleLevel], Field(min_length=5, max_length=5)]
    answer_extra: list[AnswerOption] = []
    targets: Targets
    roadmap: RoadmapRules

    def __hash__(self) -> int:
        """Hash what names it, so that what follows from a questionnaire can be kept beside it."""
        return hash((self.meta.id, self.meta.version))
