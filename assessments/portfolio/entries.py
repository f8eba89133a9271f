"""Every use case in its lane, with its next step, and who is waited for; from stored figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.portfolio.readiness import Readiness, Teams
from assessments.use_cases.contract.content import (
    CONSUMER_SPEAKER,
    RiskClass,
    Rules,
    Status,
)
from assessments.use_cases.contract.priority import Lane, Rank, lane_of
from assessments.use_cases.figures import SPEAKERS
from assessments.use_cases.tables import UseCase, UseCaseAsk, UseCaseSignOff, UseCaseVersion

BEST_ASKED: Mapping[str, Sequence[str]] = {
    "business": ("business_owner", "sponsor"),
    "data_science": ("builder",),
    "operations": ("technical_owner",),
}


class Step(StrEnum):
    """What comes next for a use case."""

    SIGN = "sign"
    ANSWER = "answer"
    FILL_IN = "fill_in"
    IMPROVE = "improve"
    AGREE = "agree"
    RELEASE = "release"
    WATCH = "watch"
    STOPPED = "stopped"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Entry:
    """A use case as the portfolio shows it.

    Attributes:
        lane: None while it has no rank.
        owner: Its business owner, or else its sponsor, or who began it.
        step: What comes next.
        about: What that is about: a role to sign, a section that was asked for, a field.
        waits_for: Whom that waits for; nobody where it isn't known.
        value: The benefit of a year, 1 to 5; None while it has no rank.
        weeks: Weeks to first value; None while it has no rank.
    """

    use_case_id: UUID
    title: str
    model_name: str
    status: Status
    percent: int
    risk: RiskClass | None
    lane: Lane | None
    owner: str
    step: Step
    about: tuple[str, ...]
    waits_for: tuple[str, ...]
    value: int | None
    weeks: int | None
    readiness: Readiness
    order: tuple[Any, ...] = field(repr=False)


def portfolio(session: Session, rules: Rules, search: str = "") -> list[Entry]:
    """Return the use cases that aren't retired, lane by lane, the highest rank first.

    Args:
        session: A transaction.
        rules: The rules for use cases.
        search: Words that the title or the model's name must hold; empty for all.
    """
    teams = Teams(session, rules.priority.linked_items)
    query = select(*COLUMNS).where(
        col(UseCase.discarded_at).is_(None), UseCase.status != Status.RETIRED
    )
    words = search.casefold().split()
    rows = (_Row(*found) for found in session.connection().execute(query))
    found = [row for row in rows if _holds(row, words)]
    if not found:
        return []
    waiting = _Waiting.read(session)
    entries = [_entry(rules, row, waiting, teams) for row in found]
    return sorted(entries, key=lambda entry: entry.order)


def in_lanes(entries: Iterable[Entry]) -> dict[Lane | None, list[Entry]]:
    """Sort entries into lanes, in the order of the lanes; those without a rank come last."""
    lanes: dict[Lane | None, list[Entry]] = {lane: [] for lane in (*Lane, None)}
    for entry in entries:
        lanes[entry.lane].append(entry)
    return lanes


class _Row(NamedTuple):
    """What is stored for lists; no document is read."""

    id: UUID
    title: str
    model_name: str | None
    status: Status
    created_by: str
    channel_id: str
    round_id: UUID | None
    figures: Mapping[str, Any]


COLUMNS = [col(getattr(UseCase, name)) for name in _Row._fields]


@dataclass(frozen=True)
class _Waiting:
    """What waits for people: versions for signatures, sections for whom was asked."""

    roles: Mapping[UUID, Sequence[str]]
    asks: Mapping[UUID, Sequence[tuple[str, str]]]

    @classmethod
    def read(cls, session: Session) -> "_Waiting":
        """Read it for all use cases at once; no document is read."""
        versions = session.exec(
            select(UseCaseVersion.use_case_id, UseCaseVersion.version, UseCaseVersion.roles)
            .where(col(UseCaseVersion.settled_at).is_(None))
            .order_by(col(UseCaseVersion.version))
        ).all()
        ids = [found[0] for found in versions]
        signed = set(
            session.exec(
                select(UseCaseSignOff.use_case_id, UseCaseSignOff.version, UseCaseSignOff.role)
                .where(col(UseCaseSignOff.use_case_id).in_(ids))
            ).all()
        ) if ids else set()  # fmt: skip
        roles = {
            use_case_id: [role for role in asked if (use_case_id, version, role) not in signed]
            for use_case_id, version, asked in versions
        }
        asks: dict[UUID, list[tuple[str, str]]] = {}
        for use_case_id, section, person in session.exec(
            select(UseCaseAsk.use_case_id, UseCaseAsk.section, UseCaseAsk.asked_of)
            .where(col(UseCaseAsk.done_at).is_(None))
            .order_by(col(UseCaseAsk.asked_at))
        ):
            asks.setdefault(use_case_id, []).append((section, person))
        return cls(roles, asks)


def _holds(row: _Row, words: Sequence[str]) -> bool:
    text = f"{row.title} {row.model_name or ''}".casefold()
    return all(word in text for word in words)


def _entry(rules: Rules, row: _Row, waiting: _Waiting, teams: Teams) -> Entry:
    figures = row.figures
    people: Mapping[str, str] = figures.get("people", {})
    risk = RiskClass(figures["risk"]) if figures.get("risk") else None
    readiness = teams.readiness(row.round_id, row.channel_id)
    rank = _rank(row)
    lane = lane_of(rank, risk, is_ready=readiness.is_ready)
    step, about, waits_for = _next(rules, row, waiting)
    place = list(Lane).index(lane) if lane else len(Lane)
    unranked = (Fraction(0), 0, row.title.casefold())
    return Entry(
        row.id,
        row.title,
        row.model_name or "",
        row.status,
        int(figures.get("percent", 0)),
        risk,
        lane,
        people.get("business_owner") or people.get("sponsor") or row.created_by,
        step,
        about,
        waits_for,
        figures.get("value"),
        figures.get("weeks"),
        readiness,
        (place, *(rank.order if rank else unranked), str(row.id)),
    )


def _rank(row: _Row) -> Rank | None:
    score, effort = row.figures.get("score"), row.figures.get("effort")
    return None if score is None else Rank(Fraction(score), int(effort or 0), row.title)


def _next(
    rules: Rules, row: _Row, waiting: _Waiting
) -> tuple[Step, tuple[str, ...], tuple[str, ...]]:
    figures = row.figures
    if figures.get("risk") == RiskClass.STOP.value:
        return Step.STOPPED, (), ()
    if roles := tuple(waiting.roles.get(row.id, ())):
        return Step.SIGN, roles, _signers(roles, figures)
    if asks := waiting.asks.get(row.id):
        return Step.ANSWER, tuple(section for section, _ in asks), _once(who for _, who in asks)
    missing = tuple(figures.get("missing", ()))
    if missing and row.status in {Status.IDEA, Status.DEFINED}:
        return Step.FILL_IN, missing, _best_asked(rules, missing[0], row)
    owner = _once([figures.get("people", {}).get("business_owner") or row.created_by])
    if figures.get("quality", 0) < rules.quality.pass_mark and row.status is Status.IDEA:
        return Step.IMPROVE, (str(figures.get("quality", 0)),), owner
    steps = {Status.APPROVED: Step.RELEASE, Status.LIVE: Step.WATCH}
    return steps.get(row.status, Step.AGREE), (), () if row.status is Status.LIVE else owner


def _signers(roles: Sequence[str], figures: Mapping[str, Any]) -> tuple[str, ...]:
    people: Mapping[str, str] = figures.get("people", {})
    speakers = figures.get(SPEAKERS, [])
    named = [
        person
        for role in roles
        for person in (speakers if role == CONSUMER_SPEAKER else [people.get(role, "")])
    ]
    return _once(named)


def _best_asked(rules: Rules, field_id: str, row: _Row) -> tuple[str, ...]:
    people: Mapping[str, str] = row.figures.get("people", {})
    spec = rules.by_id.get(field_id)
    roles = BEST_ASKED.get(spec.group, ()) if spec else ()
    named = next((people[role] for role in roles if role in people), row.created_by)
    return (named,)


def _once(people: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, people)))
