"""Asking somebody to fill in a section of a use case."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.absences.absences import stand_ins
from assessments.errors import AssessmentError, Code
from assessments.recorded import note
from assessments.use_cases.tables import UseCase, UseCaseAsk

LONGEST_REASON = 500


@dataclass(frozen=True)
class SectionAsk:
    """Who is asked for which section, and why."""

    section: str
    asked_of: str
    why: str = ""


def ask_for_section(
    session: Session, use_case: UseCase, ask: SectionAsk, by: str, now: datetime
) -> UseCaseAsk:
    """Ask somebody for a section, or their stand-in; whoever is already asked is asked once."""
    ask = replace(ask, asked_of=stand_ins(session).get(ask.asked_of, ask.asked_of))
    found = next(
        (
            one
            for one in open_asks(session, use_case.id)
            if (one.section, one.asked_of) == (ask.section, ask.asked_of)
        ),
        None,
    )
    if found is not None:
        return found
    made = UseCaseAsk(
        use_case_id=use_case.id,
        section=ask.section,
        asked_by=by,
        asked_of=ask.asked_of,
        text=ask.why.strip(),
        asked_at=now,
    )
    session.add(made)
    session.flush()
    detail = {"section": ask.section, "asked_of": ask.asked_of}
    note(session, "use_case.ask_section", use_case.id, by, now, (), **detail)
    return made


def find_ask(session: Session, ask_id: UUID) -> UseCaseAsk:
    """Find what somebody was asked.

    Raises:
        AssessmentError: There is no such request.
    """
    found = session.get(UseCaseAsk, ask_id, populate_existing=True)
    if found is None:
        raise AssessmentError(Code.ASK_UNKNOWN)
    return found


def open_asks(session: Session, use_case_id: UUID) -> list[UseCaseAsk]:
    """List who is asked for a section and hasn't sent it, the oldest first."""
    query = select(UseCaseAsk).where(
        UseCaseAsk.use_case_id == use_case_id,
        UseCaseAsk.section != "",
        col(UseCaseAsk.done_at).is_(None),
    )
    return list(session.exec(query.order_by(col(UseCaseAsk.asked_at))).all())


def asked_in_vain(session: Session, use_case_id: UUID) -> list[UseCaseAsk]:
    """List who couldn't be asked for a section, as `could_not_ask` noted."""
    query = select(UseCaseAsk).where(
        UseCaseAsk.use_case_id == use_case_id, UseCaseAsk.section != "", UseCaseAsk.answer != ""
    )
    return list(session.exec(query.order_by(col(UseCaseAsk.asked_at))).all())


def open_asks_of(session: Session, person: str) -> list[tuple[UseCaseAsk, str]]:
    """List what a person is asked for, each with its use case's title; by one query."""
    query = (
        select(UseCaseAsk, UseCase.title)
        .join(UseCase, col(UseCase.id) == col(UseCaseAsk.use_case_id))
        .where(
            UseCaseAsk.asked_of == person,
            UseCaseAsk.section != "",
            col(UseCaseAsk.done_at).is_(None),
            col(UseCase.discarded_at).is_(None),
        )
    )
    return list(session.exec(query.order_by(col(UseCaseAsk.asked_at))).all())


def was_asked(session: Session, use_case_id: UUID, person: str) -> bool:
    """Return whether a person was ever asked for a section of a use case."""
    query = select(UseCaseAsk.id).where(
        UseCaseAsk.use_case_id == use_case_id,
        UseCaseAsk.asked_of == person,
        UseCaseAsk.section != "",
    )
    return session.exec(query.limit(1)).first() is not None


def finish_asks(
    session: Session, use_case: UseCase, section: str, by: str, now: datetime
) -> list[UseCaseAsk]:
    """Note that a person sent the section that they were asked for.

    Returns:
        What is done now.
    """
    done = [
        ask
        for ask in open_asks(session, use_case.id)
        if (ask.section, ask.asked_of) == (section, by)
    ]
    for ask in done:
        _close(session, use_case, ask, by, now)
    return done


def close_asks(
    session: Session, use_case: UseCase, section: str, by: str, now: datetime
) -> list[UseCaseAsk]:
    """Note that nobody is needed for a section any more, since one of those asked settled it.

    Returns:
        What is done now.
    """
    done = [ask for ask in open_asks(session, use_case.id) if ask.section == section]
    for ask in done:
        _close(session, use_case, ask, by, now)
    return done


def could_not_ask(
    session: Session, use_case: UseCase, ask: UseCaseAsk, code: str, now: datetime
) -> None:
    """Wait no longer for somebody whom Slack couldn't reach; `code` is Slack's reason."""
    ask.answer = code
    _close(session, use_case, ask, None, now)


def _close(
    session: Session, use_case: UseCase, ask: UseCaseAsk, by: str | None, now: datetime
) -> None:
    ask.done_at = now
    session.add(ask)
    session.flush()
    detail = {"section": ask.section, "asked_of": ask.asked_of, "reached": not ask.answer}
    note(session, "use_case.asked_done", use_case.id, by, now, (), **detail)
