"""The assessments' one base error; its text is a sentence that a stakeholder may read."""

from ground.errors import DomainError


class AssessmentError(DomainError):
    """Something about an assessment or use case can't be done; the text says what to do."""
