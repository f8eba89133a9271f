"""Rows as a whole: shifts that no column shows, few false alarms, vectors, and words."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import gamma
from sklearn import metrics as sk

from monitors.joint.domain import area_and_variance, separate
from monitors.joint.embeddings import compare_vectors, permutation_p_value
from monitors.profile.engine import CURRENT, REFERENCE, Column, Kind
from monitors.profile.reading import Reading
from monitors.profile.sample import MOST_CODES, encode_rows, sample_rows
from monitors.statistics.unseen import unseen_p_value
from monitors.text.counted_words import profile_text
from monitors.text.words import TextCounts, check_text
from tests.monitors.conftest import Data, OpenTables


def twisted(rows: int, correlation: float, seed: int) -> np.ndarray:
    """Two standard normal columns that go together, and a third that doesn't."""
    covariance = np.eye(3)
    covariance[0, 1] = covariance[1, 0] = correlation
    return np.random.default_rng(seed).multivariate_normal(np.zeros(3), covariance, rows)


def test_a_shift_that_no_column_shows_is_seen_and_its_columns_named() -> None:
    """The same columns one by one, but two of them have turned against each other."""
    found = separate(twisted(3_000, 0.8, 1), twisted(3_000, -0.8, 2), [False] * 3)

    assert found.low > 0.7
    assert found.p_value < 1e-6
    assert {place for place, _ in found.columns} == {0, 1}


def test_rows_that_have_not_moved_look_alike() -> None:
    """AUC about 0.5, no column named, weights about 1."""
    found = separate(twisted(3_000, 0.5, 3), twisted(3_000, 0.5, 4), [False] * 3)

    assert found.low < 0.5 < found.high + 0.01
    assert found.p_value > 0.01
    assert np.median(found.odds) == pytest.approx(1.0, abs=0.15)


def test_false_alarms_are_as_rare_as_promised() -> None:
    """Forty pairs of samples without drift: p below 0.05 in at most five."""
    p_values = [
        separate(
            twisted(400, 0.5, 100 + seed), twisted(400, 0.5, 500 + seed), [False] * 3,
            is_explained=False,
        ).p_value
        for seed in range(40)
    ]  # fmt: skip

    assert sum(p_value < 0.05 for p_value in p_values) <= 5


def test_odds_say_how_many_current_rows_are_like_a_reference_row() -> None:
    """One category went from a half to nine tenths: odds of 1.8 and 0.2."""
    before = np.repeat([0.0, 1.0], [2_000, 2_000])[:, None]
    now = np.repeat([0.0, 1.0], [3_600, 400])[:, None]
    random = np.random.default_rng(5)

    odds = separate(random.permutation(before), random.permutation(now), [True]).odds

    assert sorted({round(float(odd), 1) for odd in odds}) == pytest.approx([0.2, 1.8], abs=0.11)


def test_auc_and_its_error_are_scikit_learns_and_delongs() -> None:
    """With ties, beside the double loop."""
    random = np.random.default_rng(6)
    is_positive = random.uniform(size=300) < 0.4
    scores = np.round(random.normal(is_positive * 0.8, 1.0), 1)
    wins = (scores[is_positive][:, None] > scores[~is_positive]) + 0.5 * (
        scores[is_positive][:, None] == scores[~is_positive]
    )
    expected = wins.mean(axis=1).var() / is_positive.sum()
    expected += wins.mean(axis=0).var() / (~is_positive).sum()

    area, variance = area_and_variance(scores, is_positive)

    assert area == pytest.approx(sk.roc_auc_score(is_positive, scores))
    assert variance == pytest.approx(expected)


def test_a_sample_is_the_same_each_time_and_without_a_pattern(open_tables: OpenTables) -> None:
    """A thousand of ten thousand rows, from everywhere in the table."""
    tables = open_tables({"x": np.arange(10_000.0)}, {"x": np.arange(50.0)})

    first, second = (sample_rows(tables, REFERENCE, ["x"], 1_000) for _ in range(2))

    assert first == second
    assert len(set(first)) == 1_000
    assert np.mean(first) == pytest.approx(5_000, abs=300)
    assert len(sample_rows(tables, CURRENT, ["x"], 1_000)) == 50


def odd_rows(rows: int) -> Data:
    """Numbers with gaps, texts with accents and gaps, and a row that nine of ten rows repeat."""
    random = np.random.default_rng(9)
    is_common = random.uniform(size=rows) < 0.9
    number = np.where(is_common, 0.0, random.normal(size=rows)).astype(object)
    number[random.uniform(size=rows) < 0.01] = None
    towns = np.array(["Évry", "evry", "Zug", "öd", "a-b", "ab", None], dtype=object)
    town = np.where(is_common, "Zug", random.choice(towns, rows))
    return {"number": number, "town": town}


def in_order(data: Data, order: NDArray[np.int64]) -> Data:
    """The same rows in another order."""
    return {name: np.asarray(column)[order] for name, column in data.items()}


def test_the_order_of_rows_changes_no_sample(open_tables: OpenTables) -> None:
    """Sorted, reversed and shuffled rows give the same sample, with as many copies as are due."""
    data, columns, order = odd_rows(8_000), ["number", "town"], np.arange(8_000)
    ranks = ["v0", 'v1 COLLATE "C"']
    samples = [
        sample_rows(open_tables(in_order(data, some), data), REFERENCE, columns, 2_000, ranks)
        for some in (order, order[::-1], np.random.default_rng(10).permutation(order))
    ]

    assert samples[0] == samples[1] == samples[2]
    common = samples[0].count((0.0, "Zug")) / 2_000
    assert common == pytest.approx(0.9, abs=0.02)


def test_the_samples_of_equal_tables_have_little_in_common(open_tables: OpenTables) -> None:
    """Each is drawn by itself, as a test of two samples takes it."""
    data = {"x": np.arange(10_000.0)}
    tables = open_tables(data, data)

    before, now = (sample_rows(tables, one, ["x"], 1_000) for one in (REFERENCE, CURRENT))

    assert len(set(before) & set(now)) == pytest.approx(100, abs=40)


def as_it_lies(name: str, kind: Kind) -> Reading:
    """A column that has not changed its type."""
    column = Column(name, kind)
    return Reading(column, column)


def test_codes_follow_frequency_and_not_the_name() -> None:
    """Renamed categories have the same codes; what is missing or infinite is NaN."""
    columns = [as_it_lies("c", Kind.CATEGORICAL), as_it_lies("x", Kind.NUMERIC)]
    rows = [("a", 1.0), ("b", float("inf")), ("a", None), (None, 2.0)]
    renamed = [({"a": "z", "b": "y", None: None}[name], number) for name, number in rows]

    before, now = encode_rows(columns, rows, renamed[:0])
    again, _ = encode_rows(columns, renamed, [])

    assert before == pytest.approx(again, nan_ok=True)
    assert before[:, 0] == pytest.approx([0, 1, 0, np.nan], nan_ok=True)
    assert before[:, 1] == pytest.approx([1, np.nan, np.nan, 2], nan_ok=True)
    assert now.shape == (0, 2)


def test_the_rarest_of_very_many_categories_share_a_code() -> None:
    """Trees take at most 255."""
    names = [(f"name {number}",) for number in range(1_000)]

    codes, _ = encode_rows([as_it_lies("c", Kind.CATEGORICAL)], names, [])

    assert codes.max() == MOST_CODES


def test_no_column_gives_no_number() -> None:
    """Rows are kept, of width nought."""
    before, now = encode_rows([], [(1,), (2,)], [(3,)])

    assert (before.shape, now.shape) == ((2, 0), (1, 0))


def vectors(rows: int, shift: float, seed: int) -> np.ndarray:
    """Vectors of 64 numbers, shifted along one direction."""
    random = np.random.default_rng(seed)
    drawn: np.ndarray = random.normal(size=(rows, 64)) + shift * np.eye(64)[0]
    return drawn


def test_vectors_that_have_moved_are_seen() -> None:
    """One direction of 64 moved by one and a half standard deviations."""
    scale = np.r_[np.full(4, 5.0), np.ones(60)]
    moved = compare_vectors(
        vectors(800, 0, 7) * scale, vectors(400, 1.5, 8) * scale, np.random.default_rng(0)
    )

    assert 0 <= moved.p_value < 1e-6, "an hourly monitor asks for less than 1 / 1,001"
    assert moved.mmd > 0


def test_vectors_that_have_not_moved_are_rarely_seen() -> None:
    """A p-value below 0.05 in at most four of thirty."""
    p_values = [
        compare_vectors(
            vectors(120, 0, seed), vectors(60, 0, 1_000 + seed), np.random.default_rng(seed)
        ).p_value
        for seed in range(30)
    ]

    assert sum(p_value < 0.05 for p_value in p_values) <= 4


@pytest.mark.parametrize("probability", [0.2, 0.002, 0.00002])
def test_what_is_rarer_than_the_relabellings_is_told_by_their_tail(probability: float) -> None:
    """A skewed law of which a thousand draws are known: right within a factor of three."""
    law = gamma(3.0)
    drawn = law.rvs(1_000, random_state=5)

    told = permutation_p_value(law.isf(probability), drawn)

    assert probability / 3 < told < probability * 3


def test_equal_vectors_are_alike() -> None:
    """A constant embedding has no direction to move in."""
    same = np.ones((50, 8))

    found = compare_vectors(same, same, np.random.default_rng(0))

    assert found.p_value == 1.0
    assert found.mmd == pytest.approx(0.0)


def test_words_are_counted_in_the_engine(open_tables: OpenTables) -> None:
    """Case and punctuation are ignored; a missing text is none."""
    tables = open_tables(
        {"t": ["The cat sat.", "the DOG sat", None]}, {"t": ["The bird sang, sang!", "a cat"]}
    )

    found = profile_text(tables, "t")

    assert (found.texts_reference, found.texts_current) == (2, 2)
    assert (found.words_reference, found.words_current) == (3.0, 3.0)
    assert (found.known_once, found.all_reference) == (2, 6)
    assert (found.unknown_current, found.all_current) == (4, 6)
    assert dict(zip(found.occurrences, found.words, strict=True)) == {1.0: 3, 2.0: 3, 3.0: 1}


def texts(**changes: float) -> TextCounts:
    """A thousand texts of ten words in each table, with changes."""
    usual = {
        "texts_reference": 1_000, "texts_current": 1_000,
        "words_reference": 10.0, "words_current": 10.0,
        "deviation_reference": 4.0, "deviation_current": 4.0,
        "known_once": 100, "all_reference": 10_000,
        "unknown_current": 100, "all_current": 10_000,
    }  # fmt: skip
    told = usual | changes
    words = np.array([told["known_once"] + told["unknown_current"], 900])
    return TextCounts(**told, occurrences=np.array([1.0, 20.0]), words=words)  # type: ignore[arg-type] # counts are whole


@pytest.mark.parametrize(
    ("counts", "problems"),
    [
        pytest.param(texts(), [], id="usual"),
        pytest.param(texts(words_current=13.0), ["texts are longer"], id="longer"),
        pytest.param(texts(words_current=7.0), ["texts are shorter"], id="shorter"),
        pytest.param(texts(words_current=10.9), [], id="sure but small"),
        pytest.param(
            texts(unknown_current=2_000),
            ["20% of words were never used before; 1% is usual"],
            id="another language",
        ),
        pytest.param(texts(unknown_current=2_000, texts_current=150), [], id="few texts"),
        pytest.param(
            texts(deviation_reference=0.0, deviation_current=0.0, words_current=12.0),
            ["texts are longer"],
            id="always of one length",
        ),
    ],
)
def test_a_text_column_says_what_has_changed(counts: TextCounts, problems: list[str]) -> None:
    """Beyond chance and large enough."""
    assert check_text("t", counts).problems(0.01) == problems


def test_unknown_words_are_judged_as_unseen_categories_are() -> None:
    """The same p-value; the usual share is Good's estimate."""
    found = check_text("t", texts(unknown_current=130))

    words = np.array([230.0, 900.0])
    assert found.unknown_p_value == unseen_p_value(
        np.array([1.0, 20.0]), words, 10_000, 10_000, 130
    )
    assert found.expected_unknown_share == pytest.approx(101 / 10_001)


def test_a_columns_drop_is_what_auc_loses_without_it() -> None:
    """Over all folds: of one column that tells everything, all that is above one half."""
    before, now = twisted(3_000, 0.0, 5), twisted(3_000, 0.0, 6)
    now[:, 2] += 2.0

    found = separate(before, now, [False] * 3)

    ((place, drop),) = found.columns
    assert (place, drop > found.auc - 0.53, drop < found.auc - 0.47) == (2, True, True)
    assert found.auc == pytest.approx(0.921, abs=0.02)
