"""Length and vocabulary of a text column in both tables."""

import math
from dataclasses import dataclass

from monitors.statistics.special import ndtr
from monitors.statistics.unseen import Whole, unseen_p_value

LENGTH_EFFECT = 0.5
UNKNOWN_RISE = 0.05
FEWEST_TEXTS = 200


@dataclass(frozen=True)
class TextCounts:
    """A text column as sums: lengths in words, and words by whether the reference knows them.

    Attributes:
        texts_reference: Texts that are present in the reference.
        texts_current: Texts that are present now.
        words_reference: Mean number of words of a text.
        words_current: The same now.
        deviation_reference: Standard deviation of the number of words.
        deviation_current: The same now.
        known_once: Words that occur once in the reference.
        all_reference: Words in all texts of the reference.
        unknown_current: Words in current texts that the reference never used.
        all_current: Words in all current texts.
        occurrences: How often words occur in both tables together, each figure once.
        words: How many different words occur so often.
    """

    texts_reference: int
    texts_current: int
    words_reference: float
    words_current: float
    deviation_reference: float
    deviation_current: float
    known_once: int
    all_reference: int
    unknown_current: int
    all_current: int
    occurrences: Whole
    words: Whole


@dataclass(frozen=True)
class TextCheck:
    """What was found about a text column.

    Attributes:
        column: Its name.
        length_effect: Change of the mean length, in standard deviations of the reference.
        length_p_value: Probability of such a change by chance, 0 to 1.
        unknown_share: Share of current words that the reference never used, 0 to 1.
        expected_unknown_share: The share that is usual, 0 to 1.
        unknown_p_value: Probability of so many by chance, 0 to 1.
        is_enough: Whether there are enough texts in both tables.
    """

    column: str
    length_effect: float
    length_p_value: float
    unknown_share: float
    expected_unknown_share: float
    unknown_p_value: float
    is_enough: bool

    def problems(self, error_rate: float) -> list[str]:
        """List in words what is beyond chance and large enough to look at.

        Args:
            error_rate: How often chance may bring either of them, 0 to 1.
        """
        if not self.is_enough:
            return []
        each = error_rate / 2
        found = []
        if self.length_p_value < each and abs(self.length_effect) > LENGTH_EFFECT:
            found.append("texts are longer" if self.length_effect > 0 else "texts are shorter")
        rise = self.unknown_share - self.expected_unknown_share
        if self.unknown_p_value < each and rise > UNKNOWN_RISE:
            found.append(
                f"{self.unknown_share:.0%} of words were never used before; "
                f"{self.expected_unknown_share:.0%} is usual"
            )
        return found


def check_text(column: str, counts: TextCounts) -> TextCheck:
    """Compare lengths by Welch's test and new words with what the reference leads to expect.

    The share of words never met before is about that of words met once (Good 1953, Biometrika 40,
    p. 237); whether more of them are chance is asked as of categories. Welch 1947, Biometrika 34,
    p. 28, normal since texts are many.
    """
    change = counts.words_current - counts.words_reference
    error = math.sqrt(
        counts.deviation_reference**2 / max(counts.texts_reference, 1)
        + counts.deviation_current**2 / max(counts.texts_current, 1)
    )
    spread = counts.deviation_reference or counts.deviation_current
    return TextCheck(
        column,
        length_effect=change / spread if spread else float(change != 0),
        length_p_value=float(2 * ndtr(-abs(change) / error)) if error else float(change == 0),
        unknown_share=counts.unknown_current / max(counts.all_current, 1),
        expected_unknown_share=(counts.known_once + 1) / (counts.all_reference + 1),
        unknown_p_value=unseen_p_value(
            counts.occurrences,
            counts.words,
            max(counts.all_reference, 1),
            max(counts.all_current, 1),
            counts.unknown_current,
        ),
        is_enough=min(counts.texts_reference, counts.texts_current) >= FEWEST_TEXTS,
    )
