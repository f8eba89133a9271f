"""Jobs around a round's result: draw its picture, send its report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from assessments.interview import find_assessment
from assessments.maturity_card import maturity_card
from assessments.maturity_result import MaturityCard, described
from assessments.pictures import drawn_state, find_picture, keep_picture
from assessments.report import FORMATS
from assessments.report.heat_map import draw_heat_map
from assessments.report.sending import file_name, owners, with_names
from bot.jobs import Work
from bot.names import names_of
from bot.parcels import send_parcel
from bot.slack import NewFile, Slack
from bot.unit_of_work import Transactions
from handlers.actions.report import SEND_REPORT_JOB
from handlers.blocks.maturity import result_title
from handlers.round_surfaces import DRAW_RESULT

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class ReportWork:
    """What these jobs work with."""

    transactions: Transactions
    slack: Slack

    def draw(self, payload: Payload, now: datetime) -> None:
        """Draw a result's heat table, upload it and have the message show it."""
        del now
        assessment_id = UUID(payload["assessment_id"])
        with self.transactions.reading() as session:
            assessment = find_assessment(session, assessment_id)
            state = drawn_state(assessment)
            if state is None or find_picture(session, assessment) is not None:
                return
            card = maturity_card(session, assessment)
        file_id = self.slack.upload_png(draw_heat_map(card), "readiness.png", described(card))
        with self.transactions.begin() as work:
            keep_picture(work.session, assessment_id, state, file_id)
            work.show("round", assessment_id)

    def send(self, payload: Payload, now: datetime) -> None:
        """Send a person a round's report, in every format."""
        with self.transactions.reading() as session:
            assessment = find_assessment(session, UUID(payload["assessment_id"]))
            card = maturity_card(session, assessment)
        named = with_names(card, names_of(self.slack, owners(card)))
        send_parcel(self.slack, payload, _files(named), result_title(card), now)


def report_job_kinds(work: ReportWork) -> dict[str, Work]:
    """Name every kind of job about results; the names are stored, so they never change."""
    return {DRAW_RESULT: work.draw, SEND_REPORT_JOB: work.send}


def _files(card: MaturityCard) -> list[NewFile]:
    return [
        NewFile(found.write(card), file_name(card, found.name), found.title)
        for found in FORMATS.values()
    ]
