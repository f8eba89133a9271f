"""Short replies: help, a greeting, an answer with its sources."""

from assistant.answer import QuotedAnswer
from handlers.blocks.parts import section
from handlers.blocks.text import Message, cut, escape, short

LONGEST_PASSAGE = 600
HELP = (
    "*What I can do for you*\n"
    "• `/lamplighter assess`: ask people how ready you are for machine learning\n"
    "• `/lamplighter resume`: pick up the questions waiting for you\n"
    "• `/lamplighter my-answers`: get a copy of your answers, or withdraw them\n"
    "• `/lamplighter usecase`: write down what a model is for and what's good enough\n"
    "• `/lamplighter status`: see what's waiting for you and how your models are doing\n"
    "• `/lamplighter ask &lt;question&gt;`: get an answer from our own content, with its source\n"
    "Or open *Home*, at the top of our direct messages."
)
GREETING = (
    "Hello! I work through commands: type `/lamplighter help` to see what I can do. You'll find "
    "what's waiting for you in *Home*, at the top of this conversation."
)


def greeting() -> Message:
    """Greet somebody who wrote to the bot, and point to what it can do."""
    return Message(GREETING, [section(GREETING)])


def list_refused(name: str, reason: str) -> Message:
    """Explain why a user group couldn't be invited."""
    named = f"The user group *{short(name)}*" if name else "A user group"
    told = section(f"{named} couldn't be invited. {escape(reason)}")
    return Message(f"A user group couldn't be invited. {reason}", [told])


def answer_text(answer: QuotedAnswer) -> str:
    """Write an answer with its sources."""
    if answer.is_empty:
        return (
            f"I found nothing on “{escape(cut(answer.question, 200))}”. "
            "Try other words, such as *drift*, *rollback* or *pass marks*."
        )
    lines = [f"*About “{escape(cut(answer.question, 200))}”*"]
    for found in answer.found:
        passage = found.passage
        text = escape(cut(passage.text, LONGEST_PASSAGE))
        lines.append(f"*{escape(passage.title)}*\n{text}\nSource: {escape(passage.source)}")
    return "\n\n".join([*lines, f"_{answer.method}_"])
