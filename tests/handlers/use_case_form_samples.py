"""One example of every message and window about writing a use case."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from slack_sdk.models.views import View

from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.values import plain
from assessments.use_cases.definition import Kpi, UseCaseCard
from assessments.use_cases.pass_marks import PassMark
from handlers.blocks.text import Message
from handlers.blocks.use_cases import (
    agreement,
    asks,
    beginnings,
    conflict_windows,
    row_windows,
    section_windows,
    use_case,
)
from handlers.blocks.use_cases.conflict_windows import ConflictCard, ConflictLine
from handlers.blocks.use_cases.field_inputs import inputs_of
from handlers.blocks.use_cases.progress import MissingLine, Progress, SectionProgress
from handlers.blocks.use_cases.row_windows import RowCard
from handlers.blocks.use_cases.section_windows import SectionCard, SectionLine

RULES = load_rules()
ID, NOW = UUID(int=7), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BEA, DAN, OLA, MIA, FIN = "U0BEA", "U0DAN", "U0OLA", "U0MIA", "U0FIN"
IN_SLACK = {
    "U_SPONSOR": FIN, "U_BOWNER": MIA, "U_TECH": OLA, "U_DS": DAN, "U_AGENTLEAD": BEA,
    "C_CHURN": "C1",
}  # fmt: skip
WRITTEN = json.dumps({name: plain(value) for name, value in RULES.example.items()})
EXAMPLE = Document(
    json.loads(re.sub("[UC]_[A-Z]+", lambda found: IN_SLACK[found.group()], WRITTEN))
)
CARD = UseCaseCard(
    use_case_id=ID, channel_id="C1", title="Churn call list",
    summary="Agents get a weekly list of customers likely to cancel.",
    business_driver="Cut yearly cancellations by 10 percent.", model_name=None,
    kpi=Kpi("Cancellation rate", "percent", 2.4, 2.1, date(2027, 6, 30)),
    pass_marks=[PassMark("accuracy", ">=", 0.8)], is_defined=False, version=0, created_by=BEA,
    agreed_by=None, agreed_at=None, is_quick=False,
)  # fmt: skip
PROGRESS = Progress(
    "defined", 64,
    [
        SectionProgress("What and who", 100, []),
        SectionProgress("Watching and going back", None, []),
        SectionProgress("Why", 40, [
            MissingLine("Which decision will use the result?", "business", OLA),
            MissingLine("What is the simplest way without ML?", "data_science", ""),
        ], [DAN]),
    ],
    55, 70, [("Add a pass mark about fairness.", True), ("Name the simplest way.", False)],
    ["The sponsor can't be the lead data scientist."], "limited",
    ["Does it build a profile of people? Yes"], 0, "next", [(OLA, "user_disabled")],
)  # fmt: skip
IDS: dict[str, str | int] = {
    "use_case_id": str(ID), "section": "acceptance", "from": "chooser", "drawn": 3, "rows": 4,
}  # fmt: skip
ROW_IDS: dict[str, str | int] = {**IDS, "field": "acceptance_criteria", "row": "0"}
PASS_MARK = EXAMPLE.rows("acceptance_criteria")[2]
FOUND, NAMES = [(ID, "Churn call list", "defined", 64)], [(str(ID), "Churn call list")]
ASK = asks.AskCard(
    ID, "Churn call list", "Agents get a weekly list.", "Data", BEA, "You built the warehouse.",
    ["Data sources", "How will you learn what was right?"], is_done=False,
)  # fmt: skip


def use_case_messages() -> Mapping[str, Message]:
    """Draw the messages."""
    return {
        "use_case_draft": use_case.use_case_message(CARD, PROGRESS),
        "use_case_agreed": use_case.use_case_message(
            replace(CARD, is_defined=True, version=2, agreed_by=BEA, agreed_at=NOW), PROGRESS
        ),
        "use_case_discarded": use_case.use_case_message(replace(CARD, is_discarded=True)),
        "use_case_offered": use_case.use_case_message(
            CARD, None, use_case.Standing(others_agree=True)
        ),
        "use_case_asked": asks.ask_message(ASK),
        "use_case_asked_done": asks.ask_message(replace(ASK, is_done=True)),
        "use_case_asked_in_vain": asks.ask_message(replace(ASK, is_discarded=True)),
    }


def use_case_views() -> Mapping[str, View]:
    """Draw the windows: every section, a row of each kind, and what lies around them."""
    rows = [spec.id for spec in RULES.fields if EXAMPLE.rows(spec.id)]
    return {
        **_around(),
        **{
            f"section_window:{one.id}": section_windows.section_window(RULES, _section(one.id))
            for one in RULES.sections
        },
        **{
            f"row_window:{name}": row_windows.row_window(
                RULES,
                RowCard({**ROW_IDS, "field": name}, name, EXAMPLE.rows(name)[0], 0, ["A copy."]),
            )
            for name in rows
        },
        "row_window:new": row_windows.row_window(
            RULES, RowCard({**ROW_IDS, "row": "new"}, "acceptance_criteria", {}, 0)
        ),
        "row_window:own": row_windows.row_window(
            RULES,
            RowCard(ROW_IDS, "acceptance_criteria", {**PASS_MARK, "metric": "calls saved"}, 0),
        ),
        "remove_window": row_windows.remove_window(
            RULES, RowCard(ROW_IDS, "acceptance_criteria", PASS_MARK, 0)
        ),
    }


def _around() -> Mapping[str, View]:
    theirs = [
        ConflictLine(one, "What Ola wrote.", "What Bea wrote.", OLA, NOW)
        for one in inputs_of(RULES, RULES.by_id["problem_today"])
    ]
    return {
        "chooser_window": section_windows.chooser_window(
            ID, "Churn call list",
            [SectionLine("data", "Data", 40, ["Data sources"], [DAN]),
             SectionLine("running", "Watching", None, [])],
            ["Saved.", "“improve” doesn't say how much."],
        ),
        "conflict_window": conflict_windows.conflict_window(ConflictCard(IDS, theirs, 4)),
        "conflict_window:row": conflict_windows.conflict_window(
            ConflictCard(ROW_IDS, theirs, 4, is_row=True)
        ),
        "agreement_window": agreement.agreement_window(
            ID, [("employment", [BEA, OLA])], agreement.SAVED
        ),
        "sent_window": agreement.sent_window("employment", [BEA, OLA]),
        "ask_window": asks.ask_window(ID, [("data", "Data"), ("people", "Fair")], OLA),
        "menu_window": beginnings.menu_window(beginnings.MenuCard("C1", FOUND, NAMES)),
        "menu_window:found": beginnings.menu_window(
            beginnings.MenuCard("C1", [], NAMES, "data", "Some name")
        ),
        **{
            f"idea_window:{page}": beginnings.idea_window(RULES, ID, EXAMPLE, page, 3)
            for page in (1, 2)
        },
    }  # fmt: skip


def _section(name: str) -> SectionCard:
    notes = {"business_driver": ["“improve” doesn't say how much."], "kpis": ["Add one more."]}
    measured = {"AC-01": "measured 84.3% on 9,000 cases"}
    return SectionCard(
        ID, "Churn call list", name, EXAMPLE, 3, 4, notes, measured, "chooser", ["employment"]
    )
