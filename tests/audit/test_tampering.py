"""What somebody changes in a row that people rely on, behind our back, is named by its row."""

from datetime import datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.audit_check import COVERED, verify_record
from ground.covered import Covered, names_of
from tests.audit.story import write_story

pytestmark = pytest.mark.sqlite_alone
TAMPERINGS = {
    "decision's time": (
        ["UPDATE decision SET decided_at = '2020-01-01 00:00:00.000000'"],
        "decision",
    ),
    "decision's verdict": (["UPDATE decision SET verdict = 'reject'"], "decision"),
    "decision's person": (["UPDATE decision SET decided_by = 'U0EVE'"], "decision"),
    "decision deleted": (["DELETE FROM decision"], "decision"),
    "sign-off's time": (
        ["UPDATE signoff SET signed_at = '2020-01-01 00:00:00.000000'"],
        "sign off",
    ),
    "sign-off deleted": (["DELETE FROM signoff"], "sign off"),
    "request opened again": (
        [
            "DELETE FROM decision",
            "DELETE FROM signoff",
            "UPDATE deploymentrequest SET state = 'open', outcome = NULL",
        ],
        "deployment request",
    ),
    "request's state": (
        ["UPDATE deploymentrequest SET state = 'rejected'"],
        "deployment request",
    ),
    "a state that there isn't": (
        ["UPDATE deploymentrequest SET state = 'nonsense'"],
        "deployment request",
    ),
    "request's evidence": (
        ["UPDATE deploymentrequest SET evidence = '{\"accuracy\": 0.99}'"],
        "deployment request",
    ),
    "request's author": (
        ["UPDATE deploymentrequest SET requested_by = 'U0EVE'"],
        "deployment request",
    ),
    "live version": (["UPDATE modelalias SET version = 'v1'"], "model alias"),
    "live version deleted": (["DELETE FROM modelalias"], "model alias"),
    "decider added": (
        ["INSERT INTO modeldecider SELECT id, 'U0EVE' FROM registeredmodel"],
        "model decider",
    ),
    "decider removed": (["DELETE FROM modeldecider"], "model decider"),
    "owner": (["UPDATE registeredmodel SET owner_user_id = 'U0EVE'"], "registered model"),
    "version's digest": (["UPDATE modelversion SET digest = 'other'"], "model version"),
    "alert's decision": (["UPDATE alert SET state = 'open', decided_by = NULL"], "alert"),
    "alert's reason": (["UPDATE alert SET decision_reason = 'never'"], "alert"),
    "alert deleted": (["DELETE FROM alert"], "alert"),
    "pass mark": (
        ["UPDATE usecaseversion SET contents = '{\"acceptance_criteria\": []}' WHERE version = 1"],
        "use case version",
    ),
    "version deleted": (["DELETE FROM usecaseversion"], "use case version"),
    "who signs a version": (["UPDATE usecaseversion SET roles = '[]'"], "use case version"),
    "signature": (["UPDATE usecasesignoff SET signed_by = 'U0EVE'"], "use case sign off"),
    "signature deleted": (["DELETE FROM usecasesignoff"], "use case sign off"),
    "use case's sign-off": (["UPDATE usecase SET agreed_by = 'U0EVE'"], "use case"),
    "round's closing": (["UPDATE assessment SET closed_at = NULL"], "assessment"),
    "what an alert said": (["UPDATE alert SET facts = '{\"rows\": 1}'"], "alert"),
    "fallback channel": (
        ["UPDATE registeredmodel SET fallback_channel = 'C0EVE'"],
        "registered model",
    ),
    "token": (["UPDATE apitoken SET revoked_at = NULL, scopes = '[]'"], "api token"),
    "token added": (
        [
            (
                "INSERT INTO apitoken SELECT '00000000000000000000000000000000', 'eve', 'x', "
                "scopes, created_by, created_at, revoked_at FROM apitoken"
            )
        ],
        "api token",
    ),
    "action's owner": (["UPDATE roadmapaction SET owner = 'U0EVE'"], "roadmap action"),
    "action deleted": (["DELETE FROM roadmapaction"], "roadmap action"),
    "who stands in": (["UPDATE absence SET stand_in = 'U0EVE'"], "absence"),
    "absence added": (
        [
            (
                "INSERT INTO absence SELECT '00000000000000000000000000000000', 'U0OLA', 'U0EVE', "
                "starts_at, ends_at, state, noted_at FROM absence"
            )
        ],
        "absence",
    ),
    "who signs instead": (["UPDATE signerinstead SET instead = 'U0EVE'"], "signer instead"),
    "agreement to retire": (["DELETE FROM usecaseretirement"], "use case retirement"),
    "figure": (["UPDATE kpifigure SET value = 9.9"], "kpi figure"),
    "for whom somebody decided": (["UPDATE decision SET decided_for = 'U0OLA'"], "decision"),
    "for whom somebody kept a model": (["UPDATE alert SET decided_for = 'U0OLA'"], "alert"),
    "by when an alert is answered": (
        ["UPDATE alert SET due_at = '2020-01-01 00:00:00.000000'"],
        "alert",
    ),
    "business owner": (
        ["UPDATE registeredmodel SET business_owner = 'U0EVE'"],
        "registered model",
    ),
    "who reads reasons": (
        ["UPDATE assessment SET reasons_to_facilitator = NOT reasons_to_facilitator"],
        "assessment",
    ),
    "what a round aims at": (["UPDATE assessment SET target_preset = 'x'"], "assessment"),
    "when a version took force": (
        ["UPDATE usecaseversion SET settled_at = NULL"],
        "use case version",
    ),
    "a use case discarded": (["UPDATE usecase SET discarded_at = created_at"], "use case"),
    "a monitor's limits": (['UPDATE monitor SET options = \'{"missing": ["x"]}\''], "monitor"),
    "a monitor's data": (["UPDATE monitor SET current = 'other.parquet'"], "monitor"),
    "a monitor's time": (["UPDATE monitor SET cron = '0 9 1 1 *'"], "monitor"),
    "monitor deleted": (["DELETE FROM alert", "DELETE FROM monitor"], "monitor"),
    "answer to a question": (["UPDATE revisit SET answered_by = 'U0EVE'"], "revisit"),
}
SQLITE_TAKES = {
    "an id that is none": (["UPDATE decision SET request_id = 'x'"], "decision"),
    "an id in capitals": (["UPDATE decision SET request_id = upper(request_id)"], "decision"),
    "a time written in another way": (
        ["UPDATE decision SET decided_at = replace(decided_at, ' ', 'T')"],
        "decision",
    ),
    "a switch that is neither": (
        ["UPDATE assessment SET shows_single_answers = 3"],
        "assessment",
    ),
    "bytes in place of text": (
        ["UPDATE signoff SET reason = CAST(reason AS BLOB)"],
        "sign off",
    ),
    "text that isn't UTF-8": (["UPDATE decision SET reason = CAST(X'FF' AS TEXT)"], "decision"),
    "a head that is no number": (["UPDATE audithead SET sequence = 'x'"], "audit"),
    "a number that is none": (["UPDATE usecase SET version = 9e999"], "use case"),
}
"""What a stricter database refuses."""
STRUCTURE = {
    "trigger": (
        ["CREATE TRIGGER t AFTER INSERT ON signoff BEGIN UPDATE decision SET reason = ''; END"],
        "The table signoff has a trigger that isn't Lamplighter's: t.",
    ),
    "trigger on the log": (
        ["CREATE TRIGGER t AFTER INSERT ON auditentry BEGIN DELETE FROM decision; END"],
        "The table auditentry has a trigger that isn't Lamplighter's: t.",
    ),
    "column added": (
        ["ALTER TABLE decision ADD COLUMN note TEXT"],
        "The table decision has other columns: note.",
    ),
    "copied without what makes rows unique": (
        [
            "CREATE TABLE copied AS SELECT * FROM signoff",
            "DROP TABLE signoff",
            "ALTER TABLE copied RENAME TO signoff",
        ],
        "The table signoff may hold the same row twice: by request_id, user_id.",
    ),
    "a view in a table's place": (
        ["ALTER TABLE rollback RENAME TO r", "CREATE VIEW rollback AS SELECT * FROM r"],
        "The table rollback is missing.",
    ),
}
NOT_COVERED = {
    "absence": {"noted_at"},
    "alert": {
        "active_key", "chart_file_id", "chart_window", "first_window", "last_seen_at",
        "last_window", "quiet_windows", "windows_seen",
    },
    "assessment": {
        "asks_singly", "channel_id", "ends_at", "previous_id", "repeats_at", "second_round_at",
        "second_round_ended_at", "settled_at",
    },
    "deploymentrequest": {"open_key"},
    "monitor": {
        "channel_id", "next_firing_at", "owner_user_id", "run_asked_at", "runs_per_quarter",
        "slow_drift", "windows_seen",
    },
    "registeredmodel": {"created_at"},
    "revisit": {
        "asked_as", "asked_at", "asked_for", "asked_next", "asked_of", "ended_at", "reminders",
        "since",
    },
    "roadmapaction": {
        "asked_for", "asks_at", "dimension_id", "evidence_hint", "is_disputed", "owner_group",
        "position", "weeks",
    },
    "rollback": {"running_key"},
    "usecase": {"channel_id", "comes_back_at", "figures", "round_id", "title"},
}  # fmt: skip
"""Keys, counters, and who is asked when: what follows from other rows or changes by itself."""


def test_every_table_of_rows_that_steps_cover_is_compared() -> None:
    """What is noted and never compared would be changed unseen."""
    tables = {kind for kind in Covered.__subclasses__() if hasattr(kind, "__table__")}

    assert tables == set(COVERED)


def test_no_column_of_a_covered_table_is_forgotten() -> None:
    """Each is covered, or among those that no decision rests on."""
    left_out = {
        str(kind.__tablename__): set(kind.metadata.tables[str(kind.__tablename__)].columns.keys())
        - set(names_of(kind))
        for kind in COVERED
    }

    assert {name: columns for name, columns in left_out.items() if columns} == NOT_COVERED


@pytest.fixture
def story(session: Session, now: datetime) -> Session:
    """All of it, in one transaction."""
    write_story(session, now)
    session.expire_all()
    return session


def test_a_story_that_nobody_touched_is_whole(story: Session) -> None:
    """Every row is as the log noted it."""
    assert verify_record(story).sentence.startswith("The audit chain is intact")


@pytest.mark.parametrize("kind", [*TAMPERINGS, *SQLITE_TAKES])
def test_each_tampering_is_named(story: Session, kind: str) -> None:
    """The sentence says which row."""
    statements, named = (TAMPERINGS | SQLITE_TAKES)[kind]
    story.connection().execute(text("PRAGMA defer_foreign_keys = ON"))
    for statement in statements:
        assert story.connection().execute(text(statement)).rowcount > 0

    verification = verify_record(story)

    assert not verification.is_whole
    assert f" {named} " in verification.sentence


@pytest.mark.parametrize("kind", STRUCTURE)
def test_what_was_done_to_a_table_is_named(story: Session, kind: str) -> None:
    """A trigger changes rows before their fingerprints are taken."""
    statements, said = STRUCTURE[kind]
    story.connection().execute(text("PRAGMA defer_foreign_keys = ON"))
    for statement in statements:
        story.connection().execute(text(statement))

    verification = verify_record(story)

    assert (verification.is_whole, verification.sentence) == (False, said)
