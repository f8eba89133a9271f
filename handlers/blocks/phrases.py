"""The wording that the assistant's tools share with Slack's messages, plain text all of it."""

from assessments.portfolio.entries import Entry
from assessments.use_cases.contract.reading import load_rules
from assistant.desk import Phrases
from handlers.blocks.alerts.alert import plain_summary
from handlers.blocks.alerts.model_health import health_words
from handlers.blocks.alerts.verdict import alert_title, verdict_of
from handlers.blocks.text import sentence_case, words_of
from handlers.blocks.use_cases.limits import Limit, figure_words
from handlers.blocks.use_cases.pass_marks import VERDICTS, agreed_limit, figure
from handlers.wording.metrics import METRICS, metric_label
from handlers.wording.pass_marks import pass_mark_sentence
from handlers.wording.portfolio import STEPS, named
from handlers.wording.use_case_names import name_in_words
from monitors.alerts.alert_facts import PassMarkLine
from monitors.alerts.card import AlertCard
from monitors.tables import AlertKind


def phrases() -> Phrases:
    """Return the wording."""
    return Phrases(
        pass_mark=pass_mark_sentence,
        metric=metric_label,
        meanings={name: words.explained for name, words in METRICS.items()},
        health=health_words,
        alert_title=alert_title,
        alert_summary=_alert_summary,
        mark_line=_mark_line,
        measured=_measured,
        next_step=_next_step,
        name=name_in_words,
    )


def _alert_summary(card: AlertCard) -> str:
    """Write what changed, without the title's words where there is more to tell."""
    plain = plain_summary(card)
    if card.kind is AlertKind.DRIFT and plain:
        return plain
    return f"{sentence_case(verdict_of(card))}. {plain}".strip()


def _mark_line(line: PassMarkLine) -> str:
    shown = f"{metric_label(line.metric)}: {figure(line, line.value)}"
    return words_of(f"{shown}, pass mark {agreed_limit(line)}: {VERDICTS[line.verdict]}")


def _measured(metric: str, value: float) -> str:
    return words_of(f"{metric_label(metric)}: {figure_words(Limit(metric, '', 0.0), value)}")


def _next_step(entry: Entry) -> str:
    labels = {field.id: field.label for field in load_rules().fields}
    labels |= {section.id: section.title for section in load_rules().sections}
    about = [f"“{labels[one]}”" if one in labels else name_in_words(one) for one in entry.about]
    return STEPS[entry.step].format(about=named(about))
