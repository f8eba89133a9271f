"""The language model that the settings name, and what it may cost."""

from importlib import import_module
from typing import cast

from assistant.budget import Budget
from assistant.language_model import LanguageModel, ModelSettings
from bot.jobs.job import Language
from bot.settings import Settings, SettingsError


def language_of(settings: Settings) -> Language:
    """Find the adapter by its file's name; without a key or an address no model is asked.

    Raises:
        SettingsError: There is no such adapter.
    """
    name = settings.lamplighter_language_model.strip().lower()
    return Language(
        _model(name, settings) if name else None,
        Budget(
            calls=settings.lamplighter_assistant_daily_calls,
            tokens=settings.lamplighter_assistant_daily_tokens,
            cost=settings.lamplighter_assistant_daily_cost,
            price_per_million=settings.openai_price_per_million_tokens,
        ),
        is_masked=settings.lamplighter_mask_names,
    )


def _model(name: str, settings: Settings) -> LanguageModel | None:
    if not name.isidentifier():
        raise SettingsError(f"LAMPLIGHTER_LANGUAGE_MODEL {name[:40]!r} isn't a language model.")
    try:
        adapter = import_module(f"bot.adapters.language_models.{name}")
    except ModuleNotFoundError as error:
        sentence = f"LAMPLIGHTER_LANGUAGE_MODEL {name[:40]!r} isn't a language model we know."
        raise SettingsError(sentence) from error
    key = settings.openai_api_key
    built = adapter.build(
        ModelSettings(
            settings.openai_model, key.get_secret_value() if key else "", settings.openai_base_url
        )
    )
    return cast("LanguageModel | None", built)
