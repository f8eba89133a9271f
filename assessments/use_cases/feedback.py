"""What a use case's card says as one goes: how far it is, what is missing, who is best asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assessments.use_cases.contract.codes import Code
from assessments.use_cases.contract.content import Check, Rules, Status
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.priority import Lane, Rank, lane_of, rank_of
from assessments.use_cases.contract.quality import VAGUE_WORDS, FailedCheck, Quality
from assessments.use_cases.contract.risk import unmet_demands
from assessments.use_cases.contract.status import Review, review
from assessments.use_cases.figures import next_status
from ground.refusals import Refusal

BETWEEN_WORDS = "”, “"
BEST_ASKED: dict[str, tuple[str, ...]] = {
    "business": ("business_owner", "sponsor"),
    "data_science": ("builder",),
    "operations": ("technical_owner",),
}


@dataclass(frozen=True)
class MissingPart:
    """A field that is missing: its label, the group that is best asked, and who that is."""

    field: str
    label: str
    group: str
    person: str
    problems: Sequence[Refusal] = ()


@dataclass(frozen=True)
class SectionState:
    """How far a section is; `percent` is None where the next status asks nothing of it."""

    section: str
    title: str
    percent: int | None
    missing: Sequence[MissingPart]


@dataclass(frozen=True)
class Feedback:
    """All of it, for the status that the use case works towards."""

    review: Review
    sections: Sequence[SectionState]
    failed: Sequence[tuple[Check, FailedCheck]]
    unmet: Sequence[Refusal]
    rank: Rank | None
    lane: Lane | None


def feedback_on(
    rules: Rules, document: Document, status: Status, today: date, *, is_ready: bool = True
) -> Feedback:
    """Check a draft against the rules of its next status, section by section.

    Args:
        rules: The rules for use cases.
        document: The draft.
        status: The status that it has.
        today: The day on which dates are judged.
        is_ready: Whether the linked maturity items allow a start.
    """
    found = review(rules, document, next_status(status), today)
    checks = {check.id: check for check in rules.quality.checks}
    rank = rank_of(rules, document)
    return Feedback(
        found,
        [_section(rules, document, found, section.id) for section in rules.sections],
        [(checks[failed.check], failed) for failed in found.quality.failed],
        [one.reason for one in unmet_demands(rules, document)],
        rank,
        lane_of(rank, found.risk.risk_class, is_ready=is_ready),
    )


def best_asked(document: Document, group: str) -> str:
    """Name who is best asked for a group's field; empty while nobody is named for it."""
    people = (document.text(role) for role in BEST_ASKED.get(group, ()))
    return next((person for person in people if person), "")


def vague_words_by_field(found: Quality) -> dict[str, Refusal]:
    """Return one reason for each field with vague words, which names them all."""
    words: dict[str, list[str]] = {}
    vague = (failed for failed in found.failed if failed.check == VAGUE_WORDS)
    for finding in (finding for failed in vague for finding in failed.findings):
        word = str(finding.reason.facts["word"])
        words.setdefault(str(finding.place[0]), []).append(word)
    return {
        field: Refusal(Code.VAGUE_WORD, word=BETWEEN_WORDS.join(dict.fromkeys(named)))
        for field, named in words.items()
    }


def section_problems(found: Review, fields: Sequence[str]) -> dict[str, list[Refusal]]:
    """Return what is wrong in a section's fields, broken rules before what could be better."""
    findings = [
        *(broken.finding for broken in found.broken),
        *(
            finding
            for failed in found.quality.failed
            if failed.check != VAGUE_WORDS
            for finding in failed.findings
        ),
        *(
            finding
            for missing in found.completeness.missing
            for finding in missing.problems
            if finding.reason != Refusal(Code.CELL_MISSING)  # its row says so
        ),
    ]
    problems: dict[str, list[Refusal]] = {}
    for finding in findings:
        name, reason = str(finding.place[0]), finding.reason
        if reason not in problems.setdefault(name, []):
            problems[name].append(reason)
    for name, reason in vague_words_by_field(found.quality).items():
        problems.setdefault(name, []).append(reason)
    return {name: problems[name] for name in fields if problems.get(name)}


def _section(rules: Rules, document: Document, found: Review, section: str) -> SectionState:
    title = next(one.title for one in rules.sections if one.id == section)
    percent = found.completeness.by_section.get(section)
    missing = [
        MissingPart(
            one.field,
            rules.by_id[one.field].label,
            one.group,
            best_asked(document, one.group),
            [finding.reason for finding in one.problems],
        )
        for one in found.completeness.missing
        if one.section == section
    ]
    return SectionState(section, title, None if percent is None else int(percent), missing)
