"""The monitors' one base error; its text is a sentence that a stakeholder may read."""

from ground.errors import DomainError


class MonitorError(DomainError):
    """Something can't be measured or decided; the text says what to do."""
