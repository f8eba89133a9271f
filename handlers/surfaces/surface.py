"""What a surface is, and how each kind is found."""

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from types import ModuleType

from sqlmodel import Session

from handlers import surfaces
from handlers.blocks.text import Message
from handlers.dependencies import UnitOfWork
from handlers.surfaces.kinds import SurfaceKind


def _nowhere_else(session: Session, key: str) -> Sequence[str]:
    del session, key
    return ()


def _no_model(session: Session, key: str) -> str:
    del session, key
    return ""


def _no_thread(key: str) -> None:
    del key


def _never(session: Session, key: str) -> bool:
    del session, key
    return False


@dataclass(frozen=True)
class Surface:
    """One kind of message: where it goes, how urgent it is, and how to draw it.

    Attributes:
        kind: Its name, which is stored.
        priority: Lower goes first.
        place: The channel_id or user_id, for the key of the object it shows.
        draw: The message, for the key of the object and the time.
        others: Where else it may stand if its place refuses it, the best first.
        model: The name of the model that it is about; empty for none.
        thread: The kind and key of the message in whose thread it stands; None for none.
        is_moot: Whether it isn't worth posting any more; what is posted stays up to date.
    """

    kind: SurfaceKind
    priority: int
    place: Callable[[Session, str], str]
    draw: Callable[[Session, str, datetime], Message]
    others: Callable[[Session, str], Sequence[str]] = _nowhere_else
    model: Callable[[Session, str], str] = _no_model
    thread: Callable[[str], tuple[SurfaceKind, str] | None] = _no_thread
    is_moot: Callable[[Session, str], bool] = _never


@cache
def all_surfaces() -> Mapping[SurfaceKind, Surface]:
    """Collect the `SURFACES` of every module of this package."""
    return {
        surface.kind: surface
        for module in _modules()
        for surface in getattr(module, "SURFACES", ())
    }


@cache
def _modules() -> Sequence[ModuleType]:
    return [
        import_module(f"{surfaces.__name__}.{found.name}")
        for found in pkgutil.iter_modules(surfaces.__path__)
    ]


def place_surface(
    session: Session, kind: str, object_id: str, place: str | None = None
) -> tuple[str, int]:
    """Return a surface's channel or person, looked up unless given, and its priority."""
    surface = all_surfaces()[SurfaceKind(kind)]
    return place or surface.place(session, object_id), surface.priority


def other_places(
    session: Session, kind: str, object_id: str, admins: Sequence[str] = ()
) -> Sequence[str]:
    """Name where else a surface may stand: its own other places, then the admins.

    A message to one person is for nobody else.
    """
    surface = all_surfaces()[SurfaceKind(kind)]
    if surface.place(session, object_id).startswith(("U", "W")):
        return ()
    return (*surface.others(session, object_id), *admins)


def model_of(session: Session, kind: str, object_id: str) -> str:
    """Name the model that a surface is about; empty where it is about none."""
    return all_surfaces()[SurfaceKind(kind)].model(session, object_id)


def thread_of(session: Session, kind: str, object_id: str) -> tuple[str, str] | None:
    """Name the kind and key of the message in whose thread a surface stands; None for none."""
    del session
    return all_surfaces()[SurfaceKind(kind)].thread(object_id)


def is_moot(session: Session, kind: str, object_id: str) -> bool:
    """Return whether a surface that isn't posted yet needn't be: a reminder of what is settled."""
    return all_surfaces()[SurfaceKind(kind)].is_moot(session, object_id)


@cache
def _refused() -> Mapping[SurfaceKind, Callable[[UnitOfWork, str, str], None]]:
    """Collect the `REFUSED` of every module of this package."""
    return {
        kind: tell
        for module in _modules()
        for kind, tell in getattr(module, "REFUSED", {}).items()
    }


def note_refusal(work: UnitOfWork, kind: str, object_id: str, code: str) -> bool:
    """Do what follows where a person can't be shown something.

    Returns:
        Whether anything follows; otherwise the message was in vain.
    """
    tell = _refused().get(SurfaceKind(kind))
    if tell is not None:
        tell(work, object_id, code)
    return tell is not None


def draw_surface(session: Session, kind: str, object_id: str, now: datetime) -> Message:
    """Draw the present state of a surface's object."""
    return all_surfaces()[SurfaceKind(kind)].draw(session, object_id, now)
