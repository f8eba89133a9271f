"""A readiness round, from the command to the result that the channel sees."""

from typing import Any

import pytest

from bot.local_slack.state import BOT_USER_ID, Channel
from tests.journeys.office import BEA, COUNCIL, DAN, FIN, MIA, OLA, Office

pytestmark = pytest.mark.sqlite_alone

ANSWERS = {
    BEA: ["yes_", "yes_", "no_", "dont_know", "partly", "yes_", "partly"],
    DAN: ["yes_", "partly", "yes_", "yes_", "partly", "dont_know", "partly"],
    OLA: ["partly", "yes_", "yes_", "dont_know", "dont_know", "dont_know", "yes_"],
}


def start(office: Office, **groups: str | list[str]) -> None:
    """Fin starts a round in the council's channel."""
    office.types(FIN, COUNCIL, "/lamplighter assess")
    office.fills(FIN, **groups)


def error_at(office: Office, block_id: str) -> str:
    """Read what Fin's window says at a field."""
    view = office.view(FIN)
    assert view is not None
    return view.errors[block_id]


def answer_all(office: Office, user_id: str, answers: list[str]) -> None:
    """A person opens the invitation and answers everything."""
    office.presses(user_id, f"D{user_id[1:]}", "answer_questions")
    for value in answers:
        office.fills(user_id, answer=value, evidence="")


@pytest.mark.both_databases
def test_three_groups_answer_and_the_channel_sees_the_result(office: Office) -> None:
    """Fin asks three people; when the last has answered, the channel sees band and conflict."""
    start(office, business=[BEA], data_science=[DAN], operations=[OLA], terms=["single"])

    for user_id, answers in ANSWERS.items():
        answer_all(office, user_id, answers)

    result = office.until_seen(COUNCIL, "Review now")
    assert "7 of 7 signs" in result
    assert "• Teams struggle to get data that is usable and up to date.\n• Your leaders" in result
    assert "Start the full questionnaire" in result
    assert "Business says no, Data science says yes, Operations says yes" in result
    assert "Name a sponsor" in result
    assert "That's everything, thank you." in office.window_text(OLA)
    office.until_seen(f"D{BEA[1:]}", f"/archives/{COUNCIL}/p")
    office.presses(DAN, COUNCIL, "start_next_round")
    assert "'initial_option': {'text': {'text': 'Full questionnaire" in office.window_text(DAN)


def test_a_round_started_in_a_direct_message_asks_where_the_result_goes(office: Office) -> None:
    """Fin has no channel at hand: the window asks for one, and only where Fin may post."""
    secret = Channel("C0SECRET", "secret", members={BEA, BOT_USER_ID}, is_private=True)
    office.running.workspace.world.channels[secret.id] = secret
    office.types(FIN, f"D{FIN[1:]}", "/lamplighter assess")

    office.fills(FIN, business=[BEA])
    asked = error_at(office, "channel")
    office.fills(FIN, business=[BEA], channel=secret.id)
    refused = error_at(office, "channel")
    office.fills(FIN, business=[BEA], channel=COUNCIL)

    assert "Choose the channel" in asked
    assert "You aren't in this channel." in refused
    office.until_seen(COUNCIL, "asked 1 person")


def test_answers_resume_where_they_stopped(office: Office) -> None:
    """Bea closes the window after two answers; the message brings her back to the third."""
    start(office, business=[BEA])
    office.presses(BEA, f"D{BEA[1:]}", "answer_questions")
    office.fills(BEA, answer="yes_", evidence="Two models in a drawer")
    office.fills(BEA, answer="no_", evidence="")
    view = office.view(BEA)
    assert view is not None
    office.running.workspace.close_view(BEA, view.id)

    office.until_seen(f"D{BEA[1:]}", "2 of 7 answered and saved")
    office.presses(BEA, f"D{BEA[1:]}", "answer_questions")

    assert "Question 3 of 7" in office.window_text(BEA)


def test_going_back_shows_the_answer_that_was_given(office: Office) -> None:
    """Back shows the question before with its answer, which can be changed."""
    start(office, business=[BEA])
    office.presses(BEA, f"D{BEA[1:]}", "answer_questions")
    office.fills(BEA, answer="partly", evidence="An old model")
    view = office.view(BEA)
    assert view is not None
    back: dict[str, Any] = view.payload["blocks"][-1]["elements"][0]

    office.running.workspace.press_in_view(BEA, view.id, {**back, "block_id": "back"})

    text = office.window_text(BEA)
    assert "Question 1 of 7" in text
    assert "An old model" in text
    assert "'initial_option': {'text': {'text': 'Partly'" in text


def test_facilitator_closes_early_and_others_may_not(office: Office) -> None:
    """Dan can't close Fin's round; Fin can, and a late answer is told so and changes nothing."""
    start(office, business=[BEA], data_science=[DAN])
    answer_all(office, DAN, ANSWERS[DAN])
    office.presses(BEA, f"D{BEA[1:]}", "answer_questions")

    office.presses(DAN, COUNCIL, "close_round")
    office.presses(FIN, COUNCIL, "close_round")
    office.until_seen(COUNCIL, "Result:")
    office.fills(BEA, answer="yes_", evidence="")

    assert "Only <@U0FIN> can do this" in office.sees_alone(DAN, COUNCIL)[0]
    assert "This round is closed" in office.window_text(BEA)


@pytest.mark.parametrize(
    ("groups", "field", "sentence"),
    [
        pytest.param({}, "business", "at least one person", id="nobody"),
        pytest.param(
            {"business": [BEA], "operations": [BEA]},
            "operations",
            "Bea can't be in Business as well",
            id="two-groups",
        ),
    ],
)
def test_wrong_choice_of_people_is_said_at_the_field(
    office: Office, groups: dict[str, list[str]], field: str, sentence: str
) -> None:
    """A window with nobody, or somebody twice, stays open and says why."""
    start(office, **groups)

    assert sentence in error_at(office, f"group_{field}")


def test_home_shows_what_waits_and_starts_things(office: Office) -> None:
    """Mia opens App Home: the round that waits for her is there, and she can start a use case."""
    start(office, operations=[MIA])

    office.running.workspace.open_home(MIA)
    home = office.until(
        lambda: (
            view
            if (view := office.running.workspace.home(MIA))
            and "Quick questions: machine learning" in str(view.payload)
            else None
        )
    )
    starter = next(
        element
        for block in home.payload["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == "use_case_menu"
    )
    office.running.workspace.press_in_view(MIA, home.id, {**starter, "block_id": "b"})

    office.presses_in_window(MIA, "start_use_case")
    assert "start_use_case" not in str(home.payload)
    assert office.window(MIA) == "Use case, step 1 of 3"


def answer_levels(office: Office, user_id: str, level: str) -> int:
    """A person gives one level to every question that is asked; gives how many there were."""
    office.presses(user_id, f"D{user_id[1:]}", "answer_questions")
    count = 0
    while "Thank you" not in office.window(user_id):
        office.fills(user_id, answer=level, evidence="")
        count += 1
        assert count <= 28
    return count


def test_quick_check_ends_in_a_level_and_a_roadmap(office: Office) -> None:
    """Each group is asked what it can see; the weakest link is the headline."""
    groups = {"business": [BEA], "data_science": [DAN], "operations": [OLA]}
    start(office, mode="quick", terms=["single"], **groups)

    counts = [answer_levels(office, user, level) for user, level in ((BEA, "3"), (DAN, "1"))]
    counts.append(answer_levels(office, OLA, "dont_know"))

    result = office.until_seen(COUNCIL, "Result on machine learning: level")
    assert all(0 < count <= 8 for count in counts)
    assert "*Weakest: " in result
    assert "quickest wins on top" in result
    assert "Where you disagree" in result
    assert "Business says 3, Data science says 1" in result
    assert "no answer is shown with a name" in result


def test_whole_questionnaire_resumes_and_closes_early(office: Office) -> None:
    """Bea skips two topics and comes back to the third; Fin closes: too little is known."""
    start(office, mode="full", business=[BEA], operations=[OLA])
    office.presses(BEA, f"D{BEA[1:]}", "answer_questions")
    for _ in range(2):
        office.fills(BEA, answer="skip", evidence="")
    view = office.view(BEA)
    assert view is not None
    office.running.workspace.close_view(BEA, view.id)

    office.presses(BEA, f"D{BEA[1:]}", "answer_questions")
    assert "Topic 3 of 7" in office.window_text(BEA)
    office.presses(FIN, COUNCIL, "close_round")

    result = office.until_seen(
        COUNCIL, "Result on machine learning: not enough is known for a level"
    )
    assert "Not enough is known: find out" in result
    assert "… and 23 more" in result
