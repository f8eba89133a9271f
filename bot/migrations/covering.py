"""What a migration adds to what the audit log covers, so that earlier ones leave it out."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice

from sqlmodel import Session

from assessments.tables import Assessment
from assessments.use_cases.tables import UseCase, UseCaseVersion
from deployments.tables import Decision, RegisteredModel
from ground.audit import OURSELVES, noted_fingerprints, record
from ground.covered import COVERS, Covered, stored_fingerprints
from monitors.tables import Alert

ROWS_PER_ENTRY = 500
Columns = Mapping[type[Covered], Sequence[str]]
SINCE_0015: Columns = {Alert: ["facts"], RegisteredModel: ["fallback_channel"]}
SINCE_0025: Columns = {
    Alert: ["due_at", "decided_for"],
    Assessment: ["target_preset", "reasons_to_facilitator"],
    Decision: ["decided_for"],
    RegisteredModel: ["business_owner"],
    UseCase: ["discarded_at", "retired_reason"],
    UseCaseVersion: ["settled_at"],
}


def names_before(kind: type[Covered], *later: Columns) -> list[str]:
    """Name the columns of a table that were covered before migrations added some."""
    added = {name for columns in later for name in columns.get(kind, ())}
    return [name for name in kind.covered if name not in added]


def covered_again(session: Session, before: Columns, after: Columns) -> dict[str, str]:
    """Return the new fingerprints of rows that are as the log noted them."""
    noted = noted_fingerprints(session)
    same = {
        name
        for name, fingerprint in stored_fingerprints(session, before)
        if noted.get(name) == fingerprint
    }
    return {name: new for name, new in stored_fingerprints(session, after) if name in same}


def note_covered(session: Session, rows: Mapping[str, str | None]) -> None:
    """Record what is covered from now on, and what is gone, in portions."""
    left = iter(sorted(rows.items()))
    while portion := dict(islice(left, ROWS_PER_ENTRY)):
        record(
            session,
            actor=OURSELVES,
            action="record.cover",
            subject="audit",
            detail={COVERS: portion},
            now=datetime.now(UTC),
        )
