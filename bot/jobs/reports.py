"""Jobs around a round's result: draw its picture, send its report."""

from datetime import datetime
from uuid import UUID

from assessments.answers.interview import find_assessment
from assessments.results.heat_words import described
from assessments.results.links import keep_link
from assessments.results.maturity import MaturityCard
from assessments.results.maturity_card import maturity_card
from assessments.results.pictures import drawn_state, find_picture, keep_picture
from assessments.results.report import FORMATS
from assessments.results.report.heat_map import draw_heat_map
from assessments.results.report.sending import file_name, owners, with_names
from bot.delivery.client import NewFile
from bot.delivery.file_sending import send_files_once
from bot.delivery.names import names_of
from bot.jobs.job import JobContext, Payload
from handlers.blocks.rounds.maturity import result_title
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.rounds import show_answered


def draw_result(context: JobContext, payload: Payload, now: datetime) -> None:
    """Draw a result's heat table, upload it and have the message show it."""
    del now
    assessment_id = UUID(payload["assessment_id"])
    with context.transactions.reading() as session:
        assessment = find_assessment(session, assessment_id)
        state = drawn_state(assessment)
        if state is None or find_picture(session, assessment) is not None:
            return
        card = maturity_card(session, assessment)
    file_id = context.slack.upload_png(draw_heat_map(card), "readiness.png", described(card))
    with context.transactions.begin() as work:
        keep_picture(work.session, assessment_id, state, file_id)
        work.show(SurfaceKind.RESULT, assessment_id)


def link_result(context: JobContext, payload: Payload, now: datetime) -> None:
    """Learn the address of a round's result, and link to it from everyone's thank-you."""
    del now
    assessment_id = UUID(payload["assessment_id"])
    url = context.slack.permalink(payload["channel_id"], payload["message_ts"])
    with context.transactions.begin() as work:
        keep_link(work.session, assessment_id, url)
        show_answered(work, assessment_id)


def send_report(context: JobContext, payload: Payload, now: datetime) -> None:
    """Send a person a round's report, in every format."""
    with context.transactions.reading() as session:
        assessment = find_assessment(session, UUID(payload["assessment_id"]))
        card = maturity_card(session, assessment)
    named = with_names(card, names_of(context.slack, owners(card)))
    send_files_once(context.slack, payload, _files(named), result_title(card), now)


def _files(card: MaturityCard) -> list[NewFile]:
    return [
        NewFile(found.write(card), file_name(card, found.name), found.title)
        for found in FORMATS.values()
    ]


JOBS = {
    JobKind.DRAW_RESULT: draw_result,
    JobKind.LINK_RESULT: link_result,
    JobKind.SEND_REPORT: send_report,
}
