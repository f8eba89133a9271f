"""What somebody changes in a row that people rely on, behind our back, is named by its row."""

from datetime import datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.audit_check import COVERED, verify_record
from ground.covered import Covered
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
    "a number that is none": (["UPDATE usecase SET version = 9e999"], "use case"),
}
"""What a stricter database refuses."""


def test_every_table_of_rows_that_steps_cover_is_compared() -> None:
    """What is noted and never compared would be changed unseen."""
    tables = {kind for kind in Covered.__subclasses__() if hasattr(kind, "__table__")}

    assert tables == set(COVERED)


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
