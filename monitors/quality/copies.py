"""How often rows, or ids, repeat within a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, lgamma

from monitors.profile.engine import Tables
from monitors.profile.sql import quoted, select


@dataclass(frozen=True)
class Copies:
    """Repeats in a table: `distinct[j]` rows occur `j` times, all in all."""

    distinct: Mapping[int, int]

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(times * count for times, count in self.distinct.items())

    def expected(self, rows: int) -> float:
        """Return how many rows copy another one, among so many rows drawn from these.

        The first of equal rows is no copy. Rarefaction: E(distinct) is the sum of
        1 - C(N - j, n) / C(N, n) over the distinct rows (Hurlbert 1971, Ecology 52, p. 577).

        Args:
            rows: 0 to all rows; of all of them it is the count itself.
        """
        found = sum(
            count * (1 - self._none_drawn(times, rows)) for times, count in self.distinct.items()
        )
        return max(rows - found, 0.0)

    def _none_drawn(self, times: int, rows: int) -> float:
        """Return the probability that none of a row's copies is drawn."""
        left = self.rows - times
        if left < rows:
            return 0.0
        ways = lgamma(left + 1) - lgamma(left - rows + 1)
        all_ways = lgamma(self.rows + 1) - lgamma(self.rows - rows + 1)
        return exp(ways - all_ways)


def count_copies(
    tables: Tables, relation: str, columns: Sequence[str], *, has_missing: bool
) -> Copies:
    """Count how often the values of some columns repeat together.

    The engine groups by the columns themselves: it holds each distinct row once, and DuckDB puts
    on disk what exceeds its memory limit. The answer has a row for each number of repeats.

    Args:
        tables: Where the rows are.
        relation: Which table.
        columns: Names, at least one.
        has_missing: Whether rows that lack all of these values count; two such rows are alike.

    Raises:
        MeasurementError: The engine refused it.
    """
    names = ", ".join(map(quoted, columns))
    present = " OR ".join(f"{quoted(name)} IS NOT NULL" for name in columns)
    where = "" if has_missing else f"WHERE {present} "
    repeated = select("COUNT(*) AS times", relation, f"{where}GROUP BY {names}")
    answer = tables.query(select("times, COUNT(*)", f"({repeated}) AS repeated", "GROUP BY times"))
    return Copies({int(times): int(count) for times, count in answer})
