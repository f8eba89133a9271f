"""The Web API's methods: each module adds its own to METHODS."""

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

from bot.local_slack.state import World

Method = Callable[[World, dict[str, Any]], dict[str, Any]]

METHODS: dict[str, Method] = {
    name: method
    for module in pkgutil.iter_modules(__path__)
    for name, method in import_module(f"{__name__}.{module.name}").METHODS.items()
}
