"""A person's own answers as a page to read, in any browser, also on a phone."""

from collections.abc import Iterator, Sequence
from html import escape

from assessments.answers.asking import AskedQuestion
from assessments.answers.replies import Reply
from assessments.rounds.privacy import OwnRound
from ground.characters import without_hidden

HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>My answers</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 0 auto; padding: 1rem; }
dt { margin-top: 1rem; }
dd { margin: 0; font-weight: bold; }
blockquote { margin: .25rem 0 0; padding-left: .75rem; border-left: 3px solid #b8c4ce; }
</style>
</head>
<body>
<h1>My answers</h1>"""


def write_answers_page(rounds: Sequence[OwnRound]) -> bytes:
    """Write a person's present answers as HTML, the newest round first."""
    lines = [HEAD, *(line for found in rounds for line in _round(found)), "</body>", "</html>"]
    return without_hidden("\n".join(lines) + "\n").encode()


def _round(found: OwnRound) -> Iterator[str]:
    subject = found.terms.subject
    about = f", {found.terms.scope_name}" if found.terms.scope_name else ""
    yield f"<h2>{escape(subject[:1].upper() + subject[1:] + about)}</h2>"
    yield f"<p>Asked on {found.started_at.day} {found.started_at:%b %Y}.</p>"
    yield "<dl>"
    for question, reply in found.answers:
        yield from _answer(question, reply)
    yield "</dl>"


def _answer(question: AskedQuestion, reply: Reply) -> Iterator[str]:
    labels = {answer.value: answer.label for answer in question.answers}
    yield f"<dt>{escape(question.question)}</dt>"
    yield f"<dd>{escape(labels.get(reply.value, reply.value))}</dd>"
    for said in filter(None, (reply.reason, reply.evidence)):
        yield f"<dd><blockquote>{escape(said)}</blockquote></dd>"
