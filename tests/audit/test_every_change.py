"""Each function that changes something leaves its entry in the audit log, in the same transaction.

The source is walked for every function that writes a row; each must lead to `record` or stand in
`NOT_RECORDED` with its reason, and each that leads there is called once and its entry is found.
"""

from datetime import datetime

import pytest
from sqlmodel import Session, col, select

from bot.audit_check import verify_record
from ground.audit import AuditEntry
from tests.audit import (
    absence_steps,
    alert_steps,
    coming_back_steps,
    model_steps,
    round_steps,
    use_case_steps,
)
from tests.audit.case import CASES, Case
from tests.audit.order import rows_before_head
from tests.audit.writes import is_recorded, recording, writers

ANSWERS = "a person's answers; the log keeps no answers, and each is a row of its own"
CACHE = "made again from what it was made from"
SCHEDULE = "when something is due next: what comes of it is recorded"
MEASURED = "a measurement, a row of its own; the alerts that come of it are recorded"
NOT_RECORDED = {
    "assessments.actions.roadmap.claim_due_action": SCHEDULE,
    "assessments.answers.given.add_replies": ANSWERS,
    "assessments.answers.interview.record_replies": ANSWERS,
    "assessments.results.links.claim_link": CACHE,
    "assessments.results.links.forget_link": CACHE,
    "assessments.results.links.keep_link": CACHE,
    "assessments.results.pictures.keep_picture": CACHE,
    "assessments.rounds.lists.remember_lists": CACHE,
    "assessments.use_cases.asking.ask_signers_of": "follows from the version, which is recorded",
    "assessments.use_cases.asking.claim_due_signer": SCHEDULE,
    "assessments.use_cases.refreshing.keep_figures": CACHE,
    "assessments.rounds.reminders.claim_due_reminder": SCHEDULE,
    "assessments.rounds.reminders.set_timezone": CACHE,
    "assessments.rounds.second_round.record_vote": ANSWERS,
    "bot.jobs.alerts.draw_chart": CACHE,
    "bot.jobs.replays.Replays.replay_monitor": CACHE,
    "bot.jobs.replays._keep": CACHE,
    "bot.schedule.monitors._take": SCHEDULE,
    "deployments.deciders.claim_due_deciders": SCHEDULE,
    "deployments.deciders.note_timezone": CACHE,
    "monitors.runs.estimate_record.keep_truth": MEASURED,
}
ELSEWHERE = {
    "bot.jobs.rounds.remind_person": "what it does is that of remind and of remove_person",
    "bot.jobs.reference_profiles.ReferenceProfiles.keep": "tests/bot/test_reference_profiles.py",
    "monitors.runs.run.record_run": "its alerts are those of update_cause",
}
HEAD_FIRST = {"alert", "deploymentrequest", "monitor", "rollback"}
"""On PostgreSQL, who writes their rows holds the log's head before, or two wait in a circle."""
ROWS_FIRST = {
    "deployments.called_off.call_off_undone": "a restore: nobody else is there",
    "deployments.requests.release.carry_out_release": "the registry is called meanwhile",
    "deployments.rollback.carry_out_rollback": "the registry is called meanwhile",
    "monitors.alerts.lifecycle.update_cause": "who calls it holds the head",
}
assert absence_steps, "they note their cases"
assert alert_steps, "they note their cases"
assert coming_back_steps, "they note their cases"
assert model_steps, "they note their cases"
assert round_steps, "they note their cases"
assert use_case_steps, "they note their cases"


def test_each_function_that_writes_is_recorded_or_says_why_not() -> None:
    """No more and no fewer than these are left out."""
    assert {key for key in writers() if not is_recorded(key)} == set(NOT_RECORDED)


def test_handlers_write_nothing() -> None:
    """What changes, and its entry, are the domain's."""
    assert [key for key in writers() if key.startswith("handlers.")] == []


def test_each_recorded_step_is_taken_below() -> None:
    """A new one that is not among the cases is found here."""
    recorded = {found for key in writers() if is_recorded(key) for found in recording(key)}

    assert recorded == {case.function for case in CASES} | set(ELSEWHERE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.function}-{case.action}")
def test_a_step_leaves_its_entry(case: Case, session: Session, now: datetime) -> None:
    """Who did it, what, and when; and without the step there is no entry either."""
    take = case.prepare(session, now)
    session.commit()
    before = len(entries(session))

    with rows_before_head(session) as first:
        take()

    left = [(entry.action, entry.actor) for entry in entries(session)[before:]]
    assert (case.action, case.actor) in left
    assert HEAD_FIRST.isdisjoint(first) or case.function in ROWS_FIRST
    assert verify_record(session).sentence.startswith("The audit chain is intact")
    session.rollback()
    assert len(entries(session)) == before


def test_what_is_applied_again_unchanged_leaves_none(session: Session, now: datetime) -> None:
    """An entry says that something changed."""
    model_steps.apply(session, now)
    before = len(entries(session))

    model_steps.apply(session, now)

    assert len(entries(session)) == before


def entries(session: Session) -> list[AuditEntry]:
    """The log, oldest first."""
    return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.sequence))).all())
