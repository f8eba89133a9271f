"""Several people write one draft: fields, answers and rows are put together, never lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from assessments.errors import AssessmentError, InvalidFieldsError
from assessments.use_cases.asks import SectionAsk, ask_for_section
from assessments.use_cases.contract.content import Kind
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import start_use_case
from assessments.use_cases.discarding import discard
from assessments.use_cases.drafts import Typed, draft_of, set_fields
from assessments.use_cases.finding import all_names, named, use_cases_of
from assessments.use_cases.rows import RowMove, RowPlace, move_row, row_at, save_row
from assessments.use_cases.saving import save_section
from assessments.use_cases.tables import UseCase
from assessments.use_cases.writers import refusal_to_write, writers_of

RULES = load_rules()
BEA, OLA, DAN = "U0BEA", "U0OLA", "U0DAN"
RISK = "risk_answers"


@pytest.fixture
def use_case(session: Session, now: datetime) -> UseCase:
    """Bea's draft, with a title."""
    made = start_use_case(session, created_by=BEA, channel_id="C1", now=now)
    set_fields(session, RULES, made, {"title": "Calls"}, BEA, now)
    return made


def number(session: Session, use_case: UseCase) -> int:
    """Return the draft's number now."""
    return draft_of(session, use_case.id).number


def rows(session: Session, use_case: UseCase, field: str = "consumers") -> list[Any]:
    """Return a field's rows."""
    return list(draft_of(session, use_case.id).document.rows(field))


def add(session: Session, use_case: UseCase, who: str, now: datetime) -> None:
    """Ola adds a group of users."""
    seen = number(session, use_case)
    save_row(session, RULES, use_case, (RowPlace("consumers", None, seen), {"who": who}), OLA, now)


def test_answers_of_one_field_are_put_together(
    session: Session, use_case: UseCase, now: datetime
) -> None:
    """Of the six risk questions each answered another one; only the same one is a conflict."""
    seen = number(session, use_case)
    save_section(session, RULES, use_case, Typed({RISK: {"RQ1": "no_"}}, seen), OLA, now)
    mine = {"RQ1": "yes_", "RQ2": "no_"}

    conflicts = save_section(session, RULES, use_case, Typed({RISK: mine}, seen), BEA, now)

    written = draft_of(session, use_case.id).document.answers(RISK)
    assert written == {"RQ1": "no_", "RQ2": "no_"}
    assert [(found.mine, found.theirs.value) for found in conflicts] == [
        ({"RQ1": "yes_"}, {"RQ1": "no_"})
    ]


def test_the_same_text_twice_is_no_conflict(
    session: Session, use_case: UseCase, now: datetime
) -> None:
    """Both wrote the same; nor is what one left as it was."""
    seen = number(session, use_case)
    sent = Typed({"summary": "Agents call.", "title": "Calls"}, seen)
    save_section(session, RULES, use_case, sent, OLA, now)

    assert save_section(session, RULES, use_case, sent, BEA, now) == []
    assert draft_of(session, use_case.id).fields["summary"].written_by == OLA


def test_a_kpi_whose_day_has_passed_keeps_nobody_from_another_field(
    session: Session, use_case: UseCase, now: datetime
) -> None:
    """What was broken before is no reason against what is changed now."""
    day = (now - timedelta(days=30)).date().isoformat()
    kpi = {"name": "n", "direction": "increase", "baseline": 1, "target": 2, "target_date": day}
    set_fields(session, RULES, use_case, {"kpis": [kpi]}, BEA, now)
    seen = number(session, use_case)
    place = RowPlace("kpis", 0, seen)

    save_section(
        session, RULES, use_case, Typed({"human_role": "fully_automatic"}, seen), BEA, now
    )
    save_row(session, RULES, use_case, (place, {"unit": "percent"}), BEA, now)

    assert rows(session, use_case, "kpis")[0]["unit"] == "percent"
    with pytest.raises(InvalidFieldsError) as caught:
        save_row(session, RULES, use_case, (place, {"target": 0}), BEA, now)
    assert list(caught.value.problems) == ["target"]


def test_a_rule_that_a_change_breaks_is_said_at_its_field(
    session: Session, use_case: UseCase, now: datetime
) -> None:
    """V10: the sponsor can't build it; nothing is written."""
    sent = Typed({"sponsor": OLA, "builder": OLA}, number(session, use_case))

    with pytest.raises(InvalidFieldsError) as caught:
        save_section(session, RULES, use_case, sent, BEA, now)

    assert list(caught.value.problems) == ["sponsor"]
    assert draft_of(session, use_case.id).document.get("builder") is None


TEXTS = {
    **{spec.id: "x" * 2_000 for spec in RULES.fields if spec.type is Kind.TEXT},
    **{spec.id: ["x" * 2_000] for spec in RULES.fields if spec.type is Kind.TEXTS},
}


def test_2000_characters_in_every_field_are_a_sentence_at_each(
    session: Session, use_case: UseCase, now: datetime
) -> None:
    """None is cut, and none is an error."""
    with pytest.raises(InvalidFieldsError) as caught:
        save_section(session, RULES, use_case, Typed(TEXTS, number(session, use_case)), BEA, now)

    assert set(caught.value.problems) == set(TEXTS)


@pytest.mark.parametrize("field", [spec.id for spec in RULES.fields if spec.type is Kind.ROWS])
def test_2000_characters_in_every_cell_are_a_sentence_at_each(
    session: Session, use_case: UseCase, now: datetime, field: str
) -> None:
    """Of every kind of row."""
    cells = {
        name: "x" * 2_000
        for name, cell in RULES.row_cells(field).items()
        if cell.type is Kind.TEXT and name != "id"
    }

    with pytest.raises(InvalidFieldsError) as caught:
        save_row(session, RULES, use_case, (RowPlace(field, None, 1), cells), BEA, now)

    assert set(caught.value.problems) == set(cells)


def test_a_row_is_found_wherever_it_stands_now(
    session: Session, use_case: UseCase, now: datetime
) -> None:
    """Somebody put another one before it, meanwhile; that one stays."""
    add(session, use_case, "Agents", now)
    seen = number(session, use_case)
    add(session, use_case, "Planners", now)
    up = (RowPlace("consumers", 1, number(session, use_case)), RowMove.UP)
    move_row(session, RULES, use_case, up, OLA, now)

    conflict = save_row(
        session, RULES, use_case, (RowPlace("consumers", 0, seen), {"people": 24}), BEA, now
    )

    assert conflict is None
    assert rows(session, use_case) == [{"who": "Planners"}, {"who": "Agents", "people": 24}]


def test_cells_that_two_people_changed_are_both_shown(
    session: Session, use_case: UseCase, now: datetime
) -> None:
    """Another cell of the same row is saved; the one that both changed stays theirs."""
    add(session, use_case, "Agents", now)
    place = RowPlace("consumers", 0, number(session, use_case))
    save_row(session, RULES, use_case, (place, {"who": "Retention agents"}), OLA, now)

    conflict = save_row(session, RULES, use_case, (place, {"who": "All", "people": 3}), BEA, now)

    assert conflict is not None
    assert (conflict.mine, conflict.theirs) == ({"who": "All"}, {"who": "Retention agents"})
    assert rows(session, use_case) == [{"who": "Retention agents", "people": 3}]


def test_a_row_that_was_removed_meanwhile_is_given_back(
    session: Session, use_case: UseCase, now: datetime
) -> None:
    """What was typed isn't lost, and the removal stands; moving it is refused."""
    add(session, use_case, "Agents", now)
    place = RowPlace("consumers", 0, number(session, use_case))
    move_row(session, RULES, use_case, (place, RowMove.REMOVE), OLA, now)

    conflict = save_row(session, RULES, use_case, (place, {"people": 24}), BEA, now)

    assert conflict is not None
    assert conflict.mine == {"who": "Agents", "people": 24}
    assert conflict.theirs is None
    assert rows(session, use_case) == []
    assert move_row(session, RULES, use_case, (place, RowMove.UP), BEA, now) is not None


def test_pass_marks_get_the_next_free_id(
    session: Session, use_case: UseCase, now: datetime
) -> None:
    """Also after one in between was removed."""
    for metric in ("accuracy", "recall", "precision"):
        new = (RowPlace("acceptance_criteria", None, 1), {"metric": metric})
        save_row(session, RULES, use_case, new, BEA, now)
    second = RowPlace("acceptance_criteria", 1, number(session, use_case))
    move_row(session, RULES, use_case, (second, RowMove.REMOVE), BEA, now)
    save_row(session, RULES, use_case,
             (RowPlace("acceptance_criteria", None, 1), {"metric": "f1"}), BEA, now)  # fmt: skip

    ids = [row["id"] for row in rows(session, use_case, "acceptance_criteria")]
    assert ids == ["AC-01", "AC-03", "AC-02"]


def test_a_row_that_never_was_is_said(session: Session, use_case: UseCase) -> None:
    """A forged place is no failure."""
    with pytest.raises(AssessmentError):
        row_at(session, use_case, RowPlace("consumers", 7, 1))


def test_an_empty_row_is_none(session: Session, use_case: UseCase, now: datetime) -> None:
    """It asks for something to be filled in."""
    with pytest.raises(InvalidFieldsError):
        save_row(session, RULES, use_case, (RowPlace("consumers", None, 1), {}), BEA, now)


def test_who_is_named_or_asked_may_write(
    session: Session, use_case: UseCase, now: datetime
) -> None:
    """Sponsor, speakers, whoever was asked; nobody else, and nobody once it's discarded."""
    named_in_it = {"sponsor": OLA, "consumers": [{"who": "Agents", "speaker": "U0FIN"}]}
    set_fields(session, RULES, use_case, named_in_it, BEA, now)

    assert writers_of(session, use_case, []) == [BEA, OLA, "U0FIN"]
    assert refusal_to_write(session, use_case, DAN, []) is not None
    ask_for_section(session, use_case, SectionAsk("data", DAN), BEA, now)
    assert refusal_to_write(session, use_case, DAN, []) is None
    assert refusal_to_write(session, use_case, OLA, []) is None
    discard(session, use_case, BEA, now)
    assert refusal_to_write(session, use_case, OLA, []) is not None


def test_who_is_asked_twice_for_a_section_is_asked_once(
    session: Session, use_case: UseCase, now: datetime
) -> None:
    """One direct message."""
    first = ask_for_section(session, use_case, SectionAsk("data", DAN), BEA, now)

    assert ask_for_section(session, use_case, SectionAsk("data", DAN), OLA, now).id == first.id


def test_use_cases_are_found_by_name_and_by_who_is_in_them(
    session: Session, use_case: UseCase, now: datetime
) -> None:
    """A discarded one is in no list."""
    set_fields(session, RULES, use_case, {"sponsor": OLA}, BEA, now)

    assert all_names(session) == [(str(use_case.id), "Calls")]
    for found in (named(session, "cALL"), use_cases_of(session, OLA)):
        assert [one.title for one in found] == ["Calls"]
    assert use_cases_of(session, DAN) == named(session, "%") == []
    discard(session, use_case, BEA, now)
    assert all_names(session) == []
    assert use_cases_of(session, BEA) == []
