"""A contract's file, taken in: edits by the importer; what people wrote meanwhile stays theirs."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from sqlmodel import Session, select

from assessments.errors import AssessmentError, Code
from assessments.use_cases.contract.content import CONSUMER_SPEAKER, Status
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.export import Contract, read_contract, write_contract
from assessments.use_cases.contract.sign_offs import Signature, SignOff
from assessments.use_cases.drafts import draft_of, set_fields
from assessments.use_cases.exporting import DRAFT, contract_of, named_use_case
from assessments.use_cases.importing import Imported, Importer, people_in, take_in
from assessments.use_cases.promises import pass_marks_for_model
from assessments.use_cases.signing import Signers, sign, sign_offs_of
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import put_to_signers, version_in_force
from ground.audit import AuditEntry
from ground.yaml_files import parse_yaml
from tests.assessments.use_cases.contract.samples import RULES, document
from tests.assessments.use_cases.contract.written import documents

pytestmark = pytest.mark.sqlite_alone

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CI = Importer("cli:ci", NOW)
BEA = "U0BEA"


def file_of(**values: Any) -> Contract:  # noqa: ANN401 - any JSON
    """Return a file written by hand."""
    return Contract(Document({"title": "A list", "sponsor": "U0SAM", **values}))


def taken(session: Session, contract: Contract, **how: Any) -> Imported:  # noqa: ANN401 - fields
    """Take a file in."""
    return take_in(session, RULES, contract, replace(CI, **how))


def started(session: Session, contract: Contract) -> UseCase:
    """Take a file in that must not clash with anything."""
    imported = taken(session, contract)
    assert not imported.conflicts
    return imported.use_case


def types(session: Session, use_case: UseCase, **values: Any) -> None:  # noqa: ANN401 - any JSON
    """Let Bea write fields in Slack."""
    set_fields(session, RULES, use_case, values, BEA, NOW)


def test_a_new_use_case_is_kept_by_whom_the_file_names(session: Session) -> None:
    """Its business owner, or else its sponsor; the importer wrote its fields."""
    use_case = started(session, replace(file_of(), model="churn"))

    assert (use_case.created_by, use_case.channel_id) == ("U0SAM", "U0SAM")
    assert (use_case.model_name, use_case.status) == ("churn", Status.IDEA)
    assert draft_of(session, use_case.id).fields["title"].written_by == "cli:ci"
    assert use_case.figures["people"] == {"sponsor": "U0SAM"}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(found=documents())
def test_export_after_import_is_the_identity(session: Session, found: Document) -> None:
    """Whatever the file says, the draft says; exported and taken in again, nothing changes."""
    values = {**found.values, "sponsor": "U0SAM"}
    written = Contract(Document(values), id=uuid4())

    use_case = started(session, written)
    exported = contract_of(session, RULES, use_case, DRAFT)
    file = parse_yaml("x.json", write_contract(exported))
    again = taken(session, read_contract(RULES, file))

    assert exported.document == written.document
    assert exported.id == written.id
    assert not [*again.changed, *again.kept, *again.conflicts]
    assert contract_of(session, RULES, use_case, DRAFT) == exported


def test_what_only_the_file_changed_is_written(session: Session) -> None:
    """What only people changed stays, and what the file no longer has is emptied."""
    use_case = started(session, file_of(summary="Who to call", misuse="None"))
    exported = contract_of(session, RULES, use_case, DRAFT)
    types(session, use_case, summary="Whom to call first")
    values = {**exported.document.values, "business_driver": "Keep 10 percent"}
    del values["misuse"]

    imported = taken(session, replace(exported, document=Document(values)))

    assert (imported.changed, imported.kept) == (["business_driver", "misuse"], ["summary"])
    assert draft_of(session, use_case.id).document.values == {
        **values, "summary": "Whom to call first",
    }  # fmt: skip


def test_where_both_changed_a_field_nothing_is_written(session: Session) -> None:
    """The file is refused whole, unless it's told to overwrite."""
    use_case = started(session, file_of(summary="Who to call"))
    types(session, use_case, summary="Whom to call")
    other = file_of(summary="Call whom", misuse="None")

    refused = taken(session, other)

    assert [(clash.field, clash.theirs.written_by) for clash in refused.conflicts] == [
        ("summary", BEA)
    ]
    assert "misuse" not in draft_of(session, use_case.id).fields
    assert taken(session, other, overwrites=True).changed == ["misuse", "summary"]


def test_a_file_that_says_nothing_new_leaves_no_trace(session: Session) -> None:
    """Taken in by every build, it's noted once; the one of a new use case always is."""
    contract = replace(file_of(), id=uuid4())
    notes = select(AuditEntry).where(AuditEntry.action == "use_case.import")
    taken(session, contract)
    first = len(session.exec(notes).all())

    again = taken(session, contract)
    other = taken(session, Contract(Document({"title": "Another", "sponsor": "U0SAM"})))

    assert (first, list(again.changed), again.is_new) == (1, [], False)
    assert other.is_new
    assert len(session.exec(notes).all()) == 2


def test_a_file_in_git_changes_again_and_again(session: Session) -> None:
    """Its own earlier edits are no one else's; a person's edit in between is."""
    use_case = started(session, file_of(summary="One"))

    assert taken(session, file_of(summary="Two", misuse="None")).changed == ["misuse", "summary"]
    assert taken(session, file_of(summary="Three")).changed == ["misuse", "summary"]
    types(session, use_case, summary="Four")
    assert taken(session, file_of(summary="Three")).kept == ["summary"]
    assert taken(session, file_of(summary="Five")).conflicts


def test_a_file_changes_what_it_names_alone(session: Session) -> None:
    """One by hand, for a use case that people began in Slack, found by its title."""
    use_case = started(session, file_of())
    types(session, use_case, summary="Who to call", misuse="Nothing", title="A LIST ")

    imported = taken(session, file_of(title="A LIST ", retention="A year"))

    assert imported.use_case is use_case
    assert imported.changed == ["retention"]
    assert draft_of(session, use_case.id).document.text("summary") == "Who to call"


def approved(session: Session) -> UseCase:
    """The worked example, signed by everyone that its class asks."""
    use_case = started(session, Contract(document(), model="churn"))
    version = put_to_signers(session, RULES, use_case, BEA, NOW).version
    assert version is not None
    people = {
        "sponsor": "U_SPONSOR",
        CONSUMER_SPEAKER: "U_AGENTLEAD",
        "technical_owner": "U_TECH",
        "builder": "U_DS",
    }
    for role in version.roles:
        signed = SignOff(people[role], role, version.version, NOW, Signature.APPROVE)
        assert sign(session, use_case, signed, people[role], Signers()) is None
    return use_case


@pytest.mark.both_databases
def test_a_signed_version_comes_back_as_it_was(session: Session) -> None:
    """With its sign-offs and the hash of its rules; taken in again, it stays signed."""
    use_case = approved(session)
    signed = contract_of(session, RULES, use_case)
    types(session, use_case, limits_note="Not for tests")

    again = taken(session, signed)

    assert (signed.version, len(signed.sign_offs)) == (1, 4)
    assert signed.rules is not None
    assert signed.rules.sha256 == RULES.sha256
    assert again.kept == ["limits_note"]
    assert contract_of(session, RULES, use_case) == signed


def test_signatures_in_a_file_are_a_record_alone(session: Session) -> None:
    """Elsewhere the use case is a draft that nobody signed; the audit log keeps who had."""
    signed = replace(contract_of(session, RULES, approved(session)), id=uuid4())
    values = {**signed.document.values, "title": "A copy"}

    copy = started(session, replace(signed, document=Document(values)))

    entry = session.exec(
        select(AuditEntry).where(AuditEntry.subject == f"use_case:{copy.id}")
        .where(AuditEntry.action == "use_case.import")
    ).one()  # fmt: skip
    assert (copy.version, copy.status, copy.agreed_at) == (0, Status.DEFINED, None)
    assert sign_offs_of(session, copy.id) == []
    assert version_in_force(session, copy) is None
    assert len(json.loads(entry.detail)["file"]["sign_offs"]) == 4


def retired(use_case: UseCase) -> None:
    """Retire it."""
    use_case.status = Status.RETIRED


def discarded(use_case: UseCase) -> None:
    """Discard it."""
    use_case.discarded_at = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("happened", "code"),
    [(retired, Code.USE_CASE_RETIRED), (discarded, Code.DISCARDED)],
)
def test_what_is_over_takes_no_file(session: Session, happened: Any, code: Code) -> None:  # noqa: ANN401 - a function
    """By its ID, it's found and refused."""
    use_case = started(session, file_of())
    happened(use_case)
    session.add(use_case)
    session.flush()

    with pytest.raises(AssessmentError) as refused:
        taken(session, replace(file_of(summary="More"), id=use_case.id))

    assert refused.value.refusal.code is code


def test_a_looser_pass_mark_from_a_file_waits_for_signatures(session: Session) -> None:
    """What was signed counts until they sign again."""
    signed = contract_of(session, RULES, approved(session))
    (first, *others) = signed.document.rows("acceptance_criteria")
    rows = [{**first, "threshold": 0.1}, *others]
    values = {**signed.document.values, "acceptance_criteria": rows}
    before = pass_marks_for_model(session, "churn")

    imported = taken(session, replace(signed, document=Document(values)))

    assert imported.changed == ["acceptance_criteria"]
    assert pass_marks_for_model(session, "churn") == before
    assert version_in_force(session, imported.use_case) is not None


def test_a_file_moves_no_promise_to_another_model(session: Session) -> None:
    """Pass marks in force stay where people signed them."""
    use_case = approved(session)
    signed = contract_of(session, RULES, use_case)

    with pytest.raises(AssessmentError) as refused:
        taken(session, replace(signed, model="other"))

    assert refused.value.refusal.code is Code.IMPORT_OTHER_MODEL


def test_a_use_case_needs_somebody_who_keeps_it(session: Session) -> None:
    """A file that names nobody can't start one."""
    with pytest.raises(AssessmentError) as refused:
        taken(session, Contract(Document({"title": "A list"})))

    assert refused.value.refusal.code is Code.IMPORT_WITHOUT_OWNER


@pytest.mark.both_databases
def test_a_title_that_two_have_names_both(session: Session) -> None:
    """A file by hand can't tell which; nor can a terminal."""
    for _ in range(2):
        started(session, replace(file_of(title="Straße"), id=uuid4()))

    for attempt in (
        lambda: taken(session, file_of(title="STRASSE")),
        lambda: named_use_case(session, "strasse"),
    ):
        with pytest.raises(AssessmentError) as refused:
            attempt()
        assert refused.value.refusal.code is Code.USE_CASE_NAME_TWICE
        assert str(refused.value.refusal.facts["name"]).lower() == "strasse"


def test_everybody_a_document_names_is_found_with_the_place() -> None:
    """In fields, lists and rows."""
    found = dict(people_in(RULES, document()))

    assert found["sponsor",] == "U_SPONSOR"
    assert found["rollback_decider", 1] == "U_TECH"
    assert found["kpis", 0, "owner"] == "U_BOWNER"
    assert found["consumers", 0, "speaker"] == "U_AGENTLEAD"
    assert found["signals", 2, "responder"] == "U_BOWNER"
