"""Readiness: the invitation, the windows with questions, the round's message and its result."""

import json
from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    DividerBlock,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from assessments.asking import Mode
from assessments.cards import Disagreement, InvitationCard, RoundCard
from assessments.interview import Step
from handlers.blocks.maturity import maturity_result
from handlers.blocks.parts import (
    button,
    confirm,
    context,
    header,
    modal,
    option,
    section,
    text_input,
)
from handlers.blocks.text import Message, cut, escape, mention, moment

ANSWER_QUESTIONS = "answer_questions"
CLOSE_ROUND = "close_round"
SHOW_PREVIOUS_QUESTION = "show_previous_question"
START_ASSESSMENT = "start_assessment"
ASSESS_VIEW = "choose_participants"
QUESTION_VIEW = "answer_question"
ANSWER_BLOCK, ANSWER_ACTION = "answer", "choose_answer"
EVIDENCE_BLOCK, EVIDENCE_ACTION = "evidence", "type_evidence"
GROUP_ACTION = "choose_people"
LONGEST_EVIDENCE = 3_000
MODE_BLOCK, MODE_ACTION = "mode", "choose_mode"
MODES = {
    Mode.SCREEN: "Seven signs: does a review pay off? (3 minutes)",
    Mode.QUICK: "Quick check: one question for each of eight topics (4 minutes)",
    Mode.FULL: "Whole questionnaire: all levels and a roadmap (8 to 11 minutes)",
}
WINDOW_TITLES = {
    Mode.SCREEN: "Seven quick questions",
    Mode.QUICK: "Quick readiness check",
    Mode.FULL: "Readiness questions",
}
LEVELS = {0.0: "no", 0.5: "partly", 1.0: "yes"}
MOST_NAMES = 40


def choose_participants(channel_id: str, groups: Sequence[tuple[str, str]]) -> View:
    """Ask the facilitator who should be heard, group by group."""
    intro = section(
        "*Who should be heard?* Everyone gets short questions in a direct message, one at a "
        "time. The channel sees the result when the last one has answered, or when you close "
        "the round."
    )
    modes = [option(text, mode.value) for mode, text in MODES.items()]
    extent = text_input(
        "How much do you want to ask?",
        RadioButtonsElement(action_id=MODE_ACTION, options=modes, initial_option=modes[0]),
        block_id=MODE_BLOCK,
    )
    inputs = [
        text_input(
            label,
            UserMultiSelectElement(
                action_id=GROUP_ACTION, placeholder=PlainTextObject(text="Choose people")
            ),
            block_id=group_id,
            optional=True,
        )
        for group_id, label in groups
    ]
    return modal(
        "Start a readiness round",
        [intro, extent, *inputs, context("Each group counts once, however many people it has.")],
        callback_id=ASSESS_VIEW,
        private_metadata=json.dumps({"channel_id": channel_id}),
        submit="Invite them",
        close="Not now",
    )


def invitation(card: InvitationCard) -> Message:
    """Invite one person, or show where they stand."""
    text = f"{card.total} short questions about machine learning, about {card.minutes} minutes"
    blocks: list[Block] = [
        header("How does machine learning go here?"),
        section(
            f"{mention(card.started_by)} asks for your view as *{escape(card.group)}*: "
            f"{card.total} short questions, *about {card.minutes} minutes*. "
            "There are no right answers; say what you see from your seat."
        ),
        context(
            "Why: models fail more often because business and technology are out of step than "
            "for technical reasons. Who sees what: the channel sees each group's view, "
            "never who answered what. Each answer is kept as you go."
        ),
    ]
    if card.is_closed:
        blocks.append(section("*This round is closed.* The result is in the channel. Thank you."))
        return Message("This round is closed.", blocks)
    if card.answered >= card.total:
        blocks.append(section("*All answered. Thank you.* You can change answers until the end."))
    label = "Start" if card.answered == 0 else "Continue"
    label = "Change my answers" if card.answered >= card.total else label
    blocks.append(
        ActionsBlock(
            elements=[button(label, ANSWER_QUESTIONS, card.assessment_id, style="primary")]
        )
    )
    if 0 < card.answered < card.total:
        blocks.append(context(f"{card.answered} of {card.total} answered and kept."))
    return Message(text, blocks)


def question(step: Step) -> View:
    """Ask one question."""
    options = [option(answer.label, answer.value) for answer in step.question.answers]
    chosen = next((found for found in options if found.value == step.answered), None)
    blocks: list[Block] = [
        context(f"Question {step.position} of {step.total}. Each answer is kept when you go on."),
        section(f"*{escape(step.question.question)}*"),
        context(f"Why we ask: {escape(step.question.why)}"),
        text_input(
            "Your view",
            RadioButtonsElement(action_id=ANSWER_ACTION, options=options, initial_option=chosen),
            block_id=f"{ANSWER_BLOCK}_{step.question.id}",
        ),
        text_input(
            "An example, if you have one",
            PlainTextInputElement(
                action_id=EVIDENCE_ACTION,
                multiline=True,
                initial_value=step.evidence or None,
                max_length=LONGEST_EVIDENCE,
                placeholder=PlainTextObject(text=cut(step.question.evidence_prompt, 150)),
            ),
            block_id=f"{EVIDENCE_BLOCK}_{step.question.id}",
            optional=True,
        ),
    ]
    metadata = {
        "assessment_id": str(step.assessment_id),
        "question_id": step.question.id,
        "position": step.position,
    }
    if step.position > 1:
        back = button("Back", SHOW_PREVIOUS_QUESTION, json.dumps(metadata))
        blocks.append(ActionsBlock(elements=[back]))
    return modal(
        WINDOW_TITLES[step.mode],
        blocks,
        callback_id=QUESTION_VIEW,
        private_metadata=json.dumps(metadata),
        submit="Finish" if step.position == step.total else "Next",
        close="Later",
    )


def thanks(*, is_last: bool) -> View:
    """End a person's interview."""
    ending = (
        "You were the last one: the result is in the channel now."
        if is_last
        else "The channel sees the result when everyone has answered. "
        "You can change your answers until then."
    )
    return modal(
        "Thank you",
        [section(f"*That was all.* {ending}")],
        callback_id="thanks",
        submit=None,
    )


def round_message(card: RoundCard) -> Message:
    """Show how far a round is; when it is closed, what it says."""
    if card.maturity is not None:
        return maturity_result(card.maturity)
    return _result(card) if card.result and card.band else _progress(card)


def _progress(card: RoundCard) -> Message:
    done, asked = len(card.progress.finished), len(card.progress.finished + card.progress.waiting)
    text = f"Readiness round: {done} of {asked} have answered"
    named = card.progress.waiting[:MOST_NAMES]
    more = len(card.progress.waiting) - len(named)
    waiting = ", ".join(mention(user) for user in named) + (f" and {more} more" if more else "")
    end = button(
        "Close the round",
        CLOSE_ROUND,
        card.assessment_id,
        confirm=confirm(
            "Close this round?", "The result is shown; nobody can answer any more.", "Close it"
        ),
    )
    return Message(
        text,
        [
            header("How ready are we for machine learning?"),
            section(
                f"{mention(card.started_by)} asked {asked} people. "
                f"*{done} of {asked} have answered.*"
            ),
            *([section(f"Still waiting for {waiting}.")] if waiting else []),
            context("The result appears here when everyone has answered."),
            ActionsBlock(elements=[end]),
        ],
    )


def _result(card: RoundCard) -> Message:
    if card.result is None or card.band is None:
        raise ValueError("A result needs a closed round.")
    signals = len(card.signals)
    text = f"Readiness result: {card.band.title}"
    blocks: list[Block] = [
        header(f"Result: {card.band.title}"),
        section(escape(card.band.meaning)),
        section(
            f"*{signals} of {card.total_questions} signs* that work is lost between idea and "
            f"benefit, strength {card.result.strength:.1f} of {card.total_questions}. "
            f"{card.answered_people} people answered; "
            f"{card.result.with_evidence} questions came with an example."
        ),
    ]
    if card.signals:
        blocks.append(section(_listed("What stands out", card.signals)))
    if card.disagreements:
        blocks += [DividerBlock(), section(_disagreement_text(card.disagreements))]
    if card.unknown:
        blocks.append(section(_listed("Nobody could say", card.unknown)))
    blocks += [DividerBlock(), section(f"*Next step:* {escape(_next_step(card))}")]
    if card.closed_at is not None:
        blocks.append(
            context(
                f"Closed {moment(card.closed_at)}. Each group counts once; "
                "no answer is shown with a name."
            )
        )
    return Message(text, blocks)


def _next_step(card: RoundCard) -> str:
    if card.band is None or card.band.id == "none":
        return "Nothing to do now. Repeat in six months, or when the first model goes live."
    if card.band.id == "not_enough_known":
        return "Agree who finds out what nobody could say, then repeat the round."
    areas = ", ".join(card.open_dimensions)
    if card.band.id == "spot":
        return f"Look closer at: {areas}."
    sponsor = " Name a sponsor and a mixed task force first." if card.band.id == "act" else ""
    return f"Take the whole questionnaire with all three groups. Signs point to: {areas}.{sponsor}"


def _listed(title: str, questions: Sequence[str]) -> str:
    return "\n".join([f"*{title}*", *(f"• {escape(found)}" for found in questions)])


def _disagreement_text(disagreements: Sequence[Disagreement]) -> str:
    lines = ["*Where you see it differently: talk about this first*"]
    for found in disagreements:
        views = ", ".join(
            f"{escape(group)} says {LEVELS.get(score, 'mixed')}"
            for group, score in found.group_scores
        )
        lines.append(f"• {escape(found.question)}\n   {views}")
    return "\n".join(lines)
