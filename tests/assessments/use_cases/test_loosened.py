"""What was loosened is known with who signed it and when, once it counts."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from assessments.use_cases.contract.content import ACCEPTANCE
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.drafts import draft_of, set_fields
from assessments.use_cases.loosened import loosened_since
from assessments.use_cases.versions import agree_alone, find_version, take_force
from handlers.blocks.use_cases.differences import looser_text
from tests.audit.use_case_steps import BEA, OLA, written

pytestmark = pytest.mark.sqlite_alone
RULES = load_rules()
HOUR = timedelta(hours=1)


def test_a_looser_mark_is_told_from_when_it_counts(session: Session, now: datetime) -> None:
    """Not while it waits for a signature, nor once something else was asked since."""
    use_case = written(session, now)
    use_case.model_name = "churn"
    agree_alone(session, RULES, use_case, BEA, now)
    first, *others = draft_of(session, use_case.id).document.rows(ACCEPTANCE)
    looser = {**first, "threshold": 0.25}
    set_fields(session, RULES, use_case, {ACCEPTANCE: [looser, *others[:-1]]}, BEA, now)
    made = agree_alone(session, RULES, use_case, BEA, now + HOUR)
    waiting = loosened_since(session, "churn", None, None)
    version = find_version(session, use_case.id, made.version)
    assert version is not None
    version.roles = []
    take_force(session, use_case, version, OLA, now + 2 * HOUR)

    (found,) = loosened_since(session, "churn", now, now + 3 * HOUR)

    text = looser_text([found])
    assert waiting == []
    assert found.agreed_at == now + 2 * HOUR
    assert "*Looser than before:* Precision at least 25% instead of 30%" in text
    assert "*Taken away:* User acceptance" in text
    assert loosened_since(session, "churn", now + 2 * HOUR, None) == []
    assert loosened_since(session, "churn", now, now + HOUR) == []


def test_a_looser_mark_of_another_use_case_about_the_model_is_told(
    session: Session, now: datetime
) -> None:
    """Once it takes over; what was looser in a use case about another model isn't."""
    for model, threshold, later in (("churn", 0.3, 0), ("other", 0.9, 1), ("churn", 0.25, 2)):
        use_case = written(session, now)
        use_case.model_name = model
        first, *_ = draft_of(session, use_case.id).document.rows(ACCEPTANCE)
        only = [{**first, "threshold": threshold}]
        set_fields(session, RULES, use_case, {ACCEPTANCE: only}, BEA, now)
        made = agree_alone(session, RULES, use_case, BEA, now + later * HOUR)
        version = find_version(session, use_case.id, made.version)
        assert version is not None
        version.roles = []
        if version.settled_at is None:
            take_force(session, use_case, version, OLA, now + later * HOUR)

    (found,) = loosened_since(session, "churn", now, None)

    assert "*Looser than before:* Precision at least 25% instead of 30%" in looser_text([found])
