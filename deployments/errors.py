"""The deployments' one base error; its text is a sentence that a stakeholder may read."""

from ground.errors import DomainError


class DeploymentError(DomainError):
    """Something about a model, release or rollback can't be done; the text says what to do."""


class AliasMovedError(DeploymentError):
    """Someone else moved the alias meanwhile."""

    def __init__(self, alias: str, expected: str | None, found: str | None) -> None:
        super().__init__(
            f"The {alias} is now {found or 'not set'}, it was {expected or 'not set'}. "
            "Nothing was changed; please look at the new state and ask again."
        )
        self.expected = expected
        self.found = found
