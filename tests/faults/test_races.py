"""Many threads at one row: one press decides, and no change is lost."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from sqlmodel import col, select

from bot.queues.surfaces import STALE_SURFACES, Placed, Surface, mark_stale
from bot.storage.database import Database, DatabaseBusyError
from deployments.errors import Code
from deployments.models import ModelFacts, register_model
from deployments.requests.metrics_file import MetricsFile
from deployments.requests.requests import ReleaseFacts, request_deployment
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.tables import Decision, DeploymentRequest, SignOffVerdict
from ground.audit import AuditEntry, record, verify
from ground.refusals import Refusal

RACES = 40
WRITERS, WRITES = 8, 50


def at_the_same_moment(*acts: Callable[[], object]) -> list[object]:
    """Start every act on a thread of its own, together."""
    start = Barrier(len(acts))

    def act_together(act: Callable[[], object]) -> object:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act_together, acts))


def sign_offs_of(database: Database, request_id: UUID, now: datetime) -> list[object]:
    """Approve as Mia and reject as Ola together, each in a transaction of their own."""

    def sign(attempt: SignOffAttempt) -> object:
        with database.transaction() as session:
            return record_sign_off(session, attempt, now)

    return at_the_same_moment(
        lambda: sign(SignOffAttempt(request_id, SignOffVerdict.APPROVE, "U0MIA", "seen")),
        lambda: sign(SignOffAttempt(request_id, SignOffVerdict.REJECT, "U0OLA", "seen")),
    )


def test_two_owners_decide_at_once_and_one_of_them_is_told_so(
    database: Database, now: datetime
) -> None:
    """Many requests; Approve and Reject are pressed together at each."""
    winners: Counter[SignOffVerdict] = Counter()
    with database.transaction() as session:
        register_model(session, ModelFacts("churn", "U0MIA", "C1", ("U0OLA",)), now)
    for number in range(RACES):
        facts = ReleaseFacts("churn", f"v{number}", MetricsFile({"accuracy": 0.9}, 5_000), "U0DAN")
        with database.transaction() as session:
            request_id = request_deployment(session, facts, now).request.id
        answers = sign_offs_of(database, request_id, now)
        decided = [answer for answer in answers if isinstance(answer, DeploymentRequest)]
        refused = [answer for answer in answers if isinstance(answer, Refusal)]
        with database.transaction() as session:
            decision = session.exec(
                select(Decision).where(col(Decision.request_id) == request_id)
            ).one()
        winners[decision.verdict] += 1
        assert len(decided) == len(refused) == 1
        assert refused[0].code in {Code.REQUEST_APPROVED, Code.REQUEST_REJECTED}
        assert refused[0].facts["people"] == (decision.decided_by,)

    with database.transaction() as session:
        assert verify(session).is_whole
        actions = Counter(session.exec(select(AuditEntry.action)).all())
    assert actions["decision"] == RACES
    assert sum(winners.values()) == RACES


def test_concurrent_changes_are_all_kept(database: Database, now: datetime) -> None:
    """Read, change and write from eight threads: with a deferred `BEGIN` most would be lost."""

    def mark_often() -> None:
        for _ in range(WRITES):
            with database.transaction() as session:
                mark_stale(session, Placed("board", "1", "C1", 1), now=now)

    at_the_same_moment(*[mark_often] * WRITERS)

    with database.transaction() as session:
        assert session.exec(select(Surface)).one().wanted_version == WRITERS * WRITES


def test_concurrent_entries_make_one_chain(database: Database, now: datetime) -> None:
    """The chain's head is read, then written: with a lost update it would fork."""

    def record_often() -> None:
        for number in range(WRITES):
            with database.transaction() as session:
                record(
                    session, actor="U1", action="test", subject=f"row:{number}", detail={}, now=now
                )

    at_the_same_moment(*[record_often] * WRITERS)

    with database.transaction() as session:
        assert verify(session).is_whole
        assert len(session.exec(select(AuditEntry)).all()) == WRITERS * WRITES


def test_each_surface_is_claimed_by_one_worker(database: Database, now: datetime) -> None:
    """Eight workers empty one queue."""
    with database.transaction() as session:
        for number in range(100):
            mark_stale(session, Placed("board", str(number), "C1", 1), now=now)

    def claim_all() -> list[UUID]:
        claimed: list[UUID] = []
        while True:
            with database.transaction() as session:
                surface = STALE_SURFACES.claim(session, now)
                if surface is None:
                    return claimed
                claimed.append(surface.id)

    claims = [claim for found in at_the_same_moment(*[claim_all] * WRITERS) for claim in found]  # type: ignore[attr-defined] # lists

    assert len(claims) == len(set(claims))
    assert set(claims) == set(_every_surface(database))


def test_a_turn_that_does_not_come_is_an_error_not_a_hang(tmp_path: Path) -> None:
    """Who waits longer than Slack would is told so; then the line moves on."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    database = Database(url, busy_timeout_ms=20)

    with database.transaction() as first:
        first.connection()
        with pytest.raises(DatabaseBusyError), database.transaction() as second:
            second.connection()

    with database.transaction() as third:
        third.connection()
    database.close()


def test_a_reader_waits_for_no_writer(database: Database, now: datetime) -> None:
    """What is being written is not seen yet, and reading it takes no turn."""
    with database.transaction() as writing:
        mark_stale(writing, Placed("board", "1", "C1", 1), now=now)
        with database.reading() as reading:
            seen_before = reading.exec(select(Surface)).all()

    assert seen_before == []
    assert len(_every_surface(database)) == 1


def _every_surface(database: Database) -> list[UUID]:
    with database.transaction() as session:
        return list(session.exec(select(Surface.id)).all())
