"""`/lamplighter`: one command, and a table of the words that can follow it."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from assessments.answers.interview import open_interview
from assessments.rounds.cards import open_invitations
from ground.characters import without_hidden
from handlers.actions.absence import away, come_home
from handlers.actions.my_answers import open_my_answers
from handlers.actions.use_case_menu import draw_menu, new_use_case
from handlers.actions.use_case_portfolio import open_all
from handlers.blocks.replies import HELP
from handlers.blocks.rounds.interview import question_window
from handlers.blocks.text import cut, escape
from handlers.blocks.use_cases.drafting import idea_text_window
from handlers.dependencies import Dependencies
from handlers.drafts import ask_for_draft
from handlers.guarded_app import GuardedApp
from handlers.job_kinds import JobKind
from handlers.surfaces.home import standing_text
from handlers.windows import Asker, open_participants, open_view
from handlers.wording.assistant import ASK_WHAT, THINKING
from handlers.wording.drafting import READING

LONGEST_QUESTION, LONGEST_NAME = 5_000, 60


def lamplighter(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Run the word after the command; answer an unknown one with help."""
    word, _, rest = str(body.get("text") or "").strip().partition(" ")
    if not word and _open_questions(body, client, deps):
        ack()
        return
    WORDS.get(word.lower(), _help)(ack, {**body, "rest": rest.strip()}, client, deps)


def register(app: GuardedApp) -> None:
    """Register the command."""
    app.command("/lamplighter", lamplighter)


def _assess(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    open_participants(client, deps, body["trigger_id"], _asker(body))
    ack()


def _asker(body: dict[str, Any]) -> Asker:
    """Return who typed the command, and where; a direct message counts as that with the bot."""
    name = str(body.get("channel_name") or "")
    is_direct = body["channel_id"].startswith("D") or name.startswith(("directmessage", "mpdm-"))
    return Asker(body["user_id"], body["user_id"] if is_direct else body["channel_id"])


def _resume(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    if _open_questions(body, client, deps):
        ack()
        return
    ack(text="No questions are waiting for you.", response_type="ephemeral")


def _use_case(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the window for use cases; `new` begins one, `all` lists them, other words find one."""
    if body["rest"].lower() == "all":
        open_all(ack, body, client, deps)
        return
    asker = _asker(body)
    words = cut(without_hidden(body["rest"]), LONGEST_NAME)
    if words.lower() == "new":
        view = new_use_case(deps, asker)
    else:
        view = draw_menu(deps, asker, "" if words.lower() in {"", "mine"} else words)
    open_view(client, body["trigger_id"], view)
    ack()


def _status(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    del client
    with deps.reading() as session:
        where = (body["user_id"], body["channel_id"])
        text = standing_text(session, *where, deps.now(), deps.refused_places(session))
    ack(text=text, response_type="ephemeral")


def _ask(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    del client
    question = cut(body["rest"], LONGEST_QUESTION)
    if not question:
        ack(text=ASK_WHAT, response_type="ephemeral")
        return
    with deps.unit_of_work() as work:
        work.enqueue(
            JobKind.ANSWER_QUESTION,
            key=body["trigger_id"],
            payload={
                "question": question,
                "user_id": body["user_id"],
                "channel_id": body["channel_id"],
                "place": f"command:{body['trigger_id']}",
                "response_url": body.get("response_url"),
            },
        )
    ack(text=THINKING, response_type="ephemeral")


def _draft(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Have an idea read as a use case; without one, open a window to describe it."""
    asker = _asker(body)
    text = cut(without_hidden(body["rest"]), LONGEST_QUESTION)
    if not text:
        open_view(client, body["trigger_id"], idea_text_window(asker.channel_id))
        ack()
        return
    ask_for_draft(deps, asker, text, body["trigger_id"])
    ack(text=READING, response_type="ephemeral")


def _help(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    del client, deps
    word = str(body.get("text") or "").strip()
    unknown = f"I don't know “{escape(cut(word, 100))}”.\n\n" if word and word != "help" else ""
    ack(text=unknown + HELP, response_type="ephemeral")


def _open_questions(body: dict[str, Any], client: WebClient, deps: Dependencies) -> bool:
    """Open the oldest round waiting for the person, where they left off; False without one."""
    with deps.unit_of_work() as work:
        waiting = open_invitations(work.session, body["user_id"])
        if not waiting:
            return False
        round_id = waiting[0].terms.assessment_id
        interview = open_interview(work.session, round_id, body["user_id"])
        view = question_window(interview.first_open() or interview.at(1))
    open_view(client, body["trigger_id"], view)
    return True


WORDS: Mapping[str, Callable[[Ack, dict[str, Any], WebClient, Dependencies], None]] = {
    "assess": _assess,
    "resume": _resume,
    "my-answers": open_my_answers,
    "usecase": _use_case,
    "status": _status,
    "away": away,
    "back": come_home,
    "ask": _ask,
    "draft": _draft,
    "help": _help,
}
