"""Who else is affected when a model changes or goes wrong: use cases that depend on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.use_cases.contract.content import Status
from assessments.use_cases.figures import DEPENDS_ON
from assessments.use_cases.tables import UseCase

COLUMNS = [
    col(getattr(UseCase, name)) for name in ("id", "title", "model_name", "created_by", "figures")
]


@dataclass(frozen=True)
class Affected:
    """A use case that depends on another one, directly or through others."""

    use_case_id: UUID
    title: str
    owner: str


def affected_by(session: Session, model_name: str) -> list[Affected]:
    """List the use cases that depend on a model, the nearest first.

    A use case depends on what it names: a use case by title or ID, a model, or a source. What
    depends on an affected one is affected too.

    Args:
        session: A transaction.
        model_name: The model that changes.
    """
    rows = session.connection().execute(
        select(*COLUMNS)
        .where(col(UseCase.discarded_at).is_(None), UseCase.status != Status.RETIRED)
        .order_by(col(UseCase.title), col(UseCase.created_at))
    )
    nodes = [_Node.read(*row) for row in rows]
    model = key(model_name)
    reached = [node for node in nodes if node.model == model]
    names = {model}.union(*(node.names for node in reached))
    seen = {node.use_case_id for node in reached}
    found: list[_Node] = []
    while further := [
        node for node in nodes if node.use_case_id not in seen and names & node.needs
    ]:
        found += further
        seen |= {node.use_case_id for node in further}
        names = set().union(*(node.names for node in further))
    return [Affected(node.use_case_id, node.title, node.owner) for node in found]


def key(name: str) -> str:
    """Return the form in which two names of the same thing are equal."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True)
class _Node:
    use_case_id: UUID
    title: str
    model: str
    owner: str
    needs: frozenset[str]

    @classmethod
    def read(
        cls, use_case_id: UUID, title: str, model: str | None, by: str, figures: Mapping[str, Any]
    ) -> "_Node":
        """Read what is stored for lists."""
        people: Mapping[str, str] = figures.get("people", {})
        owner = people.get("business_owner") or people.get("sponsor") or by
        needs: Sequence[str] = figures.get(DEPENDS_ON, [])
        return cls(use_case_id, title, key(model or ""), owner, frozenset(map(key, needs)))

    @property
    def names(self) -> set[str]:
        """What others may call it."""
        return {*_filled([key(self.title), self.model, str(self.use_case_id)])}


def _filled(names: Iterable[str]) -> Iterable[str]:
    return filter(None, names)
