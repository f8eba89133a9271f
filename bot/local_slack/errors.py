"""How a Web API method says no."""


class SlackSaysNoError(Exception):
    """The method answers `ok: false` with this code, and with details such as `needed`."""

    def __init__(self, code: str, messages: list[str] | None = None, **details: str) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages or []
        self.details = details
