"""The parts of a serving process together."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from bot.apply.configuration import Configuration, apply_configuration
from bot.demo import scenario
from bot.runtime import Runtime, create_runtime
from bot.settings import Settings
from deployments.deciders import claim_due_deciders

CLEAN_UP = "clean-up"


@pytest.fixture
def runtime(database_url: str) -> Iterator[Runtime]:
    """A serving process with a monitor that waits for its day."""
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-test"),
        slack_signing_secret=SecretStr("shh"),
        slack_api_url="http://127.0.0.1:1/api/",
        database_url=database_url,
    )
    created = create_runtime(settings)
    configuration = Configuration.model_validate(scenario.CONFIGURATION)
    apply_configuration(created.transactions, configuration, scenario.DATA)
    yield created
    created.stop()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_idle_bot_does_not_write(runtime: Runtime) -> None:
    """While nothing is due, no worker needs the writers' lock; it cleans up once an hour."""
    workers = [worker for worker in runtime.workers if worker.thread.name != CLEAN_UP]
    with runtime.database.transaction() as session:
        claim_due_deciders(session, runtime.clock(), 10)

    with runtime.database.transaction():
        done = [worker.step(runtime.clock()) for worker in workers]

    assert done == [None] * len(workers)
