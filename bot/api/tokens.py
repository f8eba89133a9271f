"""API tokens for scripts: shown once, stored as a hash, each with its scopes."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session, col, select

from ground.audit import record
from ground.characters import hidden_in_name
from ground.columns import UtcDateTime
from ground.covered import Covered

PREFIX = "lamp_"
LONGEST_NAME = 100


class Scope(StrEnum):
    """What a token may do; people type the values and the database stores them, so keep them."""

    MEASUREMENTS_WRITE = "measurements:write"
    MODELS_READ = "models:read"
    ROUNDS_READ = "rounds:read"
    USE_CASES_READ = "use_cases:read"
    USE_CASES_WRITE = "use_cases:write"


class TokenError(Exception):
    """A token can't be created or found; the message says why."""


class ApiToken(Covered, table=True):
    """A token; only its SHA-256 is stored, which is enough for 256 random bits."""

    covered: ClassVar[tuple[str, ...]] = (
        "id",
        "name",
        "token_hash",
        "scopes",
        "created_by",
        "created_at",
        "revoked_at",
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(unique=True)
    token_hash: str = Field(unique=True)
    scopes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    created_by: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@dataclass(frozen=True)
class Bearer:
    """The caller: the token's name, and what it may do."""

    name: str
    scopes: frozenset[str]


def create_token(
    session: Session, name: str, scopes: list[Scope], created_by: str, now: datetime
) -> str:
    """Create a token.

    Returns:
        The token itself, which can't be looked up later.

    Raises:
        TokenError: The name is taken, empty, too long or has a hidden character; or there is no
            scope.
    """
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise TokenError(f"The token needs a name of 1 to {LONGEST_NAME} characters.")
    if hidden := hidden_in_name(name):
        raise TokenError(f"The token's name has a hidden character ({hidden}). Type it again.")
    if not scopes:
        raise TokenError(f"The token needs a scope. Available: {', '.join(Scope)}.")
    if session.exec(select(ApiToken).where(ApiToken.name == name)).first() is not None:
        raise TokenError(f"There is already a token named {name}. Choose another name.")
    token = PREFIX + secrets.token_urlsafe(32)
    created = ApiToken(
        name=name,
        token_hash=_hash(token),
        scopes=[scope.value for scope in scopes],
        created_by=created_by,
        created_at=now,
    )
    session.add(created)
    session.flush()
    _record(session, "token.create", created, created_by, now)
    return token


def revoke_token(session: Session, name: str, revoked_by: str, now: datetime) -> None:
    """Revoke a token immediately; revoking it again changes nothing.

    Raises:
        TokenError: There is no token with that name.
    """
    found = session.exec(select(ApiToken).where(ApiToken.name == name)).one_or_none()
    if found is None:
        raise TokenError(f"There is no token named {name}. See `lamplighter token list`.")
    if found.revoked_at is None:
        found.revoked_at = now
        _record(session, "token.revoke", found, revoked_by, now)


def list_tokens(session: Session) -> list[ApiToken]:
    """List all tokens by name."""
    return list(session.exec(select(ApiToken).order_by(col(ApiToken.name))).all())


def find_bearer(session: Session, authorization: str | None) -> Bearer | None:
    """Return the caller of an `Authorization: Bearer …` header; None if the token isn't valid."""
    kind, _, token = (authorization or "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        return None
    hashed = _hash(token.strip())
    found = session.exec(select(ApiToken).where(ApiToken.token_hash == hashed)).one_or_none()
    if found is None or not hmac.compare_digest(found.token_hash, hashed):
        return None
    return None if found.revoked_at is not None else Bearer(found.name, frozenset(found.scopes))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _record(session: Session, action: str, token: ApiToken, actor: str, now: datetime) -> None:
    record(
        session,
        actor=actor,
        action=action,
        subject=f"token:{token.name}",
        detail={"name": token.name},
        now=now,
        covers=[token],
    )
