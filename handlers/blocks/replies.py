"""Short replies: help, a greeting, an answer with its sources."""

from enum import StrEnum

from handlers.blocks.parts import section
from handlers.blocks.text import Message, escape, mention, short
from handlers.wording.people import OTHERWISE_UNREACHED, WHY_UNREACHED

HELP = (
    "*What I can do for you*\n"
    "• `/lamplighter assess`: ask people how ready you are for machine learning\n"
    "• `/lamplighter resume`: pick up the questions waiting for you\n"
    "• `/lamplighter my-answers`: get a copy of your answers, or withdraw them\n"
    "• `/lamplighter usecase`: write down what a model is for and what's good enough\n"
    "• `/lamplighter status`: see what's waiting for you and how your models are doing\n"
    "• `/lamplighter away until 14 Dec @name`: have somebody cover for you\n"
    "• `/lamplighter back`: say that you're back\n"
    "• `/lamplighter ask &lt;question&gt;`: get an answer, with its sources\n"
    "• `/lamplighter draft &lt;idea&gt;`: turn an idea into a use case, field by field\n"
    "Or open *Home*, at the top of our direct messages."
)
GREETING = (
    "Hello! Ask me here, in your own words: what's waiting for you, how a model is doing, why an "
    "alert came. `/lamplighter help` lists the commands. You'll find what's waiting for you in "
    "*Home*, at the top of this conversation."
)


def greeting() -> Message:
    """Greet somebody who wrote to the bot, and point to what it can do."""
    return Message(GREETING, [section(GREETING)])


def list_refused(name: str, reason: str) -> Message:
    """Explain why a user group couldn't be invited."""
    named = f"The user group *{short(name)}*" if name else "A user group"
    told = section(f"{named} couldn't be invited. {escape(reason)}")
    return Message(f"A user group couldn't be invited. {reason}", [told])


class Unreached(StrEnum):
    """What a person of a round didn't get; the values are stored."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    SECOND_ROUND = "second_round"
    ACTION = "action"
    LEFT = "left"


_NOT_REACHED = {
    Unreached.INVITATION: (
        "I couldn't ask {who}: {why}. They were removed from your round, so nobody waits for "
        "them. Choose somebody else with *Add people*."
    ),
    Unreached.REMINDER: (
        "I couldn't remind {who}: {why}. If they can't answer, remove them with *Remove a person*."
    ),
    Unreached.SECOND_ROUND: (
        "I couldn't ask {who} to vote again: {why}. You can end the second round without them."
    ),
    Unreached.ACTION: (
        "I couldn't tell {who} about their action: {why}. Please tell them yourself."
    ),
    Unreached.LEFT: (
        "{who} was removed from your round, so nobody waits for them: {why}. "
        "Choose somebody else with *Add people*."
    ),
}


def unreached(what: Unreached, user_id: str, code: str) -> Message:
    """Tell who leads a round that a person couldn't be reached, and what to do."""
    why = WHY_UNREACHED.get(code, OTHERWISE_UNREACHED.format(code=escape(code)))
    told = _NOT_REACHED[what].format(who=mention(user_id), why=why)
    return Message(f"Somebody in your round couldn't be reached: {why}.", [section(told)])
