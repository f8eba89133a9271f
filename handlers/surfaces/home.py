"""What's waiting for a person, gathered from the domains for App Home and `status`."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from assessments.actions.roadmap import actions_owned_by
from assessments.portfolio.entries import portfolio
from assessments.results.latest import latest_results
from assessments.rounds.cards import action_card, open_invitations, open_votes
from assessments.rounds.leading import led_rounds
from assessments.tables import Assessment
from assessments.use_cases.asking import signatures_waiting
from assessments.use_cases.asks import open_asks_of
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import unfinished_use_cases
from assessments.use_cases.promises import models_promised_to
from deployments.champion import models_built_by
from deployments.deciders import decided_by, deciders_of
from deployments.models import find_model, model_names, models_of
from deployments.requests.requests import open_requests_for
from deployments.tables import RegisteredModel
from handlers.blocks.alerts.model_health import MOST_MODELS, models_text
from handlers.blocks.home import HomeCard, WaitingAsk, home
from handlers.blocks.places import refused_text
from handlers.dependencies import RefusedPlace, UnitOfWork
from handlers.surfaces.coming_back import waiting_revisits
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface
from monitors.alerts.model_health import (
    Health,
    ModelHealth,
    health_of_models,
    troubled_models,
)
from monitors.alerts.waiting import waiting_alerts


def home_card(session: Session, user_id: str, now: datetime) -> HomeCard:
    """Gather what's waiting for a person."""
    return HomeCard(
        invitations=open_invitations(session, user_id),
        votes=open_votes(session, user_id),
        actions=[action_card(session, found, now) for found in actions_owned_by(session, user_id)],
        requests=open_requests_for(session, user_id),
        alerts=waiting_alerts(session, user_id),
        unfinished=[(found.id, found.title) for found in unfinished_use_cases(session, user_id)],
        results=latest_results(session, user_id),
        led=led_rounds(session, user_id),
        signatures=signatures_waiting(session, user_id),
        revisits=waiting_revisits(session, user_id),
        asks=_asks(session, user_id),
        use_cases=portfolio(session, load_rules()),
        models=_models(session, user_id),
        now=now,
    )


def _models(session: Session, user_id: str) -> list[ModelHealth]:
    """Return how models do that somebody owns, built or agreed, or whose trouble they took on."""
    own = models_of(session, user_id, "")
    names = {
        *own,
        *models_built_by(session, user_id),
        *_promised(session, user_id),
        *troubled_models(session, user_id),
    }
    return _with_asked(session, health_of_models(session, sorted(names)), own) if names else []


def _promised(session: Session, user_id: str) -> set[str]:
    """Name the registered models that a person agreed, or answers for in a use case."""
    named = models_promised_to(session, user_id)
    return set(named) & set(model_names(session)) if named else set()


def _with_asked(
    session: Session, models: Sequence[ModelHealth], own: Collection[str]
) -> list[ModelHealth]:
    """Add who decides about the models that are shown, where that isn't the reader."""
    found = list(models)
    for at, one in enumerate(found[:MOST_MODELS]):
        if one.health is Health.UNDECIDED and one.model_name not in own:
            deciders = deciders_of(session, find_model(session, one.model_name))
            found[at] = replace(one, asked=next(iter(deciders), None))
    return found


def standing_text(
    session: Session,
    user_id: str,
    channel_id: str,
    now: datetime,
    refused: Sequence[RefusedPlace] = (),
) -> str:
    """Write what's waiting for a person, and how their models and the channel's are doing."""
    names = {*models_of(session, user_id, channel_id), *_promised(session, user_id)}
    models = health_of_models(session, sorted(names))
    parts = [
        _waiting_text(home_card(session, user_id, now)),
        *([f"*Your models and this channel's*\n{models_text(models, now)}"] if models else []),
        refused_text(refused_for(session, user_id, refused)),
    ]
    return "\n\n".join(part for part in parts if part)


def refused_for(
    session: Session, user_id: str, refused: Sequence[RefusedPlace]
) -> list[RefusedPlace]:
    """Keep the channels that concern a person: of models they decide about, rounds they lead."""
    if not refused:
        return []
    models = select(RegisteredModel.channel_id).where(decided_by(user_id))
    rounds = select(Assessment.channel_id).where(Assessment.started_by == user_id)
    channels = {*session.exec(models), *session.exec(rounds)}
    return [found for found in refused if found[0] in channels]


def _waiting_text(card: HomeCard) -> str:
    counts = [
        (sum(one.may_decide for one in card.alerts), "alert to decide on", "alerts to decide on"),
        (len(card.requests), "release to approve", "releases to approve"),
        (len(card.signatures), "use case to sign", "use cases to sign"),
        (len(card.invitations), "round to answer", "rounds to answer"),
        (len(card.votes), "second round to vote in", "second rounds to vote in"),
        (len(card.actions), "action you own", "actions you own"),
        (len(card.led), "round you lead", "rounds you lead"),
        (len(card.revisits), "use case to look at again", "use cases to look at again"),
        (len(card.asks), "section to fill in", "sections to fill in"),
        (len(card.unfinished), "unfinished use case", "unfinished use cases"),
    ]
    waiting = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    if not waiting:
        return "Nothing is waiting for you."
    return f"Waiting for you: {', '.join(waiting)}. Open *Home* to see the details."


def _asks(session: Session, user_id: str) -> list[WaitingAsk]:
    titles = {found.id: found.title for found in load_rules().sections}
    return [
        WaitingAsk(ask.id, title, titles.get(ask.section, ask.section), ask.asked_by)
        for ask, title in open_asks_of(session, user_id)
    ]


def _is_no_loss(work: UnitOfWork, user_id: str, code: str) -> None:
    """Let it be: a person whom Slack can't show a Home doesn't look at one."""
    del work, user_id, code


REFUSED = {SurfaceKind.HOME: _is_no_loss}
SURFACES = (
    Surface(
        SurfaceKind.HOME,
        50,
        lambda _, user_id: user_id,
        lambda session, user_id, now: home(home_card(session, user_id, now)),
    ),
)
