"""The sentences about a use case's contract: values, rules, checks, sign-offs, status."""

from collections.abc import Mapping

from assessments.use_cases.contract.codes import Code

SENTENCES: Mapping[Code, str] = {
    Code.UNKNOWN_NAME: "There is no “{name}” here. Known: {known}.",
    Code.HIDDEN_CHARACTER: "A hidden character ({character}) is in here. Type this text again.",
    Code.NOT_TEXT: "“{value}” should be text. In YAML, put it in quotation marks.",
    Code.NOT_TEXTS: "“{value}” should be a list of texts.",
    Code.NOT_A_CHOICE: "“{value}” isn't one of the choices: {choices}.",
    Code.NOT_YES_NO: "“{value}” should be true or false.",
    Code.NOT_WHOLE: "“{value}” should be a whole number, such as 12.",
    Code.NOT_NUMBER: "“{value}” should be a number, such as 12.5.",
    Code.NOT_NUMBER_OR_PAIR: "“{value}” should be a number, or two of them, such as [0.8, 1.2].",
    Code.NOT_DATE: "“{value}” should be a date, such as 2027-06-30.",
    Code.NOT_TIME: "“{value}” should be a time in quotation marks, such as “06:00”.",
    Code.NOT_ROWS: "“{value}” should be a list of rows.",
    Code.NOT_A_SET: "“{value}” should be a set of names with values, like name: value.",
    Code.NOT_WRITTEN_HERE: "Sign-offs are given in Slack. They can't be written into a file.",
    Code.TOO_SMALL: "Enter {least} or more.",
    Code.TOO_LARGE: "Enter {most} or less.",
    Code.TOO_LONG: "Enter at most {most} characters; this has {length}.",
    Code.WRONG_FORM: "“{value}” doesn't have the right form: {form}.",
    Code.TOO_FEW_ROWS: "Add at least {least} entries.",
    Code.TOO_MANY_ROWS: "Keep at most {most} entries.",
    Code.CELL_MISSING: "Fill this in.",
    Code.TARGET_DATE_PAST: "The target date must be in the future.",
    Code.BASELINE_DATE_FUTURE: "The date of today's value can't be in the future.",
    Code.TARGET_NOT_ABOVE: (
        "This number should go up, so its target must be above today's value of {baseline}."
    ),
    Code.TARGET_NOT_BELOW: (
        "This number should go down, so its target must be below today's value of {baseline}."
    ),
    Code.TARGET_NOT_A_PAIR: "Enter a lower and an upper limit, the lower one first.",
    Code.SHOULD_BE_MINIMUM: "Higher is better for {metric}, so its pass mark should be a minimum.",
    Code.SHOULD_BE_MAXIMUM: "Lower is better for {metric}, so its pass mark should be a maximum.",
    Code.SHARE_IN_DOUBT: "Is this a share ({share}) or a percentage ({typed})? Enter the share.",
    Code.SHARE_OUT_OF_RANGE: "Enter a share from 0 to 1, such as 0.85.",
    Code.PERCENTAGE_OUT_OF_RANGE: "Enter a percentage from 0 to 100.",
    Code.PERCENTAGE_NEGATIVE: "Enter a percentage of 0 or more.",
    Code.ROW_ID_TWICE: "{row} exists already. Give this pass mark another ID.",
    Code.ROW_TWICE: "{row} already has this metric for the same cases, period and stage.",
    Code.LIMITS_MISSING: "Enter a lower and an upper limit.",
    Code.LIMITS_NOT_WANTED: "Enter one limit. Only “between” has two.",
    Code.LIMITS_CROSSED: "The lower limit must be below the upper one.",
    Code.ACT_BEFORE_WARN: "The action limit must be further from good than the warning limit.",
    Code.PASS_MARK_UNKNOWN: "There is no pass mark {row}.",
    Code.NO_STAND_IN: "Name a second person as a stand-in.",
    Code.SPONSOR_IS_BUILDER: "The sponsor can't be the lead data scientist.",
    Code.SPONSOR_IS_TECHNICAL_OWNER: "The sponsor can't be the technical owner.",
    Code.PERMITTED_USE_MISSING: "Personal data needs a permitted use.",
    Code.RETENTION_MISSING: "With personal data, say how long inputs and results are kept.",
    Code.EXPLANATION_FOR_NOBODY: (
        "Nobody needs an explanation, so choose “not needed” for its form and time."
    ),
    Code.EXPLANATION_WITHOUT_FORM: "Somebody needs an explanation, so say in what form.",
    Code.DRIFT_SIGNAL_MISSING: (
        "It takes {days} days to learn what was right. Add a daily or weekly drift signal to "
        "bridge the gap."
    ),
    Code.NO_HUMAN: "The risk is high, so a person must be able to step in.",
    Code.COLUMN_MISSING: (
        "This figure ({metric}) compares groups, so name their column, such as across:age_band."
    ),
    Code.COLUMN_NOT_WANTED: (
        "This figure ({metric}) doesn't compare groups. To check every group, use each:, not "
        "across:."
    ),
    Code.KPI_INCOMPLETE: (
        "Every number that must move needs a unit, a baseline, a target and a date."
    ),
    Code.NO_KPI: "Add a number that must move.",
    Code.NO_QUALITY_ROW: "Add a pass mark about the quality of the model.",
    Code.NO_BUSINESS_ROW: "Add a pass mark about a business KPI or about how users take it up.",
    Code.NO_SERVICE_ROW: "Add a pass mark about service or cost.",
    Code.NO_SEGMENT_ROW: "Add a pass mark that looks at a part of the cases, such as each:region.",
    Code.NO_FAIRNESS_ROW: "People are affected, so add a pass mark about fairness.",
    Code.FEW_SAMPLES: "Ask for at least {least} cases: fewer can't tell luck from skill.",
    Code.NO_ROWS: "Add pass marks.",
    Code.ONE_PERSON_TWO_ROLES: (
        "Name three different people as sponsor, lead data scientist and technical owner."
    ),
    Code.NO_CONSUMER_SPEAKER: "Name a speaker for the users who isn't the lead data scientist.",
    Code.NOT_WATCHED: "Add a signal that watches {row}.",
    Code.NO_ROLLBACK: "Say what to go back to, who of two people decides, and within what time.",
    Code.VAGUE_WORD: (
        "Say how much instead of “{word}”: write the number, such as “cut cancellations by 10 "
        "percent”."
    ),
    Code.NO_ALTERNATIVE: "Name the simplest way without ML: a rule, a report, an average.",
    Code.SOURCE_INCOMPLETE: "Every source needs an owner, a permitted use and a quality rule.",
    Code.NO_SOURCE: "Add a data source.",
    Code.MISTAKES_UNDESCRIBED: (
        "Describe what a wrong yes and a wrong no cost, in at least {least} characters; this has "
        "{length}."
    ),
    Code.CLASS_NEEDS_FAIRNESS: (
        "This risk class needs pass marks about fairness: at least {least}. There are {count}."
    ),
    Code.CLASS_NEEDS_EXPLANATION: "The risk is high, so an explanation is needed in some form.",
    Code.ROLE_NOT_ASKED: "This version isn't signed as {role}. It needs {roles}.",
    Code.ROLE_SIGNED: "Somebody has already signed this version as {role}.",
    Code.OTHER_VERSION: "This is version {signed}. Please sign the current version {current}.",
    Code.REASON_MISSING: "Please give a reason.",
    Code.VERSION_REJECTED: "This version was rejected. Only a new version can be signed.",
    Code.TOO_MANY_ROLES: "One person can sign in at most {most} roles.",
    Code.ROLES_EXCLUDE_EACH_OTHER: "One person can't sign as sponsor and as risk and compliance.",
    Code.ONLY_THE_BUILDER: "Somebody other than the lead data scientist has to approve it too.",
    Code.STATUS_NOT_NEXT: "A use case that is {current} can't become {wanted} in one step.",
    Code.STATUS_INCOMPLETE: "Still missing: {fields}.",
    Code.STATUS_QUALITY: "Its quality score is {score}, which isn't enough yet.",
    Code.STATUS_BLOCKER: "Checks that must pass fail: {checks}.",
    Code.STATUS_RULES_BROKEN: "Rules are broken: {rules}.",
    Code.STATUS_RISK_STOP: "An answer to the risk questions stops this use case.",
    Code.STATUS_SIGN_OFFS: "Not everyone who has to sign this version has approved it.",
    Code.STATUS_VERDICT: "The latest evaluation doesn't meet its pass marks.",
    Code.STATUS_RETIRED_BY: "Still has to agree: {roles}.",
    Code.STATUS_REASON_MISSING: "Say why it's retired.",
}
CHOOSE_MODEL = (
    "A file says that this is about the model {model}, whose pass marks you keep. If you agree, "
    "choose the model here. Until then, these pass marks don't count for it."
)
"""What the keepers of a model's pass marks are told when a file names that model."""
AGREE_MARKS = (
    "These are pass marks for the model {model}. You may agree them, or change them first."
)
"""What who keeps a model's pass marks is told when somebody else wrote some."""
