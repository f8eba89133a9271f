"""`lamplighter token`: what scripts call the API with."""

import getpass

import typer

token = typer.Typer(help="Make and end tokens for scripts.", no_args_is_help=True)


@token.command()
def create(
    name: str = typer.Argument(help="What it is for, such as kpi-job."),
    *,
    scope: list[str] = typer.Option(
        ["measurements:write"], help="What it may do; may be repeated."
    ),
) -> None:
    """Make a token and print it; it is shown this once."""
    from bot.api.tokens import Scope, TokenError, create_token
    from bot.cli.session import offline_transactions

    unknown = sorted(set(scope) - set(Scope))
    if unknown:
        raise TokenError(f"There is no scope {unknown[0]}; there is {', '.join(Scope)}.")
    with offline_transactions() as transactions, transactions.begin() as work:
        made = create_token(work.session, name, [Scope(found) for found in scope], _me(), work.now)
    typer.echo(made)


@token.command(name="list")
def list_all() -> None:
    """List the tokens: name, scopes, since when, and whether it was ended."""
    from bot.api.tokens import list_tokens
    from bot.cli.session import offline_transactions

    with offline_transactions() as transactions, transactions.begin() as work:
        for found in list_tokens(work.session):
            state = f"revoked {found.revoked_at:%Y-%m-%d}" if found.revoked_at else "valid"
            scopes = ",".join(found.scopes)
            typer.echo(f"{found.name}\t{scopes}\tsince {found.created_at:%Y-%m-%d}\t{state}")


@token.command()
def revoke(name: str = typer.Argument(help="The token's name.")) -> None:
    """End a token at once."""
    from bot.api.tokens import revoke_token
    from bot.cli.session import offline_transactions

    with offline_transactions() as transactions, transactions.begin() as work:
        revoke_token(work.session, name, _me(), work.now)
    typer.echo(f"{name} is revoked.")


def _me() -> str:
    return f"cli:{getpass.getuser()}"
