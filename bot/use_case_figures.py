"""A figure of a use case's number that must move, typed in a terminal."""

from datetime import date

from assessments.errors import AssessmentError, Code, InvalidFieldsError
from assessments.use_cases.coming_back.answering import open_payoffs_about
from assessments.use_cases.coming_back.kpis import kpi_of
from assessments.use_cases.coming_back.payoff import TypedFigure, enter_figure, read_figure
from assessments.use_cases.contract.values import read_date
from assessments.use_cases.definition import lock_use_case
from assessments.use_cases.exporting import named_use_case
from handlers.dependencies import UnitOfWork
from handlers.surfaces.coming_back import show_revisit


def enter(work: UnitOfWork, name: str, kpi: str, typed: tuple[str, str], by: str) -> str:
    """Keep a figure, and show it where somebody is asked whether the number was reached.

    Args:
        work: A transaction.
        name: ID or title of the use case.
        kpi: The number's name, in capitals or not.
        typed: The figure, and its day as `2027-06-30`; empty for today.
        by: Who typed it.

    Returns:
        What was done, in a sentence.

    Raises:
        AssessmentError: There is no such use case or number, or the figure can't be read.
    """
    use_case = lock_use_case(work.session, named_use_case(work.session, name).id)
    found = kpi_of(work.session, use_case, kpi)
    if not found:
        raise AssessmentError(Code.KPI_UNKNOWN, name=kpi)
    text, day = typed[0], read_date(typed[1]) if typed[1] else work.now.date()
    value = _value(text, day, work.now.date())
    figure = TypedFigure(found, value, day or work.now.date())
    enter_figure(work.session, use_case, figure, by, work.now)
    for revisit in open_payoffs_about(work.session, use_case.id, found):
        show_revisit(work, revisit)
    return f"{found}: {value:.12g} as of {figure.measured_on}."


def _value(text: str, day: date | None, today: date) -> float:
    try:
        return read_figure(text, day, today)
    except InvalidFieldsError as error:
        refusal = next(iter(error.problems.values()))
        raise AssessmentError(refusal.code, **refusal.facts) from error
