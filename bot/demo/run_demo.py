"""Starts the demo: a local workspace and the real bot, talking over Slack's own protocol."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from bot.apply.configuration import Configuration, apply_configuration
from bot.clock import utc_now
from bot.demo import scenario as stage
from bot.demo.demo import Demo
from bot.demo.use_case import COMPLIANCE
from bot.listening import listen
from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.migrations.upgrade import upgrade_database
from bot.runtime import Runtime, create_runtime
from bot.server import serving
from bot.settings import Settings


@dataclass(frozen=True)
class RunningDemo:
    """The demo as it runs."""

    address: str
    workspace: RunningWorkspace
    runtime: Runtime
    demo: Demo


@contextmanager
def run_demo(port: int = 0, say: Callable[[str], object] = str) -> Iterator[RunningDemo]:
    """Run the demo on loopback while the block runs; everything starts fresh each time.

    Args:
        port: Where the page is; 0 picks a free one.
        say: Gets a line before each step.
    """
    clock = stage.DemoClock(utc_now)
    with (
        listen("127.0.0.1", 0) as listening,
        tempfile.TemporaryDirectory(prefix="lamplighter-demo-") as folder,
        run_workspace(_setup(clock, listening.getsockname()[1], port)) as workspace,
    ):
        setup = workspace.setup
        settings = Settings(
            _env_file=None,
            slack_bot_token=SecretStr(setup.bot_token),
            slack_app_token=None,
            slack_signing_secret=SecretStr(setup.signing_secret),
            slack_api_url=workspace.api_url,
            lamplighter_log_level="ERROR",
            lamplighter_risk_and_compliance=COMPLIANCE,
            database_url=f"sqlite:///{Path(folder) / 'demo.db'}",
        )
        say("Creating an empty database …")
        upgrade_database(settings.database_url)
        runtime = create_runtime(settings, clock=clock)
        say("Registering the model and its monitor …")
        configuration = Configuration.model_validate(stage.CONFIGURATION)
        apply_configuration(runtime.transactions, configuration, stage.DATA)
        with serving(runtime, listening):
            demo = Demo(runtime, workspace.workspace, clock)
            workspace.page.demo = demo
            yield RunningDemo(f"{workspace.base_url}/", workspace, runtime, demo)


def _setup(clock: stage.DemoClock, bot_port: int, port: int) -> WorkspaceSetup:
    return WorkspaceSetup(
        stage.PEOPLE,
        stage.channels(),
        clock,
        events_url=f"http://127.0.0.1:{bot_port}/slack/events",
        port=port,
    )
