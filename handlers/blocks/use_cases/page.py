"""A whole version of a use case as one readable page: sections as short text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from assessments.use_cases.contract.content import (
    ACCEPTANCE,
    SIGNALS,
    FieldSpec,
    Kind,
    Rules,
    Typed,
)
from assessments.use_cases.contract.document import Document, Row
from assessments.use_cases.contract.pass_mark_rows import PassMarkRow, pass_mark_rows
from assessments.use_cases.contract.risk import risk_of
from assessments.use_cases.contract.values import Value
from handlers.blocks.parts import section
from handlers.blocks.text import cut_mrkdwn, escape, mention, mentions
from handlers.blocks.use_cases.row_blocks import row_line, signal_for_readers
from handlers.wording.pass_marks import pass_mark_sentence
from handlers.wording.use_case_names import name_in_words

SHORT, WHOLE = 240, 2_000
MOST_ROWS = 12
ROOM = 2_900
"""Characters of one block of text: Slack allows 3,000."""


@dataclass(frozen=True)
class Page:
    """A page, as blocks; `is_cut` tells whether something was shortened."""

    blocks: Sequence[Block]
    is_cut: bool


def page_of(rules: Rules, document: Document, *, is_whole: bool = False) -> Page:
    """Write a version as a page, each text in full or shortened to a few lines.

    Args:
        rules: The rules for use cases, with the labels.
        document: What the version says.
        is_whole: Whether texts are shown in full.
    """
    longest = WHOLE if is_whole else SHORT
    blocks: list[Block] = []
    is_cut = False
    for part in rules.sections:
        lines = [
            line
            for field in rules.fields
            if field.section == part.id
            for line in _field_lines(rules, field, document)
        ]
        shown = [_shortened(line, longest) for line in lines]
        is_cut = is_cut or any(len(line) > longest for line in lines)
        blocks += [section(text) for text in _pieces(f"*{escape(part.title)}*", shown)]
    return Page(blocks, is_cut)


def sentence_of(row: PassMarkRow) -> str:
    """Write a pass mark as a sentence, safe to show."""
    return escape(pass_mark_sentence(row))


def sentences_of(rules: Rules, rows: Sequence[Row]) -> list[str]:
    """Write pass marks as sentences; one that can't be read stays what was typed."""
    found = []
    for row in rows:
        read = next(iter(pass_mark_rows(rules, Document({ACCEPTANCE: [row]}))), None)
        found.append(sentence_of(read) if read else row_line(rules, ACCEPTANCE, row))
    return found


def value_text(rules: Rules, field_id: str, value: Value) -> str:
    """Write a field's value on one line, safe to show; empty for an empty one."""
    spec = rules.by_id[field_id]
    if spec.type is Kind.ROWS:
        return "; ".join(_rows(rules, spec, Document({field_id: value})))
    if isinstance(value, Mapping):
        named = (f"{escape(name_in_words(name))} {_plain(inner)}" for name, inner in value.items())
        return ", ".join(named)
    return _value(spec, value)


def _field_lines(rules: Rules, field: FieldSpec, document: Document) -> Iterator[str]:
    value = document.get(field.id)
    if value is None:
        return
    label = f"*{escape(field.label.rstrip(':'))}{'' if field.label.endswith('?') else ':'}*"
    if field.type is Kind.ROWS:
        rows = _rows(rules, field, document)
        yield label
        yield from (f"• {row}" for row in rows[:MOST_ROWS])
        if len(rows) > MOST_ROWS:
            yield f"… and {len(rows) - MOST_ROWS} more"
    elif field.type is Kind.RISK:
        yield from _risk_lines(rules, document)
    elif field.type is not Kind.SIGN_OFFS:
        yield f"{label} {value_text(rules, field.id, value)}"


def _risk_lines(rules: Rules, document: Document) -> Iterator[str]:
    """Write the class, and the questions that put it there."""
    answers = document.answers("risk_answers")
    found = risk_of(rules, document).risk_class
    if found is not None:
        yield f"*Risk class:* {name_in_words(found.value)} (not legal advice)"
    for question in rules.risk.questions:
        if answers.get(question.id) in {"yes_", "dont_know"}:
            answer = "yes" if answers[question.id] == "yes_" else "not known"
            yield f"• {escape(question.question)} *{answer}*"


def _rows(rules: Rules, field: FieldSpec, document: Document) -> list[str]:
    rows = document.rows(field.id)
    if field.id == ACCEPTANCE:
        return sentences_of(rules, rows)
    if field.id == SIGNALS:
        return [signal_for_readers(rules, row) for row in rows]
    return [row_line(rules, field.id, row) for row in rows]


def _value(spec: Typed, value: Value) -> str:
    if spec.type in {Kind.PERSON, Kind.PERSON_OR_GROUP} and isinstance(value, str):
        return mention(value)
    if spec.type is Kind.PEOPLE and isinstance(value, list):
        return mentions([str(one) for one in value])
    if spec.type in {Kind.CHOICE, Kind.CHOICES, Kind.METRIC}:
        named = value if isinstance(value, list) else [value]
        return ", ".join(_words(str(one)) for one in named)
    return _plain(value)


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    if isinstance(value, int | float):
        return f"{value:,.10g}"
    return escape(str(value)) if value is not None else "not given"


def _words(name: str) -> str:
    return escape(name_in_words(name).rstrip("_"))


def _shortened(line: str, longest: int) -> str:
    """Shorten a line that is escaped: its bold label stays whole."""
    return cut_mrkdwn(line, longest)


def _pieces(title: str, lines: Sequence[str]) -> Iterator[str]:
    """Part a section's lines into texts that each fit a block; nothing for an empty section."""
    piece = title
    for line in lines:
        if len(piece) + len(line) + 1 > ROOM:
            yield piece
            piece = line
        else:
            piece = f"{piece}\n{line}"
    if lines:
        yield piece
