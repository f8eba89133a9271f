"""What was measured of a use case since it was looked at last, as an attestation shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block

from assessments.rounds.cards import ActionCard
from assessments.use_cases.pass_marks import PassMarkVerdict
from handlers.blocks.parts import section
from handlers.blocks.text import cut, escape, mention, moment
from handlers.blocks.use_cases.limits import figure_words
from handlers.blocks.use_cases.pass_marks import VERDICTS
from handlers.blocks.use_cases.payoffs import day_words
from handlers.blocks.use_cases.use_case import limit_of, pass_mark_text
from monitors.runs.standing import Standing
from monitors.tables import Alert, AlertState

MOST_LINES = 8
LONGEST_SHOWN = 300
UNDECIDED = {AlertState.OPEN, AlertState.ACKNOWLEDGED}
ALERTS = {
    AlertState.OPEN: "*not decided*",
    AlertState.ACKNOWLEDGED: "*not decided*",
    AlertState.KEPT: "kept as it is",
    AlertState.ROLLING_BACK: "rolling back",
    AlertState.ROLLED_BACK: "rolled back",
    AlertState.ENDED: "ended by itself",
}


@dataclass(frozen=True)
class Measured:
    """What was measured of a use case since it was looked at last."""

    standings: Sequence[Standing] = ()
    alerts: Sequence[Alert] = ()
    actions: Sequence[ActionCard] = ()

    def counts(self) -> dict[str, dict[str, int]]:
        """Count what is there, what is wrong and what is unknown, by what measures it."""
        verdicts = [
            found.judgement.verdict if found.judgement else PassMarkVerdict.NOT_MEASURED
            for found in self.standings
        ]
        broken = sum(verdict is PassMarkVerdict.BROKEN for verdict in verdicts)
        held = sum(verdict is PassMarkVerdict.HOLDS for verdict in verdicts)
        open_alerts = sum(found.state in UNDECIDED for found in self.alerts)
        overdue = sum(found.is_overdue for found in self.actions)
        every = len(verdicts)
        return {
            "pass_marks": {"all": every, "wrong": broken, "unknown": every - broken - held},
            "alerts": {"all": len(self.alerts), "wrong": open_alerts},
            "actions": {"all": len(self.actions), "wrong": overdue},
        }


def fact_hints(measured: Measured) -> dict[str, str]:
    """Write in plain words what was measured, by what measures it."""
    counts = measured.counts()
    marks, alerts, actions = counts["pass_marks"], counts["alerts"], counts["actions"]
    met = marks["all"] - marks["wrong"] - marks["unknown"]
    return {
        "pass_marks": (
            f"Measured: {met} met, {marks['wrong']} broken, {marks['unknown']} not measured "
            "or too close to tell."
        ),
        "alerts": _counted(alerts, "No alerts since then.", "since then", "not decided"),
        "actions": _counted(actions, "No open actions.", "open", "overdue"),
    }


def _counted(found: Mapping[str, int], nothing: str, every: str, wrong: str) -> str:
    return f"{found['all']} {every}, {found['wrong']} {wrong}." if found["all"] else nothing


def measured_blocks(measured: Measured, since: datetime) -> list[Block]:
    """List pass marks with their newest figures, alerts with decisions, and open actions."""
    parts = [
        ("Pass marks", [_standing(found) for found in measured.standings], "None is agreed."),
        (
            f"Alerts since {moment(since)}",
            [_alert(found) for found in measured.alerts],
            "None.",
        ),
        ("Open actions", [_action(found) for found in measured.actions], "None."),
    ]
    return [section(_listed(title, lines, nothing)) for title, lines, nothing in parts]


def _listed(title: str, lines: Sequence[str], nothing: str) -> str:
    more = [f"and {len(lines) - MOST_LINES} more"] if len(lines) > MOST_LINES else []
    return "\n".join([f"*{title}*", *(lines[:MOST_LINES] or [nothing]), *more])


def _standing(found: Standing) -> str:
    mark, judgement = found.mark, found.judgement
    if judgement is None:
        return f"• {pass_mark_text(mark)}: {VERDICTS['not_measured']}"
    figure = figure_words(limit_of(mark), judgement.value)
    return f"• {pass_mark_text(mark)}: {VERDICTS[judgement.verdict.value]}, {figure}"


def _alert(alert: Alert) -> str:
    by = f" by {mention(alert.decided_by)}" if alert.decided_by else ""
    why = f": {escape(cut(alert.decision_reason, LONGEST_SHOWN))}" if alert.decision_reason else ""
    kind = alert.kind.value.capitalize()
    return f"• {kind}, {moment(alert.opened_at)}: {ALERTS[alert.state]}{by}{why}"


def _action(card: ActionCard) -> str:
    action = card.action
    when = "*overdue* since" if card.is_overdue else "due"
    due = f", {when} {day_words(action.due_on)}" if action.due_on else ""
    return f"• {escape(card.aim)}: {mention(action.owner or '')}{due}"
