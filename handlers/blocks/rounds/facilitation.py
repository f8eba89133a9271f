"""The facilitator's messages: who has answered, never what, and what to settle next."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, DividerBlock

from assessments.answers.asking import Mode
from assessments.answers.progress import Progress
from assessments.rounds.cards import ActionCard, FacilitationCard
from assessments.tables import ActionState, Stage
from ground.counting import counted
from handlers.blocks.parts import button, confirm, context, header, section
from handlers.blocks.places import where
from handlers.blocks.rounds.readiness import close_button
from handlers.blocks.rounds.roadmap import AGREE_ACTION, DECLINE_ACTION, action_text
from handlers.blocks.rounds.terms import about, day_of, round_name
from handlers.blocks.text import Message, day, escape, mention, moment

REMIND_ALL, REMIND_ONE = "remind_all", "remind_one"
ADD_PEOPLE, REMOVE_PERSON = "add_people", "remove_person"
REOPEN_ROUND, STOP_REPEATING = "reopen_round", "stop_repeating"
START_SECOND_ROUND, END_SECOND_ROUND = "start_second_round", "end_second_round"
SHOW_NAMED_ANSWERS = "show_named_answers"
SUMMARISE_REASONS = "summarise_reasons"
MOST_NAMES = 40


def facilitation(card: FacilitationCard) -> Message:
    """Build the facilitator's message about a round while people answer."""
    blocks: list[Block] = [header("Your readiness round"), _subject(card)]
    if card.terms.stage is Stage.ANSWERING:
        text = _answering(card, blocks)
    else:
        text = "Your readiness round: the answers are in"
        is_screen = card.terms.mode is Mode.SCREEN
        place = where(card.terms.channel_id)
        then = f"The result is in {place}." if is_screen else "The next steps are below."
        blocks.append(section(f"*{_counted(card.progress, 'answered')}.* {then}"))
        if is_screen:
            _add_after_closing(card, blocks)
    _add_repeat(card, blocks)
    return Message(text, blocks)


def planning(card: FacilitationCard) -> Message:
    """Build the facilitator's message about next steps: separate, so they get a notification."""
    blocks: list[Block] = [header("Next steps from your round"), _subject(card)]
    if card.terms.stage is Stage.ANSWERING:
        return Message("The round is open again", [*blocks, section("*People can answer again.*")])
    draw = {
        Stage.VOTING_AGAIN: _voting,
        Stage.DECIDING: _deciding,
        Stage.CLOSED: _settled,
    }[card.terms.stage]
    return Message(draw(card, blocks), blocks)


def reminded_sentence(count: int) -> str:
    """Write how many people were reminded."""
    people = counted(count, "person was", "people were") if count else "Nobody was"
    return (
        f"{people} reminded. People reminded in the last 24 hours, or who opted out, were skipped."
    )


def _answering(card: FacilitationCard, blocks: list[Block]) -> str:
    round_id = card.terms.assessment_id
    text = _counted(card.progress, "answered")
    blocks += [section(f"*{text}.*{_waiting(card.progress)}")]
    if card.terms.is_reopened:
        blocks.append(section(_by_hand(card.progress)))
    if card.terms.ends_at is not None:
        blocks.append(context(f"Last day to answer: {day_of(card.terms.ends_at)}."))
    if card.lone_groups:
        blocks.append(section(_alone(card.lone_groups)))
    elements = [
        button("Remind all", REMIND_ALL, round_id),
        button("Remind one", REMIND_ONE, round_id),
        button("Add people", ADD_PEOPLE, round_id),
        button("Remove a person", REMOVE_PERSON, round_id),
        close_button(round_id),
    ]
    blocks += [
        ActionsBlock(elements=elements),
        context("You see who has answered. Reminders also go out automatically, twice at most."),
    ]
    return f"Your readiness round: {text}"


def _by_hand(reached: Progress) -> str:
    if reached.waiting:
        return "You reopened this round, so it stays open until you close it."
    return (
        "*Everyone has answered: you can close the round.* It doesn't close on its own, because "
        "you reopened it."
    )


def _alone(groups: Sequence[str]) -> str:
    *others, last = map(escape, groups)
    named = f"{', '.join(others)} and {last}" if others else last
    column = "those columns stay" if others else "that column stays"
    return (
        f"*Only one person answers for {'each of ' if others else ''}{named}*, so {column} "
        "hidden, though others may guess the answers. Add a second person, or start a new round "
        "that shows single answers."
    )


def _voting(card: FacilitationCard, blocks: list[Block]) -> str:
    text = _counted(card.votes, "voted again")
    end = button("End the second round", END_SECOND_ROUND, card.terms.assessment_id)
    blocks += [
        section(f"*Second round: {text}.*{_waiting(card.votes)}"),
        ActionsBlock(elements=[end]),
    ]
    return f"Second round: {text}"


def _deciding(card: FacilitationCard, blocks: list[Block]) -> str:
    left = len(card.undecided)
    text = f"{counted(left, 'action needs', 'actions need')} your decision"
    blocks.append(
        section(
            f"*The answers are in; {text}.* Give each an owner and a date, or decline it with "
            "a reason. The round closes once all are settled."
        )
    )
    if card.to_discuss:
        again = button(
            "Start the second round", START_SECOND_ROUND, card.terms.assessment_id, style="primary"
        )
        blocks += [
            section(
                f"*Talk first:* people disagree on {counted(card.to_discuss, 'question')}. In a "
                "second round they see how the votes are spread, without names, and vote again. "
                "The actions are then planned again."
            ),
            ActionsBlock(elements=[again]),
        ]
    number = len(card.actions) - left + 1
    blocks += [DividerBlock(), *_proposal(card.undecided[0], number, len(card.actions))]
    _add_decided(card.actions, blocks)
    _add_after_closing(card, blocks)
    return f"Readiness round: {text}"


def _settled(card: FacilitationCard, blocks: list[Block]) -> str:
    place = where(card.terms.channel_id)
    blocks.append(section(f"*This round is closed.* The result is in {place}."))
    _add_decided(card.actions, blocks)
    _add_after_closing(card, blocks)
    return "Your readiness round is closed"


def _subject(card: FacilitationCard) -> Block:
    return section(f"*{round_name(card.terms)}*{about(card.terms)}")


def _add_repeat(card: FacilitationCard, blocks: list[Block]) -> None:
    if card.repeats_at is not None:
        stop = [button("Stop repeating", STOP_REPEATING, card.terms.assessment_id)]
        blocks += [
            context(f"Repeats automatically {moment(card.repeats_at)}, with the same people."),
            ActionsBlock(elements=stop),
        ]


def _proposal(card: ActionCard, number: int, total: int) -> list[Block]:
    action = card.action
    first = " Agree on this first: the groups see it differently." if action.is_disputed else ""
    return [
        section(f"*Action {number} of {total}*\n{action_text(card)}{first}"),
        ActionsBlock(
            elements=[
                button("Set owner and date", AGREE_ACTION, action.id, style="primary"),
                button("Decline", DECLINE_ACTION, action.id),
            ]
        ),
    ]


def _add_decided(cards: Sequence[ActionCard], blocks: list[Block]) -> None:
    lines = [_decided(card) for card in cards if card.action.state is not ActionState.PROPOSED]
    if lines:
        blocks += [DividerBlock(), section("\n".join(["*Settled*", *lines]))]


def _decided(card: ActionCard) -> str:
    action, sentence = card.action, escape(card.aim)
    if action.state is ActionState.DECLINED:
        return f"• Declined: {sentence}"
    who = mention(action.owner or "")
    if action.state is ActionState.AGREED:
        by = f" by {day(action.due_on)}" if action.due_on else ""
        return f"• {who}{by}: {sentence}"
    return f"• {'Done' if action.state is ActionState.DONE else 'Dropped'} by {who}: {sentence}"


def _add_after_closing(card: FacilitationCard, blocks: list[Block]) -> None:
    round_id = card.terms.assessment_id
    elements: list[ButtonElement] = []
    if card.can_reopen:
        elements.append(
            button(
                "Reopen",
                REOPEN_ROUND,
                round_id,
                confirm=confirm(
                    "Reopen this round?",
                    "People can answer again, or change their answers. This works for a day after "
                    "the round closes.",
                    "Reopen it",
                ),
            )
        )
    if card.terms.names_to_facilitator:
        elements.append(button("Answers with names", SHOW_NAMED_ANSWERS, round_id))
    may_read = card.terms.names_to_facilitator or card.terms.reasons_to_facilitator
    if may_read and card.terms.mode is not Mode.SCREEN:
        elements.append(button("Summarise reasons", SUMMARISE_REASONS, round_id))
    if elements:
        blocks.append(ActionsBlock(elements=elements))


def _counted(reached: Progress, done: str) -> str:
    finished = len(reached.finished)
    asked = finished + len(reached.waiting)
    return f"{finished} of {asked} {'has' if finished == 1 else 'have'} {done}"


def _waiting(reached: Progress) -> str:
    if not reached.waiting:
        return ""
    named = ", ".join(mention(user) for user in reached.waiting[:MOST_NAMES])
    more = len(reached.waiting) - MOST_NAMES
    return f" Waiting for {named}{f' and {more} more' if more > 0 else ''}."
