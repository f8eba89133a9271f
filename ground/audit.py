"""The audit log: a hash chain written in the same transaction as the step it records."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Column, Row, Text
from sqlmodel import Field, Session, SQLModel, col, select

from ground.columns import UtcDateTime
from ground.covered import COVERS, Covered, canonical, differences, fingerprints
from ground.refusals import Refusal
from ground.set_back import Times
from ground.stored import StoredRows, UnreadableError

GENESIS = "0" * 64
MOST_NAMED = 5
PRESS = "press"
"""Under which a session's `info` holds the press that its steps come of, and entries keep it."""
NO_SUCH_HEAD = (
    "no entry has the head you noted. Since then, the newest entries were deleted or written "
    "again, or an older backup was restored"
)
OURSELVES = "lamplighter"
"""The actor of what nobody pressed for."""


class AuditHead(SQLModel, table=True):
    """The chain's end: one row, locked by whoever appends."""

    id: int = Field(default=1, primary_key=True)
    sequence: int
    hash: str


class AuditEntry(SQLModel, table=True):
    """One step of the audit log; its hash covers everything in it and the hash before."""

    sequence: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    action: str
    subject: str = Field(index=True)
    detail: str = Field(sa_column=Column(Text, nullable=False), description="Canonical JSON")
    previous_hash: str
    hash: str


@dataclass(frozen=True)
class Attempt:
    """What somebody wants to do to what, as the log names it; see `record`."""

    actor: str
    action: str
    subject: str
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verification:
    """Whether the chain is intact, and where it first breaks."""

    is_whole: bool
    entries: int
    head: str
    first_broken_sequence: int | None
    sentence: str


class Head(NamedTuple):
    """Where the chain ends: noted elsewhere, it shows later whether an entry is missing."""

    entries: int
    hash: str


def head_of(session: Session) -> Head:
    """Return the chain's present end."""
    found = session.get(AuditHead, 1, populate_existing=True)
    return Head(0, GENESIS) if found is None else Head(found.sequence, found.hash)


def hold(session: Session) -> None:
    """Let nobody record anything until this is committed.

    What is looked up afterwards is as whoever recorded last left it: so of two who do the same at
    the same moment, the second finds it done.
    """
    _locked_head(session)


def record(  # noqa: PLR0913 - what an entry consists of
    session: Session,
    *,
    actor: str,
    action: str,
    subject: str,
    detail: Mapping[str, Any],
    now: datetime,
    covers: Sequence[Covered] = (),
) -> AuditEntry:
    """Append a step; it is committed or rolled back together with the change it records.

    Args:
        session: The transaction of the step itself.
        actor: Slack user_id, or the name of our own part that acted.
        action: Verb and noun, such as `sign_off.approve`.
        subject: What it was done to, such as `deployment_request:<id>`.
        detail: What else a reader needs; no secrets.
        now: When.
        covers: The rows that the step wrote or deleted; the entry keeps their fingerprints.
    """
    if session.info.get(PRESS):
        detail = {**detail, PRESS: session.info[PRESS]}
    if covers:
        detail = {**detail, COVERS: fingerprints(session, covers)}
    head = _locked_head(session)
    entry = AuditEntry(
        sequence=head.sequence + 1,
        at=now.astimezone(UTC),
        actor=actor,
        action=action,
        subject=subject,
        detail=canonical(detail),
        previous_hash=head.hash,
        hash="",
    )
    entry.hash = entry_hash(entry)
    head.sequence, head.hash = entry.sequence, entry.hash
    session.add(entry)
    session.flush()
    return entry


def record_refusal(session: Session, attempt: Attempt, refusal: Refusal, now: datetime) -> None:
    """Append that something was tried and refused, and why."""
    record(
        session,
        actor=attempt.actor,
        action=f"{attempt.action}.refused",
        subject=attempt.subject,
        detail={**attempt.detail, "why": refusal.code, **refusal.facts},
        now=now,
    )


class Entry(NamedTuple):
    """An entry as it is read to be verified, without an object that the session keeps."""

    sequence: int
    at: datetime | str
    actor: str
    action: str
    subject: str
    detail: str
    previous_hash: str
    hash: str


def entry_hash(entry: AuditEntry | Entry) -> str:
    """Hash everything in an entry, its place in the chain included (SHA-256, hex)."""
    content = canonical(
        {
            "sequence": entry.sequence,
            "at": _in_utc(entry.at),
            "actor": entry.actor,
            "action": entry.action,
            "subject": entry.subject,
            "detail": entry.detail,
            "previous_hash": entry.previous_hash,
        }
    )
    return hashlib.sha256(content.encode()).hexdigest()


def verify(
    session: Session, *, head: str | None = None, covered: Sequence[type[Covered]] = ()
) -> Verification:
    """Walk the chain, then compare it with the rows it covers, both ways.

    Args:
        session: A transaction to read in.
        head: The chain's head as noted elsewhere; reveals missing entries at the end.
        covered: The tables to compare.
    """
    entries = previous = 0
    previous_hash = GENESIS
    was_seen = head in (None, GENESIS)
    noted: dict[str, str | None] = {}
    times = Times()
    for entry in _entries(session):
        is_next = entry.sequence == previous + 1 and entry.previous_hash == previous_hash
        if not is_next or entry.hash != entry_hash(entry):
            what = f"entry {entry.sequence} was changed, moved or removed"
            return _broken(entries, previous_hash, entry.sequence, what)
        entries, previous, previous_hash = entries + 1, entry.sequence, entry.hash
        was_seen = was_seen or entry.hash == head
        noted.update(_covers(entry))
        times.note(entry.sequence, entry.at)
    ends = _stored_ends(session)
    if not was_seen:
        return _broken(entries, previous_hash, previous + 1, NO_SUCH_HEAD)
    if len(ends) == 1 and _is_later(ends[0].sequence, previous):
        what = f"entry {previous + 1} and everything after it are missing"
        return _broken(entries, previous_hash, previous + 1, what)
    if ends != [(1, previous, previous_hash)]:
        what = f"entry {previous} isn't the last one by the audit head"
        return _broken(entries, previous_hash, previous, what)
    differing = list(islice(differences(session, covered, noted), MOST_NAMED))
    return Verification(
        is_whole=not differing,
        entries=entries,
        head=previous_hash,
        first_broken_sequence=None,
        sentence=" ".join(differing)
        or f"The audit chain is intact: {entries} entries, head {previous_hash[:16]}…{times}",
    )


def export(session: Session) -> Iterator[dict[str, Any]]:
    """Yield every entry, oldest first."""
    for entry in _entries(session):
        yield {**entry._asdict(), "at": _in_utc(entry.at)}


def _entries(session: Session) -> Iterator[Entry]:
    """Read the chain in portions, so that its length takes no memory."""
    session.flush()
    stored = StoredRows(session, AuditEntry.metadata.tables["auditentry"], Entry._fields)
    for row in stored.read(stored.query.order_by(col(AuditEntry.sequence))):
        entry = Entry._make(row)
        try:
            yield entry._replace(at=stored.value(row, "at"))
        except UnreadableError:
            yield entry._replace(at=f"unreadable: {entry.at}")


def _stored_ends(session: Session) -> list[Row[Any]]:
    """Return what is stored as the chain's end: one row, unless somebody changed it."""
    session.flush()
    stored = StoredRows(
        session, AuditHead.metadata.tables["audithead"], ["id", "sequence", "hash"]
    )
    return list(stored.read(stored.query))


def _in_utc(at: datetime | str) -> str:
    return at if isinstance(at, str) else at.astimezone(UTC).isoformat()


def noted_fingerprints(session: Session) -> dict[str, str | None]:
    """Return what the log noted last of each covered row, by the row's name."""
    noted: dict[str, str | None] = {}
    for entry in _entries(session):
        noted.update(_covers(entry))
    return noted


def _covers(entry: Entry) -> dict[str, str | None]:
    """Return the fingerprints that an entry keeps; one from before they were kept has none."""
    if f'"{COVERS}":' not in entry.detail:
        return {}
    found: dict[str, str | None] = json.loads(entry.detail).get(COVERS, {})
    return found


def _locked_head(session: Session) -> AuditHead:
    return session.exec(
        select(AuditHead).with_for_update().execution_options(populate_existing=True)
    ).one()


def _is_later(sequence: object, than: int) -> bool:
    return isinstance(sequence, int) and sequence > than


def _broken(entries: int, head: str, sequence: int, what: str) -> Verification:
    return Verification(
        is_whole=False,
        entries=entries,
        head=head,
        first_broken_sequence=sequence,
        sentence=f"The audit chain is broken: {what}.",
    )
