"""Alerts: what changed, how much, since when, and who has to decide what by when."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
)

from assessments.use_cases.loosened import Loosened
from ground.counting import counted
from handlers.blocks.alerts.verdict import (
    alert_title,
    broken_mark,
    change_of,
    figure_beside_limit,
    verdict_of,
    worst_column,
)
from handlers.blocks.deciders import (
    decided_by_whom,
    decision_footer,
    for_away,
    lead_of,
    no_decider,
    nobody_decides,
    responder_footer,
    sponsor_footer,
    stands_in,
)
from handlers.blocks.parts import button, context, header, picture, section
from handlers.blocks.refusals import outcome_sentence
from handlers.blocks.text import (
    NAME_LIMIT,
    Message,
    cut,
    escape,
    mention,
    mentions,
    moment,
    quote,
    sentence_case,
    short,
)
from handlers.blocks.use_cases.differences import looser_text
from handlers.blocks.use_cases.pass_marks import pass_marks_text
from monitors.alerts.alert_facts import MovedColumn
from monitors.alerts.card import AlertCard
from monitors.alerts.model_health import WAITING
from monitors.check.reports.in_words import without_code
from monitors.tables import AlertKind, AlertState

ACKNOWLEDGE_ALERT = "acknowledge_alert"
KEEP_MODEL = "keep_model"
ROLL_BACK_MODEL = "roll_back_model"
TAKE_OVER_ALERT = "take_over_alert"
EXPLAIN_ALERT = "explain_alert"
UNTIL_THEN = "Until somebody decides, the model stays as it is."
LONGEST_SENTENCE = 300
MOST_LINES, MOST_BROKEN = 5, 2
LONGEST_ALT_TEXT = 2_000


def alert_message(
    card: AlertCard, alt_text: str, looser: Sequence[Loosened] = (), now: datetime | None = None
) -> Message:
    """Build an alert's message as things are now; `looser` is what was loosened before it.

    The verdict, who decides, and the buttons come first; the details are below.
    """
    title = alert_title(card)
    blocks: list[Block] = [header(title), section(f"{_asked(card, now)}\n{_summary(card)}")]
    buttons = alert_buttons(card)
    if buttons:
        blocks.append(ActionsBlock(elements=buttons))
    if card.columns:
        blocks.append(section(_columns_text(card)))
    if card.pass_marks:
        blocks.append(section(pass_marks_text(card)))
    if looser:
        blocks.append(section(looser_text(looser)))
    if card.chart_file_id:
        blocks.append(picture(card.chart_file_id, alt_text))
    blocks.append(context(_footer(card)))
    return Message(notified(card), blocks)


def alert_decision(
    card: AlertCard,
    user_id: str,
    looser: Sequence[Loosened] = (),
    now: datetime | None = None,
    call: str = "",
) -> Message:
    """Build the direct message to one who may decide about an alert, or is told or called by it.

    Args:
        card: The alert.
        user_id: Who gets it.
        looser: What was loosened before it.
        now: The time; past the deadline, the message says so.
        call: Which reminder it is; empty for the first message.
    """
    title, lead = alert_title(card), lead_of(call) if card.state in WAITING else ""
    may_decide = user_id in card.deciders or user_id in card.away
    if not may_decide and user_id not in {card.responder, *card.sponsors}:
        return no_decider(title)
    told = f"{lead}*{escape(title)}*\n{_asked(card, now)}\n{_summary(card)}"
    blocks: list[Block] = [
        section(told),
        *([section(looser_text(looser))] if looser else []),
    ]
    is_called = user_id == card.responder
    buttons = alert_buttons(card)
    offered = buttons if may_decide else buttons[:1] if is_called else buttons[-1:]
    if offered:
        blocks.append(ActionsBlock(elements=offered))
    others_footer = responder_footer if is_called else sponsor_footer
    footer = decision_footer if may_decide else others_footer
    blocks.append(footer(card.channel_id))
    return Message(f"{lead}{notified(card)}", blocks)


def notified(card: AlertCard) -> str:
    """Write an alert in one line, for notifications and lists; once settled, just how it ended."""
    if card.state not in WAITING:
        return alert_title(card)
    return f"{alert_title(card)}. {plain_summary(card)}".strip()


def plain_summary(card: AlertCard) -> str:
    """Write what the title leaves open."""
    if card.pushed is not None:
        segment = f", {cut(card.pushed.segment, NAME_LIMIT)}" if card.pushed.segment else ""
        return f"Measured for {cut(card.pushed.window, NAME_LIMIT)}{segment}."
    if broken_mark(card) is not None:
        return _others_broken(card)
    is_performance = card.kind is AlertKind.PERFORMANCE
    if card.sentences and (is_performance or not card.columns):
        return " ".join(cut(sentence, LONGEST_SENTENCE) for sentence in card.sentences)
    worst = worst_column(card)
    if worst is None:
        return "Back to normal in the latest window." if card.columns else ""
    change = change_of(worst)
    return (
        f"{sentence_case(cut(without_code(worst.column), NAME_LIMIT))}: {change}."
        if change
        else ""
    )


def _others_broken(card: AlertCard) -> str:
    """Name the other pass marks that are broken, or were; empty without one."""
    first = broken_mark(card)
    broken = [line for line in card.pass_marks if line.verdict == "broken" and line is not first]
    if not broken:
        return ""
    verb = "Also broken" if card.state in WAITING else "Also broken then"
    left = len(broken) - MOST_BROKEN
    more = f" and {left} more" if left > 0 else ""
    return f"{verb}: {'; '.join(map(figure_beside_limit, broken[:MOST_BROKEN]))}{more}."


def _summary(card: AlertCard) -> str:
    is_new = card.first_window == card.last_window
    so_far = " so far" if card.state in WAITING else ""
    seen = "" if is_new else f", in {counted(card.windows_seen, 'check')}{so_far}"
    since = "Since" if card.state in WAITING else "First seen"
    told = f"{since} {moment(card.opened_at)}{seen}.{_versions(card)}"
    plain = plain_summary(card)
    if card.state not in WAITING:
        plain = f"It was: {verdict_of(card)}. {plain}".strip()
    return f"{escape(plain)}\n{told}" if plain else told


def _versions(card: AlertCard) -> str:
    """Write which version the decision is about, and which one would come back."""
    if card.state not in WAITING or card.live is None:
        return ""
    back = f"; rolling back returns to *{short(card.back_to)}*" if card.back_to else ""
    return f" *{short(card.live)}* is live{back}."


def _columns_text(card: AlertCard) -> str:
    shown = card.columns[:MOST_LINES]
    summary = plain_summary(card)
    title = "*What changed*" if card.state in WAITING else "*What had changed*"
    lines = [title, *(_column_line(column, summary) for column in shown)]
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
    change = change_of(column)
    told = "" if change in summary else f". {escape(sentence_case(change))}"
    return f"• {name}: drift {effect}{limit}{told}"


def _asked(card: AlertCard, now: datetime | None) -> str:
    if card.state is AlertState.ENDED:
        return "This alert is closed; nobody has to decide about it."
    if card.state not in WAITING:
        return _decision(card)
    if card.asked is None:
        return nobody_decides(card.gone)
    instead = f" {stands_in(card.owner_user_id)}" if card.owner_user_id in card.gone else ""
    instead += for_away(card.away)
    called = f"{mention(card.responder)}, please look into it. " if _is_called(card) else ""
    deadline = f"{called}{_deadline(card, card.asked, now)}{instead}"
    return "\n".join([deadline, *_looked_into(card), *_failed(card)])


def _is_called(card: AlertCard) -> bool:
    """Return whether somebody else than who decides is called to look into it."""
    return card.state is AlertState.OPEN and card.responder not in {"", card.asked}


def _deadline(card: AlertCard, asked: str, now: datetime | None) -> str:
    if now is not None and now >= card.due_at:
        everyone = mentions(card.deciders).replace(" or ", ", ")
        since = f"*Overdue* since {moment(card.due_at)}."
        return f"{since} Asked: {everyone}, to keep the model or roll it back."
    return (
        f"{mention(asked)}, please decide by {moment(card.due_at)}: keep the model or roll it "
        "back."
    )


def _looked_into(card: AlertCard) -> list[str]:
    if card.state is AlertState.OPEN or not (card.acknowledged_by and card.acknowledged_at):
        return []
    since = moment(card.acknowledged_at)
    return [f"*{mention(card.acknowledged_by)} is looking into it*, since {since}."]


def _failed(card: AlertCard) -> list[str]:
    if not card.rollback_outcome:
        return []
    return [f"*The rollback didn't happen:* {outcome_sentence(card.rollback_outcome)}"]


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


def alert_buttons(card: AlertCard) -> list[ButtonElement]:
    """Build the buttons of an alert that waits for a decision; none once it is settled."""
    if card.state not in WAITING:
        return []
    acknowledge = button("Acknowledge", ACKNOWLEDGE_ALERT, card.alert_id)
    take_over = button("Take over", TAKE_OVER_ALERT, card.alert_id)
    keep = button("Keep", KEEP_MODEL, card.alert_id)
    roll_back = button("Roll back", ROLL_BACK_MODEL, card.alert_id, style="danger")
    return [
        acknowledge if card.state is AlertState.OPEN else take_over,
        keep,
        *([roll_back] if card.back_to else []),
        button("Explain", EXPLAIN_ALERT, card.alert_id),
    ]


def _footer(card: AlertCard) -> str:
    cases = (
        f"Found by the monitor “{short(card.monitor_name)}”; "
        f"{counted(card.rows, 'case')} in its latest check."
    )
    if card.state is AlertState.OPEN:
        return (
            f"{cases} {UNTIL_THEN} *Acknowledge* tells others you're looking into it; it isn't a "
            "decision."
        )
    if card.state is AlertState.ACKNOWLEDGED:
        return f"{cases} {UNTIL_THEN} *Take over* tells others you're looking into it now."
    return cases
