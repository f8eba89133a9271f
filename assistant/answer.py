"""Answers a question without a language model: by the tools' own words, else by what is found."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.desk import Desk
from assistant.finding import Finding
from assistant.intents import Intent, Names, intents_of, is_bare, own_words, with_subject
from assistant.naming import names_in
from assistant.retrieval import Found, nearest_passages
from assistant.tools import all_tools
from assistant.tools.readiness import teams
from assistant.tools.use_cases import titles
from assistant.words import known_words

LONGEST_QUESTION = 2_000
EXPLAIN = "why_this_alert"
SEARCHES = {"what_it_means", "how_to"}
"""Tools that look for words: where they find none, other pages may."""
NEAR, STEM = 0.16, 5
MOST_OWN_WORDS = 3
"""A question of so few words, everyday ones aside, that holds one of ours is about that."""
THANKS = re.compile(
    r"(?:(?:(?:many )?thanks|thank you|thx|ty|cheers|great|perfect|super|nice|got it|okay|ok|"
    r"danke|a lot|so much|very much|that helps)[ !.,:)]*)+",
    re.IGNORECASE,
)
FOLLOW_UP_WORDS = 8
"""A question of so few words that names nothing is about what was talked of before."""


class ReplyKind(StrEnum):
    """What an answer is; the values are stored."""

    ANSWER = "answer"
    FOUND_IN = "found_in"
    ABOUT = "about"
    DONT_KNOW = "dont_know"
    HELP = "help"
    CANT_ACT = "cant_act"
    PRIVATE = "private"


@dataclass(frozen=True)
class Reply:
    """An answer.

    Attributes:
        findings: What the tools found.
        passages: What retrieval found, where no tool was clear.
        text: A provider's words, once they passed the guard; empty without one.
        subject: What it's about, for a follow-up: names of models and use cases.
        is_limited: Whether a language model wasn't asked because of the day's limit.
    """

    question: str
    kind: ReplyKind
    findings: Sequence[Finding] = ()
    passages: Sequence[Found] = ()
    text: str = ""
    subject: str = ""
    is_limited: bool = False


WITHOUT_TOOL: Mapping[str, ReplyKind] = {
    "help": ReplyKind.HELP,
    "act": ReplyKind.CANT_ACT,
    "private": ReplyKind.PRIVATE,
    "other": ReplyKind.DONT_KNOW,
}


def answer_question(question: str, desk: Desk, before: str = "") -> Reply:
    """Answer a question.

    Args:
        question: As typed.
        desk: What tools work with.
        before: What was talked of before in the thread.
    """
    asked = " ".join(question.split())[:LONGEST_QUESTION]
    names = Names([model.name for model in desk.models()], titles(desk), teams(desk))
    named = _subject(asked, names)
    subject = named or (before if len(asked.split()) <= FOLLOW_UP_WORDS else "")
    reply = Reply(asked, ReplyKind.DONT_KNOW, subject=subject)
    if not asked or THANKS.fullmatch(asked):
        return replace(reply, kind=ReplyKind.HELP)
    spoken = asked if named else with_subject(asked, subject, names)
    intents = intents_of(spoken, names)
    if named and {found.name for found in intents} <= {"other"}:
        intents = []
    for found in intents:
        if found.name in WITHOUT_TOOL:
            return replace(reply, kind=WITHOUT_TOOL[found.name])
    if not intents:
        return _about(reply, desk, names) or _found_in(reply, desk)
    findings = [_finding(found, desk, names, reply) for found in intents]
    told = [finding for finding in findings if not finding.is_empty]
    is_either = len({found.asked for found in intents}) == 1
    answer = replace(
        reply, kind=ReplyKind.ANSWER, findings=told if is_either and told else findings
    )
    if told:
        return answer
    is_a_guess = {found.name for found in intents} <= SEARCHES
    return _about(reply, desk, names) or (_found_in(reply, desk) if is_a_guess else answer)


def explain_alert(desk: Desk) -> Reply:
    """Explain the alert that the desk's subject names."""
    finding = all_tools()[EXPLAIN].answer(desk, "")
    return Reply("", ReplyKind.ANSWER, [finding])


def _subject(asked: str, names: Names) -> str:
    """Name what a question is about: the model and the use case that it names."""
    found = [*names_in(asked, names.models)[:1], *names_in(asked, names.use_cases)[:1]]
    return ", ".join(found)


def _finding(found: Intent, desk: Desk, names: Names, reply: Reply) -> Finding:
    """Run a tool with the part of the question that's meant, and with all of it if that's empty.

    A part that names nothing is about what the rest names, or what was talked of before.
    """
    tool = all_tools()[found.name]
    whole = f"{reply.question} {'' if _subject(reply.question, names) else reply.subject}"
    about = (
        found.asked if _subject(found.asked, names) else f"{found.asked} {_subject(whole, names)}"
    )
    finding = tool.answer(desk, about)
    return tool.answer(desk, whole) if finding.is_empty else finding


def _about(reply: Reply, desk: Desk, names: Names) -> Reply | None:
    """Tell what is known of what a question names, where what it asks isn't clear."""
    spoken = f"{reply.question} {reply.subject}"
    tools = [
        *(["model_state"] if names_in(spoken, names.models) else []),
        *(["what_was_promised"] if names_in(spoken, names.use_cases) else []),
    ]
    if not tools and len(own_words(spoken).split()) <= MOST_OWN_WORDS:
        tools = ["what_it_means"] if names_in(spoken, known_words()) else []
    findings = [all_tools()[name].answer(desk, spoken) for name in tools]
    found = [one for one in findings if not one.is_empty]
    kind = ReplyKind.ANSWER if is_bare(reply.question, names) else ReplyKind.ABOUT
    return replace(reply, kind=kind, findings=found) if found else None


def _found_in(reply: Reply, desk: Desk) -> Reply:
    own = own_words(reply.question)
    near = nearest_passages(own, desk.passages, at_least=NEAR)
    found = [one for one in near if _speaks_of(one, own.split())]
    if not found:
        return reply
    return replace(reply, kind=ReplyKind.FOUND_IN, passages=found)


def _speaks_of(found: Found, own: Sequence[str]) -> bool:
    """Return whether a passage has at least half of a question's own words, endings aside."""
    told = f"{found.passage.title} {found.passage.text}".casefold()
    return 2 * sum(word[:STEM] in told for word in own) >= len(own)
