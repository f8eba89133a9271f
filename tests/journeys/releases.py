"""A release request, as CI or a person on a terminal makes it."""

from bot.demo import scenario as stage
from deployments.requests.metrics_file import parse_metrics
from deployments.requests.requests import ReleaseFacts, request_deployment
from handlers.surfaces.releases import show_request
from tests.journeys.office import DAN, Office


def ask_for_release(office: Office, version: str = "v4") -> None:
    """Dan asks for a release of what he trained."""
    evidence = parse_metrics('{"metrics": {"accuracy": 0.843}, "samples": 9000}')
    facts = ReleaseFacts(stage.MODEL, version, evidence, DAN, DAN, "sha256:4f5e")
    with office.runtime.transactions.begin() as work:
        asked = request_deployment(work.session, facts, work.now)
        for request_id in (asked.request.id, *asked.superseded):
            show_request(work, request_id)
