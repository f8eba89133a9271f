"""Puts the process together: database, Slack, workers; starts and stops them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from random import Random, SystemRandom

from slack_bolt import App
from slack_sdk import WebClient

from assessments.use_cases.coming_back.questions import attestation_questions
from assessments.use_cases.compliance import use_risk_and_compliance
from assistant.keeping import forget_old_answers
from bot.clock import Clock, SharedClock
from bot.content import use_own_content
from bot.delivery.client import TIMEOUT_SECONDS, Slack
from bot.delivery.delivery import Delivery
from bot.delivery.names import unknown_people
from bot.delivery.notices import draw, has_to_tell_admins, tell_admins
from bot.delivery.slack_errors import ERRORS_OF_JOBS
from bot.jobs.job import JobContext, work_by_kind
from bot.language import language_of
from bot.queues.jobs import JobRunner
from bot.queues.moves import go_home, has_to_look
from bot.schedule.calls import CallSchedule
from bot.schedule.coming_back import ComingBack
from bot.schedule.deciders import DeciderSchedule
from bot.schedule.monitors import Schedule
from bot.schedule.rounds import RoundSchedule
from bot.settings import Settings
from bot.slack.bolt import create_bolt
from bot.slack.members import Members
from bot.slack.socket_mode import SocketMode
from bot.slack.talk import Lanes
from bot.storage.database import Database
from bot.storage.receipts import forget_old_receipts
from bot.threads.outage import Outage
from bot.threads.presses_first import PressesFirst
from bot.threads.workers import Step, Worker, wake_some
from bot.transactions import Transactions, clock_of
from bot.use_case_files import UnknownPeople, nobody_unknown
from deployments.models import all_deciders
from handlers.surfaces.surface import (
    all_surfaces,
    is_moot,
    note_refusal,
    other_places,
    place_surface,
    thread_of,
)

DELIVERY_WORKERS = 4
LOOKS_EVERY_SECONDS = 1.0
"""How soon what became due by itself, or by another process, is noticed."""
FIRES_WITHIN_SECONDS = 5.0
MOVES_ROUNDS_WITHIN_SECONDS = 10.0  # they move by hours and days
RENEWS_EVERY_SECONDS = 10.0
ASKS_THE_TIME_EVERY_SECONDS = 30.0
LOOKS_HOME_EVERY_SECONDS = 60.0
TELLS_ADMINS_EVERY_SECONDS = 60.0
LOOKS_DECIDERS_UP_EVERY_SECONDS = 60.0
CLEANS_UP_EVERY_SECONDS = 3_600.0


@dataclass
class Runtime:
    """One serving process's parts; `start` sets the threads going, `stop` ends them."""

    settings: Settings
    clock: Clock
    database: Database
    transactions: Transactions
    bolt: App
    delivery: Delivery
    jobs: JobRunner
    schedule: Schedule
    rounds: RoundSchedule
    presses: PressesFirst
    members: Members
    outage: Outage = field(default_factory=Outage)
    lanes: Lanes = field(default_factory=Lanes)
    workers: list[Worker] = field(default_factory=list)
    socket_mode: SocketMode | None = None
    unknown_people: UnknownPeople = nobody_unknown

    def add_worker(
        self, name: str, step: Step, nap_seconds: float = LOOKS_EVERY_SECONDS
    ) -> Worker:
        """Have a step called for as long as the process runs, on a thread of its own."""
        worker = Worker(name, step, self.clock, self.presses, nap_seconds, self.outage)
        self.workers.append(worker)
        return worker

    def is_connected(self) -> bool:
        """Tell whether Slack can reach the bot, as far as the bot knows: in HTTP mode it can."""
        return self.socket_mode is None or self.socket_mode.is_connected()

    def start(self) -> None:
        """Start the workers, and Socket Mode when an app token is set."""
        for worker in self.workers:
            worker.start()
        if self.socket_mode is not None:
            self.socket_mode.start()

    def wake(self) -> None:
        """Have every worker look now: the clock may have been moved."""
        for worker in self.workers:
            worker.wake()

    def stop(self) -> None:
        """Stop taking requests, finish the steps at hand, close the database."""
        if self.socket_mode is not None:
            self.socket_mode.stop()
        self.lanes.stop()
        for worker in self.workers:
            worker.is_stopping.set()
        for worker in self.workers:
            worker.stop()
        self.database.close()


def create_runtime(
    settings: Settings, *, clock: Clock | None = None, random: Random | None = None
) -> Runtime:
    """Build a serving process from its settings; nothing runs before `start`.

    Args:
        settings: The installation's.
        clock: By default the machine's, or the database's where several machines share it.
        random: Where jitter comes from.
    """
    use_own_content(settings)
    use_risk_and_compliance(settings.risk_and_compliance)
    all_surfaces()  # imported now, rather than by the first press
    attestation_questions()  # likewise read
    random = random or SystemRandom()
    database = Database(settings.database_url)
    clock = clock or clock_of(database)
    transactions = Transactions(database, place_surface, clock)
    client, lanes = create_client(settings), Lanes()
    slack = Slack(client)
    presses = PressesFirst()
    drawn = partial(draw, admins=settings.admins)
    delivery = Delivery(database, slack, drawn, random, presses)
    _show_where(delivery, transactions, settings)
    work = work_by_kind(_context(settings, transactions, slack))
    jobs = JobRunner(database, work, random, ERRORS_OF_JOBS)
    members = Members(client, lanes.questions)
    bolt = create_bolt(client, transactions, clock, lanes, members)
    runtime = Runtime(
        settings,
        clock,
        database,
        transactions,
        bolt,
        delivery,
        jobs,
        Schedule(database),
        RoundSchedule(transactions),
        presses,
        members,
        outage=transactions.outage,
        lanes=lanes,
        unknown_people=partial(unknown_people, slack),
    )
    _add_workers(runtime)
    if settings.slack_app_token is not None:
        token = settings.slack_app_token.get_secret_value()
        runtime.socket_mode = SocketMode(bolt, token, settings.slack_api_url, runtime.presses)
    return runtime


def _context(settings: Settings, transactions: Transactions, slack: Slack) -> JobContext:
    """Gather what jobs work with."""
    return JobContext(
        transactions,
        slack,
        settings.lamplighter_data_folder,
        settings.admins,
        language_of(settings),
    )


def _show_where(delivery: Delivery, transactions: Transactions, settings: Settings) -> None:
    delivery.others = partial(other_places, admins=settings.admins)
    delivery.note_refusal = partial(_note_refusal, transactions)
    delivery.threads = thread_of
    delivery.is_moot = is_moot


def create_client(settings: Settings) -> WebClient:
    """Create the Web API client; its own retries are off: the queue retries."""
    token = settings.slack_bot_token
    return WebClient(
        token=token.get_secret_value() if token else None,
        base_url=settings.slack_api_url,
        timeout=TIMEOUT_SECONDS,
        retry_handlers=[],
    )


def _add_workers(runtime: Runtime) -> None:
    """Make the workers; commits wake those that empty a queue, the others look at the clock."""
    deliver = [
        runtime.add_worker(f"delivery-{number}", runtime.delivery.step)
        for number in range(DELIVERY_WORKERS)
    ]
    work = [runtime.add_worker("jobs", runtime.jobs.step)]
    runtime.add_worker("schedule", runtime.schedule.step, FIRES_WITHIN_SECONDS)
    runtime.add_worker("rounds", runtime.rounds.step, MOVES_ROUNDS_WITHIN_SECONDS)
    runtime.add_worker("leases", runtime.jobs.renew_leases, RENEWS_EVERY_SECONDS)
    if isinstance(runtime.clock, SharedClock):
        follow = partial(_follow, runtime.clock)
        runtime.add_worker("clock", follow, ASKS_THE_TIME_EVERY_SECONDS)
    deciders = DeciderSchedule(runtime.transactions)
    runtime.add_worker("deciders", deciders.step, LOOKS_DECIDERS_UP_EVERY_SECONDS)
    calls = CallSchedule(runtime.transactions)
    runtime.add_worker("calls", calls.step, LOOKS_DECIDERS_UP_EVERY_SECONDS)
    coming_back = ComingBack(runtime.transactions)
    runtime.add_worker("coming back", coming_back.step, MOVES_ROUNDS_WITHIN_SECONDS)
    if runtime.settings.admins:
        telling = partial(_tell_admins, runtime.database, runtime.settings.admins)
        runtime.add_worker("telling", telling, TELLS_ADMINS_EVERY_SECONDS)
    homing = partial(_look_home, runtime.database)
    runtime.add_worker("homing", homing, LOOKS_HOME_EVERY_SECONDS)
    knowing = partial(_know_members, runtime.database, runtime.members)
    runtime.add_worker("members", knowing, LOOKS_DECIDERS_UP_EVERY_SECONDS)
    runtime.add_worker("clean-up", partial(_clean_up, runtime.database), CLEANS_UP_EVERY_SECONDS)

    def wake_for(surfaces: int, jobs: int) -> None:
        wake_some(deliver, surfaces)
        wake_some(work, jobs)

    runtime.transactions.wake_for = wake_for


def _note_refusal(
    transactions: Transactions, kind: str, object_id: str, code: str, now: datetime
) -> bool:
    with transactions.begin(now=now) as work:
        return note_refusal(work, kind, object_id, code)


def _follow(clock: SharedClock, now: datetime) -> None:
    del now
    clock.refresh()


def _look_home(database: Database, now: datetime) -> None:
    with database.reading() as session:
        if not has_to_look(session, now):
            return
    with database.transaction() as session:
        go_home(session, now)


def _know_members(database: Database, members: Members, now: datetime) -> None:
    """Know beforehand who decides about models, so that their presses needn't wait for Slack."""
    del now
    with database.reading() as session:
        found = all_deciders(session)
    members.renew(found)


def _tell_admins(database: Database, admins: Sequence[str], now: datetime) -> None:
    with database.reading() as session:
        if not has_to_tell_admins(session):
            return
    with database.transaction() as session:
        tell_admins(session, admins, now)


def _clean_up(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        forget_old_receipts(session, now)
        forget_old_answers(session, now)
