"""What waits for the person who asks, as their Home lists it."""

from collections.abc import Iterator

from assessments.actions.roadmap import actions_owned_by
from assessments.rounds.cards import Terms, action_card, open_invitations, open_votes
from assessments.rounds.leading import led_rounds
from assessments.use_cases.asking import signatures_waiting
from assessments.use_cases.asks import open_asks_of
from assessments.use_cases.coming_back.answering import open_revisits_of
from assessments.use_cases.definition import find_use_case
from assistant.desk import Desk, Tool, Topic
from assistant.finding import Finding, Source, nothing
from assistant.said import day, due, moment, words
from deployments.requests.requests import open_requests_for
from ground.counting import counted
from monitors.alerts.waiting import waiting_alerts

TITLE = "What's waiting for you"
HOME = Source("Home, at the top of our direct messages")


def waiting(desk: Desk, argument: str) -> Finding:
    """List what waits for the asker, the most urgent kind first."""
    del argument
    if not desk.own_id:
        return nothing(TITLE, "That's for you alone: ask me in a direct message.")
    lines = [*_decisions(desk), *_signing(desk), *_rounds(desk)]
    if not lines:
        return Finding(TITLE, ["Nothing is waiting for you."], [HOME], desk.now)
    return Finding(TITLE, lines, [HOME], desk.now)


def _decisions(desk: Desk) -> Iterator[str]:
    user_id = desk.own_id
    for alert in waiting_alerts(desk.session, user_id):
        do = "Decide on" if alert.may_decide else "You're looking into"
        yield f"{do} the alert about {words(alert.model_name)}, {due(alert.due_at, desk.now)}."
    for request in open_requests_for(desk.session, user_id):
        name, version = words(request.model_name), words(request.version)
        yield f"Approve or reject the release of {name} {version}."


def _signing(desk: Desk) -> Iterator[str]:
    user_id = desk.own_id
    for title, version in signatures_waiting(desk.session, user_id):
        yield f"Sign version {version} of the use case “{words(title)}”."
    for ask, title in open_asks_of(desk.session, user_id):
        what = "Answer a question about" if not ask.section else "Fill in a section of"
        yield f"{what} the use case “{words(title)}”."
    for revisit in open_revisits_of(desk.session, user_id):
        title = find_use_case(desk.session, revisit.use_case_id).title
        yield f"Look again at the use case “{words(title)}”."


def _rounds(desk: Desk) -> Iterator[str]:
    user_id = desk.own_id
    for invitation in open_invitations(desk.session, user_id):
        left = counted(invitation.total - invitation.answered, "question")
        yield f"Answer {left} of the readiness round{_until(invitation.terms)}."
    for vote in open_votes(desk.session, user_id):
        yield f"Vote again in the second round{_about(vote.terms)}."
    for action in actions_owned_by(desk.session, user_id):
        card = action_card(desk.session, action, desk.now)
        until = f", due on {day(card.action.due_on)}" if card.action.due_on else ""
        yield f"An action that you own{until}: {words(card.aim)}"
    for led in led_rounds(desk.session, user_id):
        have = "person has" if led.asked == 1 else "people have"
        done = f"{led.finished} of {led.asked} {have} answered"
        yield f"A round that you lead{_about(led.terms)}: {done}."


def _until(terms: Terms) -> str:
    return f" by {moment(terms.ends_at)}" if terms.ends_at else ""


def _about(terms: Terms) -> str:
    return f" about {words(terms.scope_name)}" if terms.scope_name else ""


TOOLS = (
    Tool(
        "waiting",
        Topic.PERSON,
        "What is waiting for the person who asks: alerts, releases, signatures, rounds, actions.",
        waiting,
    ),
)
