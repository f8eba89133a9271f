"""The sentences about rounds, actions and use cases."""

from collections.abc import Mapping

from assessments.errors import Code

SENTENCES: Mapping[Code, str] = {
    Code.FIELDS_INVALID: "Some fields need another look. Nothing was saved.",
    Code.ROUND_UNKNOWN: "This round no longer exists.",
    Code.ROUND_CLOSED: (
        "This round is closed, so answers can't be added or changed. "
        "Your earlier answers are kept, and the result is in the channel."
    ),
    Code.ROUND_CLOSED_BEFORE: "This round is already closed. Its result is in the channel.",
    Code.ROUND_CLOSED_TO_ADDING: "This round is closed. Reopen it to add people.",
    Code.ROUND_CLOSED_TO_REMOVING: "This round is closed, so nobody can be removed any more.",
    Code.ROUND_OPEN_ALREADY: "This round is already open.",
    Code.ROUND_REOPENED_TOO_LATE: (
        "A round can only be reopened within a day. Please start a new one instead."
    ),
    Code.ROUND_FOLLOWED_UP: (
        "People are already working with this result. Please start a new round instead."
    ),
    Code.ROUND_LED: "{people} leads this round. Nothing was changed.",
    Code.NOT_FACILITATOR: "Only {people} can do this. Nothing was changed.",
    Code.NOT_ASKED: "You aren't part of this round.",
    Code.REMOVED: "You're no longer part of this round, so your answer wasn't saved.",
    Code.NOBODY_NAMED: "Choose at least one person to ask.",
    Code.TOO_MANY_PEOPLE: "A round can have at most {most} people.",
    Code.EVERYONE_ASKED: (
        "Everyone you chose is already part of this round. Choose somebody who isn't."
    ),
    Code.PEOPLE_ASKED_ELSEWHERE: (
        "Already part of this round, under {groups}: {who}. Nobody was added. "
        "To move someone to another group, remove them first."
    ),
    Code.PERSON_NOT_IN_ROUND: "This person isn't part of this round. Choose somebody who is.",
    Code.PERSON_NOT_REMINDED: (
        "Not reminded: they have finished, opted out, or were reminded in the last 24 hours."
    ),
    Code.INVITATION_UNKNOWN: "This invitation no longer exists.",
    Code.NOT_YOUR_REMINDER: "Only the person who gets these reminders can stop them.",
    Code.NAMES_HIDDEN: "People in this round were told that nobody sees their answers by name.",
    Code.QUESTIONNAIRE_UNKNOWN: "This questionnaire is no longer available. Choose another.",
    Code.QUESTIONNAIRE_REMOVED: "The questionnaire {id} was removed.",
    Code.GOAL_UNKNOWN: "Choose one of the goals.",
    Code.GROUP_NOT_ASKED: "“{questionnaire}” has no group {group}. It has {groups}.",
    Code.GROUP_WITHOUT_QUESTIONS: "This questionnaire has no questions for {group}.",
    Code.LAST_DAY_PAST: "Choose a date in the future.",
    Code.QUESTION_UNKNOWN: "This question is no longer part of the round.",
    Code.ANSWER_MISSING: "Choose one of the answers.",
    Code.ANSWER_TOO_LONG: "Please keep this under {limit} characters.",
    Code.NOT_A_LINK: "This isn't a link. Paste one that begins with https://.",
    Code.VOTING_RUNS: "The second round is already running: people have been asked to vote.",
    Code.VOTING_OVER: "The second round is over. What it came to is in the channel.",
    Code.VOTING_NOT_STARTED: "No second round was started, so there is none to end.",
    Code.NOTHING_TO_VOTE_ON: (
        "There is nothing to vote on again: people broadly agree, or actions were already decided."
    ),
    Code.VOTED_ALREADY: "You've already voted on this again, and that vote counts.",
    Code.VOTE_TOO_LATE: (
        "The second round is over, so your vote wasn't saved. The result is in the channel."
    ),
    Code.ACTION_UNKNOWN: "This action is no longer planned, because the round was reopened.",
    Code.ACTION_DECIDED: "This action was already decided. Nothing was changed.",
    Code.ACTION_ENDED: "This action has already ended. Nothing was changed.",
    Code.ACTION_DAY_PAST: "Choose a date in the future.",
    Code.ACTION_REASON_MISSING: "Please give a reason.",
    Code.ACTION_LINK_MISSING: "Paste a link that begins with https:// and shows the result.",
    Code.ACTION_LEVEL_MISSING: "Choose one of the levels. Only a finished action has one.",
    Code.NOT_ACTION_OWNER: "Only {people} can do this. Nothing was changed.",
    Code.REPORT_NOT_YOURS: (
        "Only people in this round, and whoever started it, can get its report."
    ),
    Code.REPORT_TOO_EARLY: "This round is still open. Ask for its report once it has closed.",
    Code.REPORT_ROUND_OPEN: "This round is still open. Close it first, and it will have a report.",
    Code.REPORT_OF_SIGNS: "A check of the seven signs has no report: its message has everything.",
    Code.REPORT_ID_INVALID: "{id} isn't the ID of a round.",
    Code.REPORT_ROUND_MISSING: "There is no closed round with levels yet.",
    Code.REPORT_SCOPE_MISSING: "There is no closed round about {scope} with levels yet.",
    Code.USE_CASE_UNKNOWN: "This use case no longer exists.",
    Code.USE_CASE_NAME_UNKNOWN: ("There is no use case “{name}”. See `lamplighter usecase list`."),
    Code.USE_CASE_NAME_TWICE: (
        "Several use cases are called “{name}”. Name one by its ID: {ids}."
    ),
    Code.USE_CASE_RETIRED: "This use case is retired, so it doesn't change any more.",
    Code.VERSION_UNKNOWN: "This use case has no version {version}.",
    Code.IMPORT_WITHOUT_OWNER: (
        "Name a business owner or a sponsor, so that somebody can go on with this use case."
    ),
    Code.IMPORT_OTHER_MODEL: (
        "This use case's pass marks are in force for the model {model}. A file can't move them to "
        "another one."
    ),
    Code.LINK_OTHER_MODEL: (
        "This use case's pass marks are in force for the model {model}. Start another use case to "
        "agree some for another model."
    ),
    Code.LINK_LOOSENS: (
        "Stricter pass marks are agreed for the model {model}. Choose it in a new use case: its "
        "signers are asked about what is looser."
    ),
    Code.USE_CASE_INCOMPLETE: "Fill in the first two steps of this use case first.",
    Code.NOTHING_TO_SIGN: "Nothing has changed since version {version}.",
    Code.NOTHING_WAITS: "This use case isn't waiting for signatures any more.",
    Code.NOT_A_SIGNER: "Only {people} can sign here. Nothing was changed.",
    Code.NOT_A_WRITER: "Only {people} can change what counts as good enough. Nothing was changed.",
    Code.NOBODY_SIGNS: (
        "Nobody is named who could sign as {roles}. Name somebody in the section about people."
    ),
    Code.NOBODY_FOR_COMPLIANCE: (
        "Nobody is named for risk and compliance. Ask your platform team to set "
        "LAMPLIGHTER_RISK_AND_COMPLIANCE."
    ),
    Code.SIGNERS_EXCLUDE_EACH_OTHER: (
        "These people can't sign all of it: one person signs in at most {most} roles, never as "
        "sponsor and as risk and compliance, and the lead data scientist never alone. Name "
        "another person."
    ),
    Code.SIGNER_THERE: (
        "{people} is an active member of this workspace, so only they, or their stand-in, sign."
    ),
    Code.SIGNER_SAME: "Choose somebody else: {people} isn't an active member of this workspace.",
    Code.NOT_ASKED_THIS: "Only {people} can answer this. Nothing was changed.",
    Code.ANSWERED_ALREADY: "This question was already answered.",
    Code.NOT_RETIRING: "Only {people} can retire this use case. Nothing was changed.",
    Code.RETIRED_ALREADY: "This use case is retired. Nothing was changed.",
    Code.STAND_IN_SELF: "You can't cover for yourself. Choose somebody else.",
    Code.STAND_IN_MISSING: "Choose who covers for you.",
    Code.STAND_IN_NO_MEMBER: (
        "Choose an active, full member of this workspace. Guests, apps and people from other "
        "organizations can't cover for you."
    ),
    Code.ABSENCE_PAST: "The last day must not be in the past, nor before the first day.",
    Code.ROW_GONE: (
        "Somebody changed or removed this entry meanwhile. Nothing was changed: please look again."
    ),
    Code.DISCARDED: "This use case was discarded. Bring it back on its card to change it.",
    Code.NOT_DISCARDED: "This use case isn't discarded. Nothing was changed.",
    Code.AGREED_NOT_DISCARDED: (
        "People rely on the pass marks of this use case, so it can't be discarded. Retire it "
        "instead."
    ),
    Code.ASK_UNKNOWN: "This request no longer exists.",
    Code.ASK_OF_ANOTHER: "{people} was asked for this. Open the use case to fill it in yourself.",
    Code.TEXT_LENGTH: "Enter 1 to {most} characters; this has {length}.",
    Code.NAME_LENGTH: "Enter 1 to {most} characters.",
    Code.TARGET_DATE_PAST: "The target date must be in the future.",
    Code.TARGET_SAME: "The target must differ from today's value.",
    Code.PSI_OUT_OF_RANGE: (
        "Enter a limit above 0, up to {most}. 0.25 is typical; a lower limit alerts earlier."
    ),
    Code.REVISIT_UNKNOWN: "This question no longer exists.",
    Code.REVISIT_ANSWERED: "{people} has already answered this. Nothing was changed.",
    Code.REVISIT_OVER: (
        "This needs no answer any more: the use case has changed since. Nothing was changed."
    ),
    Code.REVISIT_REASON_MISSING: "Please say why.",
    Code.REVISIT_TARGET_MISSING: "Enter the new target.",
    Code.NOT_ASKED_TO_ANSWER: "Only {people} can answer this. Nothing was changed.",
    Code.KPI_UNKNOWN: "Its version in force has no number that must move named {name}.",
    Code.FIGURE_DAY: "Choose the day this figure is of, up to today.",
    Code.NUMBER_IN_DOUBT: "Do you mean {whole} or {decimal}? Enter it that way.",
    Code.NUMBER_INVALID: "“{text}” isn't a number. Enter one, such as 12.5.",
    Code.NUMBER_NOT_FINITE: "Enter a number, such as 12.5.",
    Code.PERCENTAGE_OUT_OF_RANGE: "Enter a percentage from 0% to 100%.",
    Code.SHARE_IN_DOUBT: "Is this a share (0.80) or a percentage? Enter 0.80 or 80%.",
}
