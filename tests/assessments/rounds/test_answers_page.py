"""A person's own answers as a page: questions and answers in words, and nothing that acts."""

from datetime import datetime

import pytest
from sqlmodel import Session

from assessments.answers.interview import open_interview, record_replies
from assessments.answers.replies import Reply
from assessments.rounds.answers_page import write_answers_page
from assessments.rounds.privacy import own_answers
from assessments.rounds.starting import RoundPlan, start_round
from tests.assessments.conftest import BEA, FIN

pytestmark = pytest.mark.sqlite_alone


def test_answers_stand_there_in_words(session: Session, now: datetime) -> None:
    """The question, the answer's own words, what was said to it; markup is shown, not run."""
    plan = RoundPlan("C1", FIN, {BEA: "business"}, scope_name="<b>Retail</b>")
    started = start_round(session, plan, now)
    interview = open_interview(session, started.id, BEA)
    first = interview.questions[0]
    said = [Reply(first.id, "partly", "<script>alert(1)</script>")]
    record_replies(session, interview, said, now)

    page = write_answers_page(own_answers(session, BEA)).decode()

    assert f"<dt>{first.question}</dt>\n<dd>Partly</dd>" in page
    assert "<h2>Machine learning, &lt;b&gt;Retail&lt;/b&gt;</h2>" in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
