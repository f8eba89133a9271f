"""Pass marks that promise less than before, as the next release and the next alert show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from assessments.use_cases.contract.content import ACCEPTANCE
from assessments.use_cases.contract.difference import difference
from assessments.use_cases.contract.document import Document, Row
from assessments.use_cases.contract.pass_mark_rows import PassMarkRow, pass_mark_rows
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.sign_offs import Signature
from assessments.use_cases.elsewhere import replaced_by
from assessments.use_cases.tables import UseCase, UseCaseSignOff, UseCaseVersion


@dataclass(frozen=True)
class Loosened:
    """Pass marks that are looser than before.

    Attributes:
        rows: Each as it was, and as it is; None where it's gone, or can't be judged any more.
        signed_by: Who signed it; who agreed it, where nobody had to sign.
        agreed_at: When it came into force, in UTC.
    """

    version: int
    rows: Sequence[tuple[PassMarkRow, PassMarkRow | None]]
    signed_by: Sequence[str]
    agreed_at: datetime


def loosened_since(
    session: Session, model_name: str, after: datetime | None, upto: datetime | None
) -> list[Loosened]:
    """List what was loosened about a model in a span of time, the oldest first.

    Args:
        session: A transaction.
        model_name: The model.
        after: Where the span begins; None for the beginning.
        upto: Where it ends; None where it hasn't ended yet.
    """
    query = (
        select(UseCaseVersion)
        .join(UseCase, col(UseCase.id) == col(UseCaseVersion.use_case_id))
        .where(
            UseCase.model_name == model_name,
            col(UseCaseVersion.settled_at).is_not(None),
        )
        .order_by(col(UseCaseVersion.settled_at))
    )
    if after is not None:
        query = query.where(col(UseCaseVersion.settled_at) > after)
    if upto is not None:
        query = query.where(col(UseCaseVersion.settled_at) <= upto)
    found = (_loosened(session, version) for version in session.exec(query).all())
    return [loosened for loosened in found if loosened is not None]


def _loosened(session: Session, version: UseCaseVersion) -> Loosened | None:
    signed = session.exec(
        select(UseCaseSignOff)
        .where(
            UseCaseSignOff.use_case_id == version.use_case_id,
            UseCaseSignOff.version == version.version,
        )
        .order_by(col(UseCaseSignOff.signed_at))
    ).all()
    approved = [row for row in signed if row.signature is Signature.APPROVE]
    replaced = replaced_by(session, version)
    if (
        replaced is None
        or version.settled_at is None
        or not set(version.roles) <= {row.role for row in approved}
    ):
        return None
    changed = difference(load_rules(), *replaced)
    rows = [
        (before, _read(change.after))
        for change in changed.looser
        if (before := _read(change.before)) is not None
    ]
    people = list(dict.fromkeys(row.person for row in approved)) or [version.agreed_by or ""]
    return Loosened(version.version, rows, people, version.settled_at) if rows else None


def _read(row: Row | None) -> PassMarkRow | None:
    rows = pass_mark_rows(load_rules(), Document({ACCEPTANCE: [row]})) if row else ()
    return next(iter(rows), None)
