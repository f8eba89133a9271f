"""One example of every message and window, drawn from made-up cards."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from slack_sdk.models.views import View

from assessments.answers.asking import AskedPage, AskedQuestion, Mode
from assessments.answers.interview import Page
from assessments.answers.progress import Progress
from assessments.answers.replies import Reply
from assessments.questionnaires.content import AnswerOption
from assessments.results.latest import LatestResults
from assessments.rounds.cards import (
    ActionCard,
    FacilitationCard,
    InvitationCard,
    Terms,
    VotingCard,
)
from assessments.rounds.leading import LedRound
from assessments.rounds.privacy import NamedAnswers, OwnRound
from assessments.rounds.reminders import WaitingPerson
from assessments.rounds.second_round import Vote
from assessments.tables import ActionState, RoadmapAction, ScopeKind, Stage
from assessments.use_cases.pass_marks import Judgement, PassMarkVerdict
from deployments.requests.gate import GateReport, GateVerdict
from deployments.requests.requests import RequestCard, WaitingRequest
from deployments.tables import RequestState
from ground.audit import GENESIS, Head
from handlers.blocks.alerts.alert import alert_message
from handlers.blocks.alerts.alert_windows import keep_model_window, roll_back_window
from handlers.blocks.alerts.held_window import held_window_message
from handlers.blocks.alerts.replay import replay_message
from handlers.blocks.home import HomeCard, WaitingAsk, home
from handlers.blocks.releases.release import reject_window, request_message
from handlers.blocks.rounds import farewell, my_answers, named_answers, people_windows, roadmap
from handlers.blocks.rounds.digest import digest_message
from handlers.blocks.rounds.facilitation import facilitation, planning
from handlers.blocks.rounds.interview import question_window
from handlers.blocks.rounds.invitation import invitation, reminder
from handlers.blocks.rounds.maturity import maturity_result
from handlers.blocks.rounds.readiness import result_message, round_message
from handlers.blocks.rounds.screen_result import screen_result
from handlers.blocks.rounds.second_round import second_round_message, vote_window
from handlers.blocks.rounds.setup import Setup, start_round_window
from handlers.blocks.text import Message
from monitors.alerts.alert_facts import ExpectedAccuracy, MovedColumn, MovedLevel, PassMarkLine
from monitors.alerts.card import AlertCard
from monitors.alerts.chart import alt_text
from monitors.alerts.model_health import Health, ModelHealth
from monitors.alerts.waiting import WaitingAlert
from monitors.performance.past_error import PastError
from monitors.replay.card import ReplayCard, ReplayedAlarm
from monitors.replay.chart import replay_alt_text
from monitors.runs.held_window import HeldWindow
from monitors.tables import AlertKind, AlertState
from tests.assessments.example_card import CARD as MATURITY_CARD
from tests.handlers import (
    assistant_samples,
    coming_back_samples,
    notice_samples,
    sign_off_samples,
    use_case_samples,
)
from tests.handlers.portfolio_samples import ENTRIES
from tests.handlers.screen_samples import screen
from tests.handlers.use_case_form_samples import use_case_messages, use_case_views
from tests.handlers.use_case_samples import ACCURACY, DRIFT, LATER

BEA, DAN, OLA, MIA, FIN = "U0BEA", "U0DAN", "U0OLA", "U0MIA", "U0FIN"
ID, NOW = UUID(int=7), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SOON = NOW + timedelta(days=2)
TERMS = Terms(
    ID, Mode.QUICK, ScopeKind.TEAM, "Customer service", FIN, "C1", SOON, stage=Stage.ANSWERING,
    shows_single_answers=False, names_to_facilitator=False, reasons_to_facilitator=True,
    subject="machine learning",
    why="Models fail when business and technology are out of step.",
)  # fmt: skip
DECIDING = Terms(
    ID, Mode.FULL, ScopeKind.TEAM, "Customer service", FIN, "C1", None, stage=Stage.DECIDING,
    shows_single_answers=False, names_to_facilitator=True, subject="machine learning",
)  # fmt: skip
VOTED_AGAIN = replace(TERMS, stage=Stage.VOTING_AGAIN)
AIM = "A first step: Move the code of every live model into version control."
LEVELS = ["Nothing is saved.", "Code is saved; data and settings aren't.", "All of it is."]
SIGN = AskedQuestion(
    "A1", "Do models stop after the pilot?", "A pilot alone earns nothing.", "", (
        AnswerOption(value="yes_", label="Yes"), AnswerOption(value="no_", label="No"),
    ),
)  # fmt: skip
ITEM = AskedQuestion(
    "MOD-1", "What is saved?", "Work that isn't saved is done twice.", "A link", tuple(
        AnswerOption(value=str(level), label=label) for level, label in enumerate(LEVELS)
    ), "Models",
)  # fmt: skip
INVITATION = InvitationCard(
    TERMS, ID, OLA, "Operations", 4, 3, 8, is_removed=False, is_erased=False,
    has_stopped_reminders=False, is_alone=True,
)  # fmt: skip
VOTING = VotingCard(VOTED_AGAIN, ID, has_voted=False, is_removed=False)


def action(state: ActionState = ActionState.AGREED) -> ActionCard:
    """Ola's action, due before the digest's Monday."""
    row = RoadmapAction(
        id=ID, assessment_id=ID, position=1, item_id="MON-1", dimension_id="MON", from_level=0,
        to_level=1, sentence=LEVELS[1], owner_group="operations", weeks=2.0, state=state,
        owner=OLA, due_on=date(2026, 11, 20), decided_by=FIN, is_disputed=True,
    )  # fmt: skip
    return ActionCard(DECIDING, row, "What is saved?", "Operations", LEVELS, AIM, is_overdue=True)


def alert(state: AlertState, kind: AlertKind = AlertKind.DRIFT) -> AlertCard:
    """An alert about the employment model, in a state."""
    is_decided = state not in {AlertState.OPEN, AlertState.ACKNOWLEDGED}
    moved = [
        MovedLevel("institution (16)", 0.034, 0.0),
        MovedLevel("dormitory (17)", 0.033, 0.0),
    ]
    return AlertCard(
        alert_id=ID, kind=kind, state=state, is_active=True, model_name="employment",
        monitor_name="employment weekly", channel_id="C1", owner_user_id=MIA,
        deciders=[MIA, OLA],
        columns=[
            MovedColumn("household role (RELP)", "feature", 0.46, 0.25, [], moved),
            MovedColumn("age (AGEP)", "feature", None, None, ["12% missing, was 0%"]),
            MovedColumn("race (RAC1P)", "feature", 0.1, 0.25, is_past=True),
        ],
        more_columns=1,
        pass_marks=[
            PassMarkLine("accuracy", ">=", 0.8, 0.764, 0.749, 0.779, "broken"),
            PassMarkLine("psi", "<=", 0.25, 0.46, None, None, "not_proven", 400),
        ],
        rows=3_000, labelled_share=0.6, first_window=53, last_window=54, windows_seen=2,
        opened_at=NOW, last_seen_at=NOW, due_at=SOON, acknowledged_by=OLA, acknowledged_at=NOW,
        decided_by=MIA if is_decided else None, decided_at=NOW if is_decided else None,
        reason="The survey's file order changed." if is_decided else "",
        rollback_outcome=None, rollback_to="v2", live="v4", back_to="v2", chart_file_id="F123",
        estimate=ExpectedAccuracy(0.801, 0.832, PastError(3, 0.012)),
    )  # fmt: skip


def request(state: RequestState) -> RequestCard:
    """A request to release v4 of the employment model, in a state."""
    report = GateReport(
        GateVerdict.ACCEPTED,
        [Judgement(ACCURACY, PassMarkVerdict.HOLDS, 0.843, 0.835, 0.851, 9_000, "")],
        [DRIFT, LATER],
    )  # fmt: skip
    return RequestCard(
        request_id=ID, model_name="employment", channel_id="C1", version="v4", digest="0f1e2d3c",
        champion_at_ask="v3", requested_by=DAN, trained_by=DAN, deciders=[MIA, OLA], state=state,
        gate=report, live_figures={"accuracy": 0.832}, created_at=NOW,
        decided_by=MIA, decided_at=NOW, reason="Not before May.",
        outcome="The registry did not answer.", superseded_by="v5",
    )  # fmt: skip


def led(terms: Terms) -> FacilitationCard:
    """What the facilitator sees of a round."""
    actions = [action(ActionState.PROPOSED), action(ActionState.DECLINED), action()]
    half = Progress((BEA,), (DAN, OLA))
    return FacilitationCard(
        terms, half, half, None, 2, can_reopen=True, repeats_at=SOON, actions=actions,
        lone_groups=["Operations"],
    )  # fmt: skip


_REQUEST, _ALERT = request(RequestState.OPEN), alert(AlertState.OPEN)
WAITING_REQUEST = WaitingRequest(ID, "employment", _REQUEST.version, "C1", SOON)
WAITING_ALERT = WaitingAlert(
    ID, _ALERT.kind, _ALERT.state, _ALERT.model_name, "Employment check", "C1", MIA, SOON, None,
    _ALERT.columns, 1, _ALERT.pass_marks,
)  # fmt: skip
MODELS = [
    ModelHealth(f"model {at + 1}", found, NOW, "", _ALERT.pass_marks[: at == 0], OLA)
    for at, found in enumerate(Health)
]
HOME = HomeCard(
    invitations=[INVITATION], votes=[VOTING], actions=[action()],
    requests=[WAITING_REQUEST], alerts=[WAITING_ALERT], unfinished=[(ID, "")],
    results=LatestResults([MATURITY_CARD], is_some_waiting=True),
    led=[LedRound(TERMS, NOW, 1, 3), LedRound(DECIDING, NOW, 3, 3, [ID])],
    use_cases=ENTRIES,
    asks=[WaitingAsk(ID, "Employment check", "Data", BEA)], models=MODELS,
)  # fmt: skip
QUIET = HomeCard([], [], [], [], [], [], LatestResults())
REPLAY = ReplayCard(
    "employment weekly", "employment", "C1", MIA, "weeks", [0.1, None, 0.46],
    [ReplayedAlarm(2, "6 Mar 2017", ["household role (RELP)"])], 1, 0.25, 1.0, 1.0, "F123",
)  # fmt: skip
HELD = HeldWindow(
    "employment weekly", "employment", MIA, 2_001, 4_000, "The file has lost its column PINCP.",
    2, None,
)  # fmt: skip
SETUP = Setup(
    "C1", "mlops-maturity", [("business", "Business")], [("quick", "Quick check")],
    [("growing", "Several models")], lists=[("S1", "Advisers")],
)  # fmt: skip
OPEN_ALERT, SETTLED_ALERT = alert(AlertState.OPEN), alert(AlertState.KEPT)
QUESTION = Page(
    ID, AskedPage("Models", (ITEM, SIGN), is_by_topic=True, subject="machine learning"), 2, 8,
    Mode.FULL, 20, 6, {},
)  # fmt: skip
MESSAGES: Mapping[str, Message] = {
    "alert": alert_message(OPEN_ALERT, alt_text(OPEN_ALERT)),
    "settled_alert": alert_message(SETTLED_ALERT, alt_text(SETTLED_ALERT)),
    **{
        f"{kind}_alert_{state}": alert_message(alert(state, kind), "Chart")
        for kind in AlertKind
        for state in AlertState
    },
    "replay": replay_message(REPLAY, replay_alt_text(REPLAY)),
    "held_window": held_window_message(HELD),
    "held_window_measured": held_window_message(replace(HELD, measured_at=SOON)),
    "release_request": request_message(request(RequestState.OPEN)),
    **{f"request_{state}": request_message(request(state)) for state in RequestState},
    **coming_back_samples.MESSAGES,
    **use_case_samples.MESSAGES,
    **sign_off_samples.MESSAGES,
    **use_case_messages(),
    "home": home(HOME),
    "home_quiet": home(QUIET),
    "home_revisits": home(replace(QUIET, revisits=[coming_back_samples.PAYOFF])),
    **assistant_samples.MESSAGES,
    "invitation": invitation(INVITATION),
    "invitation_closed": invitation(replace(INVITATION, terms=replace(TERMS, stage=Stage.CLOSED))),
    "reminder": reminder(INVITATION),
    "second_round": second_round_message(VOTING),
    "round_progress": round_message(screen(is_closed=False)),
    "round_closed": round_message(screen()),
    "round_result": result_message(screen()),
    "round_reopened": result_message(screen(is_closed=False)),
    "screen_result": screen_result(screen(is_hidden=True)),
    "maturity_result": maturity_result(MATURITY_CARD, FIN),
    "facilitation": facilitation(led(TERMS)),
    "planning_voting": planning(led(VOTED_AGAIN)),
    "planning": planning(led(DECIDING)),
    "action": roadmap.action_message(action()),
    "action_done": roadmap.action_message(action(ActionState.DONE)),
    "follow_up": roadmap.follow_up(action(), date(2026, 11, 20)),
    "digest": digest_message([action()], HOME.led, date(2026, 11, 23), Head(7, "5e" * 32)),
    **notice_samples.MESSAGES,
    "digest_empty": digest_message([], [], date(2026, 11, 23), Head(0, GENESIS)),
}
WINDOWS: Mapping[str, View] = {
    "keep_model_window": keep_model_window(OPEN_ALERT),
    "roll_back_window": roll_back_window(OPEN_ALERT, ["v2"], "v3"),
    "reject_window": reject_window(request(RequestState.OPEN)),
    "question_window": question_window(QUESTION, [Reply("MOD-1", "", "", "My words")]),
    "vote_window": vote_window(Vote(ID, ITEM, [("Nothing", 1)], ["Why"], "", 1, 2, 3)),
    "thanks_window": farewell.thanks_window(is_last=False, channel_id="C1", ends_at=SOON),
    "voted_window": farewell.voted_window(),
    "left_open_window": farewell.left_open_window(1),
    "named_answers_window": named_answers.named_answers_window(
        ID, [NamedAnswers(BEA, [(ITEM, Reply("MOD-1", "1", "", "Why" * 90))] * 60)] * 9, 2
    ),
    "my_answers_window": my_answers.my_answers_window(
        [OwnRound(TERMS, NOW, [(ITEM, Reply("MOD-1", "1", "", "Why" * 90))] * 60)] * 9, 2
    ),
    "copy_window": my_answers.copy_window(),
    "erased_window": my_answers.erased_window(),
    "agree_action_window": roadmap.agree_action_window(action(), date(2026, 12, 7)),
    "decline_action_window": roadmap.decline_action_window(action()),
    "finish_action_window": roadmap.finish_action_window(action()),
    "postpone_action_window": roadmap.postpone_action_window(action(), date(2026, 12, 7)),
    "drop_action_window": roadmap.drop_action_window(action()),
    "rate_action_window": roadmap.rate_action_window(action()),
    "start_round_window": start_round_window(SETUP),
    "add_people_window": people_windows.add_people_window(ID, SETUP),
    "remind_person_window": people_windows.remind_person_window(
        ID, [WaitingPerson(ID, user, may_be_reminded=user == DAN) for user in (DAN, OLA)]
    ),
    "remove_person_window": people_windows.remove_person_window(ID),
    **assistant_samples.WINDOWS,
    **coming_back_samples.WINDOWS,
    **use_case_samples.WINDOWS,
    **sign_off_samples.WINDOWS,
    **use_case_views(),
}
