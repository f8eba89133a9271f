"""Keeps what was counted of each monitor's reference, and notices when that has changed."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from bot.adapters.data_sources.files import files_of
from bot.adapters.data_sources.source import FILES, in_folder, read_source
from bot.transactions import Transactions
from ground.audit import OURSELVES, record
from monitors.check.reference_window import FIXED
from monitors.errors import MeasurementError
from monitors.profile.remembered import Memory, packed, unpacked
from monitors.runs.run import lock_monitor
from monitors.tables import Monitor, MonitorReplay, ReferenceProfile

BLOCK = 1 << 20


@dataclass(frozen=True)
class Reference:
    """A monitor's reference as its files are now, and what is remembered of it.

    Attributes:
        stamp: Changes with paths, sizes and times of change; empty where nothing can be kept.
        content_hash: Changes with what the files hold.
        memory: What was counted before, and in this run.
    """

    stamp: str = ""
    content_hash: str = ""
    memory: Memory = field(default_factory=Memory)


@dataclass(frozen=True)
class ReferenceProfiles:
    """The stored profiles."""

    transactions: Transactions
    data_folder: Path

    def find(self, monitor: Monitor) -> Reference:
        """Load the profile if it is of these files; the files are read only when touched."""
        if monitor.options.get("reference_window", FIXED) != FIXED:
            return Reference()
        try:
            files = self._files(monitor)
            if not files:
                return Reference()
            stamp = stamp_of(files)
            with self.transactions.reading() as session:
                stored = session.get(ReferenceProfile, monitor.id)
                known = (stored.stamp, stored.content_hash, stored.payload) if stored else None
            if known is not None and known[0] == stamp:
                return Reference(stamp, known[1], Memory(unpacked(known[2])))
            content_hash = content_hash_of(files)
        except (MeasurementError, OSError):
            return Reference()
        is_known = known is not None and known[1] == content_hash
        memory = Memory(unpacked(known[2])) if known is not None and is_known else Memory()
        return Reference(stamp, content_hash, memory)

    def keep(self, monitor: Monitor, found: Reference, rows: int, now: datetime) -> None:
        """Store what this run counted, where it is new; another content is an audited step.

        A reference that was written to while it was read is left to the next run.
        """
        files = self._files(monitor) if found.stamp else []
        if not files or stamp_of(files) != found.stamp:
            return
        asked = _asked(monitor, found.memory)
        with self.transactions.begin() as work:
            lock_monitor(work.session, monitor.id)
            stored = work.session.get(ReferenceProfile, monitor.id)
            known = (stored.stamp, stored.content_hash, stored.asked) if stored else None
            if known == (found.stamp, found.content_hash, asked):
                return
            if stored is not None and stored.content_hash != found.content_hash:
                _note_change(work.session, monitor, stored, found, rows, now)
            kept = stored or ReferenceProfile(
                monitor_id=monitor.id, stamp="", content_hash="", asked="", rows=0,
                payload=b"", created_at=now,
            )  # fmt: skip
            if known is None or known[1:] != (found.content_hash, asked):
                kept.payload, kept.created_at = packed(found.memory.used), now
            kept.stamp, kept.content_hash, kept.asked = found.stamp, found.content_hash, asked
            kept.rows = rows
            work.session.add(kept)

    def _files(self, monitor: Monitor) -> list[Path]:
        """List the reference's files; a table in another engine has none."""
        source = read_source(in_folder(self.data_folder, monitor.reference))
        return files_of(source) if source.engine == FILES else []


def stamp_of(files: list[Path]) -> str:
    """Hash paths, sizes and times of change, which costs nothing."""
    facts = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def content_hash_of(files: list[Path]) -> str:
    """Hash what files hold, one after the other, whatever they are called."""
    whole = hashlib.sha256()
    for file in files:
        one = hashlib.sha256()
        with file.open("rb") as opened:
            while block := opened.read(BLOCK):
                one.update(block)
        whole.update(one.digest())
    return whole.hexdigest()


def _asked(monitor: Monitor, memory: Memory) -> str:
    """Name what a profile was made for: another list of columns or options is another profile."""
    facts = [memory.columns, monitor.columns, monitor.options, monitor.rows_per_window]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _note_change(
    session: Session,
    monitor: Monitor,
    before: ReferenceProfile,
    found: Reference,
    rows: int,
    now: datetime,
) -> None:
    """Record the change, and forget what was learnt from the old reference."""
    detail = {
        "monitor": monitor.name,
        "old_hash": before.content_hash,
        "new_hash": found.content_hash,
        "old_rows": before.rows,
        "new_rows": rows,
    }
    record(
        session,
        actor=OURSELVES,
        action="reference.changed",
        subject=f"monitor:{monitor.id}",
        detail=detail,
        now=now,
    )
    session.get_one(Monitor, monitor.id).slow_drift = {}
    learnt = session.get(MonitorReplay, monitor.id)
    if learnt is not None:
        learnt.facts = {name: value for name, value in learnt.facts.items() if name != "key"}
