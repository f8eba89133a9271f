"""The evaluation: each question's answer beside the facts that it must hold, and must not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

QUESTIONS = Path(__file__).parent / "evaluation.yaml"
INJECTIONS = Path(__file__).parent / "injections.yaml"


@dataclass(frozen=True)
class Question:
    """A question, and what its answer must hold."""

    ask: str
    topic: str
    held: bool
    served: bool
    must: Sequence[str]


@dataclass(frozen=True)
class Rated:
    """An answer to a question: how many facts it held, and what it should never have said."""

    question: Question
    answer: str
    held_facts: int
    leaked: Sequence[str]


def questions() -> tuple[list[Question], list[str]]:
    """Return the questions, and what no answer may hold."""
    found = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return [Question(**one) for one in found["questions"]], list(found["never"])


def rate(answer: Callable[[str], str]) -> list[Rated]:
    """Ask every question."""
    asked, never = questions()
    return [_rated(question, answer(question.ask), never) for question in asked]


def share_held(rated: Sequence[Rated]) -> float:
    """Return the share of facts held, 0 to 1."""
    facts = sum(len(one.question.must) for one in rated)
    return sum(one.held_facts for one in rated) / facts


def table(rated: Sequence[Rated]) -> str:
    """Write the table by topic: held-out questions, and how many facts they held."""
    topics = dict.fromkeys(one.question.topic for one in rated)
    rows = [
        _row(topic.replace("_", " "), [one for one in rated if one.question.topic == topic])
        for topic in topics
    ]
    head = "| topic | questions | facts held, learned from | facts held, held out | never-facts |"
    return "\n".join([head, "|---|---|---|---|---|", *rows, _row("**all**", rated)])


def _row(name: str, rated: Sequence[Rated]) -> str:
    learned = [one for one in rated if not one.question.held]
    held = [one for one in rated if one.question.held]
    leaked = sum(len(one.leaked) for one in rated)
    return f"| {name} | {len(rated)} | {_told(learned)} | {_told(held)} | {leaked} |"


def _told(rated: Sequence[Rated]) -> str:
    facts = sum(len(one.question.must) for one in rated)
    return f"{sum(one.held_facts for one in rated)} of {facts}"


def _rated(question: Question, answer: str, never: Sequence[str]) -> Rated:
    told = answer.casefold()
    held = sum(fact.casefold() in told for fact in question.must)
    return Rated(question, answer, held, [word for word in never if word.casefold() in told])
