"""The demo's use case, defined in full: what each person writes of it, and signing for them."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session, col, select

from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import lock_use_case
from assessments.use_cases.drafts import draft_of, set_fields
from assessments.use_cases.tables import UseCase, UseCaseVersion
from bot.demo import scenario as stage
from handlers.dependencies import UnitOfWork
from handlers.surfaces.use_cases import show_use_case

COMPLIANCE = stage.FIN
"""Who signs for risk and compliance in the demo."""
RESPONSIBLE = {
    "sponsor": stage.BEA,
    "business_owner": stage.BEA,
    "technical_owner": stage.OLA,
    "builder": stage.DAN,
}
MARK: dict[str, Any] = {
    "window": "release", "stage": "offline", "severity": "block", "owner_group": "data_science",
    "min_samples": 200,
}  # fmt: skip
ADDED_MARKS: list[dict[str, Any]] = [
    {
        **MARK, "id": "AC-03", "category": "fairness", "metric": "recall_gap", "comparator": "<=",
        "threshold": 0.1, "unit": "share", "segment": "across:age_band",
    },
    {
        **MARK, "id": "AC-04", "category": "user_acceptance", "metric": "user_acceptance",
        "comparator": ">=", "threshold": 0.6, "unit": "share", "segment": "all", "window": "4w",
        "stage": "live", "severity": "warn", "owner_group": "business",
    },
    {
        **MARK, "id": "AC-05", "category": "service", "metric": "availability",
        "comparator": ">=", "threshold": 99, "unit": "percent", "segment": "all",
        "window": "4w", "stage": "live", "severity": "warn", "owner_group": "operations",
    },
]  # fmt: skip
SIGNAL: dict[str, Any] = {
    "channel": stage.MODEL_CHANNEL, "responder": stage.OLA, "respond_within": "1d",
    "cadence": "weekly", "reference": "training set",
}  # fmt: skip
SIGNALS: list[dict[str, Any]] = [
    {
        **SIGNAL, "id": "MS-01", "kind": "data_drift", "metric": "psi", "watches": "AC-02",
        "warn_at": 0.1, "act_at": 0.25,
    },
    {
        **SIGNAL, "id": "MS-02", "kind": "model_quality", "metric": "accuracy",
        "watches": "AC-01", "warn_at": 0.82, "act_at": 0.8,
    },
    {
        **SIGNAL, "id": "MS-03", "kind": "fairness", "metric": "recall_gap", "watches": "AC-03",
        "warn_at": 0.08, "act_at": 0.1,
    },
]  # fmt: skip
REST: Mapping[str, Mapping[str, Any]] = {
    stage.BEA: {
        **RESPONSIBLE,
        "problem_today": "Advisers call everyone in turn; 1 of 6 calls reaches a person in need.",
        "decision_supported": "Whom advisers call first each week.",
        "human_role": "person_decides_with_advice",
        "cost_of_errors": "A needless call costs 12 EUR; a missed person waits a month for help.",
        "consumers": [
            {
                "who": "Advisers", "people": 40, "uses_result_to": "choose whom to call first",
                "speaker": stage.MIA,
            }
        ],
        "acceptance_agreed_by": stage.BEA,
        "affects_people": True,
        "fairness_attributes": ["age_band"],
        "fairness_basis": "Age is in the public census data; its use is cleared.",
        "explain_for": ["employee_user"],
        "explain_when": "with_the_result",
        "risk_answers": {
            "RQ1": "no_", "RQ2": "no_", "RQ3": "yes_", "RQ4": "yes_", "RQ5": "no_", "RQ6": "no_",
        },
        "priority_inputs": {
            "value": 3, "urgency": 3, "learning": 4, "weeks_to_first_value": 6,
            "effort_person_weeks": 10, "baseline_measured": True, "data_seen": True,
        },
        "functional": ["Rank people weekly", "Give the reasons for each"],
    },
    stage.DAN: {
        "simplest_alternative": "Call by age and by months since the last job.",
        "explain_form": "main_reasons_per_result",
        "misuse": "The list could single people out: only advisers see it, and looks are logged.",
        "truth_source": "The census answer on employment",
        "truth_delay_days": 7,
        "signals": SIGNALS,
        "retrain_rule": "Every year, or after the data drifts twice; the business owner approves.",
        "limits_note": "Don't use it for people below 16 or in institutions.",
    },
    stage.OLA: {
        "mode": "batch", "batch_ready_by": "06:00", "availability_pct": 99,
        "volume_per_day": 3000, "volume_peak_factor": 1.5, "max_cost_per_month": 400,
        "currency": "EUR", "integrates_with": ["CRM"], "retention": "13 months",
        "data_sources": [
            {
                "name": "Census answers", "owner": "Data office",
                "permitted_use": "advice on employment", "personal_data": "personal",
                "refresh": "1w", "max_age": "2w", "quality_rule": "no missing age",
            }
        ],
        "drift_scenarios": ["A plant closes", "A new form of the census"],
        "rollback_to": "previous_version", "rollback_decider": [stage.MIA, stage.OLA],
        "rollback_max_minutes": 60, "rollback_steps": "Press Roll back on the alert.",
    },
}  # fmt: skip


def newest_use_case(session: Session) -> UseCase | None:
    """Find the use case that was begun last for the demo's model."""
    query = select(UseCase).where(UseCase.model_name == stage.MODEL)
    return session.exec(query.order_by(col(UseCase.created_at).desc()).limit(1)).first()


def fill_in_rest(work: UnitOfWork) -> str:
    """Write what is still empty, each person what they know; return why there's nothing to do."""
    found = newest_use_case(work.session)
    if found is None:
        return "First agree pass marks: as Bea, type /lamplighter usecase in #employment-model."
    use_case = lock_use_case(work.session, found.id)
    for person, fields in REST.items():
        values = dict(_still_empty(work.session, use_case, fields))
        set_fields(work.session, load_rules(), use_case, values, person, work.now)
    show_use_case(work, use_case)
    return ""


def signed_versions(session: Session) -> list[UseCaseVersion]:
    """List the versions of the demo's use case that were put to signers, the oldest first."""
    query = select(UseCaseVersion).join(UseCase, col(UseCase.id) == UseCaseVersion.use_case_id)
    found = session.exec(query.where(UseCase.model_name == stage.MODEL)).all()
    asked = [version for version in found if version.roles]
    return sorted(asked, key=lambda version: version.version)


def _still_empty(
    session: Session, use_case: UseCase, fields: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    document = draft_of(session, use_case.id).document
    for name, value in fields.items():
        if document.get(name) is None:
            yield name, value
    rows = document.rows("acceptance_criteria")
    if "signals" in fields and len(rows) < len(ADDED_MARKS):
        yield "acceptance_criteria", [*map(dict, rows), *ADDED_MARKS]
    kpis = document.rows("kpis")
    if "consumers" in fields and kpis and not kpis[0].get("source"):
        yield "kpis", [{**kpis[0], "source": "CRM report"}, *kpis[1:]]
