"""Settings: environment variables, read once and checked."""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

COMPLETIONS = "/chat/completions"
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql", "postgresql+psycopg")


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and how to fix it."""


class Settings(BaseSettings):
    """Every setting of Lamplighter; `.env.example` shows the same list."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True)

    slack_bot_token: SecretStr | None = Field(
        None, description="Bot token (xoxb-…), under OAuth & Permissions in your Slack app."
    )
    slack_app_token: SecretStr | None = Field(
        None, description="App-level token (xapp-…). Set it to use Socket Mode."
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="Signing secret, under Basic Information. Needed for HTTP mode."
    )
    slack_api_url: str = Field(
        "https://slack.com/api/", description="Address of Slack's Web API. Leave it as it is."
    )
    database_url: str = Field(
        "sqlite:///lamplighter.db",
        description="SQLite file, or postgresql://user:password@host/name.",
    )
    lamplighter_host: str = Field("127.0.0.1", description="Address the HTTP server listens on.")
    lamplighter_port: Annotated[int, Field(ge=0, le=65535)] = Field(
        3000, description="Port the HTTP server listens on; 0 picks a free one."
    )
    lamplighter_log_level: str = Field(
        "INFO", description="How much to log: DEBUG, INFO, WARNING or ERROR."
    )
    lamplighter_data_folder: Path = Field(
        Path(), description="Folder with the data files of monitors."
    )
    lamplighter_questionnaires: Path | None = Field(
        None, description="Folder with your own questionnaires (YAML), added to the built-in ones."
    )
    lamplighter_use_case_rules: Path | None = Field(
        None, description="YAML file with your own use-case rules, added to the built-in ones."
    )
    lamplighter_admins: str = Field(
        "",
        description="Slack user IDs, with commas, of those told of what fails or reaches nobody.",
    )

    lamplighter_risk_and_compliance: str = Field(
        "",
        description="Slack user IDs, with commas, of those who sign for risk and compliance.",
    )

    lamplighter_language_model: str = Field(
        "openai",
        description="Which language model the assistant may use; none is asked unless it is set.",
    )
    openai_api_key: SecretStr | None = Field(
        None, description="Key of an OpenAI-compatible provider. Empty: no model is asked."
    )
    openai_base_url: str = Field(
        "", description="Its address, with /v1 at the end; empty for OpenAI's own."
    )
    openai_model: str = Field("gpt-5-mini", description="The model's name at the provider.")
    openai_price_per_million_tokens: Annotated[float, Field(ge=0)] = Field(
        0.0, description="What a million tokens cost; 0 if it doesn't matter."
    )
    lamplighter_mask_names: bool = Field(
        default=True, description="Send labels instead of people's names to the provider."
    )
    lamplighter_assistant_daily_calls: Annotated[int, Field(ge=0)] = Field(
        50, description="Most calls to the provider for one person and day."
    )
    lamplighter_assistant_daily_tokens: Annotated[int, Field(ge=0)] = Field(
        200_000, description="Most tokens for one person and day, sent and received."
    )
    lamplighter_assistant_daily_cost: Annotated[float, Field(ge=0)] = Field(
        0.0, description="Most money for one person and day, at the price above; 0 for no limit."
    )

    @property
    def admins(self) -> tuple[str, ...]:
        """The admins' Slack user IDs."""
        return _listed(self.lamplighter_admins)

    @property
    def risk_and_compliance(self) -> tuple[str, ...]:
        """The Slack user IDs of those who sign for risk and compliance."""
        return _listed(self.lamplighter_risk_and_compliance)

    @field_validator("lamplighter_admins", "lamplighter_risk_and_compliance")
    @classmethod
    def only_slack_user_ids(cls, listed: str) -> str:
        """Refuse what isn't a list of Slack user IDs."""
        if not re.fullmatch(r"(\s*[UW][A-Z0-9]+\s*(,|$))*\s*", listed):
            raise ValueError(f"must be Slack user IDs with commas (U0ABC, U0DEF), not {listed!r}")
        return listed

    @field_validator("slack_api_url")
    @classmethod
    def only_a_safe_address(cls, url: str) -> str:
        """Refuse an address that would send the bot token unencrypted to another machine."""
        parts = urlsplit(url)
        if parts.scheme != "https" and not (
            parts.scheme == "http" and _is_loopback(parts.hostname)
        ):
            raise ValueError(
                "must start with https:// (http:// works only on this machine, for tests)"
            )
        return url if url.endswith("/") else f"{url}/"

    @field_validator("openai_base_url")
    @classmethod
    def only_a_safe_provider(cls, url: str) -> str:
        """Refuse an address that would send the key unencrypted over the internet.

        The address of completions, as pages of providers show it, is cut to what it's under.
        """
        url = url.strip().rstrip("/").removesuffix(COMPLETIONS)
        if not url:
            return url
        parts = urlsplit(url)
        is_near = parts.scheme == "http" and _is_near(parts.hostname)
        if parts.scheme != "https" and not is_near:
            raise ValueError("must start with https:// (http:// works only in your own network)")
        return url

    @field_validator("database_url")
    @classmethod
    def only_a_database_that_we_know(cls, url: str) -> str:
        """Accept SQLite or PostgreSQL; the folder of a SQLite file must exist."""
        scheme, separator, rest = url.partition("://")
        if not separator or scheme not in DATABASE_SCHEMES:
            raise ValueError(
                "must be sqlite:///file or postgresql://user:password@host/name, "
                f"not {scheme.split(':')[0][:40]!r}"
            )
        folder = Path(rest.removeprefix("/").partition("?")[0]).parent
        if scheme == "sqlite" and not folder.is_dir():
            raise ValueError(f"points to the folder {folder}, which doesn't exist")
        return url

    @field_validator("lamplighter_log_level")
    @classmethod
    def only_a_known_level(cls, level: str) -> str:
        """Accept a level in upper or lower case."""
        if level.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return level.upper()

    @field_validator(
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        "openai_api_key",
        "lamplighter_questionnaires",
        "lamplighter_use_case_rules",
        mode="before",
    )
    @classmethod
    def empty_is_unset(cls, value: object) -> object:
        """Treat `SLACK_APP_TOKEN=` in a file as not set."""
        return None if value == "" else value


def read_settings() -> Settings:
    """Read the environment and `.env`.

    Raises:
        SettingsError: A setting is wrong; the message names each one.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(part) for part in problem['loc']).upper()} "
            f"{problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        ]
        raise SettingsError(f"Please fix these settings: {'; '.join(problems)}.") from error


def missing_for_serving(settings: Settings) -> list[str]:
    """List what `lamplighter serve` still needs, as sentences; empty if nothing is missing."""
    missing = []
    if settings.slack_bot_token is None:
        missing.append(
            "SLACK_BOT_TOKEN is not set. Copy the bot token (xoxb-…) from OAuth & Permissions "
            "in your Slack app."
        )
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        missing.append(
            "Set SLACK_APP_TOKEN (xapp-…) for Socket Mode, which needs no public address, or "
            "SLACK_SIGNING_SECRET for HTTP mode."
        )
    return missing


def _listed(users: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in users.split(",") if part.strip())


def _is_near(host: str | None) -> bool:
    """Tell whether a host is near: this machine, a private address, or a bare name."""
    try:
        return ip_address(host or "").is_private
    except ValueError:
        return bool(host) and "." not in str(host)


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False
