"""When people are asked to come back to a use case, and when they are asked again: pure dates."""

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count

from assessments.use_cases.contract.content import RiskClass, Rules

MONTHS_A_YEAR = 12
REMIND, ASK_NEXT = 1, 2
AFTER: Sequence[timedelta] = tuple(timedelta(days=days) for days in (3, 7, 14, 21, 28, 35))
"""A reminder, the next person, then both weekly, four times."""
_EVERY = re.compile(r"([1-9]\d{0,2})m")


def add_months(day: date, months: int) -> date:
    """Return the same day some months later; where that month has no such day, its last."""
    years, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))


def months_between(rules: Rules, risk_class: RiskClass | None) -> int:
    """Return after how many months a use case is looked at again; 0 for never.

    While the risk questions aren't all answered, the lowest class counts.
    """
    demands = rules.risk.classes.get(risk_class or RiskClass.MINIMAL)
    found = _EVERY.fullmatch(demands.review_every) if demands else None
    return int(found[1]) if found else 0


def attestation_day(base: date, months: int, today: date) -> date:
    """Return the newest day up to today on which an attestation was due, else the first ahead.

    After a long stop it is asked for once, rather than for each time that was missed.

    Args:
        base: When the version came into force, or was attested last.
        months: After how many it is due.
        today: The day.
    """
    due = add_months(base, months)
    for times in count(2):
        later = add_months(base, months * times)
        if later > today:
            return due
        due = later
    return due
