"""Who may is asked in one place: a listener that opens a transaction itself says why it may."""

import ast
from pathlib import Path

HANDLERS = Path(__file__).parents[2] / "handlers"
OPENS = {"unit_of_work", "repeatable_work"}
ANYONE = "anyone may"
OWN = "only the presser's own, whom the domain looks up"
SHOWN = "changes nothing but what is shown"
ELSEWHERE = {
    "actions/absence._end": OWN,
    "actions/absence.away": OWN,
    "actions/assistant._rate": ANYONE,
    "actions/assistant.explain": ANYONE,
    "actions/choose_mode._show": SHOWN,
    "actions/doctor.answer_doctor": ANYONE,
    "actions/use_case_files.send_use_case": SHOWN,
    "actions/use_case_portfolio.send": SHOWN,
    "actions/use_case_menu.draw_menu": ANYONE,
    "actions/use_case_menu.new_use_case": ANYONE,
    "actions/my_answers.open_my_answers": OWN,
    "actions/my_answers.export": OWN,
    "actions/my_answers.erase": OWN,
    "actions/readiness.answer_questions": OWN,
    "actions/readiness.show_previous_question": OWN,
    "actions/readiness.stop": OWN,
    "actions/readiness.vote_again": OWN,
    "commands/lamplighter._ask": ANYONE,
    "commands/lamplighter._open_questions": OWN,
    "drafts.ask_for_draft": ANYONE,
    "errors._show_present_state": SHOWN,
    "events/app_home_opened.app_home_opened": OWN,
    "events/channel_is_free.channel_is_free": SHOWN,
    "events/message._take": OWN,
    "permissions.decided": "this is the one place",
    "views/answer_question.answer_question": OWN,
    "views/answer_question.vote_again": OWN,
    "views/choose_participants.choose_participants": ANYONE,
    "windows.open_participants": ANYONE,
    "views/absence.save": OWN,
    "windows.quick_use_case": ANYONE,
}


def test_each_transaction_of_a_press_is_asked_for_first() -> None:
    """Through `handlers.permissions`, unless it is one of these, each for its reason."""
    opened = {
        f"{path.relative_to(HANDLERS).with_suffix('')}.{function.name}"
        for path in HANDLERS.rglob("*.py")
        for function in ast.parse(path.read_text()).body
        if isinstance(function, ast.FunctionDef) and _opens(function)
    }

    assert opened == set(ELSEWHERE)


def _opens(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr in OPENS for node in ast.walk(function)
    )
