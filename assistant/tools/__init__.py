"""What the assistant can look up: each module here has `TOOLS`, read-only all of them."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from assistant.desk import Tool


@cache
def all_tools() -> Mapping[str, Tool]:
    """Collect the `TOOLS` of every module of this package, by name."""
    return {
        tool.name: tool
        for module in pkgutil.iter_modules(__path__)
        for tool in getattr(import_module(f"{__name__}.{module.name}"), "TOOLS", ())
    }
