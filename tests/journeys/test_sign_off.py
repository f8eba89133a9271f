"""Signatures: five roles sign, one pass mark is loosened, risk and compliance signs too."""

from collections.abc import Iterator

import pytest

from assessments.use_cases.compliance import use_risk_and_compliance
from assessments.use_cases.contract.content import Status
from tests.journeys.office import BEA, DAN, FIN, MIA, MODEL_CHANNEL, OLA, Office
from tests.journeys.use_cases import rows, signatures, stored, thresholds, writes, written

pytestmark = pytest.mark.sqlite_alone
DIRECT = {person: f"D{person[1:]}" for person in (BEA, DAN, FIN, MIA, OLA)}
SIGNERS = {"sponsor": FIN, "consumer_speaker": MIA, "technical_owner": OLA, "builder": DAN}


@pytest.fixture(autouse=True)
def compliance(office: Office) -> Iterator[None]:
    """Bea signs for risk and compliance in this office."""
    del office
    use_risk_and_compliance([BEA])
    yield
    use_risk_and_compliance([])


def all_sign(office: Office, version: int) -> None:
    """Each of the four approves in their direct message."""
    for person in SIGNERS.values():
        office.until_seen(DIRECT[person], f"version {version}")
        office.presses(person, DIRECT[person], "approve_version")


def test_five_roles_sign_and_a_looser_mark_needs_compliance(office: Office) -> None:
    """0.80 never quietly becomes 0.75: all sign again, and risk and compliance too."""
    use_case_id = written(office)
    office.presses(BEA, MODEL_CHANNEL, "ask_for_signatures")
    page = office.until_seen(DIRECT[FIN], "sign as")
    all_sign(office, 1)
    office.until_seen(MODEL_CHANNEL, "Version 1 is signed")
    before = thresholds(office)

    first, *others = rows(office, use_case_id)
    writes(
        office,
        use_case_id,
        acceptance_criteria=[{**first, "threshold": first["threshold"] - 0.05}, *others],
    )
    office.until_seen(MODEL_CHANNEL, "Changed since version 1")
    office.presses(BEA, MODEL_CHANNEL, "ask_for_signatures")
    changed = office.until_seen(DIRECT[FIN], "looser")
    all_sign(office, 2)
    unchanged = thresholds(office)
    office.presses(BEA, DIRECT[BEA], "approve_version")
    office.until(lambda: stored(office, use_case_id).version == 2 or None)

    assert "Good enough means" in page
    assert "Changed since version 1" in changed
    assert unchanged == before
    assert thresholds(office)[0] == pytest.approx(before[0] - 0.05)
    assert stored(office, use_case_id).status is Status.APPROVED
    assert len(signatures(office)) == 4 + 5
