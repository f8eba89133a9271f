"""A use case's three windows: what it's for, the number that must move, the pass marks."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    PlainTextInputElement,
    PlainTextObject,
)
from slack_sdk.models.views import View

from assessments.use_cases.definition import UseCaseCard
from assessments.use_cases.screens import field_limits
from handlers.blocks.menus import SEARCH_MODELS, menu
from handlers.blocks.parts import context, modal, prefilled, section, text_input
from handlers.blocks.text import mentions, short

PURPOSE_VIEW, KPI_VIEW, GOOD_ENOUGH_VIEW = (
    "write_purpose",
    "write_kpi",
    "agree_pass_marks",
)
TYPED = "type_text"
MOST_MODELS, MOST_PEOPLE = 3, 5
HINTS = {
    "accuracy": "80% means: at least 80 of 100 predictions must be correct.",
    "psi": "PSI shows how far the data has changed: 0.1 is a small change, 0.25 a clear one. If "
    "you're not sure, leave 0.25.",
}
SURE = "If that's what you want, press *Agree* once more. Otherwise, change them."


def purpose_window(
    card: UseCaseCard,
    drafts: Sequence[str] = (),
    kept: Sequence[tuple[str, Sequence[str]]] = (),
) -> View:
    """Build the first window: what and why.

    Args:
        card: The use case.
        drafts: Names of drafts that are waiting elsewhere.
        kept: Models whose pass marks only others may change, with who may.
    """
    limits = field_limits()
    return _window(
        card.use_case_id,
        PURPOSE_VIEW,
        1,
        "What's it for? This takes two minutes, and each step is saved as you go.",
        [
            _text("title", "Short name", card.title, "Employment check", limits["title"]),
            _text(
                "summary",
                "In one sentence: who uses its results, and what for?",
                card.summary,
                "Advisers see who's likely to be out of work, so they can call them first",
                limits["summary"],
            ),
            _text(
                "business_driver",
                "Which business goal does it support?",
                card.business_driver,
                "Reach 20 percent more people who need advice",
                limits["business_driver"],
                multiline=True,
            ),
            *(_draft(title) for title in drafts[:1]),
            *(_kept(model, people) for model, people in kept[:MOST_MODELS]),
        ],
    )


def kpi_window(card: UseCaseCard) -> View:
    """Build the second window: the number that must move."""
    known = card.kpi
    return _window(
        card.use_case_id,
        KPI_VIEW,
        2,
        "Which number must move? One is enough. Later it shows whether this was worth it.",
        [
            _text(
                "name",
                "What do you measure?",
                known.name if known else "",
                "People advised a month",
                100,
            ),
            _text("unit", "Unit", known.unit if known else "", "people", 100),
            _text("baseline", "Today", _typed(known.baseline if known else None), "1200", 40),
            _text("target", "Target", _typed(known.target if known else None), "1450", 40),
            text_input(
                "By when?",
                DatePickerElement(
                    action_id=TYPED,
                    initial_date=_day(known.target_date if known else None),
                ),
                block_id="target_date",
            ),
        ],
    )


def good_enough_window(
    card: UseCaseCard,
    model_names: Sequence[str],
    measured: Mapping[str, str] | None = None,
    asked: str = "",
) -> View:
    """Build the third window: the pass marks.

    Args:
        card: The use case.
        model_names: The models to choose from.
        measured: By metric, what was measured last of the model.
        asked: The very loose marks that the person is asked about once more.
    """
    found = measured or {}
    entries = [(name, name) for name in model_names]
    marks = {mark.metric: f"{mark.threshold:.12g}" for mark in card.pass_marks}
    loose = f"*With these limits, nearly everything passes.* {SURE}\n" if asked else ""
    return _window(
        card.use_case_id,
        GOOD_ENOUGH_VIEW,
        3,
        f"{loose}What's good enough? New versions are compared with these pass marks, and people "
        "are alerted when a live model breaks one.",
        [
            text_input(
                "Model",
                menu(entries, TYPED, SEARCH_MODELS, card.model_name, "Choose the model"),
                block_id="model_name",
            ),
            _mark("accuracy", "Accuracy, at least", marks.get("accuracy", "80%"), found),
            _mark("psi", "Data drift, at most (PSI)", marks.get("psi", "0.25"), found),
        ],
        asked=asked,
    )


def no_model_window() -> View:
    """Build the window that explains that no model is registered yet."""
    return modal(
        "No model yet",
        [
            section(
                "*No model is registered yet*, so there's nothing to set pass marks for. Ask "
                "your platform team to run `lamplighter apply`. What you wrote is saved."
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
    asked: str = "",
) -> View:
    ids = {"use_case_id": str(use_case_id), **({"asked": asked} if asked else {})}
    return modal(
        f"Use case, step {position} of 3",
        [section(intro), *inputs],
        callback_id=callback_id,
        private_metadata=json.dumps(ids),
        submit="Agree" if callback_id == GOOD_ENOUGH_VIEW else "Next",
        close="Later",
    )


def _typed(number: float | tuple[float, float] | None) -> str:
    return f"{number:.12g}" if isinstance(number, float) else ""


def _mark(metric: str, label: str, limit: str, measured: Mapping[str, str]) -> Block:
    today = f" Today: {measured[metric]}." if measured.get(metric) else ""
    return text_input(
        label,
        PlainTextInputElement(action_id=TYPED, initial_value=limit),
        block_id=metric,
        hint=f"{HINTS[metric]}{today}",
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _kept(model: str, people: Sequence[str]) -> Block:
    return context(
        f"*{short(model)}* already has pass marks. Only {mentions(people[:MOST_PEOPLE])} can "
        "change them. You can write yours, and send them to those people at the end."
    )


def _draft(title: str) -> Block:
    return context(
        f"You've already started another one: {short(title)}. To finish it, press *Later* here, "
        "then *Continue* in Home."
    )


def _text(
    block_id: str, label: str, value: str, example: str, longest: int, *, multiline: bool = False
) -> Block:
    return text_input(
        label,
        PlainTextInputElement(
            action_id=TYPED,
            initial_value=prefilled(value),
            multiline=multiline,
            placeholder=PlainTextObject(text=f"e.g. {example}"),
            max_length=min(longest, 3_000),
        ),
        block_id=block_id,
    )
