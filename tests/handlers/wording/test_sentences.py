"""Every code has a sentence, is given somewhere, and always with the facts that it names."""

from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from string import Formatter

import pytest

from assessments.errors import AssessmentError
from assessments.errors import Code as AssessmentCode
from deployments.errors import Code as DeploymentCode
from ground.refusals import People, Refusal
from handlers.blocks.refusals import refusal_sentence
from handlers.wording.presses import Code as PressCode
from handlers.wording.sentences import TABLES, plain_sentence
from monitors.errors import Code as MonitorCode
from monitors.errors import MeasurementError
from tests.handlers.wording.raised_codes import given_codes, loose_codes

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
CODES = [code for table in TABLES.values() for code in table]


def placeholders(template: str) -> set[str]:
    """Name what a template takes."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_every_code_has_a_sentence() -> None:
    """And each code a value of its own, since the audit log keeps that."""
    for codes, table in TABLES.items():
        assert set(table) == set(codes)
        assert len(codes) == len(codes.__members__)


def test_each_code_is_given_with_the_facts_that_its_sentence_names() -> None:
    """Nothing more, nothing less, wherever it is given; nowhere as a value to pass around."""
    given = given_codes()
    wrong = [
        found.where
        for found in given
        if (code := getattr(codes_of(found.home), found.name))
        and found.facts != placeholders(TABLES[type(code)][code])
    ]

    assert wrong == []
    assert len(given) >= len(CODES)
    assert loose_codes() == []


def test_no_code_is_left_over() -> None:
    """Each one is given somewhere."""
    given = {(codes_of(found.home), found.name) for found in given_codes()}

    assert given == {(type(code), code.name) for code in CODES}


@pytest.mark.parametrize("code", CODES, ids=lambda code: f"{type(code).__module__}-{code.value}")
def test_a_sentence_is_one(code: StrEnum) -> None:
    """It starts like one and ends like one."""
    template = TABLES[type(code)][code]

    assert template[0].isupper() or template[0] in "{“"
    assert template[-1] in ".?"


WHEN = "<!date^1795593600^{date_short_pretty} at {time}|25 Nov 2026, 08:00 UTC>"
THREE = People(["U1", "U2", "U3"])
REFUSALS = [
    (
        Refusal(DeploymentCode.NOT_A_DECIDER, people=THREE),
        "Only <@U1>, <@U2> or <@U3> can decide this. Nothing was changed.",
    ),
    (
        Refusal(MonitorCode.ALERT_KEPT, people=People(["U1"]), at=AT),
        f"<@U1> decided to keep the model before you {WHEN}. Nothing was changed.",
    ),
    (
        Refusal(AssessmentCode.GROUP_WITHOUT_QUESTIONS, group="<!channel> *x*"),
        "This questionnaire has no questions for &lt;!channel&gt; *\u200bx*\u200b.",
    ),
    (
        AssessmentError(AssessmentCode.TEXT_LENGTH, most=200, length=5_000),
        "Enter 1 to 200 characters; this has 5,000.",
    ),
    (MeasurementError("1 < 2"), "1 &lt; 2"),
]


@pytest.mark.parametrize(("reason", "sentence"), REFUSALS)
def test_in_slack_people_are_mentioned_and_words_are_harmless(
    reason: Refusal | AssessmentError, sentence: str
) -> None:
    """Times are in the reader's own zone."""
    assert refusal_sentence(reason) == sentence


def test_elsewhere_it_is_plain_text() -> None:
    """A terminal and a window's field know no mentions."""
    kept = Refusal(MonitorCode.ALERT_KEPT, people=People(["U1", "U2"]), at=AT)

    assert plain_sentence(kept) == (
        "U1 or U2 decided to keep the model before you 25 Nov 2026, 08:00 UTC. "
        "Nothing was changed."
    )
    assert plain_sentence(MeasurementError("1 < 2")) == "1 < 2"
    assert plain_sentence(Refusal(PressCode.DAY_MISSING)) == "Choose a day."


def test_a_log_gets_the_code_and_its_facts() -> None:
    """So that a line can be found, whatever the language."""
    error = AssessmentError(AssessmentCode.TOO_MANY_PEOPLE, most=200)

    assert str(error) == "person.too_many (most=200)"
    assert str(Refusal(PressCode.DAY_MISSING)) == "window.day_missing"


def codes_of(home: str) -> type[StrEnum]:
    """Load the codes of a module."""
    found: type[StrEnum] = import_module(home).Code
    return found
