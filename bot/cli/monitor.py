"""`lamplighter monitor`: list the monitors, run one now."""

import typer

from bot.cli.replay import replay

monitor = typer.Typer(help="Look at and run monitors.", no_args_is_help=True)
monitor.command()(replay)


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
    import getpass

    from bot.cli.session import offline_transactions
    from monitors.runs.run_now import run_now

    with offline_transactions() as transactions, transactions.begin() as work:
        run_now(work.session, name, f"cli:{getpass.getuser()}", work.now)
    typer.echo(f"{name} is due now.")


@monitor.command()
def push(
    model: str = typer.Argument(help="The registered model's name."),
    metric: str = typer.Argument(help="As in the use case's pass mark, such as user_acceptance."),
    value: float = typer.Argument(help="The number."),
    *,
    samples: int = typer.Option(help="How many cases stand behind it.", show_default=False),
    window: str = typer.Option(help="What span it covers, such as 2026-W47.", show_default=False),
    segment: str = typer.Option("", help="Which part of the cases; empty for all."),
) -> None:
    """Hand in a number that was measured elsewhere; exit 1 when it breaks its pass mark."""
    import getpass

    from assessments.use_cases.pass_marks import Verdict
    from bot.cli.session import offline_transactions
    from handlers.surfaces.alerts import show_changes
    from monitors.alerts.pushed import Push, push_number

    number = Push(model, metric, value, samples, window, segment)
    with offline_transactions() as transactions, transactions.begin() as work:
        pushed = push_number(work.session, number, f"cli:{getpass.getuser()}", work.now)
        show_changes(work, pushed.alerts)
    typer.echo("kept" if pushed.is_new else "known already; nothing was changed")
    for judgement in pushed.judgements:
        typer.echo(judgement.sentence)
    if any(judgement.verdict is Verdict.BROKEN for judgement in pushed.judgements):
        raise typer.Exit(1)
