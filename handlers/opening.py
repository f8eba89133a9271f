"""Opens the windows that start something; a command and a button in App Home both do."""

from typing import Any

from slack_sdk import WebClient
from slack_sdk.models.views import View

from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.use_cases.definition import (
    start_use_case,
    unfinished_use_cases,
    use_case_card,
)
from handlers.blocks.readiness import choose_participants
from handlers.blocks.use_case import purpose
from handlers.dependencies import Dependencies


def open_participants(client: WebClient, trigger_id: str, channel_id: str) -> None:
    """Ask who should be heard in a readiness round."""
    groups = load_questionnaires()[DEFAULT].groups
    labels = [(group_id, group.label) for group_id, group in groups.items()]
    open_view(client, trigger_id, choose_participants(channel_id, labels))


def open_use_case(
    client: WebClient, deps: Dependencies, trigger_id: str, by_and_where: tuple[str, str]
) -> None:
    """Begin a use case and open its first window."""
    created_by, channel_id = by_and_where
    with deps.unit_of_work() as work:
        use_case = start_use_case(
            work.session, created_by=created_by, channel_id=channel_id, now=deps.now()
        )
        drafts = [draft.title for draft in unfinished_use_cases(work.session, created_by)]
        view = purpose(use_case_card(work.session, use_case.id), [name for name in drafts if name])
        work.show("home", created_by)
    open_view(client, trigger_id, view)


def open_view(client: WebClient, trigger_id: str, view: View) -> None:
    """Open a window."""
    client.views_open(trigger_id=trigger_id, view=view)


def view_answer(view: View) -> dict[str, Any]:
    """Write a view for an acknowledgement."""
    as_dict: dict[str, Any] = view.to_dict()
    return as_dict
