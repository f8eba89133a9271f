"""Why something about a model, release or rollback can't be done."""

from enum import StrEnum

from ground.errors import CodedError, DomainError


class Code(StrEnum):
    """The reasons; `handlers.wording.deployments` has a sentence for each."""

    MODEL_UNKNOWN = "model.unknown"
    MODEL_NAME_LENGTH = "model.name_length"
    NAME_CHARACTER = "model.name_character"
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

    LIVE = "outcome.live"
    LIVE_AGAIN = "outcome.live_again"
    NOT_LIVE = "outcome.not_live"
    NOTHING_LIVE = "outcome.nothing_live"
    CALLED_OFF = "outcome.called_off"
    ALIAS_MOVED = "registry.alias_moved"
    ALIAS_REMOVED = "registry.alias_removed"
    ALIAS_SET = "registry.alias_set"


class DeploymentError(CodedError):
    """Something about a model, release or rollback can't be done."""


class MetricsFileError(DomainError):
    """A metrics file can't be read; the text says what to change in it."""


class RegistryError(CodedError):
    """A registry refused; why is kept as the outcome of what was carried out."""


class AliasMovedError(RegistryError):
    """Someone else moved the alias meanwhile."""

    def __init__(self, alias: str, expected: str | None, found: str | None) -> None:
        if found is None:
            super().__init__(Code.ALIAS_REMOVED, alias=alias, expected=str(expected))
        elif expected is None:
            super().__init__(Code.ALIAS_SET, alias=alias, found=found)
        else:
            super().__init__(Code.ALIAS_MOVED, alias=alias, found=found, expected=expected)
        self.expected = expected
        self.found = found
