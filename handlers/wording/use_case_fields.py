"""What a use case's windows call choices and cells, and what helps to fill them in."""

from collections.abc import Mapping

from handlers.wording.use_case_names import name_in_words

CHOICES: Mapping[str, str] = {
    "yes_": "Yes",
    "no_": "No",
    "dont_know": "I don't know",
    "person_decides_with_advice": "A person decides, with its advice",
    "person_can_override": "It decides, but a person can override it",
    "automatic_with_review": "It decides alone, and people review later",
    "fully_automatic": "It decides alone",
    "nobody": "Nobody",
    "end_customer": "Customers",
    "employee_user": "Employees who use it",
    "manager": "Managers",
    "auditor": "Auditors",
    "regulator": "Regulators",
    "not_needed": "Not needed",
    "general_description": "A general description of how it works",
    "main_reasons_per_result": "The main reasons for each result",
    "what_would_change_the_result": "What would change the result",
    "full_calculation": "The full calculation",
    "with_the_result": "With the result",
    "on_request_same_day": "On request, the same day",
    "on_request_30_days": "On request, within 30 days",
    "batch": "In batches, such as every night",
    "on_request": "One by one, on request",
    "streaming": "Continuously, as data arrives",
    "embedded": "Inside a product or device",
    "previous_version": "The previous version",
    "simple_rule": "A simple rule",
    "manual_process": "Doing it by hand",
    "switch_off": "Nothing: switch it off",
    "increase": "It should go up",
    "decrease": "It should go down",
    "keep_between": "It should stay in a range",
    "none": "No personal data",
    "personal": "Personal data",
    "special_category": "Sensitive personal data, such as health",
    "offline": "Before release, on test data",
    "shadow": "In shadow mode, beside the present way",
    "live": "In live use",
    "block": "Block the release",
    "warn": "Only warn",
    "model_quality": "Quality of the model",
    "business_kpi": "Business KPI",
    "fairness": "Fairness",
    "data_quality": "Quality of the data",
    "service": "Service",
    "cost": "Cost",
    "explainability": "Explanations",
    "user_acceptance": "Acceptance by users",
    "data_drift": "Drift of the data",
    "prediction_drift": "Drift of the predictions",
    "feedback": "Feedback",
    ">=": "at least",
    ">": "more than",
    "<=": "at most",
    "<": "less than",
    "between": "between two limits",
    "not_worse_than_previous_by": "not worse than the version before by more than",
    "within_pct_of_baseline": "within this percentage of the baseline",
}
CELLS: Mapping[str, str] = {
    "row_kpi.name": "What do you measure?",
    "row_kpi.direction": "Which way should it move?",
    "row_kpi.baseline": "Today's value",
    "row_kpi.baseline_date": "Measured on",
    "row_kpi.target": "Target",
    "row_kpi.target_date": "Reached by",
    "row_kpi.source": "Which report or system does it come from?",
    "row_kpi.owner": "Who answers for this number?",
    "row_consumer.who": "Which group of people?",
    "row_consumer.people": "How many people?",
    "row_consumer.uses_result_to": "What do they use the result for?",
    "row_consumer.speaker": "Who speaks and signs for them?",
    "row_source.owner": "Who owns it?",
    "row_source.permitted_use": "What may it be used for?",
    "row_source.personal_data": "Does it hold personal data?",
    "row_source.refresh": "How often is it updated?",
    "row_source.max_age": "How old may it be at most?",
    "row_source.quality_rule": "What must be true of good data?",
    "row_acceptance.category": "What is it about?",
    "row_acceptance.metric": "What is measured?",
    "row_acceptance.comparator": "It must be…",
    "row_acceptance.threshold": "Limit",
    "row_acceptance.segment": "For whom?",
    "row_acceptance.window": "Over which period?",
    "row_acceptance.stage": "When is it checked?",
    "row_acceptance.min_samples": "With at least how many cases?",
    "row_acceptance.severity": "If it isn't met?",
    "row_acceptance.owner_group": "Who answers for it?",
    "row_signal.kind": "What kind of signal?",
    "row_signal.metric": "What is measured?",
    "row_signal.watches": "What does it watch?",
    "row_signal.reference": "Compared with what?",
    "row_signal.warn_at": "Notice at",
    "row_signal.act_at": "Ask for a decision at",
    "row_signal.cadence": "How often?",
    "row_signal.channel": "Which channel is told?",
    "row_signal.responder": "Who responds?",
    "row_signal.respond_within": "Within what time?",
}
HINTS: Mapping[str, str] = {
    "row_kpi.target": "A number. For a range, two numbers, such as 2 to 3.",
    "row_consumer.speaker": "Someone who uses the results, not whoever builds them.",
    "row_source.refresh": "stream, or a number with min, h, d or w: 15min, 4h, 1d, 2w.",
    "row_source.max_age": "A number with min, h, d or w: 15min, 4h, 1d, 2w.",
    "row_source.quality_rule": "Example: no missing contract ID; amounts are 0 or more.",
    "row_acceptance.segment": (
        "all; or one group, such as region=north; or each:region, where every region must pass; "
        "or across:region, one figure that compares regions."
    ),
    "row_acceptance.window": (
        "release for the test set of a release; 7d or 4w for rolling days or weeks; last_500 for "
        "the last 500 cases with a known outcome."
    ),
    "row_acceptance.min_samples": "Fewer cases than this prove nothing. 200 is typical.",
    "row_signal.watches": "Columns, the predictions, or the ID of a pass mark: AC-02.",
    "row_signal.reference": "The training data, the last four weeks, a fixed value.",
    "row_signal.respond_within": "A number with min, h or d: 30min, 4h, 1d.",
}
FIELD_HINTS: Mapping[str, str] = {
    "fairness_attributes": "One line each.",
    "functional": "One line each.",
    "integrates_with": "One line each.",
    "drift_scenarios": "One line each.",
    "currency": "Three letters, such as EUR.",
}
ROWS: Mapping[str, tuple[str, str]] = {
    "row_kpi": ("Add a number", "Number that must move"),
    "row_consumer": ("Add a group of users", "Group of users"),
    "row_acceptance": ("Add a pass mark", "Pass mark"),
    "row_source": ("Add a source", "Data source"),
    "row_signal": ("Add a signal", "Signal"),
}
"""By kind of row: the button that adds one, and the title of its window."""


def choice_in_words(value: str) -> str:
    """Write a choice as an option of a menu."""
    return CHOICES.get(value) or _capital(name_in_words(value))


def cell_in_words(row: str, cell: str) -> str:
    """Write what a cell of a row asks."""
    return CELLS.get(f"{row}.{cell}") or _capital(name_in_words(cell))


def row_in_words(row: str) -> tuple[str, str]:
    """Return the button that adds a row, and the title of its window."""
    return ROWS.get(row) or ("Add one", _capital(name_in_words(row.removeprefix("row_"))))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
