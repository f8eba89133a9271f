"""Proportions and how sure they are."""

import math
from statistics import NormalDist


def wilson_interval(share: float, samples: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval of a proportion (Wilson 1927, JASA 22, 209-212).

    Args:
        share: The observed proportion, 0 to 1.
        samples: How many cases, at least 1.
        confidence: Coverage, 0 to 1.
    """
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    denominator = 1 + z**2 / samples
    centre = (share + z**2 / (2 * samples)) / denominator
    half = z / denominator * math.sqrt(share * (1 - share) / samples + z**2 / (4 * samples**2))
    return max(0.0, centre - half), min(1.0, centre + half)
