"""`lamplighter monitor`: list, run and replay monitors."""

from typing import TYPE_CHECKING

import typer

from bot.cli.replay import replay
from ground.characters import without_hidden

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitors.alerts.notices import LastingNotice

monitor = typer.Typer(help="List, run and replay monitors.", no_args_is_help=True)
monitor.command()(replay)


@monitor.command(name="list")
def list_monitors() -> None:
    """List every monitor with its next run and its latest result."""
    from sqlmodel import col, select

    from bot.cli.session import offline_transactions
    from monitors.alerts.notices import newest_notices
    from monitors.runs.held_window import held_now
    from monitors.tables import Monitor, MonitorRun

    lines = []
    with offline_transactions() as transactions, transactions.reading() as session:
        for found in session.exec(select(Monitor).order_by(col(Monitor.name))).all():
            newest = session.exec(
                select(MonitorRun)
                .where(MonitorRun.monitor_id == found.id)
                .order_by(col(MonitorRun.ran_at).desc(), col(MonitorRun.window_number).desc())
                .limit(1)
            ).one_or_none()
            outcome = f"{newest.verdict or newest.status.value} {newest.note}" if newest else "-"
            if (held := held_now(session, found.id)) is not None:
                outcome += f" (rows {held.first_row} to {held.last_row} are tried again)"
            following = (
                f"{found.next_firing_at:%Y-%m-%d %H:%M} UTC" if found.next_firing_at else "-"
            )
            following = "now" if found.run_asked_at else following
            line = f"{found.name}\t{found.model_name}\tnext {following}\t{outcome.strip()}"
            lines.append((line, newest_notices(session, found.id)))
    for line, notices in lines:
        typer.echo(line)
        _echo_notices(notices)


@monitor.command()
def run(name: str = typer.Argument(help="Name of the monitor.")) -> None:
    """Run a monitor now: `serve` checks its next window and posts the result."""
    import getpass

    from bot.cli.refused import say_if_refused
    from bot.cli.session import offline_transactions
    from monitors.alerts.notices import newest_notices
    from monitors.runs.held_window import held_now
    from monitors.runs.run_now import find_monitor, run_now

    with offline_transactions() as transactions:
        with transactions.begin() as work:
            is_new = run_now(work.session, name, f"cli:{getpass.getuser()}", work.now)
        with transactions.reading() as session:
            monitor = find_monitor(session, name)
            held = held_now(session, monitor.id)
            say_if_refused(session, monitor.channel_id)
            noticed = newest_notices(session, monitor.id)
    if is_new:
        typer.echo(f"{name} will run now.")
    else:
        typer.echo(f"{name} is already waiting to run, so its next window is checked once.")
    if held is not None:
        typer.echo(
            f"It tries rows {held.first_row} to {held.last_row} again, which couldn't be checked "
            f"before: {held.why}"
        )
    if noticed:
        typer.echo("Its last window had something worth a look; nobody was called for it:")
        _echo_notices(noticed)


def _echo_notices(notices: "Sequence[LastingNotice]") -> None:
    for one in notices:
        typer.echo(f"  {without_hidden(one.sentence)}, since {one.since:%Y-%m-%d}")


@monitor.command()
def push(
    model: str = typer.Argument(help="Name of the registered model."),
    metric: str = typer.Argument(help="Metric of the pass mark, for example user_acceptance."),
    value: float = typer.Argument(help="The value you measured."),
    *,
    samples: int = typer.Option(help="How many cases it is based on.", show_default=False),
    window: str = typer.Option(help="Period it covers, for example 2026-W47.", show_default=False),
    segment: str = typer.Option("", help="Part of the cases. Default: all of them."),
) -> None:
    """Send in a number measured elsewhere; exit 1 if it breaks a pass mark."""
    import getpass

    from assessments.use_cases.pass_marks import PassMarkVerdict
    from bot.cli.session import offline_transactions
    from handlers.surfaces.watching import show_pushed
    from monitors.alerts.pushed import Push, push_number

    number = Push(model, metric, value, samples, window, segment)
    with offline_transactions() as transactions, transactions.begin() as work:
        pushed = push_number(work.session, number, f"cli:{getpass.getuser()}", work.now)
        show_pushed(work, model, pushed)
    typer.echo("saved" if pushed.is_new else "already saved; nothing changed")
    for judgement in pushed.judgements:
        typer.echo(judgement.sentence)
    if any(judgement.verdict is PassMarkVerdict.BROKEN for judgement in pushed.judgements):
        raise typer.Exit(1)
