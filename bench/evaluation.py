"""Asks the assistant's evaluation set: without a model, or with the one that the settings name.

`make eval` prints the table by topic. With OPENAI_API_KEY or OPENAI_BASE_URL set, each question
goes to that model; its words count only where the guard lets them through.
"""

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.answer import Reply, answer_question
from assistant.desk import Desk
from assistant.language_model import LanguageModel, ProviderError
from assistant.tools import all_tools
from assistant.wording import MAY_WORD, Wording
from bot.jobs.passages import passages
from bot.language import language_of
from bot.migrations.upgrade import upgrade_database
from bot.settings import read_settings
from bot.storage.database import Database
from handlers.blocks.assistant import plain_answer
from tests.assistant import world
from tests.assistant.evaluation import rate, share_held, table

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WITHIN_SECONDS = 30.0


def main() -> None:
    """Print the table, and how much of what was held out is held."""
    model = language_of(read_settings()).model
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'world.db'}"
        upgrade_database(url)
        database = Database(url)
        with database.transaction() as session:
            world.fill(session, NOW)
        began_at = time.monotonic()
        with database.reading() as session:
            desk = replace(world.desk(session, NOW), passages=passages())
            rated = rate(lambda ask: plain_answer(_answer(ask, desk, model)))
        seconds = time.monotonic() - began_at
        database.close()
    held = [one for one in rated if one.question.held]
    served = [one for one in held if one.question.served]
    print(table(rated))
    print(f"\nAsked: {model.name if model else 'no language model'}, {seconds:.0f} s.")
    print(f"Held out: {share_held(held):.0%} of all facts, {share_held(served):.0%} of those that")
    print(f"are served without a model ({len(served)} of {len(held)} questions).")


def _answer(ask: str, desk: Desk, model: LanguageModel | None) -> Reply:
    reply = answer_question(ask, desk)
    if model is None or reply.kind not in MAY_WORD:
        return reply
    wording = Wording(model, lambda name, about: all_tools()[name].answer(desk, about))
    try:
        return wording.word(reply, "", WITHIN_SECONDS)
    except ProviderError as error:
        print(f"{ask}: {error}")
        return reply


if __name__ == "__main__":
    main()
