"""The message that asks a technical owner for what the signals of a use case still need."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from assessments.use_cases.definition import find_use_case
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import document_of, version_in_force
from handlers.blocks.text import Message
from handlers.blocks.use_cases.watching import watching_message
from handlers.dependencies import UnitOfWork
from handlers.surfaces.alerts import show_changes
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface
from monitors.alerts.pushed import Pushed
from monitors.runs.watching import Watch, watches_of


def show_watching(work: UnitOfWork, use_case: UseCase) -> None:
    """Ask the technical owner, once a version is in force, for what its signals still need.

    Nobody is asked where everything is there, or nobody is named.
    """
    asked_of = _technical_owner(work.session, use_case)
    lacking = [watch for watch in _watches(work.session, use_case) if watch.lacks]
    if asked_of and lacking:
        work.show(SurfaceKind.WATCHING, f"{use_case.id}:{use_case.version}")


def show_pushed(work: UnitOfWork, model_name: str, pushed: Pushed) -> None:
    """Show the alerts of a pushed number, and that its metric is sent now."""
    show_changes(work, pushed.alerts)
    if pushed.is_first:
        show_watched(work, model_name)


def show_watched(work: UnitOfWork, model_name: str) -> None:
    """Bring what a model's use cases say of who measures them up to date."""
    query = select(UseCase).where(UseCase.model_name == model_name, UseCase.version > 0)
    for use_case in work.session.exec(query).all():
        work.show_again(SurfaceKind.USE_CASE, [str(use_case.id)])
        work.show_again(SurfaceKind.WATCHING, [f"{use_case.id}:{use_case.version}"])


def _watches(session: Session, use_case: UseCase) -> list[Watch]:
    return watches_of(session, use_case.model_name) if use_case.model_name else []


def _technical_owner(session: Session, use_case: UseCase) -> str:
    return document_of(version_in_force(session, use_case)).text("technical_owner")


def _of(session: Session, key: str) -> UseCase:
    return find_use_case(session, UUID(key.partition(":")[0]))


def _draw(session: Session, key: str, now: datetime) -> Message:
    del now
    use_case = _of(session, key)
    return watching_message(use_case.title, _watches(session, use_case))


SURFACES = (
    Surface(
        SurfaceKind.WATCHING,
        45,
        lambda session, key: _technical_owner(session, _of(session, key)),
        _draw,
        model=lambda session, key: _of(session, key).model_name or "",
    ),
)
