"""What the rules say about a draft, in plain figures, so that lists needn't read documents."""

from datetime import date
from typing import Any

from assessments.use_cases.contract.completeness import completeness_of
from assessments.use_cases.contract.content import Rules, Status
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.priority import INPUTS, rank_of
from assessments.use_cases.contract.quality import quality_of
from assessments.use_cases.contract.risk import risk_of
from assessments.use_cases.contract.validation import broken_rules

PEOPLE = ("sponsor", "business_owner", "technical_owner", "builder")
SPEAKERS, RULES_USED, DEPENDS_ON = "speakers", "rules", "depends_on"


def figures_of(rules: Rules, document: Document, status: Status, today: date) -> dict[str, Any]:
    """Return completeness and quality of the next status, risk class, rank and people.

    Returns:
        `{"aims_at", "percent", "missing", "quality", "risk", "score", "effort", "value", "weeks",
        "people", "speakers", "depends_on", "rules"}`; `score`, `effort`, `value` and `weeks` are
        None while the rank's inputs are missing.
    """
    aims_at = next_status(status)
    broken = tuple(broken_rules(rules, document, today))
    completeness = completeness_of(rules, document, aims_at)
    rank = rank_of(rules, document)
    inputs = document.answers(INPUTS)
    return {
        "aims_at": aims_at.value,
        "percent": int(completeness.percent),
        "missing": [found.field for found in completeness.missing],
        "quality": round(float(quality_of(rules, document, aims_at, broken).score)),
        "risk": risk.value if (risk := risk_of(rules, document).risk_class) else None,
        "score": float(rank.score) if rank else None,
        "effort": rank.effort_person_weeks if rank else None,
        "value": inputs.get("value") if rank else None,
        "weeks": inputs.get("weeks_to_first_value") if rank else None,
        "people": {role: person for role in PEOPLE if (person := document.text(role))},
        SPEAKERS: _speakers(document),
        DEPENDS_ON: document.texts(DEPENDS_ON),
        RULES_USED: rules.sha256,
    }


def _speakers(document: Document) -> list[str]:
    named = [row.get("speaker") for row in document.rows("consumers")]
    return list(dict.fromkeys(str(person) for person in named if person))


def next_status(status: Status) -> Status:
    """Return the status that a use case works towards: signed by everyone, at first defined."""
    return Status.DEFINED if status is Status.IDEA else Status.APPROVED
