"""Coming back to a use case: is it still right, and did it pay? The messages."""

from dataclasses import dataclass, field

from slack_sdk.models.blocks import ActionsBlock, Block

from assessments.use_cases.coming_back.due import ASK_NEXT
from assessments.use_cases.coming_back.kpis import Payoff
from assessments.use_cases.coming_back.tables import Revisit, RevisitKind, RevisitVerdict
from handlers.blocks.parts import button, context, header, section
from handlers.blocks.text import (
    Message,
    amount,
    mention,
    moment,
    quote,
    short,
)
from handlers.blocks.use_cases.looked_back import Measured, measured_blocks
from handlers.blocks.use_cases.payoffs import day_words, figure_text, number_text
from handlers.blocks.use_cases.use_case import EDIT_USE_CASE
from handlers.wording.use_case_names import name_in_words

ANSWER_REVISIT, ENTER_KPI_FIGURE = "answer_revisit", "enter_kpi_figure"
TOLD = {
    RevisitVerdict.STILL_RIGHT: "*Still right*, says {who}, {when}.",
    RevisitVerdict.CHANGE: "*It has to change*, says {who}, {when}.",
    RevisitVerdict.RETIRE: "*It should be retired*, says {who}, {when}.",
    RevisitVerdict.KEEP: "*Keep it*, says {who}, {when}.",
    RevisitVerdict.EXTEND: "*More time*, until {day}, says {who}, {when}.",
    RevisitVerdict.CHANGE_TARGET: "*Another target*, {target} by {day}, says {who}, {when}.",
}
FOLLOWS = {
    RevisitVerdict.CHANGE: (
        "Change the sections that no longer hold. The present version counts until the new one "
        "is agreed."
    ),
    RevisitVerdict.RETIRE: "It's retired once its business owner and its sponsor have agreed.",
    RevisitVerdict.EXTEND: (
        "The new date is in the draft; I'll ask again on that day. The contract has it once a "
        "version with it is agreed."
    ),
    RevisitVerdict.CHANGE_TARGET: (
        "The new target is in the draft; I'll ask again on that day. The contract has it once a "
        "version with it is agreed."
    ),
}
EDITED = {RevisitVerdict.CHANGE, RevisitVerdict.EXTEND, RevisitVerdict.CHANGE_TARGET}
INSTEAD = "Please answer instead."
OVER = "*No answer is needed any more*: the use case has changed or was retired since."
ROLES = {"agreed": "the person who agreed it", "began": "the person who began it"}


@dataclass(frozen=True)
class Told:
    """To whom a message goes, and which one it is: 0 for the question itself."""

    person: str
    number: int = 0


@dataclass(frozen=True)
class RevisitCard:
    """All that the messages and windows of one question show.

    Attributes:
        revisit: What is asked.
        title: Of the use case.
        payoff: For a number, with the newest figure.
        measured: For an attestation.
        signs: What its answers come to, once answered.
        has_left: Whether who was asked has left.
    """

    revisit: Revisit
    title: str
    payoff: Payoff | None = None
    measured: Measured = field(default_factory=Measured)
    signs: str = ""
    has_left: bool = False

    @property
    def question(self) -> str:
        """The question, as a heading."""
        if self.revisit.kind is RevisitKind.PAYOFF:
            return f"Did it pay? {self.title}"
        return f"Is it still right? {self.title}"


def revisit_message(card: RevisitCard, told: Told) -> Message:
    """Build the question, a reminder of it, or what came of it."""
    revisit = card.revisit
    blocks: list[Block] = [header(card.question)]
    if revisit.ended_at is not None:
        return Message(card.question, [*blocks, *_outcome(card)])
    answer = [button("Answer", ANSWER_REVISIT, revisit.id, style="primary")]
    if revisit.kind is RevisitKind.PAYOFF:
        answer.append(button("Enter the figure", ENTER_KPI_FIGURE, revisit.id))
    if told.number > (ASK_NEXT if told.person == revisit.asked_next else 0):
        again = f"*A reminder:* nobody has answered this since {moment(revisit.asked_at)}."
        return Message(card.question, [*blocks, section(again), ActionsBlock(elements=answer)])
    is_payoff = revisit.kind is RevisitKind.PAYOFF
    asked = _number(card) if is_payoff else measured_blocks(card.measured, revisit.since)
    why = section(_why(card, told))
    note = (
        "If nobody answers, there's a reminder after 3 days, and the next person is asked after 7."
    )
    return Message(
        card.question, [*blocks, why, ActionsBlock(elements=answer), *asked, context(note)]
    )


def figure_message(card: RevisitCard) -> Message:
    """Build the message that asks who knows a number for its figure."""
    revisit = card.revisit
    title = f"{revisit.kpi}: what is it now?"
    blocks: list[Block] = [header(title), *_number(card)]
    if revisit.ended_at is None:
        enter = button("Enter the figure", ENTER_KPI_FIGURE, revisit.id, style="primary")
        blocks.append(ActionsBlock(elements=[enter]))
        whose = f"{mention(revisit.asked_of)} is asked whether *{short(card.title)}* paid."
        blocks.append(context(f"You're named as the person who knows it. {whose}"))
    return Message(title, blocks)


def _why(card: RevisitCard, told: Told) -> str:
    revisit = card.revisit
    role = ROLES.get(revisit.asked_as, f"its {name_in_words(revisit.asked_as)}")
    about = f"*{short(card.title)}*"
    if told.person == revisit.asked_next and card.has_left:
        return f"{mention(revisit.asked_of)} was asked about {about} and has left. {INSTEAD}"
    if told.person == revisit.asked_next:
        return (
            f"{mention(revisit.asked_of)} was asked about {about}, {moment(revisit.asked_at)}, "
            f"and nobody has answered. {INSTEAD}"
        )
    if revisit.asked_for:
        who = f"{mention(revisit.asked_for)}, {role}, is away, so you're asked instead."
    else:
        who = f"You're {role}."
    since = f"has been in force since {moment(revisit.since)} (version {revisit.version})"
    if revisit.kind is RevisitKind.PAYOFF:
        return f"{about}: {who} Please say what came of it."
    return f"{about} {since}. {who} Please say whether it still holds: about two minutes."


def _number(card: RevisitCard) -> list[Block]:
    payoff = card.payoff
    return [section(f"{number_text(payoff)}\n{figure_text(payoff)}")] if payoff else []


def _outcome(card: RevisitCard) -> list[Block]:
    revisit = card.revisit
    number = _number(card)
    if revisit.verdict is None or revisit.answered_at is None:
        return [*number, section(OVER)]
    who = mention(revisit.answered_by or "")
    if revisit.answered_for:
        who = f"{who} for {mention(revisit.answered_for)}"
    told = TOLD[revisit.verdict].format(
        who=who,
        when=moment(revisit.answered_at),
        day=day_words(card.payoff.new_date if card.payoff else None),
        target=_target(revisit.answers.get("target")),
    )
    why = f"\n{quote(revisit.reason)}" if revisit.reason else ""
    blocks: list[Block] = [*number, section(f"{told}{why}")]
    notes = [note for note in (card.signs, FOLLOWS.get(revisit.verdict, "")) if note]
    blocks += [context(" ".join(notes))] if notes else []
    if revisit.verdict in EDITED:
        edit = button("Edit the use case", EDIT_USE_CASE, revisit.use_case_id)
        blocks.append(ActionsBlock(elements=[edit]))
    return blocks


def _target(value: object) -> str:
    parts = value if isinstance(value, list) else [value]
    return " to ".join(amount(part) for part in parts if isinstance(part, int | float))
