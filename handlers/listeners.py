"""Finds every listener: each module of the five folders has `register(app)`."""

import pkgutil
from importlib import import_module
from re import Pattern

from slack_bolt import App

from handlers import actions, commands, events, shortcuts, views
from handlers.errors import Listener, guard

FOLDERS = (actions, commands, events, shortcuts, views)


class GuardedApp:
    """What `register(app)` gets: each listener is handed to Bolt with its guard."""

    def __init__(self, bolt: App) -> None:
        self.bolt = bolt

    def action(self, action_id: str | Pattern[str], listener: Listener) -> None:
        """Register a listener for a press."""
        self.bolt.action(action_id)(guard(listener))

    def command(self, name: str, listener: Listener) -> None:
        """Register a listener for a slash command."""
        self.bolt.command(name)(guard(listener))

    def event(self, event_type: str | Pattern[str], listener: Listener) -> None:
        """Register a listener for an event."""
        self.bolt.event(event_type)(guard(listener))

    def shortcut(self, callback_id: str, listener: Listener) -> None:
        """Register a listener for a shortcut."""
        self.bolt.shortcut(callback_id)(guard(listener))

    def view(self, callback_id: str | Pattern[str], listener: Listener) -> None:
        """Register a listener for a modal's submission."""
        self.bolt.view(callback_id)(guard(listener))


def register_listeners(app: GuardedApp) -> None:
    """Register every module's listeners, specific ones before the catch-all for old buttons."""
    modules = [
        import_module(f"{folder.__name__}.{module.name}")
        for folder in FOLDERS
        for module in pkgutil.iter_modules(folder.__path__)
    ]
    for module in sorted(modules, key=lambda found: getattr(found, "COMES_LAST", False)):
        module.register(app)
