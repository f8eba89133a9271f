"""Finds every listener: each module of the five folders has `register(app)`."""

import pkgutil
from importlib import import_module

from handlers import actions, commands, events, options, views
from handlers.guarded_app import GuardedApp

FOLDERS = (actions, commands, events, options, views)


def register_listeners(app: GuardedApp) -> None:
    """Register every module's listeners, specific ones before those that take any event."""
    modules = [
        import_module(f"{folder.__name__}.{module.name}")
        for folder in FOLDERS
        for module in pkgutil.iter_modules(folder.__path__)
    ]
    for module in sorted(modules, key=lambda found: getattr(found, "COMES_LAST", False)):
        module.register(app)
