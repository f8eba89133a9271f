"""`lamplighter token`: API tokens for scripts."""

import getpass

import typer

token = typer.Typer(help="Create and revoke API tokens for scripts.", no_args_is_help=True)


@token.command()
def create(
    name: str = typer.Argument(help="What the token is for, for example kpi-job."),
    *,
    scope: list[str] = typer.Option(
        ["measurements:write"], help="What the token may do. Can be repeated."
    ),
) -> None:
    """Create a token and print it; it is shown only once."""
    from bot.api.tokens import Scope, TokenError, create_token
    from bot.cli.session import offline_transactions

    unknown = sorted(set(scope) - set(Scope))
    if unknown:
        raise TokenError(f"There is no scope {unknown[0]}. Available: {', '.join(Scope)}.")
    with offline_transactions() as transactions, transactions.begin() as work:
        made = create_token(work.session, name, [Scope(found) for found in scope], _me(), work.now)
    typer.echo(made)


@token.command(name="list")
def list_all() -> None:
    """List every token: name, scopes, creation date, and whether it is still valid."""
    from bot.api.tokens import list_tokens
    from bot.cli.session import offline_transactions

    with offline_transactions() as transactions, transactions.reading() as session:
        tokens = list_tokens(session)
    for found in tokens:
        state = f"revoked {found.revoked_at:%Y-%m-%d}" if found.revoked_at else "valid"
        scopes = ",".join(found.scopes)
        typer.echo(f"{found.name}\t{scopes}\tsince {found.created_at:%Y-%m-%d}\t{state}")


@token.command()
def revoke(name: str = typer.Argument(help="Name of the token.")) -> None:
    """Revoke a token immediately."""
    from bot.api.tokens import revoke_token
    from bot.cli.session import offline_transactions

    with offline_transactions() as transactions, transactions.begin() as work:
        revoke_token(work.session, name, _me(), work.now)
    typer.echo(f"{name} has been revoked.")


def _me() -> str:
    return f"cli:{getpass.getuser()}"
