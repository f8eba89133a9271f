"""The quick way to agree pass marks keeps to what the long way keeps to."""

from datetime import datetime

import pytest
from sqlmodel import Session

from assessments.errors import InvalidFieldsError
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.drafts import set_fields
from assessments.use_cases.screens import GoodEnough, agree_pass_marks
from tests.audit.use_case_steps import BEA, written

pytestmark = pytest.mark.sqlite_alone
RULES = load_rules()


@pytest.mark.parametrize(
    ("model_name", "answer", "code"),
    [
        pytest.param("churn", "yes_", "status.risk_stop", id="a risk answer stops it"),
        pytest.param("churn", "dont_know", "status.risk_stop", id="so does a doubt"),
        pytest.param("other", "no_", "use_case.link_other_model", id="marks of another model"),
    ],
)
def test_what_cannot_be_agreed_says_why(
    session: Session, now: datetime, model_name: str, answer: str, code: str
) -> None:
    """At the field; the pass marks in force stay."""
    use_case = written(session, now)
    agree_pass_marks(session, use_case.id, GoodEnough("churn", "80%", "0.2"), BEA, now)
    answers = {**RULES.example["risk_answers"], "RQ1": answer}
    set_fields(session, RULES, use_case, {"risk_answers": answers}, BEA, now)

    with pytest.raises(InvalidFieldsError) as raised:
        agree_pass_marks(session, use_case.id, GoodEnough(model_name, "85%", "0.2"), BEA, now)

    assert [(at, str(found.code)) for at, found in raised.value.problems.items()] == [
        ("model_name", code)
    ]
    assert use_case.version == 1
    assert use_case.model_name == "churn"
