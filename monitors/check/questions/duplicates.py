"""Are more rows copies of another, or more ids given twice? Rows take seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

from monitors.check.column_verdicts import CheckAnswer
from monitors.check.questions.question import Case, Finding, Question, answer_to
from monitors.profile.engine import CURRENT, REFERENCE, Kind
from monitors.quality.copies import count_copies
from monitors.quality.duplicates import DuplicateCheck, check_duplicates


@dataclass(frozen=True)
class DuplicatesFinding(Finding):
    """Whether more rows are copies, or more ids are given twice; without a column, rows."""

    question = "duplicates"

    column: str = ""
    check: DuplicateCheck | None = None

    def facts(self) -> dict[str, Any]:
        """List the shares of copies; the column is null where whole rows are compared."""
        return (asdict(self.check) if self.check else {}) | {"column": self.column or None}


@dataclass(frozen=True)
class Duplicates(Question):
    """Asks of a column of ids, or of whole rows where none is named."""

    name = "duplicates"
    place = 6
    options: ClassVar = ("id", "duplicates")
    is_asked_often = True

    column: str = ""

    @classmethod
    def asked_by(cls, options: Mapping[str, Any]) -> list[Self]:
        """Ask of the ids where their column is named, and of rows where that was chosen."""
        ids = [cls(options["id"])] if options.get("id") else []
        return [*ids, *([cls()] if options.get("duplicates") else [])]

    def named(self) -> list[str]:
        """Name the column of ids, if it asks of one."""
        return [self.column] if self.column else []

    def answer(self, case: Case) -> Finding:
        """Compare how often ids, or rows, repeat in both tables."""
        return self._ids(case) if self.column else self._rows(case)

    def _ids(self, case: Case) -> Finding:
        name = self.column
        is_in = [
            name in {column.name for column in case.tables.columns(relation)}
            for relation in (REFERENCE, CURRENT)
        ]
        if not is_in[0]:
            note = f"the reference has no column {name}, so it is unknown how often IDs repeat"
            return DuplicatesFinding(CheckAnswer.NOT_APPLICABLE, note=note, column=name)
        if not is_in[1]:
            note = f"{name} is missing from the current data"
            return DuplicatesFinding(CheckAnswer.ERROR, note=note, column=name)
        return self._repeats(case, [name])

    def _rows(self, case: Case) -> Finding:
        names = [found.column for found in case.columns if found.pair and found.kind != Kind.OTHER]
        if not names:
            return DuplicatesFinding(
                CheckAnswer.NOT_APPLICABLE, note="no column can tell rows apart"
            )
        return self._repeats(case, names)

    def _repeats(self, case: Case, names: Sequence[str]) -> Finding:
        before, now = (
            count_copies(case.tables, relation, names, has_missing=not self.column)
            for relation in (REFERENCE, CURRENT)
        )
        found = check_duplicates(self.column, before, now)
        is_enough = found.is_enough(case.limits.min_samples)
        problems = found.problems(case.limits.error_rate) if is_enough else []
        answer = answer_to(problems, is_enough=is_enough)
        return DuplicatesFinding(answer, problems, column=self.column, check=found)


QUESTION = Duplicates
