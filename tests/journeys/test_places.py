"""A channel that can't be posted to: the message comes somewhere else, and moves home later."""

import pytest

from bot.apply.configuration import Configuration, apply_configuration
from bot.demo import scenario as stage
from bot.queues.moves import refused_places
from tests.journeys.office import COUNCIL, DAN, FIN, MIA, MODEL_CHANNEL, OLA, Office
from tests.journeys.releases import ask_for_release
from tests.journeys.rounds import home

pytestmark = pytest.mark.sqlite_alone
CARD = "Release request: employment v4"


def direct_messages(office: Office, user_id: str) -> list[str]:
    """Read what the bot wrote to a person."""
    return office.sees(direct_channel(office, user_id))


def direct_channel(office: Office, user_id: str) -> str:
    """Find the person's direct messages with the bot."""
    return office.running.workspace.world.open_direct_message(user_id).id


def test_a_release_request_whose_channel_is_archived_reaches_its_owner_and_moves_home(
    office: Office,
) -> None:
    """The owner's card says what it is meant for; once the channel is back, it stands there."""
    administration = office.running.administration
    administration.archive(MODEL_CHANNEL, by=OLA)
    ask_for_release(office)
    told = office.until(
        lambda: next((text for text in direct_messages(office, MIA) if "Meant for" in text), None)
    )
    with office.runtime.database.reading() as session:
        refused = refused_places(session)

    administration.unarchive(MODEL_CHANNEL, by=OLA)
    office.until_seen(MODEL_CHANNEL, CARD)
    office.until_delivered()

    assert f"Meant for <#{MODEL_CHANNEL}>, but that channel is archived" in told
    assert refused == [(MODEL_CHANNEL, "is_archived", 1)]
    assert any(
        f"This message has moved to <#{MODEL_CHANNEL}>" in text
        for text in direct_messages(office, MIA)
    )
    assert "Meant for" not in "".join(office.sees(MODEL_CHANNEL))
    with office.runtime.database.reading() as session:
        assert refused_places(session) == []


def test_apply_with_another_channel_moves_an_open_request(office: Office) -> None:
    """The old message says where the new one is, and there is one of each."""
    ask_for_release(office)
    office.until_seen(MODEL_CHANNEL, CARD)
    model = {**stage.CONFIGURATION["models"][0], "channel": COUNCIL}
    changed = Configuration.model_validate({**stage.CONFIGURATION, "models": [model]})

    apply_configuration(office.runtime.transactions, changed, stage.DATA)

    office.until_seen(COUNCIL, CARD)
    office.until_seen(MODEL_CHANNEL, f"This message has moved to <#{COUNCIL}>")
    office.until_delivered()
    assert not [text for text in office.sees(MODEL_CHANNEL) if CARD in text]
    assert len([text for text in office.sees(COUNCIL) if CARD in text]) == 1


def test_the_fallback_channel_comes_before_people(office: Office) -> None:
    """A model's fallback channel gets what its channel refuses."""
    model = {**stage.CONFIGURATION["models"][0], "fallback_channel": COUNCIL}
    changed = Configuration.model_validate({**stage.CONFIGURATION, "models": [model]})
    apply_configuration(office.runtime.transactions, changed, stage.DATA)
    office.running.administration.archive(MODEL_CHANNEL, by=DAN)

    ask_for_release(office)

    assert f"Meant for <#{MODEL_CHANNEL}>" in office.until_seen(COUNCIL, CARD)


def test_home_and_status_name_the_channel_to_those_it_concerns(office: Office) -> None:
    """Ola decides about the model, and reads why nothing comes there; Fin has no part in it."""
    office.running.administration.archive(MODEL_CHANNEL, by=OLA)
    ask_for_release(office)
    office.until(lambda: any("Meant for" in text for text in direct_messages(office, MIA)))
    office.until_delivered()
    for user_id in (OLA, FIN):
        office.running.workspace.open_home(user_id)
    office.until_delivered()
    words = f"I can't post to <#{MODEL_CHANNEL}>: that channel is archived."

    told = [str(home(office, user_id)) for user_id in (OLA, FIN)]
    answers = [
        office.types(user_id, COUNCIL, "/lamplighter status").body["text"]
        for user_id in (OLA, FIN)
    ]

    assert [words in text for text in (*told, *answers)] == [True, False, True, False]
    assert "1 message meant for it is elsewhere." in answers[0]
