"""What menus of models, versions, user groups and questionnaires offer as a person types."""

from collections.abc import Callable, Sequence
from typing import Any

from slack_bolt import Ack
from sqlmodel import Session

from assessments.rounds.lists import known_lists
from deployments.models import find_model, model_names, rollback_targets
from handlers.blocks.menus import SEARCH_LISTS, SEARCH_MODELS, SEARCH_VERSIONS, Entry, matching
from handlers.blocks.rounds.setup import MODE_ACTION
from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp
from handlers.inputs import as_object
from handlers.payload import metadata
from handlers.windows import round_choices
from monitors.alerts.card import alert_card

Entries = Callable[[Session, dict[str, Any]], Sequence[Entry]]


def models(session: Session, body: dict[str, Any]) -> Sequence[Entry]:
    """List every registered model."""
    del body
    return [(name, name) for name in model_names(session)]


def versions(session: Session, body: dict[str, Any]) -> Sequence[Entry]:
    """List the versions that the model of the window's alert can go back to."""
    alert_id = metadata(as_object(body.get("view"))).id("alert_id")
    model = find_model(session, alert_card(session, alert_id).model_name)
    return [(version, version) for version in rollback_targets(session, model)]


def user_groups(session: Session, body: dict[str, Any]) -> Sequence[Entry]:
    """List the workspace's user groups."""
    del body
    return known_lists(session)


def questionnaires(session: Session, body: dict[str, Any]) -> Sequence[Entry]:
    """List what a round can ask."""
    del session, body
    return round_choices()


def register(app: GuardedApp) -> None:
    """Register each menu that searches."""
    for action_id, entries in (
        (SEARCH_MODELS, models),
        (SEARCH_VERSIONS, versions),
        (SEARCH_LISTS, user_groups),
        (MODE_ACTION, questionnaires),
    ):
        app.options(action_id, _listener(entries))


def _listener(entries: Entries) -> Callable[..., None]:
    def suggest(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
        """Offer what fits the text so far."""
        with deps.reading() as session:
            found = entries(session, body)
        ack(options=matching(found, str(body.get("value") or "")))

    return suggest
