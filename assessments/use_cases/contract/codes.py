"""What can be wrong with a use case: codes, whose sentences stand in `handlers.wording`."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ground.refusals import Refusal

Place = tuple[str | int, ...]


class Code(StrEnum):
    """The reasons; `handlers.wording.use_cases` has a sentence for each."""

    UNKNOWN_NAME = "value.unknown_name"
    HIDDEN_CHARACTER = "value.hidden_character"
    NOT_TEXT = "value.not_text"
    NOT_TEXTS = "value.not_texts"
    NOT_A_CHOICE = "value.not_a_choice"
    NOT_YES_NO = "value.not_yes_no"
    NOT_WHOLE = "value.not_whole"
    NOT_NUMBER = "value.not_number"
    NOT_NUMBER_OR_PAIR = "value.not_number_or_pair"
    NOT_DATE = "value.not_date"
    NOT_TIME = "value.not_time"
    NOT_ROWS = "value.not_rows"
    NOT_A_SET = "value.not_a_set"
    NOT_WRITTEN_HERE = "value.not_written_here"
    TOO_SMALL = "value.too_small"
    TOO_LARGE = "value.too_large"
    TOO_LONG = "value.too_long"
    WRONG_FORM = "value.wrong_form"
    TOO_FEW_ROWS = "value.too_few_rows"
    TOO_MANY_ROWS = "value.too_many_rows"
    CELL_MISSING = "value.cell_missing"

    TARGET_DATE_PAST = "rule.target_date_past"
    BASELINE_DATE_FUTURE = "rule.baseline_date_future"
    TARGET_NOT_ABOVE = "rule.target_not_above"
    TARGET_NOT_BELOW = "rule.target_not_below"
    TARGET_NOT_A_PAIR = "rule.target_not_a_pair"
    SHOULD_BE_MINIMUM = "rule.should_be_minimum"
    SHOULD_BE_MAXIMUM = "rule.should_be_maximum"
    SHARE_IN_DOUBT = "rule.share_in_doubt"
    SHARE_OUT_OF_RANGE = "rule.share_out_of_range"
    PERCENTAGE_OUT_OF_RANGE = "rule.percentage_out_of_range"
    PERCENTAGE_NEGATIVE = "rule.percentage_negative"
    ROW_ID_TWICE = "rule.row_id_twice"
    ROW_TWICE = "rule.row_twice"
    LIMITS_MISSING = "rule.limits_missing"
    LIMITS_NOT_WANTED = "rule.limits_not_wanted"
    LIMITS_CROSSED = "rule.limits_crossed"
    ACT_BEFORE_WARN = "rule.act_before_warn"
    PASS_MARK_UNKNOWN = "rule.pass_mark_unknown"  # noqa: S105 - no password
    NO_STAND_IN = "rule.no_stand_in"
    SPONSOR_IS_BUILDER = "rule.sponsor_is_builder"
    SPONSOR_IS_TECHNICAL_OWNER = "rule.sponsor_is_technical_owner"
    PERMITTED_USE_MISSING = "rule.permitted_use_missing"
    RETENTION_MISSING = "rule.retention_missing"
    EXPLANATION_FOR_NOBODY = "rule.explanation_for_nobody"
    EXPLANATION_WITHOUT_FORM = "rule.explanation_without_form"
    DRIFT_SIGNAL_MISSING = "rule.drift_signal_missing"
    NO_HUMAN = "rule.no_human"
    COLUMN_MISSING = "rule.column_missing"
    COLUMN_NOT_WANTED = "rule.column_not_wanted"

    KPI_INCOMPLETE = "check.kpi_incomplete"
    NO_KPI = "check.no_kpi"
    NO_QUALITY_ROW = "check.no_quality_row"
    NO_BUSINESS_ROW = "check.no_business_row"
    NO_SERVICE_ROW = "check.no_service_row"
    NO_SEGMENT_ROW = "check.no_segment_row"
    NO_FAIRNESS_ROW = "check.no_fairness_row"
    FEW_SAMPLES = "check.few_samples"
    NO_ROWS = "check.no_rows"
    ONE_PERSON_TWO_ROLES = "check.one_person_two_roles"
    NO_CONSUMER_SPEAKER = "check.no_consumer_speaker"
    NOT_WATCHED = "check.not_watched"
    NO_ROLLBACK = "check.no_rollback"
    VAGUE_WORD = "check.vague_word"
    NO_ALTERNATIVE = "check.no_alternative"
    SOURCE_INCOMPLETE = "check.source_incomplete"
    NO_SOURCE = "check.no_source"
    MISTAKES_UNDESCRIBED = "check.mistakes_undescribed"

    CLASS_NEEDS_FAIRNESS = "class.needs_fairness"
    CLASS_NEEDS_EXPLANATION = "class.needs_explanation"

    ROLE_NOT_ASKED = "sign_off.role_not_asked"
    ROLE_SIGNED = "sign_off.role_signed"
    OTHER_VERSION = "sign_off.other_version"
    REASON_MISSING = "sign_off.reason_missing"
    VERSION_REJECTED = "sign_off.version_rejected"
    TOO_MANY_ROLES = "sign_off.too_many_roles"
    ROLES_EXCLUDE_EACH_OTHER = "sign_off.roles_exclude_each_other"
    ONLY_THE_BUILDER = "sign_off.only_the_builder"

    STATUS_NOT_NEXT = "status.not_next"
    STATUS_INCOMPLETE = "status.incomplete"
    STATUS_QUALITY = "status.quality"
    STATUS_BLOCKER = "status.blocker"
    STATUS_RULES_BROKEN = "status.rules_broken"
    STATUS_RISK_STOP = "status.risk_stop"
    STATUS_SIGN_OFFS = "status.sign_offs"
    STATUS_VERDICT = "status.verdict"
    STATUS_RETIRED_BY = "status.retired_by"
    STATUS_REASON_MISSING = "status.reason_missing"


@dataclass(frozen=True)
class Finding:
    """Something wrong at one place of a document: `("acceptance_criteria", 2, "threshold")`."""

    place: Place
    reason: Refusal


def named(names: Sequence[str]) -> str:
    """Join names as one fact."""
    return ", ".join(names)
