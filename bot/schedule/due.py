"""One kind of thing that time sets off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.transactions import Transaction


@dataclass(frozen=True)
class Due:
    """One kind of thing that time sets off.

    `find` looks for one, and is falsy when there is none; `take` does one, unless another
    replica did.
    """

    name: str
    find: Callable[[Session, datetime], object]
    take: Callable[[Transaction, datetime], bool]
