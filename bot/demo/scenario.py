"""The demo's scenario: five people, three colleagues, two channels, one model on census data."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from bot.local_slack.state import BOT_USER_ID, Channel, Person

DATA = Path(__file__).parent / "data" / "ma-employment"
BEA, DAN, OLA, MIA, FIN = "U0BEA", "U0DAN", "U0OLA", "U0MIA", "U0FIN"
BEN, DEE, OTTO = "U0BEN", "U0DEE", "U0OTTO"
"""Colleagues, so that two people speak for each group."""
PEOPLE = (
    Person(FIN, "Fin", "facilitator"),
    Person(BEA, "Bea", "business sponsor"),
    Person(DAN, "Dan", "data scientist"),
    Person(OLA, "Ola", "operations"),
    Person(MIA, "Mia", "model owner"),
    Person(BEN, "Ben", "business"),
    Person(DEE, "Dee", "data scientist"),
    Person(OTTO, "Otto", "operations"),
)
COUNCIL, MODEL_CHANNEL = "C0COUNCIL", "C0EMPLOYMENT"
MODEL = "employment"
CHAMPION, CANDIDATE = "v3", "v4"
CANDIDATE_METRICS = '{"metrics": {"accuracy": 0.843, "roc_auc": 0.915}, "samples": 9000}'
MEANINGS = {
    "AGEP": {"name": "age"},
    "SCHL": {
        "name": "education",
        "values": {
            16: "high school",
            18: "some college",
            19: "college without a degree",
            20: "associate's degree",
            21: "bachelor's degree",
            22: "master's degree",
        },
    },
    "MAR": {"name": "marital status", "values": {1: "married", 5: "never married"}},
    "DIS": {"name": "disability", "values": {1: "with a disability", 2: "without one"}},
    "predicted_probability": {"name": "the model's score"},
    "RELP": {
        "name": "household role",
        "values": {
            0: "head of household",
            1: "husband or wife",
            2: "child",
            11: "lodger",
            12: "flatmate",
            13: "unmarried partner",
            16: "institution",
            17: "dormitory",
        },
    },
    "ESP": {"name": "parents' employment"},
    "MIG": {"name": "moved last year"},
    "RAC1P": {"name": "race"},
}
CONFIGURATION: dict[str, Any] = {
    "models": [
        {
            "name": MODEL,
            "owner": MIA,
            "channel": MODEL_CHANNEL,
            "deciders": [MIA, OLA],
            "versions": [
                {"version": "v2", "trained_by": DAN},
                {"version": CHAMPION, "trained_by": DAN},
            ],
            "champion": CHAMPION,
        }
    ],
    "monitors": [
        {
            "name": "employment weekly",
            "model": MODEL,
            "reference": "reference.parquet",
            "current": "current.parquet",
            "rows_per_window": 3_000,
            "labels": {"path": "current_target.parquet", "id": "id"},
            "columns": {
                "target": "employed",
                "prediction": "prediction",
                "probability": "predicted_probability",
                "id": "id",
                "ignore": ["year"],
            },
            "meanings": MEANINGS,
            "cron": "0 9 * * 1",
            "timezone": "Europe/Berlin",
        }
    ],
}
ANSWERS = {
    BEA: ["yes_", "yes_", "no_", "dont_know", "yes_", "yes_", "partly"],
    DAN: ["no_", "partly", "yes_", "yes_", "partly", "partly", "yes_"],
    OLA: ["partly", "yes_", "yes_", "partly", "dont_know", "partly", "yes_"],
    MIA: ["no_", "yes_", "partly", "partly", "partly", "yes_", "partly"],
    FIN: ["yes_", "yes_", "partly", "partly", "yes_", "partly", "partly"],
    BEN: ["yes_", "yes_", "partly", "no_", "yes_", "yes_", "partly"],
    DEE: ["partly", "partly", "yes_", "yes_", "partly", "no_", "yes_"],
    OTTO: ["partly", "yes_", "yes_", "partly", "partly", "partly", "yes_"],
}
LEVELS = {BEA: "3", DAN: "1", OLA: "2", MIA: "2", FIN: "2", BEN: "3", DEE: "1", OTTO: "2"}


def answer_of(user_id: str, question_id: str) -> str:
    """Return a demo person's answer: to one of the seven signs, or a level."""
    number = question_id.removeprefix("A")
    return ANSWERS[user_id][int(number) - 1] if number.isdecimal() else LEVELS[user_id]


def channels() -> list[Channel]:
    """Build the demo's channels, with everyone in them."""
    everyone = {person.id for person in PEOPLE} | {BOT_USER_ID}
    return [
        Channel(COUNCIL, "ml-council", set(everyone)),
        Channel(MODEL_CHANNEL, "employment-model", set(everyone)),
    ]


class DemoClock:
    """A clock that runs normally and can be put forward."""

    def __init__(self, real_clock: Callable[[], datetime]) -> None:
        self.real_clock = real_clock
        self.ahead = timedelta()
        self.lock = Lock()

    def __call__(self) -> datetime:
        """Return the demo's time."""
        with self.lock:
            return self.real_clock() + self.ahead

    def put_forward(self, by: timedelta) -> None:
        """Put the clock forward."""
        with self.lock:
            self.ahead += by
