"""A use case in force, and days that go by."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, func, select

from assessments.use_cases.coming_back.looking import Look, look_at_due
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.values import Value, plain
from assessments.use_cases.definition import start_use_case
from assessments.use_cases.drafts import set_fields
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import agree_alone

BEA, DAN, OLA, MIA, FIN = "U0BEA", "U0DAN", "U0OLA", "U0MIA", "U0FIN"
RULES = load_rules()
BEGINNING = date(2026, 1, 31)
KPI = "Monthly cancellation rate"
PEOPLE = {"sponsor": BEA, "business_owner": OLA, "technical_owner": MIA, "builder": DAN}


def at(day: date, hour: int = 9) -> datetime:
    """An hour of a day, in UTC."""
    return datetime.combine(day, time(hour), UTC)


def in_force(session: Session, target_date: str = "2026-10-01", **fields: Value) -> UseCase:
    """The worked example with the demo's people, agreed on 31 January; limited risk."""
    return agreed(session, at(BEGINNING, 12), {"kpis": kpis(target_date), **fields})


def agreed(session: Session, now: datetime, fields: dict[str, Value]) -> UseCase:
    """The same, agreed at another time."""
    use_case = start_use_case(session, created_by=DAN, channel_id="C1", now=now)
    values: dict[str, Any] = {name: plain(value) for name, value in RULES.example.items()}
    set_fields(session, RULES, use_case, {**values, **PEOPLE, **fields}, DAN, now)
    agree_alone(session, RULES, use_case, BEA, now)
    return use_case


def kpis(target_date: str) -> list[dict[str, Value]]:
    """The example's number that must move, by another day; Fin knows its figure."""
    (row,) = Document({"kpis": plain(RULES.example["kpis"])}).rows("kpis")
    return [{**row, "target_date": target_date, "owner": FIN}]


def looks(
    session: Session,
    now: datetime,
    stand_ins: dict[str, str] | None = None,
    gone: Collection[str] = (),
) -> list[Look]:
    """Look until nothing is due."""
    found = []
    while look := look_at_due(session, RULES, stand_ins or {}, now, gone):
        found.append(look)
    return found


def told(
    session: Session,
    first: date,
    last: date,
    stand_ins: dict[str, str] | None = None,
    gone: Collection[str] = (),
) -> list[tuple[str, str, str]]:
    """Let days go by, with a look whenever one is due: who is told what, when."""
    found, now = [], at(first, 0)
    while (due := session.exec(select(func.min(UseCase.comes_back_at))).one()) is not None:
        now = max(now, due)
        if now >= at(last + timedelta(days=1), 0):
            break
        for look in looks(session, now, stand_ins, gone):
            found += [(f"{now:%d %b}", who, revisit.kind.value) for revisit, who in look.told]
    return found
