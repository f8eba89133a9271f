"""The processor time of an acknowledgement, measured within one process and on one thread."""

import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from bench.round_of_many import EVERYONE, ask, body_of, waves_of
from bot.local_slack.server import WorkspaceSetup, run_workspace
from bot.migrations.upgrade import upgrade_database
from bot.runtime import create_runtime
from bot.settings import Settings
from bot.slack.http import SlackEvents
from handlers.blocks.rounds.farewell import FAREWELL_VIEW

WAVES = 16


@dataclass
class ProcessorTime:
    """Seconds of the processor for each window, and for those that were a person's last."""

    ordinary: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)


def measure_processor_time() -> ProcessorTime:
    """Take half of a round's windows one after the other; no worker beside.

    Slack is asked who each person is, on other threads.
    """
    took = ProcessorTime()
    setup = WorkspaceSetup(EVERYONE, [], has_rate_limits=False)
    with tempfile.TemporaryDirectory() as folder, run_workspace(setup) as workspace:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        upgrade_database(url)
        settings = Settings(
            _env_file=None,
            slack_bot_token=setup.bot_token,
            slack_signing_secret=SecretStr("bench"),
            slack_api_url=workspace.api_url,
            database_url=url,
        )
        runtime = create_runtime(settings)
        events = SlackEvents(runtime.bolt, "bench", runtime.database, runtime.clock)
        assessment_id = ask(runtime.database)
        sent = [
            found
            for wave in [*waves_of(runtime.database, assessment_id)][:WAVES]
            for found in wave
        ]
        for number, window in enumerate(sent):
            body = body_of(assessment_id, window)
            started = time.thread_time()
            answer = events.dispatch_once(str(number).encode(), body)
            seconds = time.thread_time() - started
            (took.last if f'"{FAREWELL_VIEW}"' in answer.body else took.ordinary).append(seconds)
        runtime.stop()
    return took
