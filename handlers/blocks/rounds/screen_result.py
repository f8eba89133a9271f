"""The result of the quick questions: a sentence, the signs that matter, the next step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock

from assessments.answers.asking import Mode
from assessments.questionnaires.content import NOT_ENOUGH_KNOWN
from assessments.results.round_card import Disagreement, RoundCard
from ground.counting import counted
from handlers.blocks.parts import button, context, header, section
from handlers.blocks.rounds.terms import about, round_name
from handlers.blocks.text import Message, escape, mention, moment, plain, quoted, words_of

START_NEXT_ROUND = "start_next_round"
LEVELS = {0.0: "no", 0.5: "partly", 1.0: "yes"}
UNSAID = "one group says yes, another no"
MOST_SIGNS, MOST_LISTED = 3, 3
HIDDEN = (
    "It isn't shown, because it would be that one person's own answers. "
    "Please start a new round with more people."
)


@dataclass(frozen=True)
class NextStep:
    """The button for what to do after a result; without a label there is none."""

    label: str = ""
    mode: Mode = Mode.SCREEN


NEXT_STEPS = {
    "none": NextStep(),
    "spot": NextStep("Start a quick check", Mode.QUICK),
    NOT_ENOUGH_KNOWN: NextStep("Ask again"),
}
OTHERWISE = NextStep("Start the full questionnaire", Mode.FULL)


def next_step(card: RoundCard) -> NextStep:
    """Return the button for what to do after a result."""
    return NEXT_STEPS.get(card.band.id if card.band else "", OTHERWISE)


def screen_result(card: RoundCard) -> Message:
    """Build the result of the quick questions."""
    if card.result is None or card.band is None:
        raise ValueError("A result needs a closed round.")
    named = f"*{round_name(card)}*{about(card)}, asked by {mention(card.started_by)}"
    if card.is_hidden:
        title = "Result: only one person could answer"
        return Message(title, [header(title), section(f"{HIDDEN}\n{named}")])
    step = next_step(card)
    title = f"Result on {plain(card.subject)}{words_of(about(card))}: {card.band.title}"
    blocks: list[Block] = [header(title), section(f"*{_signs(card)}*")]
    if card.signals:
        strongest = "\n".join(f"• {escape(found)}" for found in card.signals[:MOST_SIGNS])
        blocks.append(section(f"*What stands out*\n{strongest}"))
    blocks.append(section(" ".join(_to_do(card, card.band.meaning))))
    if step.label:
        again = button(step.label, START_NEXT_ROUND, card.assessment_id, style="primary")
        blocks.append(ActionsBlock(elements=[again]))
    blocks += _talk_first(card)
    blocks.append(context(f"{named}. {_small_print(card)}"))
    return Message(title, blocks)


def _to_do(card: RoundCard, meaning: str) -> Iterator[str]:
    """Write what the result means, which topics it is about, and who may start the next step."""
    yield f"*What to do:* {escape(meaning)}"
    if not next_step(card).label:
        return
    if card.open_dimensions:
        yield f"The signs point to {_in_short(card.open_dimensions)}."
    yield "Anyone here can start it."


def _in_short(topics: Sequence[str]) -> str:
    """List the first topics in quotes, since a topic has commas of its own; count the rest."""
    left = len(topics) - MOST_LISTED
    return quoted(topics[:MOST_LISTED], counted(left, "other topic") if left > 0 else "")


def _signs(card: RoundCard) -> str:
    count = len(card.result.signals) if card.result else 0
    if count == 0:
        return f"People see none of the {card.total_questions} signs of trouble."
    return f"People see {count} of {card.total_questions} signs of trouble."


def _talk_first(card: RoundCard) -> list[Block]:
    """Say where groups disagree, and what nobody knew."""
    texts = []
    if card.disagreements:
        lines = [_disagreement(found) for found in card.disagreements]
        texts.append(_listed("Where you disagree", lines, MOST_LISTED))
    if card.unknown:
        texts.append(_listed("Nobody knew", card.unknown, MOST_LISTED))
    return [DividerBlock(), *map(section, texts)] if texts else []


def _listed(title: str, entries: Sequence[str], most: int) -> str:
    left = len(entries) - most
    more = [f"… and {left} more"] if left > 0 else []
    shown = [f"• {_escaped_lines(found)}" for found in entries[:most]]
    return "\n".join([f"*{title}*", *shown, *more])


def _escaped_lines(text: str) -> str:
    return "\n   ".join(map(escape, text.split("\n")))


def _disagreement(found: Disagreement) -> str:
    views = ", ".join(
        f"{group} says {LEVELS.get(score, 'mixed')}" for group, score in found.group_scores
    )
    return f"{' '.join(found.question.split())}\n{views or UNSAID}"


def _small_print(card: RoundCard) -> str:
    examples = card.result.with_evidence if card.result else 0
    came = f", {counted(examples, 'question')} came with an example" if examples else ""
    closed = f" Closed {moment(card.closed_at)}." if card.closed_at else ""
    return (
        f"{counted(card.answered_people, 'person', 'people')} answered{came}.{closed} Each group "
        "counts once; no answer is shown with a name."
    )
