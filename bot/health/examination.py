"""The checks of `lamplighter doctor`; each result is a sentence that says what to do."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pysqlite3
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, select

from assessments.questionnaires import load_questionnaires, use_questionnaires
from assessments.use_cases.contract.reading import load_rules, use_rules
from bot.audit_check import verify_record
from bot.health.assistant import examine_assistant, examine_what_left
from bot.health.checkup import Checkup
from bot.health.running import examine_running_bot
from bot.health.slack import examine_slack
from bot.migrations.state import (
    DatabaseStateError,
    alembic_config,
    require_database,
    state_error,
)
from bot.queues.lengths import queue_lengths, struggling
from bot.queues.moves import refused_places
from bot.settings import Settings, missing_for_serving
from bot.storage.database import Database
from deployments.deciders import deciders_of, gone_deciders_of
from deployments.tables import RegisteredModel
from ground.errors import DomainError
from handlers.blocks.deciders import NAME_SOMEBODY
from handlers.surfaces.surface import model_of
from handlers.wording.places import OTHERWISE, WHY_NOT


def examine(settings: Settings) -> Iterator[Checkup]:
    """Check settings, own content, database, queues, Slack, bot, in the order to fix them."""
    yield _settings(settings)
    yield _questionnaires(settings)
    yield _use_case_rules(settings)
    is_stored = True
    for checkup in _database(settings):
        is_stored = is_stored and (checkup.is_fine or checkup.name != "database")
        yield checkup
    yield from examine_slack(settings, datetime.now(UTC))
    yield from examine_assistant(settings)
    if is_stored:
        yield from examine_running_bot(settings)


def _settings(settings: Settings) -> Checkup:
    missing = missing_for_serving(settings)
    mode = "Socket Mode" if settings.slack_app_token else "HTTP mode"
    sentence = " ".join(missing) or f"All required settings are present ({mode})."
    return Checkup("settings", not missing, sentence)


def _questionnaires(settings: Settings) -> Checkup:
    try:
        use_questionnaires(settings.lamplighter_questionnaires)
    except DomainError as error:
        return Checkup("questionnaires", is_fine=False, sentence=str(error))
    names = [found.meta.label for found in load_questionnaires().values()]
    return Checkup(
        "questionnaires",
        is_fine=True,
        sentence=f"Questionnaires loaded: {', '.join(names)}.",
    )


def _use_case_rules(settings: Settings) -> Checkup:
    try:
        use_rules(settings.lamplighter_use_case_rules)
    except DomainError as error:
        return Checkup("use-case rules", is_fine=False, sentence=str(error))
    rules = load_rules().meta
    sentence = f"Use-case rules loaded: {rules.id} {rules.version}."
    return Checkup("use-case rules", is_fine=True, sentence=sentence)


def _database(settings: Settings) -> Iterator[Checkup]:
    url = settings.database_url
    try:
        require_database(url, is_new_fine=False)
    except DatabaseStateError as error:
        yield Checkup("database", is_fine=False, sentence=str(error))
        return
    database = Database(url)
    try:
        with database.snapshot() as session:
            migrated = _migrated(session, url)
            yield migrated
            if migrated.is_fine:
                yield from _stored(session)
    except DatabaseError as error:
        yield Checkup("database", is_fine=False, sentence=str(state_error(url, error)))
    finally:
        database.close()


def _migrated(session: Session, url: str) -> Checkup:
    current = MigrationContext.configure(session.connection()).get_current_revision()
    newest = ScriptDirectory.from_config(alembic_config(url)).get_current_head()
    product = session.get_bind().dialect.name
    version = f"SQLite {pysqlite3.sqlite_version}" if product == "sqlite" else "PostgreSQL"
    if current != newest:
        return Checkup(
            "database",
            is_fine=False,
            sentence="The tables are out of date. Run `lamplighter db upgrade`.",
        )
    return Checkup(
        "database", is_fine=True, sentence=f"{version} responds, and its tables are up to date."
    )


def _stored(session: Session) -> Iterator[Checkup]:
    verification = verify_record(session, head=None)
    yield Checkup("audit", verification.is_whole, verification.sentence)
    lengths = queue_lengths(session)
    dead = lengths.surfaces_dead + lengths.jobs_dead
    waiting = lengths.surfaces_waiting + lengths.jobs_waiting
    yield Checkup(
        "queues",
        dead == 0,
        f"Messages and jobs: {waiting} waiting, {dead} failed for good.",
    )
    yield examine_what_left(session)
    yield from _refused_places(session)
    yield from _deciders(session)
    for surface in struggling(session):
        about = _about(session, surface.kind, surface.object_id)
        yield Checkup(
            "message",
            is_fine=False,
            sentence=f"A message ({surface.kind}{about}) for "
            f"{surface.meant_for or surface.place} wasn't shown in {surface.attempts} tries: "
            f"{surface.last_error}.",
        )
    if lengths.blocked_by:
        yield Checkup(
            "messages",
            is_fine=False,
            sentence=f"Slack refuses ({', '.join(lengths.blocked_by)}). Reinstall the app with "
            "all its scopes, or ask a workspace admin. What waits is sent within five minutes.",
        )


def _about(session: Session, kind: str, object_id: str) -> str:
    model = model_of(session, kind, object_id)
    return f" of {model}" if model else ""


def _refused_places(session: Session) -> Iterator[Checkup]:
    """Name the channels that refuse messages."""
    for place, refusal, count in refused_places(session):
        why = WHY_NOT.get(refusal, OTHERWISE)
        yield Checkup(
            "channel",
            is_fine=False,
            sentence=f"{place} can't be posted to ({refusal}), which {count} messages are meant "
            f"for: {why}.",
        )


def _deciders(session: Session) -> Iterator[Checkup]:
    """Name the models whose owner, or everyone who decides, can't decide."""
    for model in session.exec(select(RegisteredModel).order_by(col(RegisteredModel.name))):
        gone = gone_deciders_of(session, model)
        left = deciders_of(session, model)
        if left and model.owner_user_id not in gone:
            continue
        instead = f"{left[0]} is asked instead" if left else "nobody is left to decide"
        yield Checkup(
            "model",
            is_fine=False,
            sentence=f"{model.name}: not an active member of the workspace: {', '.join(gone)}. "
            f"So {instead}. {NAME_SOMEBODY}",
        )
