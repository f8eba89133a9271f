"""A small company to ask about: two models, one that few may see, rounds and use cases."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from assessments.answers.asking import Mode
from assessments.answers.interview import open_interview, record_replies
from assessments.answers.replies import Reply
from assessments.rounds.closing import close_round
from assessments.rounds.starting import RoundPlan, start_round
from assessments.tables import ScopeKind
from assessments.use_cases.asking import ask_signers_of
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.values import plain
from assessments.use_cases.definition import start_use_case
from assessments.use_cases.drafts import set_fields
from assessments.use_cases.screens import (
    GoodEnough,
    KpiTyped,
    Purpose,
    agree_pass_marks,
    save_kpi,
    save_purpose,
)
from assessments.use_cases.signing import Signers
from assessments.use_cases.versions import put_to_signers
from assistant.desk import Asker, Desk
from deployments.models import ModelFacts, register_model, register_version, set_first_champion
from deployments.requests.metrics_file import MetricsFile
from deployments.requests.requests import ReleaseFacts, request_deployment
from handlers.blocks.phrases import phrases
from monitors.alerts.alert_facts import AlertFacts, MovedColumn, MovedLevel, PassMarkLine
from monitors.alerts.lifecycle import Cause, update_cause
from monitors.tables import AlertKind, Monitor, MonitorRun, RunStatus
from tests.audit.use_case_steps import kpis

FIN, BEA, DAN, OLA, MIA, SAL, EVE = (
    "U0FIN", "U0BEA", "U0DAN", "U0OLA", "U0MIA", "U0SAL", "U0EVE",
)  # fmt: skip
CHURN, LATE, SECRET = "churn", "late payers", "bonus pricing"
CHURN_CHANNEL, LATE_CHANNEL, SECRET_CHANNEL, COUNCIL = "C0CHURN", "C0LATE", "C0BONUS", "C0COUNCIL"
SEEN = (CHURN_CHANNEL, LATE_CHANNEL, COUNCIL)
RULES = load_rules()
LEVELS = {
    BEA: ("business", 3), FIN: ("business", 3),
    DAN: ("data_science", 2), MIA: ("data_science", 2),
    OLA: ("operations", 1), SAL: ("operations", 1),
}  # fmt: skip
FACTS = AlertFacts(
    rows=3_000,
    labelled_share=0.4,
    pass_marks=[
        PassMarkLine("accuracy", ">=", 0.8, 0.842, 0.82, 0.86, "holds", unit="share"),
    ],
    columns=[
        MovedColumn("contract", "feature", 0.41, 0.25, (), [MovedLevel("monthly", 0.31, 0.58)]),
        MovedColumn("region", "feature", 0.29, 0.25),
    ],
)


def fill(session: Session, now: datetime) -> None:
    """Put the company into a database."""
    _churn(session, now)
    _late_payers(session, now)
    _secret(session, now)
    _rounds(session, now)
    _promise(session, now)
    _signing(session, now)


def desk(session: Session, now: datetime, user_id: str = SAL, subject_key: str = "") -> Desk:
    """What tools work with when somebody asks: the sales director, unless another is named."""
    return Desk(session, Asker(user_id, SEEN), now, phrases(), subject_key=subject_key)


def _model(session: Session, name: str, channel_id: str, now: datetime) -> Monitor:
    model = register_model(session, ModelFacts(name, MIA, channel_id, (OLA,)), now - timedelta(90))
    for days, version in ((80, "v2"), (40, "v3")):
        register_version(
            session, model_name=name, version=version, registered_by="apply", trained_by=DAN,
            digest=f"{name}-{version}", now=now - timedelta(days=days),
        )  # fmt: skip
    set_first_champion(session, model, "v3", now - timedelta(days=39))
    monitor = Monitor(
        name=f"{name} weekly", model_name=name, channel_id=channel_id, owner_user_id=MIA,
        reference="r", current="c", rows_per_window=3_000, columns={}, cron="0 9 * * 1",
        timezone="Europe/Berlin",
    )  # fmt: skip
    session.add(monitor)
    session.flush()
    session.add(
        MonitorRun(
            monitor_id=monitor.id, firing_key="1", window_number=6, rows=3_000,
            status=RunStatus.MEASURED, verdict="ok",
            result={"metrics": {"accuracy": 0.842}, "effects": {"contract": 0.41}},
            ran_at=now - timedelta(days=2),
        )
    )  # fmt: skip
    return monitor


def _churn(session: Session, now: datetime) -> None:
    """It drifts, and its next version waits for approval."""
    monitor = _model(session, CHURN, CHURN_CHANNEL, now)
    update_cause(session, monitor, Cause(AlertKind.DRIFT, "", 6), FACTS, now - timedelta(days=2))
    evidence = MetricsFile({"accuracy": 0.87}, 9_000)
    facts = ReleaseFacts(CHURN, "v4", evidence, DAN, trained_by=DAN, digest="churn-v4")
    request_deployment(session, facts, now - timedelta(days=1))


def _late_payers(session: Session, now: datetime) -> None:
    """Nothing is the matter with it."""
    _model(session, LATE, LATE_CHANNEL, now)


def _secret(session: Session, now: datetime) -> None:
    """A model of a private channel, with an alert of its own."""
    monitor = _model(session, SECRET, SECRET_CHANNEL, now)
    line = PassMarkLine("accuracy", ">=", 0.9, 0.613, 0.6, 0.63, "broken", unit="share")
    facts = AlertFacts(rows=777, labelled_share=1.0, pass_marks=[line])
    update_cause(session, monitor, Cause(AlertKind.PERFORMANCE, "", 6), facts, now)


def _rounds(session: Session, now: datetime) -> None:
    """A full round was held in the spring; a quick one runs until Friday."""
    people = {user: group for user, (group, _) in LEVELS.items()}
    plan = RoundPlan(
        COUNCIL, FIN, people, Mode.QUICK, scope_kind=ScopeKind.TEAM, scope_name="Customer service"
    )
    held_at = now - timedelta(days=30)
    held = start_round(session, plan, held_at)
    for user, (_, level) in LEVELS.items():
        interview = open_interview(session, held.id, user)
        replies = [
            Reply(
                question.id, str(level - question.id.startswith("MON")), reason=f"because {user}"
            )
            for question in interview.questions
        ]
        record_replies(session, interview, replies, held_at)
    close_round(session, held.id, None, held_at)
    running = replace(plan, scope_name="Sales", ends_at=now + timedelta(days=4), is_quarterly=True)
    started = start_round(session, running, now - timedelta(days=1))
    interview = open_interview(session, started.id, BEA)
    record_replies(session, interview, [Reply(q.id, "3") for q in interview.questions], now)


def _promise(session: Session, now: datetime) -> None:
    """What was agreed about the churn model."""
    begun = start_use_case(session, created_by=BEA, channel_id=CHURN_CHANNEL, now=now)
    purpose = Purpose(
        "Keep customers",
        "Call customers who are about to leave",
        "Lose 10 percent fewer customers",
    )
    save_purpose(session, begun.id, purpose, BEA, now)
    kpi = KpiTyped(
        "Customers lost a month", "customers", "1200", "1080", now.date() + timedelta(365)
    )
    save_kpi(session, begun.id, kpi, BEA, now)
    agree_pass_marks(session, begun.id, GoodEnough(CHURN, "80%", "0.25"), MIA, now)


def _signing(session: Session, now: datetime) -> None:
    """A use case that waits for signatures."""
    use_case = start_use_case(session, created_by=BEA, channel_id=LATE_CHANNEL, now=now)
    values = {name: plain(value) for name, value in RULES.example.items()}
    (consumer,) = Document(values).rows("consumers")
    written = {
        **values, "title": "Spot late payers", "kpis": kpis(now), "sponsor": FIN,
        "business_owner": BEA, "technical_owner": OLA, "builder": DAN,
        "consumers": [{**consumer, "speaker": SAL}],
    }  # fmt: skip
    set_fields(session, RULES, use_case, written, BEA, now)
    version = put_to_signers(session, RULES, use_case, BEA, now).version
    assert version is not None
    ask_signers_of(session, version, Signers(), now)
