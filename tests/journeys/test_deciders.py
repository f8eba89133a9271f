"""Who decides: each is asked by direct message; where one has left, the next is asked."""

from dataclasses import replace

import pytest

from bot.apply.configuration import Configuration, apply_configuration
from bot.demo import scenario as stage
from tests.journeys.kinds_of_people import GUEST, OUTSIDER, ROBOT
from tests.journeys.office import BEA, DAN, MIA, MODEL_CHANNEL, OLA, Office, open_office
from tests.journeys.releases import ask_for_release
from tests.journeys.rounds import direct, time_passes

pytestmark = pytest.mark.sqlite_alone
CARD = "Release request: employment v4"
DRIFT = 24


def with_business_owner(office: Office) -> None:
    """Bea is the model's business owner."""
    model = {**stage.CONFIGURATION["models"][0], "business_owner": BEA}
    changed = Configuration.model_validate({**stage.CONFIGURATION, "models": [model]})
    apply_configuration(office.runtime.transactions, changed, stage.DATA)


def test_each_who_may_decide_is_asked_by_direct_message(office: Office) -> None:
    """Ola approves where she is asked; the channel and Mia's message then say so."""
    ask_for_release(office)
    office.until_delivered()
    asked = [user for user in (BEA, DAN, MIA, OLA) if CARD in str(office.sees(direct(user)))]
    office.presses(OLA, direct(OLA), "approve_deployment")

    for place in (MODEL_CHANNEL, direct(MIA), direct(OLA)):
        assert f"Approved by <@{OLA}>" in office.until_seen(place, "*Released.*")
    assert asked == [MIA, OLA]
    assert office.find(direct(MIA), "approve_deployment") is None


def test_an_alert_asks_the_next_where_its_owner_has_left(office: Office) -> None:
    """Ola reads why it is her, in the channel and in two messages to her alone."""
    office.running.administration.deactivate(MIA)

    office.window_comes(DRIFT)

    why = f"<@{MIA}>, who owns the model, isn't an active member of this workspace."
    card = office.until_seen(MODEL_CHANNEL, why)
    assert f"<@{OLA}>, please decide by" in card
    assert f"<@{OLA}>, please decide by" in office.until_seen(direct(OLA), why)
    office.until_seen(direct(OLA), "You're asked to decide instead.")


def test_who_leaves_while_a_release_waits_is_missed_within_a_day(office: Office) -> None:
    """Ola is told once; Mia comes back, and is asked again."""
    ask_for_release(office)
    office.until_delivered()
    office.running.administration.deactivate(MIA)
    time_passes(office, days=1)
    told = office.until_seen(direct(OLA), "You're asked to decide instead.")
    card = office.until_seen(MODEL_CHANNEL, "isn't an active member of this workspace")
    time_passes(office, days=1)
    office.until_delivered()
    office.running.administration.reactivate(MIA)
    time_passes(office, days=1)

    office.until_seen(MODEL_CHANNEL, f"Asked: <@{MIA}>, <@{OLA}>, to ")
    office.until_seen(direct(OLA), "is an active member of this workspace again")
    assert "1 release is waiting for a decision" in told
    assert f"<@{OLA}>, please approve or reject by" in card
    assert f"<@{MIA}> isn't an active" in card
    office.until_delivered()
    assert len([text for text in office.sees(direct(OLA)) if "active member" in text]) == 1


def test_where_nobody_is_left_the_business_owner_is_told(office: Office) -> None:
    """A release waits for nobody in silence, and another one is refused at once."""
    with_business_owner(office)
    ask_for_release(office)
    office.until_delivered()
    for user_id in (MIA, OLA):
        office.running.administration.deactivate(user_id)
    time_passes(office, days=1)

    card = office.until_seen(MODEL_CHANNEL, "Nobody is left to decide this.")
    told = office.until_seen(direct(BEA), "Nobody else can decide about it.")
    assert f"<@{MIA}> and <@{OLA}> aren't active members of this workspace." in card
    assert "lamplighter apply" in told


def test_a_new_decider_is_asked_about_what_is_open(office: Office) -> None:
    """Apply names Bea in Ola's place; Ola's message loses its buttons."""
    ask_for_release(office)
    office.until_delivered()
    model = {**stage.CONFIGURATION["models"][0], "deciders": [MIA, BEA]}
    changed = Configuration.model_validate({**stage.CONFIGURATION, "models": [model]})

    apply_configuration(office.runtime.transactions, changed, stage.DATA)

    office.until_seen(direct(BEA), CARD)
    office.until_seen(direct(OLA), "You can't decide about this model any more.")
    assert office.find(direct(OLA), "approve_deployment") is None
    assert office.find(direct(BEA), "approve_deployment") is not None


def test_a_guest_named_as_decider_is_not_asked(database_url: str) -> None:
    """Nor an outsider or a bot, whoever wrote the file: Ola is, and Mia reads who can't."""
    others = [replace(person) for person in (GUEST, OUTSIDER, ROBOT)]
    with open_office(database_url, is_socket=True, others=others) as office:
        named = [MIA, OLA, *(person.id for person in others)]
        model = {**stage.CONFIGURATION["models"][0], "deciders": named}
        changed = Configuration.model_validate({**stage.CONFIGURATION, "models": [model]})
        apply_configuration(office.runtime.transactions, changed, stage.DATA)
        ask_for_release(office)

        asked = f"<@{MIA}> or <@{OLA}>, please approve or reject by"
        card = office.until_seen(MODEL_CHANNEL, asked)
        office.until_seen(direct(MIA), f"<@{OUTSIDER.id}>, who decides about")

    assert "aren't active members of this workspace." in card
