"""Coming back to a use case: the windows behind its questions."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from assessments.questionnaires.content import Screened
from assessments.use_cases.coming_back.answering import LONGEST_REASON
from assessments.use_cases.coming_back.kpis import Payoff
from assessments.use_cases.coming_back.tables import RevisitVerdict
from handlers.blocks.parts import context, modal, option, prefilled, section, text_input
from handlers.blocks.text import short
from handlers.blocks.use_cases.coming_back import RevisitCard
from handlers.blocks.use_cases.looked_back import fact_hints
from handlers.blocks.use_cases.payoffs import figure_text, number_text

ATTEST_VIEW, PAYOFF_VIEW, FIGURE_VIEW = "attest_use_case", "tell_payoff", "enter_figure"
VERDICT_BLOCK, REASON_BLOCK, FIGURE_BLOCK = "verdict", "reason", "figure"
DATE_BLOCK, TARGET_BLOCK, DAY_BLOCK = "target_date", "target", "measured_on"
CHOOSE, TYPE = "choose", "type_text"
LONGEST_NUMBER = 60
ATTESTATION: Mapping[RevisitVerdict, tuple[str, str]] = {
    RevisitVerdict.STILL_RIGHT: ("Still right", "Nothing changes; I'll ask again next time."),
    RevisitVerdict.CHANGE: ("It has to change", "Its sections can be edited right after this."),
    RevisitVerdict.RETIRE: ("Retire it", "It has done its work, or never will."),
}
PAYOFF: Mapping[RevisitVerdict, tuple[str, str]] = {
    RevisitVerdict.KEEP: ("Keep it", "It goes on as it is."),
    RevisitVerdict.EXTEND: ("Give it more time", "The same target, on a later day."),
    RevisitVerdict.CHANGE_TARGET: ("Change the target", "Another target, on a later day."),
    RevisitVerdict.RETIRE: ("Retire it", "It has done its work, or never will."),
}


def attestation_window(card: RevisitCard, screened: Screened, filled: Mapping[str, str]) -> View:
    """Build the window of an attestation; what was measured is filled in.

    Args:
        card: What is asked.
        screened: The questions.
        filled: The answers that measurements give, by question.
    """
    screen, hints = screened.adoption_screen, fact_hints(card.measured)
    choices = [option(answer.label, answer.value) for answer in screen.answers]
    questions = [
        text_input(
            question.question,
            _select(choices, filled.get(question.id)),
            block_id=question.id,
            hint=hints.get(question.measured, question.why),
        )
        for question in screen.questions
    ]
    return _window(
        "Is it still right?",
        ATTEST_VIEW,
        card,
        [
            section(f"*{short(card.title)}*: {screen.intro}"),
            *questions,
            _verdict("All in all", ATTESTATION),
            _reason("Why?", "Needed to retire it, or if an answer above isn't yes."),
        ],
    )


def payoff_window(card: RevisitCard, payoff: Payoff) -> View:
    """Build the window that asks what a number came to, and what follows."""
    figure = "" if payoff.figure is None else f"{payoff.figure:.12g}"
    unit = f" ({payoff.unit})" if payoff.unit else ""
    return _window(
        "Did it pay?",
        PAYOFF_VIEW,
        card,
        [
            section(f"{number_text(payoff)}\n{figure_text(payoff)}"),
            text_input(
                f"What was reached{unit}",
                _line(figure),
                block_id=FIGURE_BLOCK,
                hint="If it's empty, the newest figure that's known counts.",
                optional=True,
            ),
            _verdict("What follows?", PAYOFF),
            text_input(
                "New date",
                DatePickerElement(action_id=CHOOSE),
                block_id=DATE_BLOCK,
                hint="For more time, or another target.",
                optional=True,
            ),
            text_input(
                f"New target{unit}",
                _line(""),
                block_id=TARGET_BLOCK,
                hint="For another target. A range is two numbers, such as 1.9 to 2.3.",
                optional=True,
            ),
            _reason("Why?", "It's kept with the use case.", optional=False),
        ],
    )


def figure_window(card: RevisitCard, payoff: Payoff, today: date) -> View:
    """Build the window in which somebody enters what a number has come to."""
    unit = f" ({payoff.unit})" if payoff.unit else ""
    return _window(
        "Enter the figure",
        FIGURE_VIEW,
        card,
        [
            section(f"{number_text(payoff)}\n{figure_text(payoff)}"),
            text_input(f"{payoff.kpi}{unit}", _line(""), block_id=FIGURE_BLOCK),
            text_input(
                "As of",
                DatePickerElement(action_id=CHOOSE, initial_date=today.isoformat()),
                block_id=DAY_BLOCK,
            ),
            context("It's kept with your name, and shown to whoever is asked if it paid."),
        ],
        submit="Save",
    )


def _select(choices: Sequence[Option], chosen: str | None) -> StaticSelectElement:
    initial = next((choice for choice in choices if choice.value == chosen), None)
    return StaticSelectElement(
        action_id=CHOOSE,
        options=list(choices),
        initial_option=initial,
        placeholder=PlainTextObject(text="Choose"),
    )


def _verdict(label: str, verdicts: Mapping[RevisitVerdict, tuple[str, str]]) -> Block:
    choices = [option(name, verdict.value, says) for verdict, (name, says) in verdicts.items()]
    radio = RadioButtonsElement(action_id=CHOOSE, options=choices)
    return text_input(label, radio, block_id=VERDICT_BLOCK)


def _reason(label: str, hint: str, *, optional: bool = True) -> Block:
    element = PlainTextInputElement(action_id=TYPE, multiline=True, max_length=LONGEST_REASON)
    return text_input(label, element, block_id=REASON_BLOCK, hint=hint, optional=optional)


def _line(text: str) -> PlainTextInputElement:
    return PlainTextInputElement(
        action_id=TYPE, max_length=LONGEST_NUMBER, initial_value=prefilled(text)
    )


def _window(
    title: str,
    callback_id: str,
    card: RevisitCard,
    blocks: Sequence[Block],
    *,
    submit: str = "Send",
) -> View:
    return modal(
        title,
        blocks,
        callback_id=callback_id,
        private_metadata=json.dumps({"revisit_id": str(card.revisit.id)}),
        submit=submit,
        close="Not now",
    )
