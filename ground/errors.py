"""The base of every error that a person is told about."""


class DomainError(Exception):
    """Something can't be done; the text says what to do."""
