"""Bring a database's tables up to this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config


def upgrade_database(url: str) -> None:
    """Run the migrations that are missing; a second run does nothing."""
    command.upgrade(alembic_config(url), "head")


def alembic_config(url: str) -> Config:
    """Give Alembic's settings for a database, without a file to find."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config
