"""Two samples of vectors, such as embeddings: do they come from one distribution?"""

from dataclasses import dataclass

import numpy as np

from monitors.statistics.special import chdtrc
from monitors.statistics.trees import Matrix

MOST_DIMENSIONS = 32
PERMUTATIONS = 1_000
MOST_VECTORS = 1_000
FEWEST_AS_FAR = 10
SMALLEST_SPREAD, SMALLEST_SKEWNESS = 1e-9, 0.05


@dataclass(frozen=True)
class VectorTest:
    """How far two samples of vectors lie apart.

    Attributes:
        mmd: Squared maximum mean discrepancy, about 0 without drift, at most 2.
        p_value: Probability of lying as far apart when nothing moved, 0 to 1.
    """

    mmd: float
    p_value: float


def compare_vectors(reference: Matrix, current: Matrix, random: np.random.Generator) -> VectorTest:
    """Test two samples by the unbiased squared MMD with permutations.

    Gretton et al. 2012, JMLR 13, p. 723, lemma 6, Gaussian kernel at the median distance. Vectors
    are first turned into at most 32 principal components (Rabanser et al. 2019, NeurIPS, p. 1396)
    of one half of the reference, and the other half is compared: what was fitted to a sample fits
    it better than a new one, which would look like drift.

    Args:
        reference: Vectors by dimension in random order, at least four.
        current: Likewise, at least two.
        random: Draws the relabellings.
    """
    half = len(reference) // 2
    fitted, compared = reference[:half], reference[half:]
    vectors = _components(fitted, np.vstack([compared, current]))
    kernel = _kernel(vectors)
    rows = len(compared)
    labels = np.zeros((len(vectors), PERMUTATIONS + 1))
    labels[:rows, 0] = 1.0
    for draw in range(1, PERMUTATIONS + 1):
        labels[random.permutation(len(vectors))[:rows], draw] = 1.0
    discrepancies = _discrepancies(kernel, labels, rows)
    observed = float(discrepancies[0])
    return VectorTest(observed, permutation_p_value(observed, discrepancies[1:]))


def permutation_p_value(observed: float, relabelled: Matrix) -> float:
    """Return the share of relabelled samples that lie as far apart; beyond them, their tail.

    A thousand relabellings know no probability below a thousandth, which an hourly monitor needs.
    Where fewer than ten lie as far apart, a Pearson type III law of their mean, deviation and
    skewness tells how rare it is (Minas and Montana 2014, Statistical Analysis and Data Mining 7,
    p. 450).
    """
    as_far = int((relabelled >= observed - 1e-12).sum())
    deviation = float(relabelled.std())
    if as_far >= FEWEST_AS_FAR or deviation == 0:
        return (1 + as_far) / (1 + len(relabelled))
    beyond = (observed - float(relabelled.mean())) / deviation
    skewness = float((((relabelled - relabelled.mean()) / deviation) ** 3).mean())
    freedom = 8 / max(skewness, SMALLEST_SKEWNESS) ** 2
    return chdtrc(freedom, freedom + beyond * float(np.sqrt(2 * freedom)))


def _components(fitted: Matrix, vectors: Matrix) -> Matrix:
    """Project vectors on the principal components of the fitted ones, each of unit spread."""
    centre = fitted.mean(axis=0)
    _, spread, directions = np.linalg.svd(fitted - centre, full_matrices=False)
    is_kept = spread > SMALLEST_SPREAD * max(float(spread.max(initial=0.0)), 1.0)
    if not is_kept.any():
        unmoved: Matrix = vectors - centre
        return unmoved
    scale = spread[is_kept][:MOST_DIMENSIONS] / np.sqrt(len(fitted))
    projected: Matrix = (vectors - centre) @ directions[is_kept][:MOST_DIMENSIONS].T / scale
    return projected


def _kernel(vectors: Matrix) -> Matrix:
    squares = (vectors**2).sum(axis=1)
    distances = np.maximum(squares[:, None] + squares - 2 * vectors @ vectors.T, 0.0)
    width = float(np.median(distances[np.triu_indices(len(vectors), 1)])) or 1.0
    kernel: Matrix = np.exp(-distances / width)
    np.fill_diagonal(kernel, 0.0)
    return kernel


def _discrepancies(kernel: Matrix, labels: Matrix, rows: int) -> Matrix:
    """Return the unbiased squared MMD of each labelling, a column of `labels`."""
    others = len(kernel) - rows
    rest = 1.0 - labels
    towards = kernel @ labels
    within = (labels * towards).sum(axis=0)
    between = (rest * towards).sum(axis=0)
    outside = kernel.sum() - within - 2 * between
    result: Matrix = (
        within / (rows * (rows - 1))
        + outside / (others * (others - 1))
        - 2 * between / (rows * others)
    )
    return result
