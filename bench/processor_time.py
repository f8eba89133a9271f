"""The processor time of an acknowledgement, measured within one process and on one thread."""

import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from bench.round_of_many import ask, body_of, waves_of
from bot.migrations.upgrade import upgrade_database
from bot.runtime import create_runtime
from bot.settings import Settings
from bot.slack.http import SlackEvents
from handlers.blocks.rounds.farewell import FAREWELL_VIEW

NOWHERE = "http://127.0.0.1:9/api/"
WAVES = 16


@dataclass
class ProcessorTime:
    """Seconds of the processor for each window, and for those that were a person's last."""

    ordinary: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)


def measure_processor_time() -> ProcessorTime:
    """Take half of a round's windows one after the other; no worker and no network beside."""
    took = ProcessorTime()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        upgrade_database(url)
        settings = Settings(
            _env_file=None,
            slack_bot_token=SecretStr("xoxb-bench"),
            slack_signing_secret=SecretStr("bench"),
            slack_api_url=NOWHERE,
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
