"""The audit chain: whole when nothing was touched, and each kind of tampering is found."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, col, select

from ground.audit import (
    GENESIS,
    AuditEntry,
    AuditHead,
    entry_hash,
    export,
    record,
    verify,
)
from ground.covered import canonical


@pytest.fixture
def chain(session: Session, now: datetime) -> Session:
    """A chain of five entries."""
    for number in range(5):
        record(
            session,
            actor="U0MIA",
            action="alert.keep",
            subject=f"alert:{number}",
            detail={"reason": "fine <b>", "number": number},
            now=now + timedelta(minutes=number),
        )
    return session


def stored_head(session: Session) -> str:
    """Return the end of the chain as it is stored."""
    return session.exec(select(AuditHead)).one().hash


def test_an_empty_chain_is_whole(session: Session) -> None:
    """Nothing recorded, nothing broken."""
    verification = verify(session)

    assert (verification.is_whole, verification.entries) == (True, 0)
    assert verification.head == GENESIS


def test_an_untouched_chain_is_whole(chain: Session) -> None:
    """Verify counts the entries and gives the head."""
    verification = verify(chain)

    head = stored_head(chain)
    assert (verification.is_whole, verification.entries, verification.head) == (True, 5, head)
    assert verification.sentence == f"The audit chain is intact: 5 entries, head {head[:16]}…"


def test_each_hash_covers_the_one_before(chain: Session) -> None:
    """The first one stands on the genesis hash."""
    entries = chain.exec(select(AuditEntry).order_by(col(AuditEntry.sequence))).all()

    hashes = [GENESIS, *(entry.hash for entry in entries)]
    assert [entry.previous_hash for entry in entries] == hashes[:-1]


def test_a_hash_does_not_depend_on_the_zone(chain: Session) -> None:
    """The same instant in another zone hashes alike."""
    entry = chain.get_one(AuditEntry, 1)
    before = entry_hash(entry)

    entry.at = entry.at.astimezone(timezone(timedelta(hours=2)))

    assert entry_hash(entry) == before


TAMPERING = {
    "actor": "UPDATE auditentry SET actor = 'U0EVE' WHERE sequence = 3",
    "detail": "UPDATE auditentry SET detail = '{}' WHERE sequence = 3",
    "time": "UPDATE auditentry SET at = '2020-01-01 00:00:00' WHERE sequence = 3",
    "hash": "UPDATE auditentry SET hash = previous_hash WHERE sequence = 3",
    "gone": "DELETE FROM auditentry WHERE sequence = 3",
    "moved": "UPDATE auditentry SET sequence = 30 WHERE sequence = 3",
    "first gone": "DELETE FROM auditentry WHERE sequence = 1",
}
BROKEN_AT = {"gone": 4, "moved": 4, "first gone": 2}


@pytest.mark.parametrize("kind", TAMPERING)
def test_tampering_is_found_at_its_place(chain: Session, kind: str) -> None:
    """The first entry that no longer follows from the one before is named."""
    chain.connection().execute(text(TAMPERING[kind]))

    verification = verify(chain)

    assert not verification.is_whole
    assert verification.first_broken_sequence == BROKEN_AT.get(kind, 3)
    assert f"entry {BROKEN_AT.get(kind, 3)} was changed" in verification.sentence


@pytest.mark.parametrize("sequence", [1, 2, 3, 4])
def test_an_entry_whose_hash_was_made_to_fit_is_found_by_the_next(
    chain: Session, sequence: int
) -> None:
    """Who edits an entry and computes its hash again breaks the link to the one after it."""
    edited = chain.get_one(AuditEntry, sequence)
    edited.actor = "U0EVE"
    edited.hash = entry_hash(edited)
    chain.flush()

    verification = verify(chain)

    assert not verification.is_whole
    assert verification.first_broken_sequence == sequence + 1
    assert (verification.entries, verification.head) == (sequence, edited.hash)


def test_a_last_entry_whose_hash_was_made_to_fit_is_found_by_the_head(chain: Session) -> None:
    """Nothing comes after it but the stored end."""
    edited = chain.get_one(AuditEntry, 5)
    edited.detail = "{}"
    edited.hash = entry_hash(edited)
    chain.flush()

    assert "entry 5 isn't the last one" in verify(chain).sentence


def test_a_gap_is_found_though_all_hashes_and_the_head_fit(chain: Session) -> None:
    """The last entry is given another number, its hash and the head with it."""
    moved = chain.get_one(AuditEntry, 5)
    moved.sequence = 6
    moved.hash = entry_hash(moved)
    head = chain.exec(select(AuditHead)).one()
    head.sequence, head.hash = 6, moved.hash
    chain.flush()

    verification = verify(chain)

    assert (verification.is_whole, verification.first_broken_sequence) == (False, 6)


def test_a_clumsily_cut_tail_is_found(chain: Session) -> None:
    """The stored head remembers what the entries no longer hold."""
    chain.connection().execute(text("DELETE FROM auditentry WHERE sequence > 3"))

    verification = verify(chain)

    assert not verification.is_whole
    assert verification.sentence.endswith("entry 4 and everything after it are missing.")
    assert verification.first_broken_sequence == 4


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audithead SET sequence = 4",
        "UPDATE audithead SET id = 7",
        "UPDATE audithead SET hash = 'other'",
        "DELETE FROM audithead",
    ],
)
def test_a_changed_head_is_found(chain: Session, change: str) -> None:
    """The next entry would be appended to it."""
    chain.connection().execute(text(change))

    assert verify(chain).sentence == (
        "The audit chain is broken: entry 5 isn't the last one by the audit head."
    )


def test_a_clock_that_was_set_back_is_said(chain: Session, now: datetime) -> None:
    """The chain is intact all the same: its order is that of the numbers."""
    for hours in (2, 1):
        earlier = now - timedelta(hours=hours)
        record(chain, actor="U0MIA", action="alert.keep", subject="x", detail={}, now=earlier)

    verification = verify(chain)

    assert verification.is_whole
    assert "The clock was set back before entry 6; the order" in verification.sentence


@pytest.mark.parametrize(("late", "is_said"), [(0, False), (1, True)])
def test_an_hour_behind_is_a_long_job(
    chain: Session, now: datetime, late: int, *, is_said: bool
) -> None:
    """A job's entries have its start's time; more than an hour is a clock that was set back."""
    at = now + timedelta(minutes=4) - timedelta(hours=1, seconds=late)
    record(chain, actor="U0MIA", action="alert.keep", subject="x", detail={}, now=at)

    assert ("The clock was set back" in verify(chain).sentence) is is_said


def test_a_full_rewrite_is_found_by_a_head_from_outside(chain: Session, now: datetime) -> None:
    """Who can write everything can't change what others noted."""
    noted = verify(chain).head
    chain.connection().execute(text("DELETE FROM auditentry"))
    chain.connection().execute(
        text("UPDATE audithead SET sequence = 0, hash = :hash").bindparams(hash=GENESIS)
    )
    record(chain, actor="U0EVE", action="nothing", subject="x", detail={}, now=now)

    assert verify(chain).is_whole
    assert not verify(chain, head=noted).is_whole


def test_an_older_head_still_fits(chain: Session, now: datetime) -> None:
    """A head that was noted before later entries is on the chain."""
    noted = verify(chain).head
    record(chain, actor="U0MIA", action="alert.keep", subject="x", detail={}, now=now)

    assert verify(chain, head=noted).is_whole


def test_export_gives_every_entry_in_order(chain: Session) -> None:
    """Oldest first, with all that the hash covers."""
    entries = list(export(chain))

    assert [entry["sequence"] for entry in entries] == [1, 2, 3, 4, 5]
    assert entries[0]["at"].startswith("2026-11-23T09:00:00")
    assert entries[0]["detail"] == '{"number":0,"reason":"fine <b>"}'


def test_a_number_that_is_none_is_refused(session: Session, now: datetime) -> None:
    """NaN has no one way to be written."""
    with pytest.raises(ValueError, match="Out of range"):
        record(session, actor="a", action="b", subject="c", detail={"x": float("nan")}, now=now)


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none() | st.lists(st.booleans())))
def test_equal_details_are_written_alike(detail: dict[str, object]) -> None:
    """The order in which a dictionary was filled does not matter."""
    assert canonical(detail) == canonical(dict(reversed(detail.items())))
