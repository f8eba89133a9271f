"""The base of every error that a person is told about."""


class DomainError(Exception):
    """Something can't be done; the message says what to do."""
