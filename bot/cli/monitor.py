"""`lamplighter monitor`: list the monitors, run one now."""

import typer

monitor = typer.Typer(help="Look at and run monitors.", no_args_is_help=True)


@monitor.command(name="list")
def list_monitors() -> None:
    """List every monitor with its next run and its newest outcome."""
    from sqlmodel import col, select

    from bot.cli.session import offline_transactions
    from monitors.tables import Monitor, MonitorRun

    with offline_transactions() as transactions, transactions.begin() as work:
        for found in work.session.exec(select(Monitor).order_by(col(Monitor.name))).all():
            newest = work.session.exec(
                select(MonitorRun)
                .where(MonitorRun.monitor_id == found.id)
                .order_by(col(MonitorRun.ran_at).desc(), col(MonitorRun.window_number).desc())
                .limit(1)
            ).one_or_none()
            outcome = f"{newest.verdict or newest.status.value} {newest.note}" if newest else "-"
            following = (
                f"{found.next_firing_at:%Y-%m-%d %H:%M} UTC" if found.next_firing_at else "-"
            )
            typer.echo(f"{found.name}\t{found.model_name}\tnext {following}\t{outcome.strip()}")


@monitor.command()
def run(name: str = typer.Argument(help="The monitor's name.")) -> None:
    """Have a monitor run now; `serve` measures its next window and shows what it finds."""
    from sqlmodel import select

    from bot.cli.session import offline_transactions
    from monitors.errors import MonitorError
    from monitors.tables import Monitor

    with offline_transactions() as transactions, transactions.begin() as work:
        found = work.session.exec(select(Monitor).where(Monitor.name == name)).one_or_none()
        if found is None:
            raise MonitorError(
                f"There is no monitor named {name}; see `lamplighter monitor list`."
            )
        found.next_firing_at = work.now
    typer.echo(f"{name} is due now.")
