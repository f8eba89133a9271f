"""The registry has the last word on which version is live."""

from datetime import datetime

from sqlmodel import Session

from deployments.champion import models_built_by, move_champion
from deployments.errors import AliasMovedError, Code
from deployments.registry import EmbeddedRegistry
from deployments.tables import CHAMPION, RegisteredModel
from ground.refusals import Refusal
from tests.deployments.conftest import DAN


class AnswerLost(EmbeddedRegistry):
    """A registry that moves the alias and then says that it couldn't."""

    def move_alias(self, model_name: str, alias: str, *, expected: str | None, to: str) -> None:
        """Move it, and lose the answer."""
        super().move_alias(model_name, alias, expected=expected, to=to)
        raise AliasMovedError(alias, expected, to)


def test_what_is_live_did_not_fail(
    session: Session, model: RegisteredModel, now: datetime
) -> None:
    """The move was said to fail, but the registry has the version live."""
    registry = AnswerLost(session, now)

    problem = move_champion(registry, model.name, "v3", "v2")

    assert problem is None
    assert registry.alias_target(model.name, CHAMPION) == "v2"


def test_what_is_not_live_failed(session: Session, model: RegisteredModel, now: datetime) -> None:
    """The alias had moved on before."""
    problem = move_champion(EmbeddedRegistry(session, now), model.name, "v1", "v2")

    assert problem == Refusal(Code.ALIAS_MOVED, alias=CHAMPION, found="v3", expected="v1")


def test_a_model_concerns_who_trained_what_is_live(
    session: Session, model: RegisteredModel
) -> None:
    """Whoever trained an older version, or asked for one, isn't told how it does."""
    assert models_built_by(session, DAN) == [model.name]
    assert models_built_by(session, "U0ELSE") == []
