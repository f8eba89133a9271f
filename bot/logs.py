"""Logs: one line of JSON each, with every secret taken out."""

import logging
import re
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

import structlog
from pydantic import SecretStr

from bot.settings import Settings

TAKEN_OUT = "[secret]"
SECRET_KEYS = re.compile("token|secret|password|authorization|trigger_id|response_url")
SECRET_FORMS = re.compile(
    r"xox[abeprs]-[\w-]+|xapp-[\w-]+|sk-[\w-]{16,}"
    r"|https://hooks\.slack\.com/\S+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)
QUIET_LOGGERS = {
    "httpx": logging.WARNING,
    "slack_bolt": logging.WARNING,
    "slack_bolt.App": logging.ERROR,  # else it warns of the token in the environment
    "slack_bolt.RequestVerification": logging.WARNING,
    "slack_bolt.middleware.request_verification.request_verification": logging.WARNING,
    "slack_sdk": logging.WARNING,
}


class Redaction:
    """A structlog step that takes secrets out of every value, by form, key and known value."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = [secret for secret in known if secret]

    def __call__(
        self, logger: object, method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        """Take the secrets out of one log entry."""
        del logger, method
        return self._redact_values(event)

    def redact(self, value: object) -> object:
        """Take the secrets out of a value and all in it; leave numbers and truth values."""
        if isinstance(value, bool | int | float) or value is None:
            return value
        if isinstance(value, Mapping):
            return self._redact_values(value)
        if isinstance(value, list | tuple):
            return [self.redact(one) for one in value]
        text = str(value)
        for secret in self.known:
            text = text.replace(secret, TAKEN_OUT)
        return SECRET_FORMS.sub(TAKEN_OUT, text)

    def _redact_values(self, values: Mapping[Any, object]) -> dict[str, Any]:
        return {
            str(key): TAKEN_OUT if SECRET_KEYS.search(str(key).lower()) else self.redact(value)
            for key, value in values.items()
        }


def set_up_logs(settings: Settings) -> None:
    """Send our own and the libraries' logs through one redacting pipeline to stderr."""
    redaction = Redaction(_known_secrets(settings))
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redaction,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
            foreign_pre_chain=shared,
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.lamplighter_log_level)
    for name, level in QUIET_LOGGERS.items():
        logging.getLogger(name).setLevel(level)


def _known_secrets(settings: Settings) -> list[str]:
    values = [getattr(settings, name) for name in type(settings).model_fields]
    return [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
