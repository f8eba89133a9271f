"""What Slack says about the tokens: who they are, what they may do, and what time it is."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.health.checkup import Checkup
from bot.manifest import APP_SCOPE, BOT_SCOPES, OPTIONAL_SCOPES, WHY_A_SCOPE
from bot.runtime import create_client
from bot.settings import Settings
from bot.slack.signature import OLDEST_SECONDS

OK = 200
SCOPES_HEADER = "x-oauth-scopes"
CLOCK_MAY_DIFFER_SECONDS = OLDEST_SECONDS / 5
REINSTALL = "Update the app's manifest (`lamplighter manifest`), then reinstall the app."


def examine_slack(settings: Settings, now: datetime) -> Iterator[Checkup]:
    """Check both tokens with Slack, and this machine's clock by Slack's."""
    client = create_client(settings)
    if not client.token:
        yield Checkup(
            "slack", is_fine=False, sentence="Slack wasn't checked, because there is no bot token."
        )
        return
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        sentence = _refused("bot token", error, "Reinstall the app.")
        yield Checkup("slack", is_fine=False, sentence=sentence)
    except OSError as error:
        sentence = f"Slack can't be reached: {error}."
        yield Checkup("slack", is_fine=False, sentence=sentence)
        return
    else:
        sentence = f"Connected to Slack as {answer['user']} in {answer['team']}."
        yield Checkup("slack", is_fine=True, sentence=sentence)
        yield _scopes(_listed(answer.headers))
        yield from _clock(answer.headers, now)
    if settings.slack_app_token is not None:
        yield _app_token(client, settings.slack_app_token.get_secret_value())


def _scopes(granted: Sequence[str]) -> Checkup:
    """Compare the scopes that a bot token has with those that are used."""
    missing = [scope for scope in BOT_SCOPES if scope not in granted]
    needed = [f"{scope} ({WHY_A_SCOPE[scope]})" for scope in missing if _is_needed(scope)]
    if needed:
        sentence = f"The bot token lacks {', '.join(needed)}. {REINSTALL}"
        return Checkup("scopes", is_fine=False, sentence=sentence)
    said = ["The bot token has every scope it needs."]
    said += [f"Without {scope}: {OPTIONAL_SCOPES[scope]}" for scope in missing]
    unused = [scope for scope in granted if scope not in BOT_SCOPES]
    if unused:
        said.append(f"It also has {', '.join(unused)}, which Lamplighter doesn't use.")
    return Checkup("scopes", is_fine=True, sentence=" ".join(said))


def _is_needed(scope: str) -> bool:
    return scope not in OPTIONAL_SCOPES


def _clock(headers: Mapping[str, Any], now: datetime) -> Iterator[Checkup]:
    """Compare this machine's clock with Slack's, by which requests are dated and refused."""
    told = _header(headers, "date")
    if not told:
        return
    seconds = abs((now - parsedate_to_datetime(told)).total_seconds())
    is_fine = seconds <= CLOCK_MAY_DIFFER_SECONDS
    sentence = (
        "This machine's clock agrees with Slack's."
        if is_fine
        else f"This machine's clock is {seconds:.0f} s off. Beyond {OLDEST_SECONDS} s, Slack's "
        "requests are refused in HTTP mode. Switch on time synchronisation (NTP)."
    )
    yield Checkup("clock", is_fine, sentence)


def _app_token(client: WebClient, token: str) -> Checkup:
    """Check that the app token is one, and may open the connection of Socket Mode.

    `auth.test` asks for no connection, and so takes nothing from the limit of a running bot.
    """
    generate = (
        f"Generate one with the scope {APP_SCOPE} under Basic Information, App-Level Tokens."
    )
    try:
        granted = _listed(client.auth_test(token=token).headers)
    except SlackApiError as error:
        sentence = _refused("app token", error, generate)
        return Checkup("app token", is_fine=False, sentence=sentence)
    except OSError as error:
        return Checkup("app token", is_fine=False, sentence=f"Slack can't be reached: {error}.")
    if APP_SCOPE not in granted:
        sentence = f"SLACK_APP_TOKEN lacks the scope {APP_SCOPE}. {generate}"
        return Checkup("app token", is_fine=False, sentence=sentence)
    sentence = "The app token may open the connection of Socket Mode."
    return Checkup("app token", is_fine=True, sentence=sentence)


def _refused(token: str, error: SlackApiError, fix: str) -> str:
    """Write what to do about a token that Slack refused, unless Slack itself is out of order."""
    status = error.response.status_code
    if status != OK:
        return f"Slack is out of order or busy (status {status}). Try again in a while."
    return f"Slack rejected the {token} ({error.response.get('error', 'no answer')}). {fix}"


def _listed(headers: Mapping[str, Any]) -> list[str]:
    found = _header(headers, SCOPES_HEADER).split(",")
    return [scope.strip() for scope in found if scope.strip()]


def _header(headers: Mapping[str, Any], name: str) -> str:
    value = next((headers[key] for key in headers if key.lower() == name), "")
    return str(value[0] if isinstance(value, list) else value)
