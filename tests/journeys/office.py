"""An office for journeys: a workspace with people, the real bot beside it, and what they do."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr
from sqlmodel import select

from bot.apply.configuration import Configuration, apply_configuration
from bot.demo import scenario as stage
from bot.listening import listen
from bot.local_slack.faults import Faults
from bot.local_slack.outbound import Ack
from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local_slack.sight import Sight, seen_by, text_of
from bot.local_slack.state import Channel, Message, Person, View
from bot.runtime import Runtime, create_runtime
from bot.server import serving
from bot.settings import Settings
from monitors.tables import Monitor
from tests.patience import PATIENCE_SECONDS, UNDONE, count, until, waiting_surfaces

T = TypeVar("T")
COUNCIL, MODEL_CHANNEL = stage.COUNCIL, stage.MODEL_CHANNEL
BEA, DAN, OLA, MIA, FIN = stage.BEA, stage.DAN, stage.OLA, stage.MIA, stage.FIN
SENT_AS = {
    "multi_users_select": ("selected_users", "initial_users"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
}


MORE = "show_more_options"
FOLDED = ("scope", "goal", "terms", "lists_")
"""What the window that starts a round folds away."""


@dataclass
class Office:
    """People at work; each method is something that one of them does or sees."""

    running: RunningWorkspace
    runtime: Runtime
    clock: stage.DemoClock
    address: str

    def types(self, user_id: str, channel_id: str, text: str) -> Ack:
        """Type a slash command."""
        command, _, rest = text.partition(" ")
        return _taken(self.running.workspace.run_command(user_id, channel_id, command, rest))

    def presses(self, user_id: str, channel_id: str, action_id: str) -> Ack:
        """Press the newest button of its kind in a channel, once all that is due is shown."""
        self.until_delivered()
        message, action = self.until(lambda: self.find(channel_id, action_id))
        return _taken(self.running.workspace.press(user_id, channel_id, message.ts, action))

    def fills(self, user_id: str, **typed: str | list[str]) -> Ack:
        """Fill in the window on top and send it off; a list chooses people or ticks options.

        What is not filled in is sent as the window shows it.
        """
        view = self.unfolds(user_id, typed)
        values = _values(view, typed)
        return _taken(self.running.workspace.submit_view(user_id, view.id, values))

    def unfolds(self, user_id: str, wanted: Collection[str] = FOLDED) -> View:
        """Return the window on top, with all its options where one of those is folded away."""
        view = self.view(user_id)
        assert view is not None, f"{user_id} has no window open: {self.sees_alone(user_id)}"
        more = next((found for found in actions_of(view) if found["action_id"] == MORE), None)
        if more is None or not any(name.startswith(FOLDED) for name in wanted):
            return view
        values = _values(view, {})
        action = {**more, "block_id": "more"}
        _taken(self.running.workspace.press_in_view(user_id, view.id, action, values))
        opened = self.view(user_id)
        assert opened is not None
        return opened

    def chooses(self, user_id: str, block_id: str, **typed: str | list[str]) -> Ack:
        """Choose in an input that tells the bot at once; the rest is filled in by then."""
        view = self.unfolds(user_id, typed)
        values = _values(view, typed)
        ((action_id, chosen),) = values[block_id].items()
        action = {"action_id": action_id, "block_id": block_id, **chosen}
        workspace = self.running.workspace
        return _taken(workspace.press_in_view(user_id, view.id, action, values))

    def presses_in_window(self, user_id: str, action_id: str, value: str = "") -> Ack:
        """Press a button, or choose in a menu, of the window on top; the first of its kind."""
        view = self.view(user_id)
        assert view is not None, f"{user_id} has no window open: {self.sees_alone(user_id)}"
        named = [one for one in actions_of(view) if one["action_id"] == action_id]
        found = [one for one in named if value in {"", one.get("value")} or _has(one, value)]
        assert found, f"{action_id} {value} isn't in {self.window(user_id)}"
        option = {"selected_option": {"value": value}} if "options" in found[0] else {}
        action = {"block_id": "b", **found[0], **option}
        workspace = self.running.workspace
        return _taken(workspace.press_in_view(user_id, view.id, action, _values(view, {})))

    def view(self, user_id: str) -> View | None:
        """Look at the window on top, once all that is said about presses is said."""
        self.until(lambda: self.runtime.lanes.are_quiet() or None, what="all to be said")
        return self.running.workspace.open_view(user_id)

    def window(self, user_id: str) -> str:
        """Read the title of the window on top, once all is open; empty when none is."""
        view = self.view(user_id)
        return view.payload["title"]["text"] if view else ""

    def window_text(self, user_id: str) -> str:
        """Read everything that the window on top says."""
        view = self.view(user_id)
        return str(view.payload["blocks"]) if view else ""

    def sees(self, channel_id: str) -> list[str]:
        """Read the messages of a channel, each as all its text."""
        return [text_of(message) for message in self.running.workspace.messages(channel_id)]

    def sees_alone(self, user_id: str, channel_id: str = MODEL_CHANNEL) -> list[str]:
        """Read what a channel shows to one person alone, once all is said."""
        self.until(lambda: self.runtime.lanes.are_quiet() or None, what="all to be said")
        messages = self.running.workspace.messages(channel_id, user_id)
        return [message.text for message in messages if message.visible_to == user_id]

    def sees_everywhere(self, user_id: str) -> Sight:
        """Gather all that one person sees: messages by channel, windows, Home, notices."""
        return seen_by(self.running.workspace.world, user_id)

    def until_seen(self, channel_id: str, words: str) -> str:
        """Wait until a channel shows some words."""
        return self.until(
            lambda: next((text for text in self.sees(channel_id) if words in text), None),
            what=f"{words!r} in {channel_id}",
        )

    def until_delivered(self) -> None:
        """Wait until everything is shown, and that is written down."""
        self.until(lambda: waiting_surfaces(self.runtime.database) == 0, what="delivery")

    def until(self, look: Callable[[], T | None], what: str = "what was expected") -> T:
        """Wait until a look gives something."""
        return until(look, what)

    def writes_use_case(self, accuracy: str = "80 %", psi: str = "0.25") -> None:
        """Bea writes the employment model's use case, in three windows."""
        self.begins_quickly(BEA)
        self.fills(
            BEA,
            title="Employment check",
            summary="Advisers see who is likely out of work",
            business_driver="Reach 20 percent more people",
        )
        self.fills(
            BEA,
            name="People advised a month",
            unit="people",
            baseline="1 200",
            target="1450",
            target_date="2031-12-31",
        )
        self.fills(BEA, model_name=stage.MODEL, accuracy=accuracy, psi=psi)

    def begins_quickly(self, user_id: str) -> None:
        """Begin a use case the quick way: three windows, for the pass marks of a model."""
        self.types(user_id, MODEL_CHANNEL, "/lamplighter usecase")
        self.presses_in_window(user_id, "start_use_case")

    def window_comes(self, number: int) -> None:
        """Let the week come whose rows are window `number`, 0 for the first of 2016."""
        with self.runtime.transactions.begin() as work:
            monitor = work.session.exec(select(Monitor)).one()
            monitor.windows_seen = number
            due_at = monitor.next_firing_at
        assert due_at is not None
        self.clock.put_forward(due_at - self.clock() + timedelta(minutes=1))
        self.runtime.wake()
        self.until(lambda: self._runs(number), what=f"window {number} to be measured")

    def _runs(self, number: int) -> int:
        runs = f"SELECT count(*) FROM monitorrun WHERE window_number = {number:d}"  # noqa: S608 - a number
        return count(self.runtime.database, f"{runs} AND ({UNDONE}) = 0")

    def find(self, channel_id: str, action_id: str) -> tuple[Message, dict[str, Any]] | None:
        """Look for the newest button of a kind."""
        for message in reversed(self.running.workspace.messages(channel_id)):
            for block in message.blocks:
                for element in block.get("elements", []):
                    if element.get("action_id") == action_id:
                        return message, {**element, "block_id": block["block_id"]}
        return None


@contextmanager
def open_office(
    database_url: str,
    *,
    is_socket: bool = False,
    faults: Faults | None = None,
    questionnaires: Path | None = None,
    others: Sequence[Person] = (),
) -> Iterator[Office]:
    """Open an office on a migrated database, with the demo's people, model and monitor.

    The others are in the same channels.
    """
    clock = stage.DemoClock(lambda: datetime.now(UTC))
    listening = listen("127.0.0.1", 0)
    events_url = f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"
    setup = WorkspaceSetup(
        tuple(replace(person) for person in (*stage.PEOPLE, *others)),
        _joined(stage.channels(), others),
        clock,
        events_url=None if is_socket else events_url,
        has_rate_limits=False,
        patience_seconds=PATIENCE_SECONDS,  # three seconds are a matter of the bench
        faults=faults or Faults(),
    )
    with run_workspace(setup) as running:
        settings = Settings(
            _env_file=None,
            slack_bot_token=SecretStr(setup.bot_token),
            slack_app_token=SecretStr(setup.app_token) if is_socket else None,
            slack_signing_secret=None if is_socket else SecretStr(setup.signing_secret),
            slack_api_url=running.api_url,
            database_url=database_url,
            lamplighter_questionnaires=questionnaires,
        )
        runtime = create_runtime(settings, clock=clock)
        configuration = Configuration.model_validate(stage.CONFIGURATION)
        apply_configuration(runtime.transactions, configuration, stage.DATA)
        with serving(runtime, listening) as address:
            yield Office(running, runtime, clock, address)


def _joined(channels: Sequence[Channel], others: Sequence[Person]) -> Sequence[Channel]:
    for channel in channels:
        channel.members |= {person.id for person in others}
    return channels


def _taken(ack: Ack) -> Ack:
    assert ack.is_ok, f"Not acked: {ack}"
    return ack


def actions_of(view: View) -> list[dict[str, Any]]:
    """List the buttons and menus of a window."""
    return [
        element
        for block in view.payload["blocks"]
        for element in [*block.get("elements", []), block.get("accessory", {})]
        if element.get("action_id")
    ]


def _values(view: View, typed: Mapping[str, str | list[str]]) -> dict[str, dict[str, Any]]:
    """Return what stands in a window's inputs once something was typed."""
    values: dict[str, dict[str, Any]] = dict(view.typed)
    for block in view.payload["blocks"]:
        if block["type"] == "input":
            name, element = block["block_id"], block["element"]
            short = re.sub(r"_[A-Z]+(-?\d+)$|:\d+$", "", name).removeprefix("group_")
            if name in view.typed and not {name, short} & typed.keys():
                continue
            filled = _filled(element, typed.get(name, typed.get(short)))
            values[name] = {element["action_id"]: filled}
    return values


def _has(element: Mapping[str, Any], value: str) -> bool:
    return any(option["value"] == value for option in element.get("options", ()))


def _filled(element: Mapping[str, Any], value: str | list[str] | None) -> dict[str, Any]:
    kind = element["type"]
    name, initial = SENT_AS.get(kind, ("value", "initial_value"))
    if value is None:
        return {"type": kind, name: element.get(initial)}
    sent: Any = value
    if name == "selected_option":
        sent = {"value": value} if value else None
    if name == "selected_options":
        sent = [{"value": found} for found in value]
    return {"type": kind, name: sent}
