"""Who signs instead of somebody who left: the newest choice counts, along the whole chain."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from assessments.errors import Code
from assessments.use_cases.contract.document import Document
from assessments.use_cases.instead import choose_signer, instead_of, who_chooses
from assessments.use_cases.tables import SignerInstead, UseCase
from tests.audit.use_case_steps import BEA, written

LEFT, FIRST, SECOND, THIRD = "U0LEFT", "U0FIRST", "U0SECOND", "U0THIRD"
HOUR = timedelta(hours=1)


def chosen(session: Session, use_case: UseCase, instead: str, at: datetime, id_: UUID) -> None:
    """Note a choice under an id that says nothing of its time."""
    session.add(
        SignerInstead(
            id=id_,
            use_case_id=use_case.id,
            person=LEFT,
            instead=instead,
            chosen_by=BEA,
            chosen_at=at,
        )
    )
    session.flush()


@pytest.mark.parametrize(
    ("owner", "gone", "who"),
    [
        pytest.param(FIRST, [LEFT], FIRST, id="the-owner"),
        pytest.param(FIRST, [FIRST], BEA, id="the-owner-left"),
        pytest.param("", [LEFT], BEA, id="no-owner"),
    ],
)
def test_the_business_owner_chooses_or_whoever_asked(
    owner: str, gone: list[str], who: str
) -> None:
    """Somebody who is there."""
    assert who_chooses(Document({"business_owner": owner} if owner else {}), BEA, gone) == who


@pytest.mark.parametrize("ids", [(1, 2), (2, 1)])
def test_the_newest_choice_counts(session: Session, now: datetime, ids: tuple[int, int]) -> None:
    """Whichever id it has."""
    use_case = written(session, now)
    chosen(session, use_case, FIRST, now, UUID(int=ids[0]))
    chosen(session, use_case, SECOND, now + HOUR, UUID(int=ids[1]))

    assert instead_of(session, use_case.id) == {LEFT: SECOND}


def test_of_two_choices_at_once_every_reader_takes_the_same(
    session: Session, now: datetime
) -> None:
    """The larger id breaks the tie, in whichever order they were stored."""
    use_case, other = written(session, now), written(session, now)
    for one, order in ((use_case, (2, 1)), (other, (3, 4))):
        for id_ in order:
            chosen(session, one, FIRST if id_ % 2 else SECOND, now, UUID(int=id_))

    assert [instead_of(session, one.id) for one in (use_case, other)] == [{LEFT: SECOND}] * 2


def test_a_choice_is_for_its_use_case_alone(session: Session, now: datetime) -> None:
    """The same person may sign another one."""
    use_case, other = written(session, now), written(session, now)
    chosen(session, use_case, FIRST, now, uuid4())

    assert instead_of(session, other.id) == {}


def test_who_signs_instead_may_leave_too(session: Session, now: datetime) -> None:
    """Then whoever signs instead of them signs for the first one as well."""
    use_case = written(session, now)
    refusals = [
        choose_signer(session, use_case, choice, BEA, gone, now)
        for choice, gone in (
            ((LEFT, FIRST), [LEFT]),
            ((FIRST, SECOND), [LEFT, FIRST]),
            ((SECOND, THIRD), [LEFT, FIRST, SECOND]),
        )
    ]

    assert refusals == [None] * 3
    assert instead_of(session, use_case.id) == {LEFT: THIRD, FIRST: THIRD, SECOND: THIRD}


@pytest.mark.parametrize(
    ("choice", "gone", "code"),
    [
        pytest.param((LEFT, FIRST), [], Code.SIGNER_THERE, id="who-is-there"),
        pytest.param((LEFT, FIRST), [FIRST], Code.SIGNER_THERE, id="another-left"),
        pytest.param((LEFT, LEFT), [LEFT], Code.SIGNER_SAME, id="themselves"),
        pytest.param((LEFT, FIRST), [LEFT, FIRST], Code.SIGNER_SAME, id="who-left-too"),
    ],
)
def test_what_cannot_be_chosen(
    session: Session, now: datetime, choice: tuple[str, str], gone: list[str], code: Code
) -> None:
    """Nothing is noted."""
    use_case = written(session, now)

    refusal = choose_signer(session, use_case, choice, BEA, gone, now)

    assert refusal is not None
    assert refusal.code is code
    assert refusal.facts["people"] == (choice[0 if code is Code.SIGNER_THERE else 1],)
    assert instead_of(session, use_case.id) == {}
