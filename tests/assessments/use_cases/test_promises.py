"""What was promised about a model, and to whom."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from assessments.use_cases.contract.content import Status
from assessments.use_cases.promises import models_promised_to, titles_for_models
from assessments.use_cases.tables import UseCase

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("changed", "models"),
    [
        pytest.param({"created_by": "U0BEA"}, ["churn"], id="began it"),
        pytest.param({"agreed_by": "U0BEA"}, ["churn"], id="agreed it"),
        pytest.param({"figures": {"people": {"sponsor": "U0BEA"}}}, ["churn"], id="a role"),
        pytest.param({"figures": {"speakers": ["U0BEA"]}}, ["churn"], id="speaks for users"),
        pytest.param({"figures": {"note": "U0BEA"}}, [], id="only mentioned"),
        pytest.param({"figures": {"people": {"sponsor": "U0BEATE"}}}, [], id="another's ID"),
        pytest.param({"created_by": "U0BEA", "agreed_at": None}, [], id="not agreed"),
        pytest.param({"created_by": "U0BEA", "status": Status.RETIRED}, [], id="retired"),
        pytest.param({}, [], id="no part in it"),
    ],
)
def test_a_model_concerns_who_agreed_or_answers_for_it(
    session: Session, changed: dict[str, Any], models: list[str]
) -> None:
    """Those whom Home tells how it does, beside who owns it or decides."""
    facts = {
        "title": "Keep customers", "model_name": "churn", "created_by": "U0ANN",
        "channel_id": "C1", "created_at": NOW, "agreed_by": "U0ANN", "agreed_at": NOW,
        "status": Status.APPROVED, "figures": {},
    }  # fmt: skip
    session.add(UseCase(**{**facts, **changed}))
    session.flush()

    assert models_promised_to(session, "U0BEA") == models


def test_a_model_has_the_title_of_what_was_agreed_last(session: Session) -> None:
    """Not of a draft, of what is retired, or of another model's."""
    common: dict[str, Any] = {
        "created_by": "U1", "channel_id": "C1", "created_at": NOW, "model_name": "churn",
        "status": Status.APPROVED,
    }  # fmt: skip
    cases: dict[str, dict[str, Any]] = {
        "first": {"agreed_at": NOW - DAY},
        "last": {"agreed_at": NOW},
        "draft": {"agreed_at": None},
        "retired": {"agreed_at": NOW + DAY, "status": Status.RETIRED},
        "of calls": {"agreed_at": NOW + DAY, "model_name": "calls"},
    }
    session.add_all(UseCase(**common | {"title": title} | facts) for title, facts in cases.items())
    session.flush()

    assert titles_for_models(session, ["churn", "other"]) == {"churn": "last"}
