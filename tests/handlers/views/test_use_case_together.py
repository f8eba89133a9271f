"""Two people in one window of a use case: what both changed is shown, and one of them chooses."""

import json
from typing import Any

import pytest
from slack_sdk import WebClient

from assessments.use_cases.contract.content import Kind
from assessments.use_cases.contract.document import Document
from assessments.use_cases.drafts import draft_of
from bot.local_slack.strict import check_view
from handlers.blocks.use_cases.asked import Asked
from handlers.blocks.use_cases.field_inputs import value_at
from handlers.blocks.use_cases.section_windows import fields_of
from handlers.payload import metadata
from handlers.use_cases.rows import RowIds, draw_row
from handlers.views import use_case_row, use_case_section
from tests.handlers.blocks.use_cases.drawn import sent
from tests.handlers.views.desk import RULES, Desk, example, typed_as

pytestmark = pytest.mark.sqlite_alone
ANN, BEA = {"user": {"id": "U0AGENTLEAD"}}, {"user": {"id": "U0BEA"}}
MARKS = "acceptance_criteria"
TOGETHER = {"sponsor", "human_role", "explain_for", "explain_form", "explain_when", "currency"}
"""Fields whose values hang together by a rule or a pattern."""
OTHER: dict[Kind, tuple[Any, Any]] = {
    Kind.TEXT: ("What Ann writes here.", "What Bea writes here."),
    Kind.TEXTS: (["Ann"], ["Bea", "too"]),
    Kind.WHOLE: (31, 32),
    Kind.NUMBER: (61.5, 62.5),
    Kind.TIME: ("07:00", "08:00"),
    Kind.DATE: ("2026-01-01", "2026-02-02"),
    Kind.PERSON: ("U0ANN", "U0BOB"),
    Kind.PEOPLE: (["U0ANN", "U0BOB"], ["U0CAT", "U0DAN"]),
    Kind.SCALE: (1, 2),
}


def written_by(asked: Asked, who: int, before: Any) -> Any:  # noqa: ANN401 - any JSON
    """What Ann (0) or Bea (1) writes there; a choice is another one than before, if there is."""
    if asked.spec.type is Kind.CHOICE:
        others = [value for value in asked.spec.values if value != before]
        return others[who % len(others)]
    return (not before) if asked.spec.type is Kind.YES_NO else OTHER[asked.spec.type][who]


def chosen_mine(view: dict[str, Any]) -> dict[str, Any]:
    """The window, sent with one's own chosen everywhere."""
    names = [block.get("block_id", "") for block in view["blocks"]]
    mine = {name.partition(":")[0]: {"value": "mine"} for name in names if "whose" in name}
    return sent(view, **mine)


@pytest.mark.parametrize("section", [found.id for found in RULES.sections])
def test_both_texts_of_every_input_are_shown(desk: Desk, section: str) -> None:
    """And what Bea chooses is what she wrote."""
    desk.takes_in(**example().values)
    every = use_case_section.inputs_in(RULES, fields_of(RULES, section))
    asked = [one for one in every if one.place[0] not in TOGETHER]
    with desk.transactions.reading() as session:
        window = desk.window(session, section)
    texts: list[dict[str, Any]] = [
        {one.name: written_by(one, who, value_at(example(), one.place)) for one in asked}
        for who in (0, 1)
    ]
    ack: Any = desk.ack

    for body, wanted in zip((ANN, BEA), texts, strict=True):
        typed = {one.name: typed_as(one, wanted[one.name]) for one in asked}
        use_case_section.save(ack, body, sent(window, **typed), desk.deps)
    both = check_view(desk.answers[-1]["view"])
    use_case_section.choose(ack, BEA, chosen_mine(both), desk.deps)

    draft = desk.draft()
    assert {one.name: value_at(draft, one.place) for one in asked} == texts[1]


@pytest.mark.parametrize(
    ("anns", "beas"),
    [
        (("recall", "share"), ("calls saved", "EUR")),
        (("calls saved", "EUR"), ("recall", "share")),
        (("calls saved", "EUR"), ("calls lost", "calls")),
        (("recall", "share"), ("latency_p95", "ms")),
    ],
    ids=lambda found: found[0],
)
def test_a_metric_that_both_changed_can_be_chosen(
    desk: Desk, anns: tuple[str, str], beas: tuple[str, str]
) -> None:
    """Also a figure of one's own, which no menu has, with its unit."""
    desk.takes_in(**example().values)
    ack: Any = desk.ack
    windows = [_row_with(desk, metric) for metric, _ in (anns, beas)]

    for body, window, (metric, unit) in zip((ANN, BEA), windows, (anns, beas), strict=True):
        typed = {} if RULES.metric(metric) else {"own_metric": metric, "unit": unit}
        limit = {"comparator": {"value": "<="}} if metric == "latency_p95" else {}
        view = sent(window, **typed, **limit)
        use_case_row.save(ack, body, view, WebClient(), desk.deps)
    both = check_view(desk.answers[-1]["view"])
    use_case_row.choose(ack, BEA, chosen_mine(both), WebClient(), desk.deps)

    (row, *_) = desk.draft().rows(MARKS)
    assert (row["metric"], row["unit"]) == beas
    assert anns[0] in json.dumps(both) or "Recall" in json.dumps(both), "theirs is shown"


def _row_with(desk: Desk, metric: str) -> dict[str, Any]:
    """The first pass mark's window, once a metric was chosen in it."""
    with desk.transactions.reading() as session:
        ids = RowIds(metadata(desk.window(session, "acceptance")), MARKS, 0)
        (row, *_) = draft_of(session, desk.use_case_id).document.rows(MARKS)
        chosen = metric if RULES.metric(metric) else "custom"
        return draw_row(session, ids, {**row, "metric": chosen}).to_dict()


def test_every_kind_of_input_has_two_texts_here() -> None:
    """A new type of field needs its line."""
    every = [
        one.spec.type
        for found in RULES.sections
        for one in use_case_section.inputs_in(RULES, fields_of(RULES, found.id))
        if one.place[0] not in TOGETHER
    ]

    assert {*every} <= {*OTHER, Kind.CHOICE, Kind.YES_NO}
    assert Document(example().values).values
