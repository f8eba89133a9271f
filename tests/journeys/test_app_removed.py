"""The app is removed and installed again: nothing that was to be said is lost."""

import pytest

from bot.queues.backoff import SELDOM
from bot.queues.lengths import queue_lengths
from tests.journeys.office import MODEL_CHANNEL, Office
from tests.journeys.releases import ask_for_release

pytestmark = pytest.mark.sqlite_alone


def test_what_was_to_be_said_is_said_once_the_app_is_back(office: Office) -> None:
    """A release is asked for while the token is refused; its card comes after the new install."""
    office.running.administration.uninstall_app("token_revoked")
    ask_for_release(office)
    office.until(lambda: _blocked_by(office), what="the refusal to be noticed")

    office.running.administration.install_app_again()
    office.clock.put_forward(2 * SELDOM)
    office.runtime.wake()

    office.until_seen(MODEL_CHANNEL, "Release request: employment v4")
    office.until(lambda: not _blocked_by(office), what="all to be well")


def _blocked_by(office: Office) -> tuple[str, ...]:
    with office.runtime.database.reading() as session:
        return queue_lengths(session).blocked_by
