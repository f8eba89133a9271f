"""The kinds of slow work; the values are stored, so they never change."""

from enum import StrEnum


class JobKind(StrEnum):
    """A kind of job."""

    ANSWER_QUESTION = "answer_question"
    DRAFT_USE_CASE = "draft_use_case"
    DRAW_CHART = "draw_chart"
    DRAW_RESULT = "draw_result"
    EXPORT_ANSWERS = "export_answers"
    GREET = "greet"
    INVITE_LIST = "invite_list"
    LINK_RESULT = "link_result"
    LOOK_UP_DECIDERS = "look_up_deciders"
    LOOK_UP_PEOPLE = "look_up_people"
    READ_LISTS = "read_lists"
    RELEASE = "release"
    REMIND = "remind"
    REPLAY_MONITOR = "replay_monitor"
    ROLL_BACK = "roll_back"
    RUN_MONITOR = "run_monitor"
    SEND_PORTFOLIO = "send_portfolio"
    SEND_REPORT = "send_report"
    SEND_USE_CASE = "send_use_case"
    SUMMARISE_REASONS = "summarise_reasons"
