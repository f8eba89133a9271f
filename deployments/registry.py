"""The port to a model registry, and the embedded one that keeps aliases in our own tables."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import update
from sqlmodel import Session, col

from deployments.errors import AliasMovedError
from deployments.models import find_model
from deployments.tables import ModelAlias


class Registry(Protocol):
    """What a registry must be able to do."""

    def alias_target(self, model_name: str, alias: str) -> str | None:
        """Return which version an alias points to; None when it isn't set."""
        ...

    def move_alias(self, model_name: str, alias: str, *, expected: str | None, to: str) -> None:
        """Point an alias to another version.

        Raises:
            AliasMovedError: It doesn't point to what was expected.
        """
        ...


class EmbeddedRegistry:
    """Aliases in our own database, moved in the caller's transaction."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now

    def alias_target(self, model_name: str, alias: str) -> str | None:
        """Return which version an alias points to; None when it isn't set."""
        model = find_model(self.session, model_name)
        stored = self.session.get(ModelAlias, (model.id, alias), populate_existing=True)
        return stored.version if stored else None

    def move_alias(self, model_name: str, alias: str, *, expected: str | None, to: str) -> None:
        """Point an alias to another version: compare, set, read again.

        Raises:
            AliasMovedError: It doesn't point to what was expected.
        """
        model = find_model(self.session, model_name)
        if expected is None and self.alias_target(model_name, alias) is None:
            self.session.add(
                ModelAlias(model_id=model.id, alias=alias, version=to, changed_at=self.now)
            )
            self.session.flush()
            return
        moved = self.session.connection().execute(
            update(ModelAlias)
            .where(
                col(ModelAlias.model_id) == model.id,
                col(ModelAlias.alias) == alias,
                col(ModelAlias.version) == expected,
            )
            .values(version=to, previous_version=expected, changed_at=self.now)
        )
        if moved.rowcount != 1:
            raise AliasMovedError(alias, expected, self.alias_target(model_name, alias))
