"""Alerts: what changed, how much, since when, and who has to decide what by when."""

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
)

from assessments.use_cases.loosened import Loosened
from handlers.blocks.deciders import (
    decided_by_whom,
    decision_footer,
    for_away,
    no_decider,
    nobody_decides,
    stands_in,
)
from handlers.blocks.parts import button, context, header, picture, section
from handlers.blocks.refusals import outcome_sentence
from handlers.blocks.text import (
    NAME_LIMIT,
    Message,
    counted,
    cut,
    escape,
    mention,
    moment,
    quote,
    short,
)
from handlers.blocks.use_cases.differences import looser_text
from handlers.blocks.use_cases.pass_marks import agreed_limit, figure, metric_name, pass_marks_text
from monitors.alerts.alert_facts import MovedColumn
from monitors.alerts.card import AlertCard
from monitors.tables import AlertKind, AlertState

ACKNOWLEDGE_ALERT = "acknowledge_alert"
KEEP_MODEL = "keep_model"
ROLL_BACK_MODEL = "roll_back_model"
TITLES = {
    AlertKind.DRIFT: "the data has changed",
    AlertKind.PERFORMANCE: "a pass mark is broken",
    AlertKind.DATA: "check the data feed",
    AlertKind.FAIRNESS: "groups get different results",
    AlertKind.PUSHED: "a pass mark is broken",
}
LONGEST_SENTENCE = 300
MOST_LINES = 5
LONGEST_ALT_TEXT = 2_000


def alert_message(card: AlertCard, alt_text: str, looser: Sequence[Loosened] = ()) -> Message:
    """Build an alert's message as things are now; `looser` is what was loosened before it."""
    title = _title(card)
    blocks: list[Block] = [header(title), section(_summary(card))]
    if card.columns:
        blocks.append(section(_columns_text(card)))
    if card.pass_marks:
        blocks.append(section(pass_marks_text(card)))
    if looser:
        blocks.append(section(looser_text(looser)))
    if card.chart_file_id:
        blocks.append(picture(card.chart_file_id, alt_text))
    blocks.append(section(_asked(card)))
    buttons = _buttons(card)
    if buttons:
        blocks.append(ActionsBlock(elements=buttons))
    blocks.append(context(_footer(card)))
    return Message(f"{title}. {_plain_summary(card)}", blocks)


def alert_decision(card: AlertCard, user_id: str, looser: Sequence[Loosened] = ()) -> Message:
    """Build the direct message to one of those who may decide about an alert."""
    title = _title(card)
    if user_id not in card.deciders and user_id not in card.away:
        return no_decider(title)
    blocks: list[Block] = [
        section(f"*{escape(title)}*\n{_summary(card)}"),
        *([section(looser_text(looser))] if looser else []),
        section(_asked(card)),
    ]
    buttons = _buttons(card)
    if buttons:
        blocks.append(ActionsBlock(elements=buttons))
    blocks.append(decision_footer(card.channel_id))
    return Message(f"{title}. {_plain_summary(card)}", blocks)


def _title(card: AlertCard) -> str:
    return f"{cut(card.model_name, NAME_LIMIT)}: {TITLES[card.kind]}"


def _plain_summary(card: AlertCard) -> str:
    if card.kind in {AlertKind.PERFORMANCE, AlertKind.PUSHED}:
        broken = [line for line in card.pass_marks if line.verdict == "broken"]
        if card.sentences and not broken:
            return " ".join(cut(sentence, LONGEST_SENTENCE) for sentence in card.sentences)
        return " ".join(
            f"{cut(metric_name(line.metric), NAME_LIMIT)}{_covers(card)} "
            f"{'fell' if line.comparator.startswith('>') else 'rose'} to "
            f"{figure(line, line.value)}; the pass mark is {agreed_limit(line)}."
            for line in broken
            if line.metric != "psi"
        )
    if card.sentences and not card.columns:
        return " ".join(cut(sentence, LONGEST_SENTENCE) for sentence in card.sentences)
    worst = next((column for column in card.columns if not column.is_past), None)
    if worst is None:
        return "Back to normal in the latest window."
    others = len(card.columns) + card.more_columns - 1
    more = f"; {counted(others, 'other column')} changed too" if others else ""
    return f"The biggest change is in {cut(worst.column, NAME_LIMIT)}{more}. {_change(worst)}"


def _covers(card: AlertCard) -> str:
    """Write which window and segment a pushed number covers."""
    if card.pushed is None:
        return ""
    segment = f", {cut(card.pushed.segment, NAME_LIMIT)}" if card.pushed.segment else ""
    return f" ({cut(card.pushed.window, NAME_LIMIT)}{segment})"


def _summary(card: AlertCard) -> str:
    is_new = card.first_window == card.last_window
    seen = "" if is_new else f", seen in {counted(card.windows_seen, 'window')} so far"
    return (
        f"{escape(_plain_summary(card))}\n"
        f"Since {moment(card.opened_at)} (window {card.first_window + 1}{seen})."
    )


def _columns_text(card: AlertCard) -> str:
    shown = card.columns[:MOST_LINES]
    summary = _plain_summary(card)
    lines = ["*What changed*", *(_column_line(column, summary) for column in shown)]
    lines += [f"• {escape(cut(sentence, LONGEST_SENTENCE))}" for sentence in card.sentences]
    left = len(card.columns) - len(shown) + card.more_columns
    return "\n".join([*lines, f"… and {left} more"] if left else lines)


def _column_line(column: MovedColumn, summary: str) -> str:
    """Write how far a column moved; leave out its change if the summary above tells it."""
    name = short(column.column)
    if column.is_past:
        return f"• {name}: back to normal in the latest window"
    if column.problems:
        return f"• {name}: {escape(cut('; '.join(column.problems), 300))}"
    effect = f"{column.effect:.2f}" if column.effect is not None else "not measured"
    limit = f", limit {column.threshold:.2f}" if column.threshold is not None else ""
    change = _change(column)
    told = "" if change in summary else f". {escape(change)}"
    return f"• {name}: drift {effect}{limit}{told}"


def _change(column: MovedColumn) -> str:
    if column.problems:
        return f"{cut('; '.join(column.problems), 300)}."
    if not column.levels:
        return ""
    moves = [
        f"“{cut(name, NAME_LIMIT)}” went from {was:.1%} to {now:.1%} of cases"
        for name, was, now in column.levels[:2]
    ]
    return f"{'; '.join(moves)}."


def _asked(card: AlertCard) -> str:
    if card.state in {AlertState.OPEN, AlertState.ACKNOWLEDGED} and card.asked is None:
        return nobody_decides(card.gone)
    asked = mention(card.asked or card.owner_user_id)
    instead = f" {stands_in(card.owner_user_id)}" if card.owner_user_id in card.gone else ""
    instead += for_away(card.away)
    if card.state is AlertState.OPEN:
        return (
            f"{asked}, please decide by {moment(card.due_at)}: keep the model or roll it back."
            f"{instead}"
        )
    if card.state is AlertState.ACKNOWLEDGED and card.acknowledged_by and card.acknowledged_at:
        failed = (
            f"\n*The rollback didn't happen:* {outcome_sentence(card.rollback_outcome)}"
            if (card.rollback_outcome)
            else ""
        )
        return (
            f"*{mention(card.acknowledged_by)} is looking into it*, since "
            f"{moment(card.acknowledged_at)}. {asked} has until {moment(card.due_at)} to "
            f"decide.{instead}{failed}"
        )
    if card.state is AlertState.ENDED:
        return "*Closed:* the data is back to normal. There's nothing to do."
    return _decision(card)


def _decision(card: AlertCard) -> str:
    who = decided_by_whom(card.decided_by, card.decided_for) or "Someone"
    when = f", {moment(card.decided_at)}" if card.decided_at else ""
    reason = f"\n{quote(card.reason)}" if card.reason else ""
    if card.state is AlertState.KEPT:
        return f"*Kept* by {who}{when}.{reason}"
    if card.rollback_to is None:
        return f"*Settled:* {who} rolled the model back in response to another alert{when}."
    to = short(card.rollback_to)
    if card.state is AlertState.ROLLING_BACK:
        return f"*Rolling back to {to}*, decided by {who}{when}.{reason}"
    outcome = f"\n{outcome_sentence(card.rollback_outcome)}" if card.rollback_outcome else ""
    return f"*Rolled back to {to}* by {who}{when}.{reason}{outcome}"


def _buttons(card: AlertCard) -> list[ButtonElement]:
    if card.state not in {AlertState.OPEN, AlertState.ACKNOWLEDGED}:
        return []
    acknowledge = button("Acknowledge", ACKNOWLEDGE_ALERT, card.alert_id, style="primary")
    keep = button("Keep", KEEP_MODEL, card.alert_id)
    roll_back = button("Roll back", ROLL_BACK_MODEL, card.alert_id, style="danger")
    return [
        *([acknowledge] if card.state is AlertState.OPEN else []),
        keep,
        *([roll_back] if card.can_roll_back else []),
    ]


def _footer(card: AlertCard) -> str:
    cases = f"Monitor {short(card.monitor_name)}, {card.rows:,} cases in the latest window."
    if card.state is not AlertState.OPEN:
        return cases
    return f"{cases} *Acknowledge* tells others you're looking into it; it isn't a decision."
