"""The monitors' one base error; its text is a sentence that a stakeholder may read."""


class MonitorError(Exception):
    """Something can't be measured or decided; the text says what to do."""
