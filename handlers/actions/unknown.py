"""The catch-all: a button that this version doesn't know gets an answer, never silence."""

import re

from handlers.errors import NotDoneError
from handlers.listeners import GuardedApp
from handlers.payload import OLD_BUTTON

COMES_LAST = True


def answer_unknown() -> None:
    """Say that the button is from an older version."""
    raise NotDoneError(OLD_BUTTON)


def register(app: GuardedApp) -> None:
    """Register behind every other listener."""
    app.action(re.compile(".*"), answer_unknown)
    app.view(re.compile(".*"), answer_unknown)
