"""A use case's three short windows: what it is for, the number that must move, the pass marks."""

import json
from collections.abc import Sequence
from uuid import UUID

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from assessments.use_cases.definition import UseCaseCard
from assessments.use_cases.screens import field_limits
from handlers.blocks.parts import context, modal, option, section, text_input
from handlers.blocks.text import short

PURPOSE_VIEW, KPI_VIEW, GOOD_ENOUGH_VIEW = (
    "write_purpose",
    "write_kpi",
    "agree_pass_marks",
)
TYPED = "type_text"


def purpose_window(card: UseCaseCard, drafts: Sequence[str] = ()) -> View:
    """First window: what and why; a draft that waits elsewhere is named."""
    limits = field_limits()
    return _window(
        card.use_case_id,
        PURPOSE_VIEW,
        1,
        "What is it for? Two minutes in all; each window is kept when you go on.",
        [
            _text("title", "Short name", card.title, "Employment check", limits["title"]),
            _text(
                "summary",
                "In one sentence: who gets what result, to do what?",
                card.summary,
                "Advisers see who is likely out of work, to call them first",
                limits["summary"],
            ),
            _text(
                "business_driver",
                "Which business goal does it serve?",
                card.business_driver,
                "Reach 20 percent more people who need advice",
                limits["business_driver"],
                multiline=True,
            ),
            *(_draft(title) for title in drafts[:1]),
        ],
    )


def kpi_window(card: UseCaseCard) -> View:
    """Second window: the number that must move."""
    known = card.kpi
    return _window(
        card.use_case_id,
        KPI_VIEW,
        2,
        "Which number must move? One is enough; it says later whether this was worth it.",
        [
            _text("name", "Number", known.name if known else "", "People advised a month", 100),
            _text("unit", "Unit", known.unit if known else "", "people", 100),
            _text("baseline", "Today", f"{known.baseline:.12g}" if known else "", "1200", 40),
            _text("target", "Target", f"{known.target:.12g}" if known else "", "1450", 40),
            text_input(
                "Reached by",
                DatePickerElement(
                    action_id=TYPED,
                    initial_date=known.target_date.isoformat() if known else None,
                ),
                block_id="target_date",
            ),
        ],
    )


def good_enough_window(card: UseCaseCard, model_names: Sequence[str]) -> View:
    """Third window: the pass marks."""
    options = [option(name, name) for name in model_names]
    chosen = next((found for found in options if found.value == card.model_name), None)
    marks = {mark.metric: f"{mark.threshold:.12g}" for mark in card.pass_marks}
    return _window(
        card.use_case_id,
        GOOD_ENOUGH_VIEW,
        3,
        "What is good enough? These limits decide on releases, and wake people when they break.",
        [
            text_input(
                "Model",
                StaticSelectElement(
                    action_id=TYPED,
                    options=options,
                    initial_option=chosen,
                    placeholder=PlainTextObject(text="Choose the model"),
                ),
                block_id="model_name",
            ),
            text_input(
                "Right answers, at least",
                PlainTextInputElement(
                    action_id=TYPED, initial_value=marks.get("accuracy", "80 %")
                ),
                block_id="accuracy",
                hint="80 % means: of 100 cases at least 80 are judged rightly.",
            ),
            text_input(
                "How far may the data move? (PSI)",
                PlainTextInputElement(action_id=TYPED, initial_value=marks.get("psi", "0.25")),
                block_id="psi",
                hint="0.1 is a small change, 0.25 a clear one. Leave 0.25 if unsure.",
            ),
        ],
        submit="Agree",
    )


def no_model_window() -> View:
    """Say that no model is registered yet."""
    return modal(
        "No model yet",
        [
            section(
                "*No model is registered yet*, so there is nothing to set pass marks for. "
                "Ask your platform team to run `lamplighter apply`; what you wrote is kept."
            )
        ],
        callback_id="nothing_to_watch",
        submit=None,
    )


def _window(
    use_case_id: UUID,
    callback_id: str,
    position: int,
    intro: str,
    inputs: Sequence[Block],
    submit: str = "Next",
) -> View:
    return modal(
        f"Use case, step {position} of 3",
        [section(intro), *inputs],
        callback_id=callback_id,
        private_metadata=json.dumps({"use_case_id": str(use_case_id)}),
        submit=submit,
        close="Later",
    )


def _draft(title: str) -> Block:
    return context(
        f"You have begun another one, {short(title)}. To go on with it, press *Later* here and "
        "*Continue* in my Home."
    )


def _text(
    block_id: str, label: str, value: str, example: str, longest: int, *, multiline: bool = False
) -> Block:
    return text_input(
        label,
        PlainTextInputElement(
            action_id=TYPED,
            initial_value=value or None,
            multiline=multiline,
            placeholder=PlainTextObject(text=f"e.g. {example}"),
            max_length=min(longest, 3_000),
        ),
        block_id=block_id,
    )
