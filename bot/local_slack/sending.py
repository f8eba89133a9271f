"""Sends the app what happened, as Slack does, and writes down what was sent and answered."""

import time
from dataclasses import dataclass, field
from typing import Any

from bot.local_slack.faults import Faults
from bot.local_slack.installation import Installation
from bot.local_slack.outbound import Ack, Outbound, Shape
from bot.local_slack.payloads import event_payload
from bot.local_slack.state import World

EVENT_TRIES = 3
NOT_REACHED = "Slack couldn't reach Lamplighter. Please try again."


@dataclass(frozen=True)
class Delivery:
    """One payload that was sent, its ack, and how many seconds that took."""

    shape: Shape
    payload: dict[str, Any]
    ack: Ack
    seconds: float


@dataclass
class Sender:
    """The way to the app, with the faults that meet what is sent."""

    world: World
    outbound: Outbound
    faults: Faults
    installation: Installation
    deliveries: list[Delivery] = field(default_factory=list)

    def interact(self, shape: Shape, user_id: str, payload: dict[str, Any]) -> Ack:
        """Send a command, press or window; the person is told when the app doesn't answer."""
        time.sleep(self.faults.delay_seconds)
        ack = self._send(shape, payload)
        if self.faults.duplicate_deliveries:
            self._send(shape, payload)
        if not ack.is_ok:
            self.world.notice(user_id, NOT_REACHED)
        return ack

    def tell(self, event: dict[str, Any]) -> Ack:
        """Send an event, three times at most; one that the app didn't subscribe to isn't sent."""
        if not self.installation.is_told(event):
            return Ack(is_ok=True)
        with self.world.changed:
            payload = event_payload(self.world, event)
        time.sleep(self.faults.delay_seconds)
        ack = self.tell_again(payload)
        if self.faults.duplicate_deliveries:
            self._send(Shape.EVENT, payload, retry=1)
        return ack

    def tell_again(self, payload: dict[str, Any]) -> Ack:
        """Send an event's payload, with the `event_id` that it has."""
        ack = Ack(is_ok=False)
        for attempt in range(EVENT_TRIES):
            ack = self._send(Shape.EVENT, payload, retry=attempt)
            if ack.is_ok:
                break
        return ack

    def _send(self, shape: Shape, payload: dict[str, Any], retry: int = 0) -> Ack:
        begun = time.monotonic()
        ack = self.outbound.send(shape, payload, retry=retry)
        self.deliveries.append(Delivery(shape, payload, ack, time.monotonic() - begun))
        return ack
