"""The message that pass marks in force have changed: before, after, and who agreed."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.use_cases.contract.difference import Difference, difference
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.sign_offs import Signature
from assessments.use_cases.definition import find_use_case
from assessments.use_cases.elsewhere import replaced_by
from assessments.use_cases.signing import sign_offs_of
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import find_version
from handlers.blocks.text import Message
from handlers.blocks.use_cases.differences import MarksChanged, marks_changed_message
from handlers.dependencies import UnitOfWork
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface


def show_changed_marks(work: UnitOfWork, use_case_id: UUID, before: int) -> None:
    """Tell the channel what changed, where another version's pass marks count now.

    Args:
        work: The transaction.
        use_case_id: The use case.
        before: Its version that was in force; 0 for none.
    """
    use_case = find_use_case(work.session, use_case_id)
    key = f"{use_case_id}:{use_case.version}"
    if use_case.version != before and _changed(work.session, key).changed.pass_marks:
        work.show(SurfaceKind.MARKS_CHANGED, key)


def _of(session: Session, key: str) -> UseCase:
    return find_use_case(session, UUID(key.partition(":")[0]))


def _changed(session: Session, key: str) -> MarksChanged:
    use_case, number = _of(session, key), int(key.partition(":")[2])
    version = find_version(session, use_case.id, number)
    replaced = replaced_by(session, version) if version else None
    signed = [
        one.person
        for one in sign_offs_of(session, use_case.id)
        if one.version == number and one.signature is Signature.APPROVE
    ]
    agreed_by = version.agreed_by if version and version.agreed_by else use_case.created_by
    return MarksChanged(
        use_case.title,
        number,
        difference(load_rules(), *replaced) if replaced else Difference((), ()),
        list(dict.fromkeys(signed)) or [agreed_by],
        (version.settled_at if version else None) or use_case.created_at,
    )


def _draw(session: Session, key: str, now: datetime) -> Message:
    del now
    return marks_changed_message(load_rules(), _changed(session, key))


SURFACES = (
    Surface(
        SurfaceKind.MARKS_CHANGED,
        38,
        lambda session, key: _of(session, key).channel_id,
        _draw,
        lambda session, key: [_of(session, key).created_by],
        lambda session, key: _of(session, key).model_name or "",
    ),
)
