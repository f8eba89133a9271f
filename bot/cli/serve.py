"""`lamplighter serve`: run the bot in a real Slack workspace."""

import signal
from threading import Event

import typer


def serve() -> None:
    """Run the bot: Socket Mode when SLACK_APP_TOKEN is set, otherwise HTTP mode."""
    from bot.settings import SettingsError, missing_for_serving, read_settings

    settings = read_settings()
    missing = missing_for_serving(settings)
    if missing:
        raise SettingsError(" ".join(missing))
    from assessments.use_cases.contract.reading import load_rules
    from assessments.use_cases.refreshing import refresh_figures
    from bot.connections import allow_many_open_files
    from bot.listening import listen
    from bot.logs import set_up_logs
    from bot.migrations.state import may_be_new, require_database
    from bot.migrations.upgrade import upgrade_database
    from bot.runtime import create_runtime
    from bot.server import serving

    set_up_logs(settings)
    url = settings.database_url
    require_database(url, is_new_fine=may_be_new(url))
    upgrade_database(url)
    allow_many_open_files()
    listening = listen(settings.lamplighter_host, settings.lamplighter_port)
    runtime = create_runtime(settings)
    with runtime.transactions.begin() as work:
        refresh_figures(work.session, load_rules(), work.now.date())
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with serving(runtime, listening) as address:
        mode = "Socket Mode" if settings.slack_app_token else f"HTTP mode: {address}/slack/events"
        typer.echo(f"Lamplighter is running ({mode}). Health: {address}/healthz", err=True)
        stop.wait()
