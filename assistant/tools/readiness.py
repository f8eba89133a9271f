"""What a readiness round showed: the weakest topic and the next step; and when rounds are due."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from assessments.answers.asking import Mode
from assessments.answers.progress import progress
from assessments.results.latest import latest_results, subject_of
from assessments.results.maturity import MaturityCard, named_level, shown
from assessments.results.maturity_card import maturity_card
from assessments.rounds.cards import Terms, terms_of
from assessments.tables import ActionState, Assessment, Participant, Stage
from assistant.desk import Desk, Tool, Topic
from assistant.finding import Finding, Source, nothing
from assistant.naming import names_in
from assistant.said import day, moment, people, person, words

MOST_ROUNDS, MOST_STEPS = 3, 2
STAGES = {
    Stage.VOTING_AGAIN: "The second vote is under way.",
    Stage.DECIDING: "Answering has ended; its actions wait for an owner and a date.",
    Stage.CLOSED: "It's closed.",
}


def teams(desk: Desk) -> list[str]:
    """List what the rounds that the asker may know of are about."""
    names = select(Assessment.scope_name).where(_is_known(desk), Assessment.scope_name != "")
    return list(desk.session.exec(names.distinct()))


def weakest(desk: Desk, named: str) -> Finding:
    """Name the weakest topic of a result that the asker may see, and the next step.

    It's the result of the team that is named, or else the latest.
    """
    team = next(iter(names_in(named, teams(desk))), "")
    card = _latest(desk, team)
    if card is None:
        return nothing("The weakest topic, and what to do next", _why_none(desk, team))
    about = f" about {words(card.scope)}" if card.scope else ""
    lines = [*_topics(card), *_next_steps(card)]
    of = f" of {words(card.scope)}" if card.scope else ""
    sources = [Source(f"the result of the round{about}", "result", str(card.assessment_id))]
    return Finding(f"The weakest topic{of}, and what to do next", lines, sources, card.closed_at)


def _why_none(desk: Desk, team: str) -> str:
    if latest_results(desk.session, desk.own_id).is_some_waiting:
        return "Answer the round that's open first; then you see the result."
    about = f" about {words(team)}" if team else ""
    return f"There's no finished round{about} that you may see. `/lamplighter assess` starts one."


def _latest(desk: Desk, team: str) -> MaturityCard | None:
    """Return the newest result: of a round they were asked in or led, or of a channel they read.

    One that waits until they have answered isn't shown in another way either.
    """
    own = latest_results(desk.session, desk.own_id).cards
    fitting = [card for card in own if not team or _team_of(desk, card) == team]
    if fitting:
        return fitting[0]
    for found in _closed(desk):
        if (not team or found.scope_name == team) and not _is_to_answer(desk, found):
            return maturity_card(desk.session, found)
    return None


def _team_of(desk: Desk, card: MaturityCard) -> str:
    return desk.session.get_one(Assessment, card.assessment_id).scope_name


def _closed(desk: Desk) -> list[Assessment]:
    """List finished rounds that the asker led, or whose channel they read; the newest first."""
    closed = select(Assessment).where(
        col(Assessment.closed_at).is_not(None), Assessment.mode != Mode.SCREEN.value
    )
    return [
        found
        for found in desk.session.exec(closed.order_by(col(Assessment.closed_at).desc()))
        if found.started_by == desk.own_id or desk.reads(found.channel_id)
    ]


def _is_to_answer(desk: Desk, closed: Assessment) -> bool:
    waiting = select(Assessment).join(
        Participant, col(Participant.assessment_id) == col(Assessment.id)
    )
    found = desk.session.exec(
        waiting.where(
            Participant.user_id == desk.own_id,
            col(Participant.removed_at).is_(None),
            col(Participant.finished_at).is_(None),
            col(Assessment.closed_at).is_(None),
        )
    )
    return subject_of(closed) in {subject_of(one) for one in found}


def _topics(card: MaturityCard) -> Iterator[str]:
    scored = [line for line in card.dimensions if line.score is not None and not line.is_hidden]
    if not scored:
        yield "No topic has a level that may be shown yet."
        return
    lowest = min(scored, key=lambda line: line.score or 0)
    level = named_level(card.level, is_hidden=card.is_level_hidden)
    yield (
        f"Weakest: {lowest.label}, at {shown(lowest.score)} of 4. "
        f"It sets the overall level: {level}."
    )
    best = max(scored, key=lambda line: line.score or 0)
    if best is not lowest:
        yield f"Strongest: {best.label}, at {shown(best.score)} of 4."


def _next_steps(card: MaturityCard) -> Iterator[str]:
    going = (ActionState.PROPOSED, ActionState.AGREED)
    steps = [step for step in card.steps if step.state in going][:MOST_STEPS]
    for step in steps:
        due = f" by {day(step.due_on)}" if step.due_on else ""
        owner = f" ({person(step.owner)}{due})" if step.owner else " (nobody owns it yet)"
        yield f"Next: {words(step.aim)}{owner}"
    if not steps:
        yield "No next step is open."


def due(desk: Desk, named: str) -> Finding:
    """Say until when rounds run, how many have answered, and when the next one starts.

    Those of the team that is named, or else all.
    """
    title = "Rounds"
    rounds = _rounds(desk)
    team = next(iter(names_in(named, [found.scope_name for found in rounds])), "")
    rounds = [found for found in rounds if not team or found.scope_name == team]
    if not rounds:
        return nothing(
            title, "No round that you may see is running. `/lamplighter assess` starts one."
        )
    lines = [line for found in rounds[:MOST_ROUNDS] for line in _round_lines(desk, found)]
    sources = [Source("the round", "round", str(found.id)) for found in rounds[:MOST_ROUNDS]]
    return Finding(title, lines, sources, desk.now)


def _rounds(desk: Desk) -> Sequence[Assessment]:
    query = select(Assessment).where(
        or_(col(Assessment.settled_at).is_(None), col(Assessment.repeats_at).is_not(None)),
        _is_known(desk),
    )
    return desk.session.exec(query.order_by(col(Assessment.started_at).desc())).all()


def _is_known(desk: Desk) -> ColumnElement[bool]:
    """Select the rounds that the asker leads, was asked in, or reads the channel of."""
    user_id = desk.own_id
    asked_in = select(Participant.assessment_id).where(
        Participant.user_id == user_id, col(Participant.removed_at).is_(None)
    )
    return or_(
        col(Assessment.started_by) == user_id,
        col(Assessment.id).in_(asked_in),
        col(Assessment.channel_id).in_(list(desk.asker.channels)),
        *([col(Assessment.id).is_not(None)] if desk.asker.sees_all else []),
    )


def _round_lines(desk: Desk, found: Assessment) -> Iterator[str]:
    terms = terms_of(found)
    reached = progress(desk.session, found.id)
    asked = len(reached.finished) + len(reached.waiting)
    name = _name(terms)
    if terms.stage is Stage.ANSWERING:
        end = f"runs until {moment(terms.ends_at)}" if terms.ends_at else "has no last day"
        have = "person has" if asked == 1 else "people have"
        yield f"{name} {end}. {len(reached.finished)} of {asked} {have} answered."
        if terms.started_by == desk.own_id and reached.waiting:
            yield f"Still waiting for {people(list(reached.waiting))}."
    else:
        yield f"{name}: {STAGES[terms.stage]}"
    if found.repeats_at is not None:
        yield f"The next one starts on {moment(found.repeats_at)}."
    yield f"{person(terms.started_by)} leads it."


def _name(terms: Terms) -> str:
    about = f" about {words(terms.scope_name)}" if terms.scope_name else ""
    return f"The round{about}"


TEAM = "the team's name; empty for the latest, or all"
TOOLS = (
    Tool(
        "weakest_topic",
        Topic.ROUNDS,
        "The weakest topic of the latest readiness result, the overall level, and the next step.",
        weakest,
        TEAM,
    ),
    Tool(
        "rounds_due",
        Topic.ROUNDS,
        "Until when readiness rounds run, how many people answered, when the next one starts.",
        due,
        TEAM,
    ),
)
