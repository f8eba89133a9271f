"""What `register(app)` gets: each listener is wrapped in its guard."""

import re
from collections.abc import Callable
from functools import partial
from re import Pattern

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from handlers.dependencies import Dependencies
from handlers.errors import Guarded, Listener, guard

ANY = re.compile(".*")


class GuardedApp:
    """What `register(app)` gets: each listener is handed on with its guard.

    Bolt asks one listener after the other whether a request is for it. Presses and windows are
    many, and people wait for them: Bolt gets one listener for each kind, which looks them up.
    """

    def __init__(self, bolt: App, dependencies_for: Callable[[Args], Dependencies]) -> None:
        self.bolt = bolt
        self._guard = partial(guard, dependencies_for=dependencies_for)
        self._actions: dict[str, Guarded] = {}
        self._views: dict[str, Guarded] = {}
        bolt.view(ANY)(self._take_view)
        bolt.action(ANY)(self._act)

    def action(self, action_id: str, listener: Listener) -> None:
        """Register a listener for a press."""
        self._actions[action_id] = self._guard(listener)

    def command(self, name: str, listener: Listener) -> None:
        """Register a listener for a slash command."""
        self.bolt.command(name)(self._guard(listener))

    def event(self, event_type: str | Pattern[str], listener: Listener) -> None:
        """Register a listener for an event."""
        self.bolt.event(event_type)(self._guard(listener))

    def shortcut(self, callback_id: str, listener: Listener) -> None:
        """Register a listener for a shortcut."""
        self.bolt.shortcut(callback_id)(self._guard(listener))

    def options(self, action_id: str, listener: Listener) -> None:
        """Register a listener for what a menu offers as a person types."""
        self.bolt.options(action_id)(self._guard(listener))

    def view(self, callback_id: str, listener: Listener) -> None:
        """Register a listener for a modal's submission."""
        self._views[callback_id] = self._guard(listener)

    def unknown(self, listener: Listener) -> None:
        """Register the listener for presses and modals that nobody else takes."""
        self._unknown = self._guard(listener)

    def _act(self, args: Args) -> None:
        self._actions.get(str(args.payload.get("action_id")), self._unknown)(args)

    def _take_view(self, args: Args) -> None:
        self._views.get(str(args.payload.get("callback_id")), self._unknown)(args)
