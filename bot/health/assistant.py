"""Whether the language model can be asked, and what left the house for it."""

from collections.abc import Iterator

import httpx
from sqlmodel import Session

from assistant.keeping import figures
from bot.health.checkup import Checkup
from bot.language import language_of
from bot.settings import Settings
from ground.counting import counted

NAME = "assistant"
TIMEOUT_SECONDS = 5
OK, KEY_REFUSED, NOT_FOUND = 200, {401, 403}, 404
OPENAI = "https://api.openai.com/v1"


def examine_assistant(settings: Settings) -> Iterator[Checkup]:
    """Check the provider's address and key without asking a model anything."""
    model = language_of(settings).model
    if model is None:
        sentence = "No language model is set up: questions are answered by looking things up."
        yield Checkup(NAME, is_fine=True, sentence=sentence)
        return
    sentence = _provider(settings)
    reached = f"The language model {model.name} at {model.endpoint} can be asked."
    yield Checkup(NAME, is_fine=not sentence, sentence=sentence or reached)


def examine_what_left(session: Session) -> Checkup:
    """Count what was sent to a provider in the last 90 days, and what people made of answers."""
    found = figures(session)
    sentence = (
        f"In 90 days: {counted(found.questions, 'question')} answered, {found.helped:,} marked "
        f"as helpful and {found.not_helped:,} as not; {counted(found.calls, 'call')} to a "
        f"language model ({counted(found.tokens, 'token')}, {found.failures:,} without a usable "
        "answer). The table "
        "providercall has all that was sent."
    )
    return Checkup("answers", is_fine=True, sentence=sentence)


def _provider(settings: Settings) -> str:
    """Return what is wrong with the provider; empty where nothing is."""
    base = (settings.openai_base_url or OPENAI).rstrip("/")
    key = settings.openai_api_key
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    try:
        status = httpx.get(f"{base}/models", headers=headers, timeout=TIMEOUT_SECONDS).status_code
    except httpx.HTTPError as error:
        return f"The language model can't be reached at {base}: {type(error).__name__}."
    if status in KEY_REFUSED:
        return "The language model's provider refuses OPENAI_API_KEY."
    if status == NOT_FOUND and not base.endswith("/v1"):
        return f"{base} answers 404. OPENAI_BASE_URL usually ends in /v1."
    # Some endpoints list no models; whatever else they answer, they are there.
    return ""
