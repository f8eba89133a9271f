"""Eight kinds of people press and send off everything: who may not changes nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from handlers.commands.lamplighter import WORDS
from handlers.members import WHY_NOT, Standing
from handlers.wording.sentences import plain_sentence
from tests.handlers.controls import controls
from tests.journeys import kinds_of_people as kinds
from tests.journeys.office import DAN, MIA, MODEL_CHANNEL, OLA, Office, open_office
from tests.journeys.one_of_each import (
    OneOfEach,
    one_of_each,
    queue_lengths_are_zero,
    refusals,
    state,
)
from tests.journeys.test_release import champion

pytestmark = pytest.mark.sqlite_alone
NOT_MEMBERS = {
    kinds.GUEST.id: Standing.GUEST,
    kinds.SINGLE_CHANNEL_GUEST.id: Standing.SINGLE_CHANNEL_GUEST,
    kinds.OUTSIDER.id: Standing.OUTSIDER,
    kinds.ROBOT.id: Standing.BOT,
    kinds.DEACTIVATED.id: Standing.DEACTIVATED,
}
"""Each of them is a decider by the database, and asked in the round."""
CONTROLS = controls()
WRITING_WORDS = WORDS.keys() - {"status", "help"}
ANYONE_MAY = {
    "acknowledge_alert",
    "answer_didnt_help",
    "answer_helped",
    "choose_participants",
    "draft_use_case",
    "explain_alert",
    "export_my_answers",
    "go_away",
    "send_portfolio",
    "start_assessment",
    "start_use_case",
}


@pytest.fixture
def things(database_url: str) -> Iterator[OneOfEach]:
    """An office where all kinds of people are, and one of each thing to press on."""
    others = [replace(person) for person in kinds.MAY_NOT_DECIDE]
    with open_office(database_url, others=others) as office:
        yield one_of_each(office, list(NOT_MEMBERS))


def told(office: Office, user_id: str) -> list[str]:
    """Read what a person was told, in the channel or directly."""
    return [*office.sees_alone(user_id, MODEL_CHANNEL), *office.sees(f"D{user_id[1:]}")]


def test_who_is_not_a_full_member_changes_nothing(things: OneOfEach) -> None:
    """Each press, window and command of theirs is refused, said and recorded."""
    office, before = things.office, state(things.office)
    said = Counter[str]()
    for user_id, standing in NOT_MEMBERS.items():
        why = plain_sentence(WHY_NOT[standing])
        for control in CONTROLS:
            answer = things.use(control, user_id)
            assert answer.is_ok
            said[user_id] += why in str(answer.body)
        for word in WRITING_WORDS:
            office.types(user_id, MODEL_CHANNEL, f"/lamplighter {word} x")
        said[user_id] += sum(why in text for text in told(office, user_id))

    tries = len(CONTROLS) + len(WRITING_WORDS)
    assert state(office) == before
    assert said == dict.fromkeys(NOT_MEMBERS, tries)
    assert Counter((user, why) for user, _, why in refusals(office)) == {
        (user_id, WHY_NOT[standing].code): tries for user_id, standing in NOT_MEMBERS.items()
    }


def test_a_colleague_changes_what_anyone_may(things: OneOfEach) -> None:
    """All else is for the model's deciders, the round's leader and its people."""
    office, changed, before = things.office, set(), state(things.office)
    for control in CONTROLS:
        assert things.use(control, kinds.COLLEAGUE.id).is_ok
        office.until(lambda: queue_lengths_are_zero(office))
        after = state(office)
        if after != before:
            changed.add(control.name)
        before = after

    assert changed == ANYONE_MAY


def test_owner_and_decider_decide_by_the_same_buttons(things: OneOfEach) -> None:
    """Mia owns the model, Ola decides too."""
    office = things.office
    named = {control.name: control for control in CONTROLS}

    things.use(named["keep_model_reason"], OLA)
    things.use(named["approve_deployment"], MIA)

    office.until(lambda: champion(office) == "v4", what="the release")
    office.until_seen(MODEL_CHANNEL, f"*Kept* by <@{OLA}>")
    assert refusals(office) == []


def test_a_stand_in_decides_as_who_is_away_would(things: OneOfEach) -> None:
    """Mia is away and Cora stands in: the record says so. Dan, who built it, decides nothing."""
    office = things.office
    named = {control.name: control for control in CONTROLS}
    cora = kinds.COLLEAGUE.id
    office.types(MIA, MODEL_CHANNEL, f"/lamplighter away for 2 weeks <@{cora}>")
    office.types(OLA, MODEL_CHANNEL, f"/lamplighter away for 2 weeks <@{DAN}>")

    things.use(named["approve_deployment"], DAN)
    things.use(named["keep_model_reason"], cora)
    things.use(named["approve_deployment"], cora)

    office.until(lambda: champion(office) == "v4", what="the release")
    office.until_seen(MODEL_CHANNEL, f"*Kept* by <@{cora}> for <@{MIA}>")
    office.until_seen(MODEL_CHANNEL, f"Approved by <@{cora}> for <@{MIA}>")
    assert [who for who, _, _ in refusals(office)] == [DAN]
