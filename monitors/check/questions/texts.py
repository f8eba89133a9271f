"""Are texts longer, shorter, or in new words?"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

from monitors.check.questions.question import Case, Finding, Question, answer_to
from monitors.text.counted_words import profile_text
from monitors.text.words import TextCheck, check_text


@dataclass(frozen=True)
class TextFinding(Finding):
    """Whether a column's texts are longer, shorter, or in new words."""

    question = "texts"

    column: str = ""
    check: TextCheck | None = None

    def facts(self) -> dict[str, Any]:
        """List how lengths and words have changed."""
        return asdict(self.check) if self.check else {}


@dataclass(frozen=True)
class Text(Question):
    """Asks of one column of free text."""

    name = "texts"
    place = 5
    options: ClassVar = ("texts",)
    is_asked_often = True

    column: str

    @classmethod
    def asked_by(cls, options: Mapping[str, Any]) -> list[Self]:
        """Ask once of each column named."""
        return [cls(name) for name in options.get("texts") or ()]

    def named(self) -> list[str]:
        """Name the column of texts."""
        return [self.column]

    def answer(self, case: Case) -> Finding:
        """Compare lengths and words in both tables."""
        found = check_text(self.column, profile_text(case.tables, self.column))
        problems = [
            f"{self.column}: {problem}" for problem in found.problems(case.limits.error_rate)
        ]
        answer = answer_to(problems, is_enough=found.is_enough)
        return TextFinding(answer, problems, column=self.column, check=found)


QUESTION = Text
