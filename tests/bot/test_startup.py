"""What starting costs: `--help` imports nothing heavy; tables match migrations."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from bot.storage.database import Database

HEAVY = ("langchain", "langchain_openai", "openai", "pandas", "sklearn", "matplotlib", "scipy",
         "numpy", "duckdb", "slack_bolt", "sqlalchemy", "pydantic")  # fmt: skip
LISTED = "import sys, bot.__main__; print(*sorted({name.split('.')[0] for name in sys.modules}))"


def test_help_imports_nothing_heavy() -> None:
    """Each of these takes a tenth of a second to three seconds."""
    imported = subprocess.run(
        [sys.executable, "-c", LISTED], capture_output=True, text=True, check=True
    ).stdout.split()

    assert set(imported) & set(HEAVY) == set()


def test_serving_imports_no_language_model(tmp_path: Path) -> None:
    """What a running bot needs at its start has neither LangChain nor a chart library in it."""
    code = LISTED.replace("bot.__main__", "bot.runtime, bot.server")
    imported = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    ).stdout.split()

    late = {
        "langchain",
        "langchain_openai",
        "openai",
        "mcp",
        "httpx2",
        "sklearn",
        "matplotlib",
        "pypdf",
    }
    assert set(imported) & late == set()


def test_migrations_make_the_tables_of_the_code(database: Database) -> None:
    """Alembic finds nothing to add, drop or change on either product."""
    import_module("bot.migrations.tables")
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, SQLModel.metadata)

    assert differences == []


@pytest.mark.parametrize(
    "floor", ["assistant", "monitors", "deployments", "assessments", "ground"]
)
def test_domains_import_no_slack(floor: str) -> None:
    """Nothing of Slack, the scheduler or the web comes with a domain."""
    code = LISTED.replace("bot.__main__", floor)
    imported = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert set(imported) & {"slack_sdk", "slack_bolt", "apscheduler", "fastapi", "httpx"} == set()
