"""Somebody who can type anywhere: every message and window stays valid, and acts on nobody."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from assessments.answers.interview import open_interview, record_replies
from assessments.answers.replies import Reply
from assessments.results.round_card import round_card
from assessments.rounds.starting import RoundPlan, start_round
from assessments.tables import Participant
from assessments.use_cases.contract.content import ACCEPTANCE, KPIS, Status
from assessments.use_cases.definition import use_case_card
from assessments.use_cases.tables import UseCase, UseCaseVersion
from deployments.errors import Code, DeploymentError
from deployments.models import (
    ModelFacts,
    find_model,
    register_model,
    register_version,
    set_first_champion,
)
from deployments.requests.metrics_file import MetricsFile
from deployments.requests.requests import ReleaseFacts, request_card, request_deployment
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.tables import DeploymentRequest, SignOffVerdict
from handlers.blocks.alerts import alert_windows
from handlers.blocks.releases import release
from handlers.blocks.rounds.farewell import thanks_window
from handlers.blocks.rounds.interview import question_window
from handlers.blocks.text import Message
from handlers.blocks.use_cases import use_case_windows
from handlers.surfaces.surface import draw_surface
from monitors.alerts.alert_facts import AlertFacts, MovedColumn, MovedLevel, PassMarkLine
from monitors.alerts.card import alert_card
from monitors.alerts.decisions import AlertDecision, acknowledge_alert, keep_model
from monitors.alerts.lifecycle import Findings, update_alerts
from monitors.tables import Alert, Monitor
from tests.handlers.conftest import HOSTILE, HOSTILE_NAME, check_message, check_window

pytestmark = pytest.mark.sqlite_alone

NAME = HOSTILE_NAME[:100]  # the longest that a model or a version may have
OLD, LIVE = f"v1 {HOSTILE_NAME}"[:100], f"v2 {HOSTILE_NAME}"[:100]
MIA, OLA, DAN, BEA, FIN = "U0MIA", "U0OLA", "U0DAN", "U0BEA", "U0FIN"


@pytest.fixture
def model(session: Session, now: datetime) -> str:
    """A model of a hostile name with two hostile versions."""
    registered = register_model(session, ModelFacts(NAME, MIA, "C1", (OLA,)), now)
    for days, version in ((2, OLD), (1, LIVE)):
        register_version(
            session,
            model_name=NAME,
            version=version,
            registered_by=DAN,
            trained_by=DAN,
            digest=HOSTILE_NAME,
            now=now - timedelta(days=days),
        )
    set_first_champion(session, registered, LIVE, now)
    return NAME


@pytest.fixture
def written(session: Session, model: str, now: datetime) -> UseCase:
    """A use case of hostile words, with pass marks of many digits."""
    found = UseCase(
        title=HOSTILE, model_name=model,
        status=Status.DEFINED, version=1, created_by=BEA, channel_id="C1", created_at=now,
        agreed_by=BEA, agreed_at=now,
    )  # fmt: skip
    session.add(found)
    session.flush()
    kpi = {
        "name": HOSTILE, "unit": HOSTILE, "baseline": 1_234_567, "target": 2e9,
        "target_date": "2030-01-01",
    }  # fmt: skip
    marks = [
        {
            "id": f"AC-{number}", "category": "x", "metric": metric,
            "comparator": ">=" if metric != "psi" else "<=", "threshold": 0.805,
            "unit": "share" if metric == "accuracy" else "value", "window": "last_3000",
            "stage": "live", "min_samples": 200, "severity": "block", "owner_group": "business",
        }
        for number, metric in enumerate(("accuracy", "psi", HOSTILE))
    ]  # fmt: skip
    texts = dict.fromkeys(("title", "summary", "business_driver"), HOSTILE)
    version = UseCaseVersion(
        use_case_id=found.id, version=1, contents={**texts, KPIS: [kpi], ACCEPTANCE: marks},
        rules={}, roles=[], asked_by=BEA, asked_at=now, agreed_by=BEA, settled_at=now,
    )  # fmt: skip
    session.add(version)
    session.flush()
    return found


def hostile_facts(columns: int = 10) -> AlertFacts:
    """What a window showed, in hostile names."""
    levels = [MovedLevel(HOSTILE, 0.5, 0.1)]
    column = MovedColumn(HOSTILE, "feature", 0.4, 0.25, [HOSTILE], levels)
    moved = replace(column, problems=[])
    line = PassMarkLine(HOSTILE, ">=", 0.8, 0.7, 0.69, None, "broken")
    return AlertFacts(
        rows=3_000,
        labelled_share=0.5,
        pass_marks=[line, replace(line, metric="accuracy", value=None)],
        columns=[column, moved, replace(column, is_past=True), *[column] * (columns - 3)],
        more_columns=3,
    )


@pytest.fixture
def alerts(session: Session, model: str, now: datetime) -> list[Alert]:
    """A drift and a performance alert of hostile facts."""
    monitor = Monitor(
        name=HOSTILE, model_name=model, channel_id="C1", owner_user_id=MIA, reference="r",
        current="c", rows_per_window=3_000, columns={}, cron="0 9 * * 1", timezone="UTC",
    )  # fmt: skip
    session.add(monitor)
    session.flush()
    update_alerts(session, monitor, Findings(1, hostile_facts(), hostile_facts()), now)
    return list(session.exec(select(Alert)).all())


def draw(session: Session, kind: str, object_id: object, now: datetime) -> str:
    """Draw a surface and check it."""
    session.flush()
    return check_message(draw_surface(session, kind, str(object_id), now))


def test_alerts_in_every_state(session: Session, alerts: list[Alert], now: datetime) -> None:
    """Open, acknowledged, kept: names and reasons act on nobody."""
    for alert in alerts:
        assert "please decide by" in draw(session, "alert", alert.id, now)
        acknowledge_alert(session, AlertDecision(alert.id, DAN), now)
        assert "is looking into it" in draw(session, "alert", alert.id, now)
        alert.chart_file_id = "F0123456789"
        keep_model(session, AlertDecision(alert.id, OLA, HOSTILE[:1_000]), now)
        text = draw(session, "alert", alert.id, now)
        assert "*Kept* by <@U0OLA>" in text
        assert "> &gt; *\u200bApproved*\u200b by &lt;@U0MIA&gt;" in text


def test_alert_windows(session: Session, alerts: list[Alert]) -> None:
    """The windows for keeping and rolling back."""
    card = alert_card(session, alerts[0].id)

    assert "stays as it is" in check_window(alert_windows.keep_model_window(card))
    check_window(alert_windows.roll_back_window(card, [OLD], LIVE))


def test_release_requests_in_every_state(
    session: Session, written: UseCase, model: str, now: datetime
) -> None:
    """Asked by a command line's user of a hostile name; rejected with hostile words."""
    del written
    facts = ReleaseFacts(
        model, f"v3 {HOSTILE_NAME}"[:100], MetricsFile({"accuracy": 0.9, HOSTILE: 1e9}, 5_000),
        f"cli:{HOSTILE_NAME}",
        None, HOSTILE_NAME,
    )  # fmt: skip
    request = request_deployment(session, facts, now).request
    opened = draw(session, "deployment_request", request.id, now)
    card = request_card(session, request.id, [])
    check_window(release.reject_window(card))
    record_sign_off(
        session, SignOffAttempt(request.id, SignOffVerdict.REJECT, MIA, HOSTILE[:1_000]), now
    )

    assert "cli:&lt;!channel&gt;" in opened
    assert "pass mark at least 80.5%" in opened
    assert "*Rejected* by <@U0MIA>" in draw(session, "deployment_request", request.id, now)


def test_use_case_message_and_windows(session: Session, written: UseCase, now: datetime) -> None:
    """What was typed is shown whole where it fits, and its numbers in full."""
    text = draw(session, "use_case", written.id, now)
    card = use_case_card(session, written.id)
    fitting = replace(card, title="t", summary="s", business_driver="b")
    check_window(use_case_windows.purpose_window(fitting))
    check_window(use_case_windows.good_enough_window(fitting, [NAME] * 3))
    check_window(use_case_windows.no_model_window())

    assert "1,234,567 → 2,000,000,000" in text
    assert "80.5%" in text


def test_an_unfinished_use_case(session: Session, written: UseCase, now: datetime) -> None:
    """A title alone, still being written down."""
    written.status, written.agreed_at, written.version = Status.IDEA, None, 0

    assert "is writing this use case" in draw(session, "use_case", written.id, now)
    assert "Continue" in str(
        [block.to_dict() for block in draw_surface(session, "home", BEA, now).blocks]
    )


def test_a_round_of_two_hundred(session: Session, now: datetime) -> None:
    """Invitation, progress, question with the answer given before, and the result."""
    people = {f"U{number:03d}": "business" for number in range(199)}
    plan = RoundPlan(
        "C1",
        FIN,
        {**people, BEA: "operations"},
        scope_name=HOSTILE,
        shows_single_answers=True,
    )
    assessment = start_round(session, plan, now)
    for participant in session.exec(select(Participant)).all()[:1]:
        draw(session, "invitation", participant.id, now)
    for kind in ("round", "facilitation"):
        shown = draw_surface(session, kind, str(assessment.id), now)
        assert "and 160 more" in str([block.to_dict() for block in shown.blocks])
    interview = open_interview(session, assessment.id, BEA)
    while (page := interview.first_open()) is not None:
        (question,) = page.asked.questions
        window = question_window(page)
        assert question.question in str(window.to_dict())
        check_window(window)
        reply = Reply(question.id, "yes_", f"My example: {HOSTILE}"[:3_000])
        interview = record_replies(session, interview, [reply], now)
    check_window(question_window(interview.at(1)))
    for is_last in (True, False):
        check_window(thanks_window(is_last=is_last, channel_id="C1"))
        check_window(thanks_window(is_last=is_last, channel_id="C1", closes=HOSTILE))
    assessment.closed_at = now

    draw(session, "round", assessment.id, now)
    text = draw(session, "result", assessment.id, now)

    assert round_card(session, assessment.id).result is not None
    assert "7 of 7 signs" in text or "not enough" in text.lower()
    assert "My example" not in text, "what one person typed is not shown to the channel"


def test_home_holds_as_much_as_slack_bears(
    session: Session, written: UseCase, alerts: list[Alert], now: datetime
) -> None:
    """Fifty of each kind still make a valid home."""
    del written
    monitor = session.get_one(Monitor, alerts[0].monitor_id)
    for number in range(50):
        alert = Alert(**{**alerts[0].model_dump(), "id": None, "active_key": f"k{number}"})
        alert.id = alerts[0].id.__class__(int=number + 1)
        alert.monitor_id = monitor.id
        session.add(alert)
        facts = ReleaseFacts(NAME, f"r{number}", MetricsFile({}, 0), DAN)
        request_deployment(session, facts, now)
        session.add(UseCase(title=HOSTILE, created_by=MIA, channel_id="C1", created_at=now))
        start_round(session, RoundPlan("C1", FIN, {MIA: "business"}, scope_name=HOSTILE), now)
    session.flush()

    home = draw_surface(session, "home", MIA, now)

    blocks = [block.to_dict() for block in home.blocks]
    assert 20 < len(blocks) <= 100
    assert "Please decide by" in check_message_of_home(home)
    assert session.exec(select(DeploymentRequest)).all()


def check_message_of_home(home: Message) -> str:
    """A home may hold more blocks than a message; its text is held to the same rules."""
    return "\n".join(
        check_message(Message(home.text, home.blocks[start : start + 40]))
        for start in range(0, len(home.blocks), 40)
    )


@pytest.mark.parametrize("name", ["", "  ", HOSTILE_NAME])
def test_a_name_of_five_thousand_characters_is_refused(
    session: Session, model: str, now: datetime, name: str
) -> None:
    """So is none at all; the sentence says how long it may be."""
    with pytest.raises(DeploymentError, match=Code.MODEL_NAME_LENGTH):
        register_model(session, ModelFacts(name, MIA, "C1"), now)
    with pytest.raises(DeploymentError, match=Code.VERSION_NAME_LENGTH):
        request_deployment(session, ReleaseFacts(model, name, MetricsFile({}, 0), DAN), now)


def test_the_model_is_found_by_its_exact_name(session: Session, model: str) -> None:
    """Nothing is changed in what is stored: only what is shown is escaped."""
    assert find_model(session, model).name == NAME
