"""The result of a maturity round: the headline, where it is weakest, what to do first."""

from collections.abc import Sequence
from fractions import Fraction

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock

from assessments.results.heat_words import described, is_all_hidden, topic_lines
from assessments.results.latest import LatestResults
from assessments.results.maturity import (
    LEVEL_HIDDEN,
    Before,
    Dispute,
    MaturityCard,
    Step,
    answered,
    named_level,
    shown,
    shown_change,
    spread_after,
    spread_before,
)
from assessments.tables import ActionState, Outcome
from ground.counting import counted
from handlers.blocks.parts import button, context, header, picture, section
from handlers.blocks.text import Message, cut, day, escape, mention, moment, plain, quoted

SEND_REPORT = "send_report"
MOST_LISTED = 5
LONGEST_REASON = 200
LONGEST_ALT_TEXT = 2_000
ONE_ALONE = (
    "Levels aren't shown, because they would be that one person's own answers. Please start a new "
    "round with more people."
)
IN_DISPUTE = "Where you disagree: talk about this first"
OUTCOMES = {
    Outcome.AGREEMENT: "You now agree",
    Outcome.NO_AGREEMENT: "Still no agreement, both views stand",
}


def maturity_result(card: MaturityCard, asked_by: str) -> Message:
    """Build a maturity round's result; `asked_by` is the user_id of who started it."""
    title = result_title(card)
    blocks: list[Block] = [header(title), section(result_headline(card))]
    if not is_all_hidden(card):
        blocks.append(_heat_table(card))
    if card.before is not None:
        blocks.append(section(_changes(card, card.before)))
    disputes = [DividerBlock(), *map(section, _disputes(card))] if card.disputes else []
    roadmap = [DividerBlock(), section(_roadmap(card))] if card.steps else []
    is_settled = any(found.outcome for found in card.disputes)
    blocks += roadmap if is_settled else disputes
    if card.unknown:
        blocks.append(section(_listed("Not enough is known: find out", card.unknown)))
    if card.blind_spots:
        spots = [f"{question} ({group})" for question, group in card.blind_spots]
        blocks.append(section(_listed("Blind spots: half a group or more doesn't know", spots)))
    blocks += disputes if is_settled else roadmap
    blocks += [
        ActionsBlock(elements=[button("Send me the report", SEND_REPORT, card.assessment_id)]),
        context(f"{_small_print(card)} Asked by {mention(asked_by)}."),
    ]
    return Message(title, blocks)


def results_at_home(results: LatestResults) -> list[Block]:
    """Build a person's latest results, in short."""
    blocks: list[Block] = []
    for card in results.cards:
        report = button("Send me the report", SEND_REPORT, card.assessment_id)
        text = f"*{escape(result_title(card))}*\n{result_headline(card)}{_voted(card)}"
        blocks += [section(text), ActionsBlock(elements=[report])]
    if results.is_some_waiting:
        blocks.append(context("You'll see the last result again once you've answered."))
    return [DividerBlock(), *blocks] if blocks else []


def _voted(card: MaturityCard) -> str:
    """Write how many disputes a second round settled, if there was one."""
    outcomes = [found.outcome for found in card.disputes if found.outcome is not None]
    agreed = outcomes.count(Outcome.AGREEMENT)
    if not outcomes:
        return ""
    return f" The second round settled {agreed} of {counted(len(outcomes), 'question')}."


def result_title(card: MaturityCard) -> str:
    """Write the result in one line."""
    whom = _for_whom(card)
    return f"Result on {plain(card.subject)}{whom and f' {whom}'}: {level_in_words(card)}"


def _for_whom(card: MaturityCard) -> str:
    scope = plain(card.scope)
    return f"for the {scope[:1].lower()}{scope[1:]}" if scope else ""


def level_in_words(card: MaturityCard) -> str:
    """Write the overall level, or why there is none."""
    if is_all_hidden(card):
        return "only one person answered"
    if card.is_level_hidden:
        return "level not shown"
    if card.level is None:
        return "not enough is known for a level"
    return f"level {card.level} of 4, {card.level_name.lower()}"


def result_headline(card: MaturityCard) -> str:
    """Write what the level means, which topics are weakest, and how certain it is."""
    if is_all_hidden(card):
        return ONE_ALONE
    lines = [LEVEL_HIDDEN] if card.is_level_hidden else []
    meaning = escape(f"{card.level_meaning[:1].lower()}{card.level_meaning[1:]}")
    if card.lowest:
        means = f"*: {meaning}" if meaning else ".*"
        lines.append(f"*Weakest: {quoted(card.lowest)}{means} The weakest topic sets the level.")
    elif meaning:
        lines.append(f"At this level, {meaning}")
    if card.evidenced_level not in {None, card.level}:
        lines.append(
            f"Counting only answers with a link as evidence: level {card.evidenced_level}."
        )
    if card.provisional:
        lines.append(f"*Provisional:* {'; '.join(map(escape, card.provisional))}.")
    return " ".join(lines) or "There aren't enough answers yet."


def _heat_table(card: MaturityCard) -> Block:
    """Show topics and groups as a picture; in words until it's drawn."""
    if card.picture is not None:
        return picture(card.picture, described(card))
    lines = [f"• {escape(found)}" for found in topic_lines(card)]
    return section("\n".join(["*Topics and groups, 0 to 4* (a picture follows)", *lines]))


def _changes(card: MaturityCard, before: Before) -> str:
    then = named_level(before.level, is_hidden=before.is_level_hidden)
    now = named_level(card.level, is_hidden=card.is_level_hidden)
    lines = [f"*Since the last round* ({moment(before.closed_at)}): {then} then, {now} now."]
    moved = [
        f"{escape(found.label)} {shown(found.before)} → {shown(found.score)}"
        f" ({shown_change(found.change)})"
        for found in card.dimensions
        if found.change
    ]
    lines += [f"• {line}" for line in moved] or ["No topic moved by half a level or more."]
    if before.is_other_version:
        lines.append(
            "The questionnaire has changed since then, which may explain small differences."
        )
    return "\n".join(lines)


def _disputes(card: MaturityCard) -> list[str]:
    """Write a text for each disputed question: the views, and the outcome after a second vote."""
    has_ended = any(found.outcome for found in card.disputes)
    title = "Outcome of the second round" if has_ended else IN_DISPUTE
    texts = [f"*{title}*", *map(_dispute, card.disputes)]
    left = len(card.disputes_not_voted_on)
    if left:
        were = f" that {'was' if left == 1 else 'were'} disputed but not voted on"
        texts.append(f"… and {left} more{were if has_ended else ''}: see the report")
    return texts


def _dispute(found: Dispute) -> str:
    before = _views(found.views) or spread_before(found)
    if found.outcome is None:
        return f"• {escape(found.question)}\n   {before}"
    after = _views(found.views_after) or spread_after(found)
    both = "".join(f"\n   - Level {shown(level)}: {escape(said)}" for level, said in found.both)
    outcome = OUTCOMES[found.outcome]
    return f"• {escape(found.question)}\n   *{outcome}:* {after} (before: {before}){both}"


def _views(views: Sequence[tuple[str, Fraction]]) -> str:
    return ", ".join(f"{escape(group)} says {shown(level)}" for group, level in views)


def _listed(title: str, entries: Sequence[str]) -> str:
    lines = [f"• {escape(found)}" for found in entries[:MOST_LISTED]]
    left = len(entries) - len(lines)
    more = [f"… and {left} more"] if left else []
    return "\n".join([f"*{title}*", *lines, *more])


def _roadmap(card: MaturityCard) -> str:
    whom = _for_whom(card)
    lines = [f"*What to do first{whom and f' {escape(whom)}'}, quickest wins on top*"]
    for number, step in enumerate(card.steps, 1):
        agree = "Agree first. " if step.is_disputed else ""
        lines.append(f"{number}. {agree}{escape(step.aim)}{_weeks(step)}{_standing(step)}")
    return "\n".join(lines)


def _weeks(step: Step) -> str:
    if step.weeks is None:
        return ""
    return f" (about {counted(step.weeks, 'week')})"


def _standing(step: Step) -> str:
    """Write who does a step by when, or how it ended."""
    if step.state is ActionState.AGREED and step.owner:
        by = f" by {day(step.due_on)}" if step.due_on else ""
        return f"\n   {mention(step.owner)}{by}"
    ended = {
        ActionState.DONE: "Done",
        ActionState.DECLINED: "Declined",
        ActionState.DROPPED: "Dropped",
    }.get(step.state)
    if ended is None:
        return ""
    reason = f", because: “{escape(cut(step.reason, LONGEST_REASON))}”" if step.reason else ""
    return f"\n   {ended}{reason}"


def _small_print(card: MaturityCard) -> str:
    lowest, highest = (escape(card.scale[level].lower()) for level in (0, -1))
    return (
        f"{answered(card)} Each group counts once; no answer is shown with a name. Levels go "
        f"from 0 ({lowest}) to 4 ({highest}), rounded down to halves. Weeks are a rough guess."
    )
