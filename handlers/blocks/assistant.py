"""Answers of the assistant: the findings, their sources and time, and thumbs up or down."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from slack_sdk.models.blocks import ActionsBlock, Block

from assistant.answer import Reply, ReplyKind
from assistant.finding import Finding, Source
from assistant.retrieval import Found
from assistant.said import as_plain, spoken
from handlers.blocks.parts import button, context, section
from handlers.blocks.text import (
    SECTION_TEXT_LIMIT,
    Message,
    cut,
    cut_mrkdwn,
    escape,
    mention,
    moment,
    plain,
)
from handlers.wording.assistant import (
    AS_OF,
    DIDNT_HELP,
    FOUND_AT,
    FOUND_IN,
    HELPED,
    LIMITED,
    NOT_SURE,
    SAID,
    SOURCES,
    WITH_MODEL,
    WITHOUT_MODEL,
)

ANSWER_HELPED, ANSWER_DIDNT_HELP = "answer_helped", "answer_didnt_help"
LONGEST_PASSAGE, LONGEST_QUESTION, MOST_SOURCES = 500, 200, 6
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~@])")
_PERMALINK = re.compile(r"https?://[\w.:-]+/archives/[A-Z0-9]+/p\d+")
RATED_KINDS = {ReplyKind.ANSWER, ReplyKind.ABOUT, ReplyKind.FOUND_IN}
Links = Mapping[tuple[str, str], str]
"""Addresses of messages, by kind and key."""


def answer_message(reply: Reply, answer_id: UUID, links: Links) -> Message:
    """Build an answer."""
    parts = [cut_mrkdwn(part, SECTION_TEXT_LIMIT) for part in _parts(reply)]
    blocks: list[Block] = [section(part) for part in parts]
    blocks.append(context(_footer(reply, links)))
    if reply.kind in RATED_KINDS:
        thumbs = [
            button(HELPED, ANSWER_HELPED, answer_id),
            button(DIDNT_HELP, ANSWER_DIDNT_HELP, answer_id),
        ]
        blocks.append(ActionsBlock(elements=thumbs))
    return Message(cut(plain_answer(reply), SECTION_TEXT_LIMIT), blocks)


def below_parts(message: Message, reply: Reply) -> Sequence[Block]:
    """Return what stands below an answer's parts: sources and thumbs."""
    return message.blocks[len(_parts(reply)) :]


def markdown_parts(reply: Reply) -> list[str]:
    """Write an answer part by part in Markdown, as streams take it."""
    if reply.text:
        return [f"{_in_markdown(part)}\n\n" for part in reply.text.split("\n\n")]
    if reply.findings:
        return [*_lead(reply, "\n\n"), *map(_markdown_finding, reply.findings)]
    return [f"{part}\n\n" for part in _parts(reply)]


def _markdown_finding(found: Finding) -> str:
    lines = [f"- {_in_markdown(line)}" for line in found.lines]
    return "\n".join([f"**{_in_markdown(found.title)}**", *lines, "\n"])


def _in_markdown(text: str) -> str:
    """Write a marked text in Markdown: no link, mention or form of others gets through."""
    return spoken(text, _markdown_words, mention, _markdown_moment)


def _markdown_words(text: str) -> str:
    return _without_links(_MARKDOWN.sub(r"\\\1", plain(text)))


def _without_links(text: str) -> str:
    """Keep Slack from making links of others' words."""
    return text.replace("://", ":\u200b//").replace("www.", "www\u200b.")


def _markdown_moment(at: datetime) -> str:
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def plain_answer(reply: Reply) -> str:
    """Write an answer as plain text, with people as their Slack user IDs."""
    if reply.text:
        told = [as_plain(reply.text)]
    elif reply.findings:
        told = [*_lead(reply), *(as_plain(found.text) for found in reply.findings)]
    elif reply.passages:
        told = [FOUND_IN, *(f"{one.passage.title}: {one.passage.text}" for one in reply.passages)]
    else:
        told = [SAID[reply.kind]]
    sources = [as_plain(source.label) for source in _sources(reply)]
    return "\n\n".join([*told, *([SOURCES.format(sources=", ".join(sources))] if sources else [])])


def plain_finding(found: Finding) -> str:
    """Write what a tool found as plain text, with its sources and its time."""
    sources = ", ".join(as_plain(source.label) for source in found.sources)
    told = [
        as_plain(found.text),
        *([SOURCES.format(sources=sources)] if sources else []),
        *([AS_OF.format(at=_markdown_moment(found.at))] if found.at else []),
    ]
    return "\n".join(told)


def in_mrkdwn(text: str) -> str:
    """Write a marked text for Slack: escaped, with mentions and dates of ours alone."""
    return "\n".join(spoken(line, _escaped, mention, moment) for line in text.splitlines())


def _escaped(text: str) -> str:
    """Escape words, without links, and keep the blanks around what stands beside them."""
    start = " " if text[:1].isspace() else ""
    end = " " if text[-1:].isspace() and text.strip() else ""
    return f"{start}{_without_links(escape(text))}{end}"


def _parts(reply: Reply) -> Sequence[str]:
    if reply.text:
        return [in_mrkdwn(reply.text)]
    if reply.findings:
        return [*_lead(reply), *map(_finding, reply.findings)]
    if reply.passages:
        return [FOUND_IN, *map(_passage, reply.passages)]
    return [SAID[reply.kind]]


def _lead(reply: Reply, end: str = "") -> list[str]:
    """Say first where it isn't sure that this was asked."""
    return [f"{NOT_SURE}{end}"] if reply.kind is ReplyKind.ABOUT else []


def _finding(found: Finding) -> str:
    lines = [in_mrkdwn(line) for line in found.lines]
    shown = [f"• {line}" for line in lines] if len(lines) > 1 else lines
    return "\n".join([f"*{in_mrkdwn(found.title)}*", *shown])


def _passage(found: Found) -> str:
    passage = found.passage
    text = escape(cut(passage.text, LONGEST_PASSAGE))
    source = FOUND_AT.format(source=escape(passage.source))
    title = passage.title.partition(" (")[0]
    return f"*{escape(title)}*\n{text}\n_{source}_"


def _footer(reply: Reply, links: Links) -> str:
    sources = [_source(source, links) for source in _sources(reply)]
    at = _oldest(reply.findings)
    told = [
        *([SOURCES.format(sources=", ".join(sources))] if sources else []),
        *([AS_OF.format(at=moment(at))] if at else []),
        WITH_MODEL if reply.text else WITHOUT_MODEL,
        *([LIMITED] if reply.is_limited else []),
    ]
    return " ".join(told)


def _sources(reply: Reply) -> Sequence[Source]:
    found = [source for finding in reply.findings for source in finding.sources]
    return list(dict.fromkeys(found))[:MOST_SOURCES]


def _oldest(findings: Sequence[Finding]) -> datetime | None:
    return min((found.at for found in findings if found.at), default=None)


def _source(source: Source, links: Links) -> str:
    label = in_mrkdwn(source.label)
    url = source.url or links.get((source.kind, source.key), "")
    return f"<{url}|{label.replace('|', '/')}>" if _PERMALINK.fullmatch(url) else label
