"""Whatever is edited, imported, signed or handed over: versions and signatures stay consistent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel, create_engine, select

import bot.migrations.tables  # noqa: F401 - every table
from assessments.absences.absences import Away, come_back, go_away, stand_ins
from assessments.errors import AssessmentError
from assessments.use_cases.asking import ask_for_signatures
from assessments.use_cases.contract.content import ACCEPTANCE, RISK_AND_COMPLIANCE
from assessments.use_cases.contract.difference import difference
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.export import Contract
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.sign_offs import (
    EXCLUDE_EACH_OTHER,
    MOST_ROLES,
    Signature,
    SignOff,
)
from assessments.use_cases.contract.values import Value
from assessments.use_cases.drafts import draft_of, set_fields
from assessments.use_cases.importing import Importer, take_in
from assessments.use_cases.signing import Signers, sign, whose_signature
from assessments.use_cases.tables import UseCase, UseCaseSignOff, UseCaseVersion
from assessments.use_cases.versions import document_of, find_version
from assessments.use_cases.waiting import waiting_version, withdraw
from ground.audit import GENESIS, AuditHead
from tests.audit.use_case_steps import written

RULES = load_rules()
ENGINE = create_engine("sqlite://")
SQLModel.metadata.create_all(ENGINE)
with Session(ENGINE) as empty:
    empty.add(AuditHead(sequence=0, hash=GENESIS))
    empty.commit()
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
BEA, COMPLIANCE = "U0BEA", "U_COMP"
NAMED = ("U_SPONSOR", "U_AGENTLEAD", "U_TECH", "U_DS", COMPLIANCE)
PEOPLE = (*NAMED, "U_OTHER")
ROLES = ("sponsor", "consumer_speaker", "technical_owner", "builder", RISK_AND_COMPLIANCE)
Step = Callable[["Story"], None]


@dataclass
class Story:
    """One use case, and what was seen of it after each step."""

    session: Session
    use_case: UseCase
    minutes: int = 0
    seen: dict[str, Any] = field(default_factory=dict)
    in_force: list[int] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """A minute passes with each step."""
        return NOW + timedelta(minutes=self.minutes)

    def signers(self) -> Signers:
        """Who signs beyond whom the use case names."""
        return Signers((COMPLIANCE,), (BEA,), stand_ins(self.session))

    def versions(self) -> Sequence[UseCaseVersion]:
        """Every version, the oldest first."""
        query = select(UseCaseVersion).where(UseCaseVersion.use_case_id == self.use_case.id)
        return sorted(self.session.exec(query).all(), key=lambda found: found.version)

    def signatures(self) -> Sequence[UseCaseSignOff]:
        """Every signature."""
        query = select(UseCaseSignOff).where(UseCaseSignOff.use_case_id == self.use_case.id)
        return self.session.exec(query).all()


def writes(values: dict[str, Any]) -> Step:
    """Write fields, as a window or an import does."""
    return lambda story: set_fields(story.session, RULES, story.use_case, values, BEA, story.now)


def limits(threshold: float, *, keeps_all: bool) -> Step:
    """Move the first pass mark, and take the last one away or put all back."""
    rows = [dict(row) for row in Document(dict(RULES.example)).rows(ACCEPTANCE)]
    kept = rows if keeps_all else rows[:-1]
    return writes({ACCEPTANCE: [{**kept[0], "threshold": threshold}, *kept[1:]]})


def imports(threshold: float) -> Step:
    """Take in a file that moves the first pass mark, whatever people wrote meanwhile."""

    def step(story: Story) -> None:
        draft = draft_of(story.session, story.use_case.id)
        first, *others = draft.document.rows(ACCEPTANCE)
        rows: Value = [{**first, "threshold": threshold}, *others]
        changed = Document({**draft.document.values, ACCEPTANCE: rows})
        file = Contract(changed, id=story.use_case.id, edits=draft.number)
        take_in(story.session, RULES, file, Importer("cli:ci", story.now, overwrites=True))

    return step


def asks(story: Story) -> None:
    """Bea asks for signatures."""
    ask_for_signatures(story.session, RULES, story.use_case, BEA, story.now, story.signers())


def takes_back(story: Story) -> None:
    """Bea withdraws what waits."""
    version = waiting_version(story.session, story.use_case.id)
    if version is not None:
        withdraw(story.session, story.use_case, version, BEA, story.now)


def signs(role: str, person: str, signature: Signature, behind: int) -> Step:
    """Somebody presses in a role, perhaps on an older version's message."""

    def step(story: Story) -> None:
        versions = story.versions()
        if versions:
            version = versions[max(0, len(versions) - 1 - behind)]
            whose = whose_signature(version, role, person, story.signers())
            attempt = SignOff(whose, role, version.version, story.now, signature, "Because")
            sign(story.session, story.use_case, attempt, person, story.signers())

    return step


def everyone_signs(story: Story) -> None:
    """All who are named approve; who is away leaves it to the stand-in."""
    away = stand_ins(story.session)
    for role, person in zip(ROLES, NAMED, strict=True):
        signs(role, away.get(person, person), Signature.APPROVE, 0)(story)


def leaves(person: str, stand_in: str) -> Step:
    """Somebody goes away; who stands in may be anybody."""

    def step(story: Story) -> None:
        try:
            away = Away(person, stand_in, story.now, story.now + timedelta(days=9))
            go_away(story.session, away, story.now)
        except AssessmentError:
            pass

    return step


def returns(person: str) -> Step:
    """Somebody is back."""

    def step(story: Story) -> None:
        come_back(story.session, person, story.now)

    return step


STEPS = st.one_of(
    st.builds(limits, st.sampled_from([0.05, 0.2, 0.6]), keeps_all=st.booleans()),
    st.sampled_from(["One", "Two"]).map(lambda text: writes({"summary": text * 9})),
    st.builds(imports, st.sampled_from([0.1, 0.3])),
    st.just(asks),
    st.just(asks),
    st.just(everyone_signs),
    st.just(everyone_signs),
    st.just(takes_back),
    st.builds(
        signs,
        st.sampled_from(ROLES),
        st.sampled_from(PEOPLE),
        st.sampled_from(Signature),
        st.integers(0, 1),
    ),
    st.builds(leaves, st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)),
    st.sampled_from(PEOPLE).map(returns),
)


@given(steps=st.lists(STEPS, min_size=4, max_size=14))
@settings(max_examples=12, deadline=None)
def test_versions_and_signatures_hold(steps: list[Step]) -> None:
    """After each step; a looser row counts only once risk and compliance signed that version."""
    with Session(ENGINE) as session:
        story = Story(session, written(session, NOW))

        for step in steps:
            story.minutes += 1
            step(story)
            session.flush()

            check(story)
        session.rollback()


def check(story: Story) -> None:
    """Compare what is stored with what it may be."""
    waiting = [found for found in story.versions() if found.settled_at is None]
    assert len(waiting) <= 1
    for version in waiting:
        draft = draft_of(story.session, story.use_case.id).document
        assert not difference(RULES, document_of(version), draft).is_material
    now: dict[str, Any] = {f"v{one.version}": dict(one.contents) for one in story.versions()}
    now |= {f"s{row.id}": (row.version, row.role, row.person) for row in story.signatures()}
    assert story.seen.items() <= now.items(), "what was frozen or signed stays as it was"
    story.seen = now
    if story.use_case.version and story.use_case.version not in story.in_force[-1:]:
        check_force(story)
        story.in_force.append(story.use_case.version)


def check_force(story: Story) -> None:
    """A version came into force: each role signed this very version, and the rules held."""
    version = find_version(story.session, story.use_case.id, story.use_case.version)
    assert version is not None
    rows = [row for row in story.signatures() if row.version == version.version]
    assert {row.role for row in rows} == set(version.roles)
    assert all(row.signature is Signature.APPROVE for row in rows)
    for person in {row.signed_by for row in rows} | {row.person for row in rows}:
        theirs = {row.role for row in rows if row.person == person}
        assert len(theirs) <= MOST_ROLES
        assert not theirs >= EXCLUDE_EACH_OTHER
        assert not {row.role for row in rows if row.signed_by == person} >= EXCLUDE_EACH_OTHER
    assert not rows or {row.person for row in rows} != {document_of(version).text("builder")}
    before = find_version(story.session, story.use_case.id, (story.in_force or [0])[-1])
    if before is not None:
        changed = difference(RULES, document_of(before), document_of(version))
        assert not changed.is_material or rows
        assert not changed.looser or RISK_AND_COMPLIANCE in {row.role for row in rows}
