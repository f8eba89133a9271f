"""Samples of what monitors noticed, and nobody has to decide about."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from assessments.results.latest import LatestResults
from ground.audit import Head
from handlers.blocks.home import HomeCard, home
from handlers.blocks.rounds.digest import digest_message
from handlers.blocks.text import Message
from monitors.alerts.model_health import Health, ModelHealth
from monitors.alerts.notices import LastingNotice, NoticedModel

MIA, NOW = "U0MIA", datetime(2026, 11, 20, 9, tzinfo=UTC)
NOTICED = NoticedModel(
    "employment", "employment weekly", "C1", MIA, NOW,
    [
        LastingNotice(
            "RELP", "RELP: 17 in 4% of rows (before: 1%); drift 0.09, below the 0.25 that you "
            "agreed", NOW,
        ),
        LastingNotice("SEX", "SEX: missing in 3% of rows (before: 1%)", NOW),
    ],
)  # fmt: skip
HEALTH = ModelHealth("employment", Health.WARNING, NOW, notices=NOTICED.notices)
QUIET = HomeCard([], [], [], [], [], [], LatestResults(), models=[HEALTH])
MESSAGES: Mapping[str, Message] = {
    "digest_noticed": digest_message([], [], date(2026, 11, 23), Head(7, "5e" * 32), [NOTICED]),
    "home_noticed": home(QUIET),
}
