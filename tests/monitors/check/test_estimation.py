"""Estimates over tables: counted scores, weighting, learnt errors, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest

from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.limits import Limits
from monitors.check.reports.as_json import check_as_json
from monitors.check.reports.sentences import model_sentences
from monitors.check.roles import Roles
from monitors.performance.counted_scores import profile_scores
from monitors.performance.estimated import EstimatedPerformance, NotEstimated
from monitors.performance.metric import Task
from monitors.performance.outcomes import Answers
from monitors.performance.scores import count_scores
from monitors.profile.engine import CURRENT, REFERENCE
from tests.monitors.conftest import Data, OpenTables

ROLES = Roles("truth", "said", "score")


def people(rows: int, seed: int, share_old: float = 0.3) -> dict[str, np.ndarray]:
    """Old people's scores mean nothing, young people's what they say."""
    random = np.random.default_rng(seed)
    is_old = random.uniform(size=rows) < share_old
    score = random.beta(0.6, 0.6, rows)
    truth = random.uniform(size=rows) < np.where(is_old, 0.5, score)
    return {
        "age": np.where(is_old, 70.0, 30.0) + random.uniform(0, 10, rows),
        "town": random.choice(["a", "b", "c"], rows),
        "truth": truth.astype(int),
        "said": (score >= 0.5).astype(int),
        "score": score,
    }


def checked(
    open_tables: OpenTables, reference: Data, current: Data, roles: Roles = ROLES
) -> CheckResult:
    """Check two tables with the default limits."""
    return check(open_tables(reference, current), roles, Limits())


def estimated(result: CheckResult) -> EstimatedPerformance:
    """The estimate, which was not refused."""
    assert isinstance(result.estimated, EstimatedPerformance), result
    return result.estimated


def without(data: dict[str, np.ndarray], *names: str) -> Data:
    """The data without some columns."""
    return {name: column for name, column in data.items() if name not in names}


def test_scores_are_counted_in_the_engine_as_in_python(open_tables: OpenTables) -> None:
    """The same cells, of a score with a missing value and one without a truth."""
    data = people(3_000, 1)
    truth = data["truth"].astype(float)
    truth[:50] = np.nan
    told: Data = {**data, "truth": [None if np.isnan(value) else int(value) for value in truth]}
    answers = Answers("truth", "said", "score")

    found = profile_scores(
        open_tables(told, data), REFERENCE, answers, Task.BINARY, has_truth=True
    )

    expected = count_scores(data["score"], data["said"] == 1, truth, np.ones(3_000))
    for name in ("cases", "score_sum", "labelled", "positives"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name)), name
    assert found.effective == expected.effective


def test_an_answer_that_is_not_named_is_taken_from_the_score(open_tables: OpenTables) -> None:
    """Yes from 0.5 on: the same estimate."""
    data, current = people(3_000, 2), without(people(1_000, 3), "truth")

    named = estimated(checked(open_tables, data, current))
    bare = estimated(
        checked(open_tables, data, current, Roles("truth", None, "score", ignore=["said"]))
    )

    assert bare.metrics["accuracy"].value == pytest.approx(named.metrics["accuracy"].value)


def test_a_moved_window_is_estimated_from_cases_like_it(open_tables: OpenTables) -> None:
    """Most people are old now: only a weighted reference sees that accuracy falls."""
    reference, current = people(8_000, 4), people(4_000, 5, share_old=0.9)
    truth = float((current["truth"] == current["said"]).mean())

    found = estimated(checked(open_tables, reference, without(current, "truth")))

    assert truth < 0.6
    assert found.metrics["accuracy"].value == pytest.approx(truth, abs=0.03)
    assert "weighted to resemble this window" in found.method
    assert found.effective < 8_000


def test_people_unlike_any_before_are_refused(open_tables: OpenTables) -> None:
    """A tenth of the window is older than anyone in the reference."""
    reference, current = people(3_000, 6), people(3_000, 7)
    current["age"][::10] += 100

    refusal = checked(open_tables, reference, without(current, "truth")).estimated

    assert isinstance(refusal, NotEstimated)
    assert refusal.reason.startswith("10% of rows have values of age that the reference never")


def test_hardly_any_case_like_the_window_is_a_refusal(open_tables: OpenTables) -> None:
    """One in two hundred was old, now everyone is."""
    reference, current = people(6_000, 8, share_old=0.005), people(3_000, 9, share_old=1.0)

    refusal = checked(open_tables, reference, without(current, "truth")).estimated

    assert isinstance(refusal, NotEstimated)
    assert "cases of the reference resemble these" in refusal.reason


def test_a_probability_out_of_range_is_a_note(open_tables: OpenTables) -> None:
    """Columns are compared all the same."""
    reference, current = people(1_000, 10), people(1_000, 11)
    current["score"][3] = 1.7

    result = checked(open_tables, reference, without(current, "truth"))

    assert (result.estimated, result.verdict) == (None, CheckVerdict.WARNING)
    assert result.notes == [
        (
            "The column score of the current data contains 1.7, "
            "which is not a probability from 0 to 1."
        )
    ]
    assert {column.column for column in result.columns} == {"age", "town", "said", "score"}


def test_of_several_classes_accuracy_is_estimated(open_tables: OpenTables) -> None:
    """The score is that of the answer: its mean is the share expected to be right."""
    random = np.random.default_rng(12)
    truth, score = random.choice(["a", "b", "c"], 6_000), random.uniform(0.4, 1.0, 6_000)
    wrong = np.where(truth == "a", "b", "a")
    said = np.where(random.uniform(size=6_000) < score, truth, wrong)
    reference: Data = {"truth": truth, "said": said, "score": score, "x": score * 2}
    current: Data = {"said": said[:1_000], "score": score[:1_000], "x": score[:1_000] * 2}

    found = estimated(checked(open_tables, reference, current))

    assert list(found.metrics) == ["accuracy"]
    assert found.metrics["accuracy"].value == pytest.approx(score[:1_000].mean(), abs=0.01)


def houses(rows: int, seed: int, share_large: float) -> dict[str, np.ndarray]:
    """Prices of large houses are missed by four times as much."""
    random = np.random.default_rng(seed)
    is_large = random.uniform(size=rows) < share_large
    area = np.where(is_large, 200.0, 60.0) + random.uniform(0, 30, rows)
    price = 1_000 * area + random.normal(0, np.where(is_large, 40_000, 10_000), rows)
    return {"area": area, "said": 1_000 * area, "truth": price}


def test_an_error_is_estimated_from_cases_like_the_window(open_tables: OpenTables) -> None:
    """More large houses, larger errors: MAE and RMSE within their interval and 5 %."""
    reference, current = houses(6_000, 18, 0.2), houses(4_000, 19, 0.8)
    errors = current["said"] - current["truth"]

    found = estimated(
        checked(open_tables, reference, without(current, "truth"), Roles("truth", "said"))
    )

    for name, truth in (("mae", np.abs(errors).mean()), ("rmse", np.sqrt((errors**2).mean()))):
        assert found.metrics[name].value == pytest.approx(truth, rel=0.05)
        assert found.metrics[name].low < truth < found.metrics[name].high


def test_weeks_that_differ_widen_an_errors_interval(open_tables: OpenTables) -> None:
    """Each week misses by a factor that no feature tells; the reference's own weeks show it."""
    random = np.random.default_rng(7)

    def weeks(number: int, wander: float) -> dict[str, np.ndarray]:
        found = houses(number * 500, 20, 0.2)
        factors = np.repeat(np.exp(random.normal(0, wander, number)), 500)
        return {**found, "truth": found["said"] + (found["truth"] - found["said"]) * factors}

    widths = []
    for wander in (0.0, 0.3):
        current = without(weeks(1, 0.0), "truth")
        found = estimated(
            checked(open_tables, weeks(20, wander), current, Roles("truth", "said"))
        ).metrics["mae"]
        widths.append((found.high - found.low) / 2 / found.value)

    assert widths[0] < 0.1
    assert 2 * 0.3 * 0.8 < widths[1] < 3 * 2 * 0.3


def test_an_error_is_not_estimated_where_it_is_known(open_tables: OpenTables) -> None:
    """All labels have come."""
    data = houses(1_000, 15, 0.2)

    result = checked(open_tables, data, data, Roles("truth", "said"))

    assert result.estimated is None
    assert result.metrics(CURRENT)["mae"] > 0


def test_too_few_labelled_houses_are_a_refusal(open_tables: OpenTables) -> None:
    """150 truths in a thousand cases teach nothing about errors; 150 cases aren't compared."""
    few, current = houses(1_000, 16, 0.2), without(houses(900, 17, 0.2), "truth")
    told: Data = {**few, "truth": [*few["truth"][:150], *[None] * 850]}
    roles = Roles("truth", "said")

    refusals = [
        checked(open_tables, reference, current, roles).estimated
        for reference in (told, houses(150, 16, 0.2))
    ]

    assert all(isinstance(refusal, NotEstimated) for refusal in refusals), refusals


def test_without_a_score_nothing_is_asked(open_tables: OpenTables) -> None:
    """A yes alone says nothing of how sure it is."""
    data = people(500, 17)

    result = checked(open_tables, data, data, Roles("truth", "said", ignore=["score"]))

    assert result.estimated is None
    assert check_as_json(result, 1.0)["estimate"] is None


def test_the_document_holds_estimates_intervals_and_the_share_of_labels(
    open_tables: OpenTables,
) -> None:
    """`estimated_performance` as in the contract, with how it was made beside it."""
    current: Data = {**people(1_000, 19), "truth": [1] * 620 + [None] * 380}

    document = check_as_json(checked(open_tables, people(3_000, 18), current), 1.0)

    assert document["labelled_share"] == {"reference": 1.0, "current": 0.62}
    assert set(document["estimated_performance"]["f1"]) == {"value", "low", "high"}
    assert document["estimate"]["caution"].endswith("only labels can.")
    estimate = document["estimated_performance"]["f1"]["value"]
    truth = document["performance"]["current"]["f1"]
    assert document["estimate_error"]["f1"] == pytest.approx(estimate - truth)
    interval = document["performance_intervals"]["current"]["accuracy"]
    assert interval["low"] < document["performance"]["current"]["accuracy"] < interval["high"]


def test_people_read_the_estimate_the_labels_and_the_refusal(open_tables: OpenTables) -> None:
    """Sentences, each with its figure or its reason."""
    current: Data = {**people(1_000, 19), "truth": [1] * 620 + [None] * 380}
    result = checked(open_tables, people(3_000, 18), current)

    sentences = model_sentences(result)
    refused = model_sentences(
        replace(result, estimated=NotEstimated("Too few."), notes=["A note."])
    )

    assert sentences[0] == "Labels have arrived for 62% of this window."
    assert sentences[1].startswith("accuracy, estimated: 0.")
    assert any("the estimate is 0." in sentence for sentence in sentences)
    assert refused[1:] == ["No estimate: Too few.", "A note."]
    assert model_sentences(replace(result, performance={}, estimated=None)) == []
