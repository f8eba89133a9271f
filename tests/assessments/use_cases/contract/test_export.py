"""The contract as JSON: out and in again, exactly; what an import refuses."""

import json
from datetime import UTC, datetime
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings

from assessments.use_cases.contract.content import Status
from assessments.use_cases.contract.export import (
    Contract,
    contract_values,
    read_contract,
    rules_used,
    write_contract,
)
from assessments.use_cases.contract.schema import contract_schema
from assessments.use_cases.contract.sign_offs import Signature, SignOff
from ground.yaml_files import YamlFileError, parse_yaml
from tests.assessments.use_cases.contract.samples import RULES, document
from tests.assessments.use_cases.contract.written import CONTRACTS

SCHEMA = contract_schema(RULES)
SIGNED = SignOff(
    "U_SPONSOR", "sponsor", 3, datetime(2026, 11, 23, 9, 30, 1, 5, tzinfo=UTC), Signature.APPROVE
)
EXAMPLE = Contract(document(), rules_used(RULES), "churn", 3, Status.APPROVED, (SIGNED,))


def read(text: str) -> Contract:
    """Read a contract from a text."""
    return read_contract(RULES, parse_yaml("contract.json", text))


def test_the_example_comes_back_as_it_was() -> None:
    """From JSON, from JSON indented with tabs, and from YAML."""
    text = write_contract(EXAMPLE)
    tabs = json.dumps(json.loads(text), indent="\t")

    assert read(text) == EXAMPLE
    assert read(tabs) == EXAMPLE
    assert read(yaml.safe_dump(json.loads(text))) == EXAMPLE
    assert write_contract(read(text)) == text


def test_it_names_the_rules_that_it_was_written_under() -> None:
    """With the hash of their files."""
    written = contract_values(EXAMPLE)

    assert written["schema"] == "lamplighter.use_case/1"
    assert written["rules"] == {
        "id": "mlops-use-case", "version": RULES.meta.version, "sha256": RULES.sha256,
    }  # fmt: skip
    assert len(RULES.sha256) == 64


@settings(max_examples=40, deadline=None)
@given(CONTRACTS)
def test_export_and_import_is_the_identity(contract: Contract) -> None:
    """Whatever people typed; and every export keeps to the schema."""
    text = write_contract(contract)

    assert read(text) == contract
    jsonschema.validate(json.loads(text), SCHEMA)


def test_one_written_by_hand_needs_values_alone() -> None:
    """Dates and times of YAML are taken as they are."""
    found = read("values:\n  title: A list\n  rollback_drill_date: 2026-11-01\n")

    assert found == Contract(document_of(title="A list", rollback_drill_date="2026-11-01"))


def test_times_are_read_as_utc() -> None:
    """In whatever zone they were written."""
    text = write_contract(EXAMPLE).replace("09:30:01.000005+00:00", "10:30:01.000005+01:00")

    found = read(text)

    assert found == EXAMPLE
    assert found.sign_offs[0].at.tzinfo is UTC


def document_of(**values: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a document of some values alone."""
    return document(tuple(RULES.by_id), **values)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("values:\n  titel: x", "line 2: values.titel: value.unknown_name"),
        (
            "values:\n  kpis:\n  - name: x\n    target: many",
            "line 4: values.kpis.0.target: ",
        ),
        ("values:\n  batch_ready_by: 16:30", "line 2: values.batch_ready_by: value.not_time"),
        ("values:\n  sign_offs: []", "line 2: values.sign_offs: value.not_written_here"),
        ("title: x", "line 1: values: this is missing; line 1: title: unknown name"),
        ("values: {}\nversion: -1", "line 2: version"),
        ("values: {}\nschema: lamplighter.use_case/2", "line 2: schema: this should be"),
        ("values: {}\nstatus: alive", "line 2: status"),
        (
            (
                "values: {}\nsign_offs:\n- {person: U1, role: x, version: 1, "
                "at: 2026-11-23T09:00:00, signature: approve}"
            ),
            "line 3: sign_offs.0.at",
        ),
        ("values: {title: a, title: b}", "line 1: values.title: title appears twice"),
        ('{"values": {"title": "a", "title": "b"}}', "values.title: title appears twice"),
        ('{\n\t"values": {\n\t\t"title": 5}}', "line 3: values.title: value.not_text"),
        ('{"values": {"availability_pct": NaN}}', "values.availability_pct: value.not_number"),
        ("values: [", "line 1 isn't valid YAML"),
    ],
)
def test_a_wrong_file_names_line_path_and_rule(text: str, sentence: str) -> None:
    """Nothing of it is taken in."""
    with pytest.raises(YamlFileError) as raised:
        read(text)

    assert sentence in str(raised.value)


def test_the_words_of_a_refusal_are_the_callers() -> None:
    """So that an import speaks the reader's language."""
    file = parse_yaml("a.yaml", "values: {titel: x}")

    with pytest.raises(YamlFileError, match=r"line 1: values.titel: Title\?"):
        read_contract(RULES, file, lambda _reason: "Title?")


def test_the_schema_refuses_what_an_import_refuses() -> None:
    """Unknown names and wrong types."""
    wrong: list[dict[str, Any]] = [
        {"titel": "x"}, {"title": 5}, {"kpis": [{"target": [1]}]}, {"human_role": "robot"},
        {"risk_answers": {"RQ1": True}}, {"priority_inputs": {"value": 6}}, {"sign_offs": []},
    ]  # fmt: skip

    for values in wrong:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"values": values}, SCHEMA)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
