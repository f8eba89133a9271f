"""How far a use case is, on its card: sections, quality, risk, lane, who is asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from assessments.use_cases.contract.priority import Lane
from handlers.blocks.parts import context, section
from handlers.blocks.text import cut_mrkdwn, escape, mention
from handlers.wording.people import OTHERWISE_UNREACHED, WHY_UNREACHED
from handlers.wording.portfolio import COUNTED
from handlers.wording.use_case_names import name_in_words

MOST_CHECKS, MOST_MISSING, MOST_TEXT = 5, 4, 2_900


@dataclass(frozen=True)
class MissingLine:
    """Something that is missing, and who is best asked: a person, or a group without one."""

    label: str
    group: str
    person: str


@dataclass(frozen=True)
class SectionProgress:
    """How far a section is; `percent` is None where nothing is needed yet."""

    title: str
    percent: int | None
    missing: Sequence[MissingLine]
    asked: Sequence[str] = ()


@dataclass(frozen=True)
class Progress:
    """What the rules say about the draft; `in_vain` names who couldn't be asked, and why."""

    aims_at: str
    percent: int
    sections: Sequence[SectionProgress]
    quality: int
    enough: int
    failed: Sequence[tuple[str, bool]]
    broken: Sequence[str]
    risk: str
    reasons: Sequence[str]
    open_questions: int
    lane: str
    in_vain: Sequence[tuple[str, str]] = ()


def short_label(label: str) -> str:
    """Write a field's question as an entry of a list: without its mark and what is in brackets."""
    return re.sub(r"\s*\([^)]*\)\s*$", "", label.rstrip("?")).rstrip("?").strip()


def progress_blocks(found: Progress) -> list[Block]:
    """Draw it: what is missing and who is asked, what to mend, risk and lane."""
    blocks: list[Block] = [section(_fitting(_how_far(found)))]
    for person, code in found.in_vain[:MOST_MISSING]:
        why = WHY_UNREACHED.get(code, OTHERWISE_UNREACHED.format(code=code))
        told = f"I couldn't ask {mention(person)}: {escape(why)}. Please ask somebody else."
        blocks.append(context(f":warning: {told}"))
    if found.broken:
        blocks.append(section(_fitting(["*To correct*", *_bullets(found.broken)])))
    blocks.append(section(_quality(found)))
    blocks.append(context(_risk(found)))
    return blocks


def _how_far(found: Progress) -> list[str]:
    """Write how far it is, section by section; nothing more once nothing is missing."""
    told = f"*{found.percent}% of what it needs to be {escape(name_in_words(found.aims_at))}*"
    lines = [_section_line(one) for one in found.sections]
    return [told, *lines] if any(one.missing for one in found.sections) else [told]


def _section_line(line: SectionProgress) -> str:
    if line.percent is None:
        return f"• {escape(line.title)}: nothing needed yet"
    if not line.missing:
        return f"• {escape(line.title)}: complete"
    shown = [escape(short_label(one.label)) for one in line.missing[:MOST_MISSING]]
    more = len(line.missing) - len(shown)
    rest = f" and {more} more" if more else ""
    people = dict.fromkeys(
        mention(one.person) if one.person else f"someone in {escape(name_in_words(one.group))}"
        for one in line.missing
    )
    asked = f" ({', '.join(map(mention, line.asked))} asked already)" if line.asked else ""
    return (
        f"• *{escape(line.title)}*: {line.percent}%. Missing: {'; '.join(shown)}{rest}. "
        f"Best asked: {', '.join(people)}{asked}"
    )


def _quality(found: Progress) -> str:
    head = f"*Quality {found.quality} of 100* ({found.enough} is enough)"
    told = [f"{text} (must be met)" if is_blocker else text for text, is_blocker in found.failed]
    return _fitting([head, *_bullets(told)]) if told else f"{head}: every check passes."


def _bullets(texts: Sequence[str]) -> list[str]:
    shown = [f"• {escape(text)}" for text in dict.fromkeys(texts)]
    more = len(shown) - MOST_CHECKS
    return [*shown[:MOST_CHECKS], *([f"and {more} more"] if more > 0 else [])]


def _risk(found: Progress) -> str:
    if not found.risk:
        return f"Risk: {found.open_questions} of the risk questions are open."
    named = name_in_words(found.risk)
    told = f"*{escape(named[:1].upper() + named[1:])}*"
    because = f", because: {escape('; '.join(found.reasons))}" if found.reasons else ""
    lane = f" In the portfolio: *{escape(COUNTED[Lane(found.lane)])}*." if found.lane else ""
    return f"{told}{because}. A first sorting, not legal advice.{lane}"


def _fitting(lines: Sequence[str]) -> str:
    return cut_mrkdwn("\n".join(lines), MOST_TEXT)
