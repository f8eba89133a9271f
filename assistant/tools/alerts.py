"""Why an alert came: what changed, what to check first, and what it means for the business."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlmodel import col, select

from assessments.portfolio.dependence import affected_by
from assistant.desk import Desk, Tool, Topic
from assistant.finding import Finding, Source, nothing
from assistant.said import due, moment, person, words
from assistant.tools.models import chosen_model
from assistant.tools.use_cases import at_stake
from ground.counting import counted
from monitors.alerts.card import AlertCard, alert_card
from monitors.alerts.model_health import WAITING
from monitors.tables import Alert, AlertKind, AlertState

CHECK_FIRST: Mapping[AlertKind, tuple[str, ...]] = {
    AlertKind.DRIFT: (
        "Did the people or cases change for real: a campaign, a season, a new market?",
        "Did the way the data is collected change: a new form, code or source?",
        "Is part of the data missing or late?",
    ),
    AlertKind.PERFORMANCE: (
        "Did the data change in the same weeks? Then the model may need retraining.",
        "Did the way outcomes are recorded change?",
        "Was a new version released shortly before?",
    ),
    AlertKind.DATA: (
        "Did the feed run, and completely?",
        "Was a column renamed, added or dropped, or did its type change?",
        "Did a source system change?",
    ),
    AlertKind.FAIRNESS: (
        "Did one group's cases change more than the others'?",
        "Does one group have very few cases?",
        "Do the outcomes of one group arrive later?",
    ),
    AlertKind.PUSHED: (
        "Is the number right, and from the span it names?",
        "Did the process around the model change?",
        "Did the data or the live version change in the same weeks?",
    ),
}
"""What to check first, by what an alert is about; measured facts come before it."""
MEANING: Mapping[AlertKind, str] = {
    AlertKind.DRIFT: (
        "For the business: the model now sees cases unlike those it learned from, so its "
        "predictions may be less reliable."
    ),
    AlertKind.PERFORMANCE: (
        "For the business: the model no longer does what was agreed as good enough."
    ),
    AlertKind.DATA: "For the business: until the feed is right, results rest on faulty data.",
    AlertKind.FAIRNESS: "For the business: some groups of people are served worse than others.",
    AlertKind.PUSHED: "For the business: a number that was agreed isn't reached.",
}
STATES: Mapping[AlertState, str] = {
    AlertState.KEPT: "It was decided to keep the model.",
    AlertState.ROLLING_BACK: "The model is being rolled back.",
    AlertState.ROLLED_BACK: "The model was rolled back.",
    AlertState.ENDED: "It has ended by itself.",
}
MOST_COLUMNS, MOST_AFFECTED = 3, 3
TITLE = "Why this alert"


def explain(desk: Desk, named: str) -> Finding:
    """Explain the alert that was asked under, or the newest open one of a model."""
    alert_id = _asked_under(desk) if desk.subject_key else _newest(desk, named)
    if alert_id is None:
        return nothing(TITLE, "There's no alert about a model that you may see.")
    card = alert_card(desk.session, alert_id)
    lines = [*_what_changed(desk, card), *_worry(desk, card), *_decision(desk, card)]
    sources = [
        Source("the alert", "alert", str(alert_id)),
        Source(f"window {card.last_window + 1} of the monitor “{words(card.monitor_name)}”"),
    ]
    return Finding(words(desk.phrases.alert_title(card)), lines, sources, card.last_seen_at)


def _asked_under(desk: Desk) -> UUID | None:
    """Return the alert of the thread that was asked in, if the asker may see its model."""
    alert = desk.session.get(Alert, UUID(desk.subject_key))
    seen = {model.name for model in desk.models()}
    return alert.id if alert is not None and alert.model_name in seen else None


def _newest(desk: Desk, named: str) -> UUID | None:
    model = chosen_model(desk, named)
    names = [model.name] if model else [found.name for found in desk.models()]
    query = select(Alert).where(col(Alert.model_name).in_(names))
    query = query.order_by(col(Alert.opened_at).desc())
    is_waiting = query.where(col(Alert.state).in_(WAITING))
    found = desk.session.exec(is_waiting).first() or desk.session.exec(query).first()
    return found.id if found else None


def _what_changed(desk: Desk, card: AlertCard) -> Iterator[str]:
    yield f"What changed: {words(desk.phrases.alert_summary(card))}"
    checks, cases = counted(card.windows_seen, "check"), counted(card.rows, "case")
    yield f"Since {moment(card.opened_at)}, in {checks} so far; the latest had {cases}."
    for column in card.columns[:MOST_COLUMNS]:
        if column.problems:
            yield f"{words(column.column)}: {words('; '.join(column.problems))}"
        elif column.effect is not None and column.threshold is not None:
            yield (
                f"{words(column.column)}: drift {column.effect:.2f}, limit {column.threshold:.2f}."
            )
    for line in card.pass_marks:
        yield f"{words(desk.phrases.mark_line(line))}."


def _worry(desk: Desk, card: AlertCard) -> Iterator[str]:
    broken = [line for line in card.pass_marks if line.verdict == "broken"]
    held = [line for line in card.pass_marks if line.verdict == "holds"]
    yield MEANING[card.kind]
    stake = at_stake(desk, card.model_name) if desk.tells(Topic.USE_CASES) else ""
    if stake:
        yield stake
    if broken:
        yield "Should you worry? Yes: a pass mark is broken, so somebody has to decide."
    elif held:
        yield "Should you worry? Not yet: the pass marks that could be measured are still met."
    else:
        yield "Should you worry? Can't be told yet: no pass mark could be measured."
    yield "Check first: " + " ".join(CHECK_FIRST[card.kind])
    affected = affected_by(desk.session, card.model_name)[:MOST_AFFECTED]
    if affected:
        yield f"Also affected: {', '.join(f'“{words(found.title)}”' for found in affected)}."


def _decision(desk: Desk, card: AlertCard) -> Iterator[str]:
    if card.state in STATES:
        who = f" By {person(card.decided_by)}." if card.decided_by else ""
        yield f"{STATES[card.state]}{who}"
        return
    if card.asked is not None:
        yield (
            f"{person(card.asked)} is asked to keep the model or roll it back; the decision is "
            f"{due(card.due_at, desk.now)}."
        )
    if card.acknowledged_by:
        yield f"{person(card.acknowledged_by)} is looking into it."


TOOLS = (
    Tool(
        "why_this_alert",
        Topic.MODELS,
        "Why an alert came: what changed, whether to worry, what to check first, who decides.",
        explain,
        "the model's name; empty for the alert of this thread, or the newest",
    ),
)
