"""The base of every error that a person is told about.

DomainError      its text is a sentence: files, data sources, measurements
└── CodedError   a code and facts, which `handlers.wording` turns into a sentence
"""

from enum import StrEnum

from ground.refusals import Fact, Refusal


class DomainError(Exception):
    """Something can't be done; the message says what to do."""


class CodedError(DomainError):
    """Something can't be done; code and facts say why, and nothing is kept."""

    def __init__(self, code: StrEnum, **facts: Fact) -> None:
        self.refusal = Refusal(code, **facts)
        super().__init__(str(self.refusal))
