"""What the language model may cost: calls, tokens and money, for each person and day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from assistant.tables import ProviderCall

MILLION = 1_000_000
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Budget:
    """The ceilings.

    Attributes:
        calls: For each person and day.
        tokens: For each person and day, sent and received.
        cost: For each person and day, in the price's currency; 0 for none.
        price_per_million: Of a million tokens; 0 where it isn't known.
        calls_a_minute: For everybody together.
    """

    calls: int = 50
    tokens: int = 200_000
    cost: float = 0.0
    price_per_million: float = 0.0
    calls_a_minute: int = 30

    def is_left(self, session: Session, user_id: str, now: datetime) -> bool:
        """Return whether a person may ask the model now."""
        lately = _count(session, col(ProviderCall.called_at) > now - MINUTE)[0]
        is_own = (col(ProviderCall.user_id) == user_id) & (col(ProviderCall.called_at) > now - DAY)
        calls, tokens = _count(session, is_own)
        cost = tokens * self.price_per_million / MILLION
        return (
            lately < self.calls_a_minute
            and calls < self.calls
            and tokens < self.tokens
            and (not self.cost or cost < self.cost)
        )


def _count(session: Session, condition: object) -> tuple[int, int]:
    query = select(func.count(), func.coalesce(func.sum(col(ProviderCall.tokens)), 0))
    calls, tokens = session.exec(query.where(condition)).one()  # type: ignore[arg-type] # a condition
    return int(calls), int(tokens)
