"""Why something about a model, release or rollback can't be done."""

from enum import StrEnum

from ground.errors import CodedError, DomainError


class Code(StrEnum):
    """The reasons; `handlers.wording.deployments` has a sentence for each."""

    MODEL_UNKNOWN = "model.unknown"
    MODEL_NAME_LENGTH = "model.name_length"
    VERSION_NAME_LENGTH = "version.name_length"
    VERSION_DIFFERS = "version.differs"
    VERSION_LIVE = "version.live"
    NOT_A_DECIDER = "not_a_decider"
    NOBODY_LEFT = "nobody_left"
    OWN_WORK = "own_work"

    REQUEST_UNKNOWN = "request.unknown"
    NOBODY_MAY_APPROVE = "request.nobody_may_approve"
    REQUEST_APPROVED = "request.approved"
    REQUEST_REJECTED = "request.rejected"
    REQUEST_SUPERSEDED = "request.superseded"
    REQUEST_CLOSED = "request.closed"
    REASON_TOO_LONG = "reason.too_long"

    ROLLBACK_REASON_MISSING = "rollback.reason_missing"
    ROLLBACK_UNDER_WAY = "rollback.under_way"
    NO_LIVE_VERSION = "rollback.no_live_version"
    NO_OLDER_VERSION = "rollback.no_older_version"
    NOT_A_TARGET = "rollback.not_a_target"


class DeploymentError(CodedError):
    """Something about a model, release or rollback can't be done."""


class MetricsFileError(DomainError):
    """A metrics file can't be read; the text says what to change in it."""


class RegistryError(DomainError):
    """A registry refused; the text is kept as the outcome of what was carried out."""


class AliasMovedError(RegistryError):
    """Someone else moved the alias meanwhile."""

    def __init__(self, alias: str, expected: str | None, found: str | None) -> None:
        super().__init__(
            f"The {alias} is now {found or 'not set'}; it was {expected or 'not set'}. "
            "Nothing was changed. Please check the current state and ask again."
        )
        self.expected = expected
        self.found = found
