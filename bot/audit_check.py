"""Verify the record: the audit chain itself, every row it covers, and the file they are in.

The people of a round and their answers aren't covered: the entry of somebody who withdraws would
name the row that their answers were handed to, which nobody is to trace back.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlmodel import Session, SQLModel

from assessments.absences.tables import Absence
from assessments.tables import Assessment, RoadmapAction
from assessments.use_cases.coming_back.tables import KpiFigure, Revisit
from assessments.use_cases.tables import (
    SignerInstead,
    UseCase,
    UseCaseRetirement,
    UseCaseSignOff,
    UseCaseVersion,
)
from bot.api.tokens import ApiToken
from deployments.tables import (
    Decision,
    DeploymentRequest,
    ModelAlias,
    ModelDecider,
    ModelVersion,
    RegisteredModel,
    Rollback,
    SignOff,
)
from ground.audit import MOST_NAMED, Verification, export, verify
from ground.covered import Covered
from ground.stored import printable
from ground.structure import structural_differences
from monitors.tables import Alert, Monitor

COVERED: tuple[type[Covered], ...] = (
    Absence,
    Alert,
    ApiToken,
    Assessment,
    Decision,
    DeploymentRequest,
    KpiFigure,
    ModelAlias,
    ModelDecider,
    ModelVersion,
    Monitor,
    RegisteredModel,
    Revisit,
    RoadmapAction,
    Rollback,
    SignOff,
    SignerInstead,
    UseCase,
    UseCaseRetirement,
    UseCaseSignOff,
    UseCaseVersion,
)
TABLES = tuple(
    SQLModel.metadata.tables[name]
    for name in ("auditentry", "audithead", *(str(kind.__tablename__) for kind in COVERED))
)


def verify_record(session: Session, *, head: str | None = None) -> Verification:
    """Walk the audit chain, compare it with the rows it covers, and check the file's structure.

    Args:
        session: A transaction to read in; a snapshot where others write meanwhile.
        head: The chain's head as noted elsewhere; reveals missing entries at the end.
    """
    with _damaged_text_read(session):
        verification = verify(session, head=head, covered=COVERED)
        damage = [*_damage(session), *structural_differences(session.connection(), TABLES)]
    if damage:
        sentences = [] if verification.is_whole else [verification.sentence]
        sentence = " ".join([*sentences, *damage[:MOST_NAMED]])
        verification = replace(verification, is_whole=False, sentence=sentence)
    return replace(verification, sentence=printable(verification.sentence))


def export_record(session: Session) -> Iterator[str]:
    """Yield every entry as a line of JSON, oldest first; also one that somebody damaged."""
    with _damaged_text_read(session):
        for entry in export(session):
            line = json.dumps(entry, ensure_ascii=False, default=repr)
            is_text = not any("\ud800" <= sign <= "\udfff" for sign in line)
            yield line if is_text else json.dumps(entry, default=repr)


def _damage(session: Session) -> Iterator[str]:
    """Say what is wrong with the structure of a SQLite file: an index may hide a row."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return
    found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    if found != "ok":
        yield (
            f"The database file is damaged ({' '.join(str(found).split())}). "
            "Run `lamplighter db restore BACKUP` to bring a backup back."
        )


@contextmanager
def _damaged_text_read(session: Session) -> Iterator[None]:
    """Read also text that isn't UTF-8 any more, so that its row is named."""
    connection: Any = session.connection().connection.driver_connection
    if session.connection().dialect.name != "sqlite":
        yield
        return
    before, connection.text_factory = connection.text_factory, _as_found
    try:
        yield
    finally:
        connection.text_factory = before


def _as_found(text: bytes) -> str:
    return text.decode(errors="surrogateescape")
