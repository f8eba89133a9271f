"""The rules file: ours is whole, a company's own adds to it, a mistake names its line."""

from pathlib import Path
from typing import Any

import pytest

from assessments.use_cases.contract.content import RiskClass, Rules
from assessments.use_cases.contract.reading import CONTENT, load_rules, read_rules, use_rules
from assessments.use_cases.contract.rules import problems_of
from ground.yaml_files import YamlFileError, own_yaml
from tests.assessments.use_cases.contract.samples import RULES

META = "meta: {id: own, version: '2'}\n"
FIELD = "id: privacy_officer, section: data, label: Officer, required_at: defined, weight: 1"
CONTENT_READ: dict[str, Any] = own_yaml(CONTENT)
FIRST_RULE, CHECK = CONTENT_READ["validation"][0], CONTENT_READ["quality"]["checks"][0]


def buckets(*pairs: list[float]) -> dict[str, Any]:
    """Return the priority with other buckets of time."""
    return {**CONTENT_READ["priority"], "time_size": {"buckets": pairs}}


def own(tmp_path: Path, text: str) -> Path:
    """Write a company's own file."""
    path = tmp_path / "own.yaml"
    path.write_text(META + text, encoding="utf-8")
    return path


def test_our_own_rules_are_whole() -> None:
    """50 fields in eight sections, 15 rules, 14 checks, and an example that fits."""
    counts = [len(RULES.fields), len(RULES.sections), len(RULES.validation)]

    assert [*counts, len(RULES.quality.checks), len(RULES.metrics)] == [50, 8, 15, 14, 24]
    assert RULES.metric("custom") is None
    assert RULES.row_cells("title") == {}


def test_the_rules_in_use_are_the_same_everywhere(tmp_path: Path) -> None:
    """Whoever asks gets a company's own; a broken file leaves those in use as they were."""
    broken = tmp_path / "broken.yaml"
    broken.write_text(META + "sections: [{id: 5}]\n", encoding="utf-8")

    use_rules(own(tmp_path, "metrics: {churn_saved: {better: higher, unit: percent}}\n"))
    try:
        with pytest.raises(YamlFileError, match=r"broken.yaml isn't valid. line 2: sections.0"):
            use_rules(broken)
        with pytest.raises(YamlFileError, match="LAMPLIGHTER_USE_CASE_RULES"):
            use_rules(tmp_path / "nowhere.yaml")

        assert load_rules().metric("churn_saved") is not None
    finally:
        use_rules(None)
    assert load_rules() is RULES


def test_what_a_company_leaves_out_of_a_class_stays(tmp_path: Path) -> None:
    """Another table of signers doesn't end the reviews, nor the fairness row."""
    text = "risk:\n  classes: {limited: {sign_off: [consumer_speaker]}}\n"

    demands = read_rules(own(tmp_path, text)).risk.classes[RiskClass.LIMITED]

    assert demands.sign_off == ["consumer_speaker"]
    assert (demands.review_every, demands.fairness_rows) == ("6m", "1 if affects_people")


def test_a_company_adds_its_own(tmp_path: Path) -> None:
    """Fields, metrics, questions, and who signs; the hash tells that these are other rules."""
    text = (
        "sections: [{id: privacy, title: Privacy}]\n"
        f"fields:\n- {{{FIELD.replace('data', 'privacy')}, type: slack_user, group: business, "
        "widget: users_select}\n"
        "metrics: {churn_saved: {better: higher, unit: percent}}\n"
        "risk:\n  questions: [{id: RQ7, question: 'Children?', if_yes: high}]\n"
        "  classes:\n    minimal: {sign_off: [consumer_speaker, privacy_officer]}\n"
    )

    rules = read_rules(own(tmp_path, text))

    assert rules.meta.version == "2"
    assert list(rules.by_id)[-1] == "privacy_officer"
    assert rules.metric("churn_saved") is not None
    assert [question.id for question in rules.risk.questions][-1] == "RQ7"
    assert rules.sha256 not in {"", RULES.sha256}
    assert len(rules.risk.classes) == 4


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("fields:\n- {id: x}", "line 3: fields.0.section: this is missing"),
        (
            f"fields:\n- {{{FIELD}, type: text, group: business, widget: w}}",
            "line 3: fields.0.type:",
        ),
        (
            f"fields:\n- {{{FIELD}, type: string, group: sales, widget: w}}",
            "line 3: fields.0.group: this should be 'business'",
        ),
        (
            (
                f"fields:\n- {{{FIELD.replace('data', 'date')}, type: string, group: business, "
                "widget: w}"
            ),
            "line 3: fields.0.section: there is no section date",
        ),
        (
            f"fields:\n- {{{FIELD}, type: enum, group: business, widget: w}}",
            "line 3: fields.0.type: this type needs values",
        ),
        (
            f"fields:\n- {{{FIELD}, type: string, group: business, widget: w, row: row_kpi}}",
            "line 3: fields.0.row: only a field of the type list",
        ),
        (
            f"fields:\n- {{{FIELD}, type: list, group: business, widget: w, row: row_x}}",
            "line 3: fields.0.row: there is no kind of row row_x",
        ),
        (
            f"fields:\n- {{{FIELD}, type: string, pattern: '[', group: business, widget: w}}",
            "line 3: fields.0.pattern: this isn't a regular expression",
        ),
        (
            f"fields:\n- {{{FIELD}, type: number, min: 3, max: 1, group: business, widget: w}}",
            "line 3: fields.0.min: this is above max",
        ),
        (
            (
                f"fields:\n- {{{FIELD}, type: string, group: business, widget: w,\n"
                "   required_if: mode = batch}"
            ),
            "line 4: fields.0.required_if: “= batch” can't be read",
        ),
        (
            (
                f"fields:\n- {{{FIELD}, type: string, group: business, widget: w,\n"
                "   required_if: mode == barge}"
            ),
            "line 4: fields.0.required_if: mode never is barge",
        ),
        (
            (
                f"fields:\n- {{{FIELD}, type: string, group: business, widget: w,\n"
                "   required_if: modes == batch}"
            ),
            "line 4: fields.0.required_if: there is no field modes",
        ),
        (
            (
                f"fields:\n- {{{FIELD}, type: string, group: business, widget: w,\n"
                "   required_if: title == true}"
            ),
            "line 4: fields.0.required_if: title never is true",
        ),
        (
            (
                f"fields:\n- {{{FIELD.replace('privacy_officer', 'title')}, type: string, "
                "group: business, widget: w}"
            ),
            "line 3: fields.0.id: the ID title appears twice",
        ),
        ("metrics: {psi: {better: lower, unit: value}}", "line 2: metrics.psi: psi is taken"),
        ("metrics: {x: {better: up, unit: value}}", "line 2: metrics.x.better: this should be"),
        (
            "risk:\n  questions: [{id: RQ7, question: q, if_yes: awful}]",
            "line 3: risk.questions.0.if_yes",
        ),
        (
            "risk:\n  classes: {high: {sign_off: [sponsor]}}",
            "line 3: risk.classes.high.sign_off: consumer_speaker signs in every class",
        ),
        (
            "risk:\n  classes: {high: {sign_off: [consumer_speaker, king]}}",
            "line 3: risk.classes.high.sign_off: there is no role king",
        ),
        (
            "risk:\n  classes: {stop: {sign_off: [sponsor]}}",
            "line 3: risk.classes.stop.sign_off: nobody signs in the class stop",
        ),
        ("fieldz: []", "line 2: fieldz: unknown name; check the spelling"),
    ],
)
def test_a_mistake_names_file_line_and_rule(tmp_path: Path, text: str, sentence: str) -> None:
    """In the company's own file, counted there."""
    with pytest.raises(YamlFileError) as raised:
        read_rules(own(tmp_path, text))

    assert str(raised.value).startswith("own.yaml isn't valid. ")
    assert sentence in str(raised.value)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"validation": [{**FIRST_RULE, "id": "V99"}]}, "there is no rule V99"),
        ({"validation": [{**FIRST_RULE, "field": "signal"}]}, "there is no field signal"),
        ({"quality": {"pass_mark": 70, "checks": [{**CHECK, "id": "Q99"}]}}, "no check Q99"),
        ({"quality": {"pass_mark": 70, "checks": [{**CHECK, "needs": ["V99"]}]}}, "no rule V99"),
        ({"material": {"sections": ["acceptances"], "fields": []}}, "there is no section acc"),
        ({"material": {"sections": [], "fields": ["kpi"]}}, "there is no field kpi"),
        ({"priority": buckets([52, 8])}, "the last be .inf"),
        ({"priority": buckets([9, 1], [4, 2], [float("inf"), 8])}, "the limits should rise"),
        ({"priority": buckets([4, 0], [float("inf"), 8])}, "each divisor should be at least 1"),
        ({"risk": {**CONTENT_READ["risk"], "classes": {}}}, "the class minimal is missing"),
    ],
)
def test_a_mistake_in_our_own_file_is_found(change: dict[str, Any], sentence: str) -> None:
    """A rule without code behind it would never be checked."""
    rules = Rules.model_validate({**CONTENT_READ, **change})

    assert any(sentence in problem.sentence for problem in problems_of(rules))


def test_the_rules_match_what_the_stitch_reads() -> None:
    """One file holds them: nothing is written twice."""
    assert [field["id"] for field in CONTENT_READ["fields"]] == list(RULES.by_id)
