"""One reply to one question, and what makes it one that can be taken."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from assessments.answers.asking import AskedQuestion
from assessments.errors import Code
from ground.refusals import Refusal

LONGEST_TEXT = 3_000


@dataclass(frozen=True)
class Reply:
    """What a person answered to one question."""

    question_id: str
    value: str
    evidence: str = ""
    reason: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen or typed."""
        return not (self.value or self.evidence or self.reason)


def is_link(text: str) -> bool:
    """Return whether a text is one http(s) link."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not _has_gap(text)
    except ValueError:
        return False


def wrong_fields(question: AskedQuestion, reply: Reply) -> dict[str, Refusal]:
    """Return what is wrong with a reply, by field; empty when it can be taken."""
    wrong = {
        kind: Refusal(Code.ANSWER_TOO_LONG, limit=LONGEST_TEXT)
        for kind, text in (("evidence", reply.evidence), ("reason", reply.reason))
        if len(text) > LONGEST_TEXT
    }
    if reply.value not in {answer.value for answer in question.answers}:
        wrong["answer"] = Refusal(Code.ANSWER_MISSING)
    if question.is_item and reply.evidence and not is_link(reply.evidence):
        wrong["evidence"] = Refusal(Code.NOT_A_LINK)
    return wrong


def _has_gap(text: str) -> bool:
    return any(character.isspace() for character in text)
