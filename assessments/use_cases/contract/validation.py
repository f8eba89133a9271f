"""The rules V01 to V15, each at its field and row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from assessments.use_cases.contract import acceptance_rules
from assessments.use_cases.contract.codes import Code, Finding
from assessments.use_cases.contract.content import ACCEPTANCE, KPIS, SIGNALS, SOURCES, Rules
from assessments.use_cases.contract.content import RiskClass as Risk
from assessments.use_cases.contract.document import Document, Row
from assessments.use_cases.contract.risk import risk_of
from assessments.use_cases.contract.values import is_filled, is_number, is_pair, read_date
from ground.refusals import Refusal

LONG_DELAY_DAYS = 14
DRIFT_KINDS, SOON = {"data_drift", "prediction_drift"}, {"daily", "weekly"}
NOT_NEEDED, NOBODY = "not_needed", "nobody"


@dataclass(frozen=True)
class BrokenRule:
    """A rule that a document breaks: its id, where, and why."""

    rule: str
    finding: Finding


def broken_rules(rules: Rules, document: Document, today: date) -> list[BrokenRule]:
    """List every broken rule, ordered by its id, then by row.

    A rule isn't applied while its own field is empty; other fields it looks at may be.

    Args:
        rules: The rules for use cases.
        document: What is written.
        today: The day on which dates are judged.
    """
    return [
        BrokenRule(validation.id, finding)
        for validation in sorted(rules.validation, key=lambda found: found.id)
        if document.get(validation.field) is not None
        for finding in VALIDATIONS[validation.id](rules, document, today)
    ]


def _dates(_rules: Rules, document: Document, today: date) -> Iterator[Finding]:
    for index, row in enumerate(document.rows(KPIS)):
        target, baseline = read_date(row.get("target_date")), read_date(row.get("baseline_date"))
        if target and target <= today:
            yield Finding((KPIS, index, "target_date"), Refusal(Code.TARGET_DATE_PAST))
        if baseline and baseline > today:
            yield Finding((KPIS, index, "baseline_date"), Refusal(Code.BASELINE_DATE_FUTURE))


def _target_direction(_rules: Rules, document: Document, _today: date) -> Iterator[Finding]:
    for index, row in enumerate(document.rows(KPIS)):
        if problem := _wrong_way(row):
            yield Finding((KPIS, index, "target"), problem)


def _wrong_way(row: Row) -> Refusal | None:
    direction, target, baseline = row.get("direction"), row.get("target"), row.get("baseline")
    if target is None or direction is None:
        return None
    if direction == "keep_between":
        is_range = isinstance(target, list) and is_pair(target) and target[0] < target[1]
        return None if is_range else Refusal(Code.TARGET_NOT_A_PAIR)
    if not is_number(baseline):
        return None
    start = float(str(baseline))
    if direction == "increase" and not (is_number(target) and float(str(target)) > start):
        return Refusal(Code.TARGET_NOT_ABOVE, baseline=start)
    if direction == "decrease" and not (is_number(target) and float(str(target)) < start):
        return Refusal(Code.TARGET_NOT_BELOW, baseline=start)
    return None


def _action_limit(rules: Rules, document: Document, _today: date) -> Iterator[Finding]:
    for index, row in enumerate(document.rows(SIGNALS)):
        warn, act = row.get("warn_at"), row.get("act_at")
        metric = rules.metric(str(row.get("metric")))
        if not is_number(warn) or not is_number(act):
            continue
        farther = float(str(act)) - float(str(warn))
        is_farther = {"lower": farther > 0, "higher": farther < 0}
        if not is_farther.get(metric.better if metric else "", farther != 0):
            yield Finding((SIGNALS, index, "act_at"), Refusal(Code.ACT_BEFORE_WARN))


def _watched_rows(_rules: Rules, document: Document, _today: date) -> Iterator[Finding]:
    known = {row.get("id") for row in document.rows(ACCEPTANCE)}
    for index, row in enumerate(document.rows(SIGNALS)):
        watches = str(row.get("watches", ""))
        if watches.startswith("AC-") and watches not in known:
            reason = Refusal(Code.PASS_MARK_UNKNOWN, row=watches[:40])
            yield Finding((SIGNALS, index, "watches"), reason)


def _stand_in(_rules: Rules, document: Document, _today: date) -> Iterator[Finding]:
    if len(set(document.texts("rollback_decider"))) < len(("one", "stand-in")):
        yield Finding(("rollback_decider",), Refusal(Code.NO_STAND_IN))


def _sponsor(_rules: Rules, document: Document, _today: date) -> Iterator[Finding]:
    sponsor = document.get("sponsor")
    if sponsor == document.get("builder"):
        yield Finding(("sponsor",), Refusal(Code.SPONSOR_IS_BUILDER))
    if sponsor == document.get("technical_owner"):
        yield Finding(("sponsor",), Refusal(Code.SPONSOR_IS_TECHNICAL_OWNER))


def _personal_data(_rules: Rules, document: Document, _today: date) -> Iterator[Finding]:
    holds_personal = False
    for index, row in enumerate(document.rows(SOURCES)):
        is_personal = row.get("personal_data") not in {None, "none"}
        holds_personal |= is_personal
        if is_personal and not is_filled(row.get("permitted_use")):
            yield Finding((SOURCES, index, "permitted_use"), Refusal(Code.PERMITTED_USE_MISSING))
    if holds_personal and document.get("retention") is None:
        yield Finding(("retention",), Refusal(Code.RETENTION_MISSING))


def _explanation(_rules: Rules, document: Document, _today: date) -> Iterator[Finding]:
    is_for_nobody = NOBODY in document.texts("explain_for")
    form, when = document.get("explain_form"), document.get("explain_when")
    is_not_needed = form == NOT_NEEDED and when == NOT_NEEDED
    if is_for_nobody and not is_not_needed:
        yield Finding(("explain_form",), Refusal(Code.EXPLANATION_FOR_NOBODY))
    if is_not_needed and not is_for_nobody:
        yield Finding(("explain_form",), Refusal(Code.EXPLANATION_WITHOUT_FORM))


def _late_truth(_rules: Rules, document: Document, _today: date) -> Iterator[Finding]:
    delay = document.get("truth_delay_days")
    if not isinstance(delay, int) or delay <= LONG_DELAY_DAYS:
        return
    if not any(
        row.get("kind") in DRIFT_KINDS and row.get("cadence") in SOON
        for row in document.rows(SIGNALS)
    ):
        yield Finding((SIGNALS,), Refusal(Code.DRIFT_SIGNAL_MISSING, days=delay))


def _human(rules: Rules, document: Document, _today: date) -> Iterator[Finding]:
    is_automatic = document.get("human_role") == "fully_automatic"
    if is_automatic and risk_of(rules, document).risk_class is Risk.HIGH:
        yield Finding(("human_role",), Refusal(Code.NO_HUMAN))


Check = Callable[[Rules, Document, date], Iterator[Finding]]


def _dateless(check: Callable[[Rules, Document], Iterator[Finding]]) -> Check:
    return lambda rules, document, _today: check(rules, document)


VALIDATIONS: Mapping[str, Check] = MappingProxyType(
    {
        "V01": _dates,
        "V02": _target_direction,
        "V03": _dateless(acceptance_rules.comparator_fits),
        "V04": _dateless(acceptance_rules.limit_fits_unit),
        "V05": _dateless(acceptance_rules.rows_are_unique),
        "V06": _dateless(acceptance_rules.limits_fit_comparator),
        "V07": _action_limit,
        "V08": _watched_rows,
        "V09": _stand_in,
        "V10": _sponsor,
        "V11": _personal_data,
        "V12": _explanation,
        "V13": _late_truth,
        "V14": _human,
        "V15": _dateless(acceptance_rules.column_is_named),
    }
)
