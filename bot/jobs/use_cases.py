"""Jobs around use cases: send one as files, or all of them as a picture."""

from datetime import datetime
from uuid import UUID

from assessments.portfolio.entries import portfolio
from assessments.portfolio.picture import described_portfolio, draw_portfolio, portfolio_table
from assessments.results.report.markdown import outline_as_markdown
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import find_use_case
from assessments.use_cases.exporting import contract_of
from bot.delivery.client import NewFile
from bot.delivery.file_sending import send_files_once
from bot.delivery.names import names_of
from bot.jobs.job import JobContext, Payload
from bot.use_case_files import FORMATS, file_name
from handlers.job_kinds import JobKind
from handlers.wording.portfolio import LANES
from handlers.wording.use_case_sheet import Sheet, people_on

SENT = ("pdf", "markdown", "json")


def send_use_case(context: JobContext, payload: Payload, now: datetime) -> None:
    """Send a person a use case: one page to read, and the contract."""
    with context.transactions.reading() as session:
        use_case = find_use_case(session, UUID(payload["use_case_id"]))
        contract = contract_of(session, load_rules(), use_case)
    names = names_of(context.slack, people_on(Sheet(load_rules(), contract, {})))
    sheet = Sheet(load_rules(), contract, names)
    files = [
        NewFile(found.write(sheet, now), file_name(contract, found), found.title)
        for found in (FORMATS[name] for name in SENT)
    ]
    title = contract.document.text("title") or "A use case without a name"
    send_files_once(context.slack, payload, files, f"Use case {title}", now)


def send_portfolio(context: JobContext, payload: Payload, now: datetime) -> None:
    """Send a person the portfolio as a picture, and the same as a table."""
    with context.transactions.reading() as session:
        entries = portfolio(session, load_rules())
    names = names_of(context.slack, sorted({entry.owner for entry in entries}))
    picture = NewFile(
        draw_portfolio(entries, LANES),
        "use-cases.png",
        "Benefit against weeks",
        described_portfolio(entries, LANES),
    )
    table = outline_as_markdown(portfolio_table(entries, LANES, names))
    files = [picture, NewFile(table, "use-cases.md", "The same as a table")]
    send_files_once(context.slack, payload, files, "All use cases", now)


JOBS = {JobKind.SEND_USE_CASE: send_use_case, JobKind.SEND_PORTFOLIO: send_portfolio}
