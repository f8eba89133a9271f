"""Why something about a round, an action or a use case can't be done."""

from collections.abc import Mapping
from enum import StrEnum

from ground.errors import CodedError, DomainError
from ground.refusals import Refusal


class Code(StrEnum):
    """The reasons; `handlers.wording.assessments` has a sentence for each."""

    FIELDS_INVALID = "fields.invalid"

    ROUND_UNKNOWN = "round.unknown"
    ROUND_CLOSED = "round.closed"
    ROUND_CLOSED_BEFORE = "round.closed_before"
    ROUND_CLOSED_TO_ADDING = "round.closed_to_adding"
    ROUND_CLOSED_TO_REMOVING = "round.closed_to_removing"
    ROUND_OPEN_ALREADY = "round.open_already"
    ROUND_REOPENED_TOO_LATE = "round.reopened_too_late"
    ROUND_FOLLOWED_UP = "round.followed_up"
    ROUND_LED = "round.led"
    NOT_FACILITATOR = "round.not_facilitator"

    NOT_ASKED = "person.not_asked"
    REMOVED = "person.removed"
    NOBODY_NAMED = "person.nobody_named"
    TOO_MANY_PEOPLE = "person.too_many"
    EVERYONE_ASKED = "person.everyone_asked"
    PEOPLE_ASKED_ELSEWHERE = "person.several_asked_elsewhere"
    PERSON_NOT_IN_ROUND = "person.not_in_round"
    PERSON_NOT_REMINDED = "person.not_reminded"
    INVITATION_UNKNOWN = "person.invitation_unknown"
    NOT_YOUR_REMINDER = "person.not_your_reminder"
    NAMES_HIDDEN = "person.names_hidden"

    QUESTIONNAIRE_UNKNOWN = "questionnaire.unknown"
    QUESTIONNAIRE_REMOVED = "questionnaire.removed"
    GOAL_UNKNOWN = "questionnaire.goal_unknown"
    GROUP_NOT_ASKED = "questionnaire.group_not_asked"
    GROUP_WITHOUT_QUESTIONS = "questionnaire.group_without_questions"
    LAST_DAY_PAST = "round.last_day_past"

    QUESTION_UNKNOWN = "answer.question_unknown"
    ANSWER_MISSING = "answer.missing"
    ANSWER_TOO_LONG = "answer.too_long"
    NOT_A_LINK = "answer.not_a_link"

    VOTING_RUNS = "vote.running"
    VOTING_OVER = "vote.over"
    VOTING_NOT_STARTED = "vote.not_started"
    NOTHING_TO_VOTE_ON = "vote.nothing_to_vote_on"
    VOTED_ALREADY = "vote.voted_already"
    VOTE_TOO_LATE = "vote.too_late"

    ACTION_UNKNOWN = "action.unknown"
    ACTION_DECIDED = "action.decided"
    ACTION_ENDED = "action.ended"
    ACTION_DAY_PAST = "action.day_past"
    ACTION_REASON_MISSING = "action.reason_missing"
    ACTION_LINK_MISSING = "action.link_missing"
    ACTION_LEVEL_MISSING = "action.level_missing"
    NOT_ACTION_OWNER = "action.not_owner"

    REPORT_NOT_YOURS = "report.not_yours"
    REPORT_TOO_EARLY = "report.too_early"
    REPORT_ROUND_OPEN = "report.round_open"
    REPORT_OF_SIGNS = "report.of_signs"
    REPORT_ID_INVALID = "report.id_invalid"
    REPORT_ROUND_MISSING = "report.round_missing"
    REPORT_SCOPE_MISSING = "report.scope_missing"

    USE_CASE_UNKNOWN = "use_case.unknown"
    USE_CASE_INCOMPLETE = "use_case.incomplete"
    USE_CASE_NAME_UNKNOWN = "use_case.name_unknown"
    USE_CASE_NAME_TWICE = "use_case.name_twice"
    USE_CASE_RETIRED = "use_case.retired"
    VERSION_UNKNOWN = "use_case.version_unknown"
    IMPORT_WITHOUT_OWNER = "use_case.import_without_owner"
    IMPORT_OTHER_MODEL = "use_case.import_other_model"
    LINK_OTHER_MODEL = "use_case.link_other_model"
    LINK_LOOSENS = "use_case.link_loosens"
    NOTHING_TO_SIGN = "use_case.nothing_to_sign"
    NOTHING_WAITS = "use_case.nothing_waits"
    NOT_A_SIGNER = "use_case.not_a_signer"
    NOT_A_WRITER = "use_case.not_a_writer"
    NOBODY_SIGNS = "use_case.nobody_signs"
    NOBODY_FOR_COMPLIANCE = "use_case.nobody_for_compliance"
    SIGNERS_EXCLUDE_EACH_OTHER = "use_case.signers_exclude_each_other"
    SIGNER_THERE = "use_case.signer_there"
    SIGNER_SAME = "use_case.signer_same"
    NOT_ASKED_THIS = "use_case.not_asked_this"
    ANSWERED_ALREADY = "use_case.answered_already"
    NOT_RETIRING = "use_case.not_retiring"
    RETIRED_ALREADY = "use_case.retired_already"
    ROW_GONE = "use_case.row_gone"
    DISCARDED = "use_case.discarded"
    NOT_DISCARDED = "use_case.not_discarded"
    AGREED_NOT_DISCARDED = "use_case.agreed_not_discarded"
    ASK_UNKNOWN = "use_case.ask_unknown"
    ASK_OF_ANOTHER = "use_case.ask_of_another"
    TEXT_LENGTH = "use_case.text_length"
    NAME_LENGTH = "use_case.name_length"
    TARGET_DATE_PAST = "use_case.target_date_past"
    TARGET_SAME = "use_case.target_same"
    PSI_OUT_OF_RANGE = "use_case.psi_out_of_range"
    STAND_IN_SELF = "absence.stand_in_self"
    STAND_IN_MISSING = "absence.stand_in_missing"
    STAND_IN_NO_MEMBER = "absence.stand_in_no_member"
    ABSENCE_PAST = "absence.past"
    REVISIT_UNKNOWN = "revisit.unknown"
    REVISIT_ANSWERED = "revisit.answered"
    REVISIT_OVER = "revisit.over"
    REVISIT_REASON_MISSING = "revisit.reason_missing"
    REVISIT_TARGET_MISSING = "revisit.target_missing"
    NOT_ASKED_TO_ANSWER = "revisit.not_asked"
    KPI_UNKNOWN = "revisit.kpi_unknown"
    FIGURE_DAY = "revisit.figure_day"
    NUMBER_IN_DOUBT = "number.in_doubt"
    NUMBER_INVALID = "number.invalid"
    NUMBER_NOT_FINITE = "number.not_finite"
    PERCENTAGE_OUT_OF_RANGE = "number.percentage_out_of_range"
    SHARE_IN_DOUBT = "number.share_in_doubt"


class AssessmentError(CodedError):
    """Something about a round, an action or a use case can't be done."""


class StandInError(AssessmentError):
    """The person chosen can't stand in."""


class InvalidFieldsError(AssessmentError):
    """Some fields need another look; `problems` says what is wrong with each."""

    def __init__(self, problems: Mapping[str, Refusal]) -> None:
        super().__init__(Code.FIELDS_INVALID)
        self.problems = dict(problems)


class ScoringError(DomainError):
    """A written round can't be scored; the text says what to change in it."""
