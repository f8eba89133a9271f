"""Short answers to a command: help, an answer with its sources."""

from assistant.answer import Answer
from handlers.blocks.parts import section
from handlers.blocks.text import Message, cut, escape, short

LONGEST_PASSAGE = 600
HELP = (
    "*What I can do for you*\n"
    "• `/lamplighter assess`: ask people how ready we are, in three minutes or in full\n"
    "• `/lamplighter resume`: go on with the questions that wait for you\n"
    "• `/lamplighter my-answers`: a copy of your answers, or take them back\n"
    "• `/lamplighter usecase`: write down what a model is for and what is good enough\n"
    "• `/lamplighter status`: what waits for you, and how your models are\n"
    "• `/lamplighter ask <question>`: an answer from our own content, with its source\n"
    "Or open *Home* at the top of our direct message."
)
GREETING = (
    "Hello! I work by command: type `/lamplighter help` to see what I can do. What waits for you "
    "stands in *Home*, at the top of this conversation."
)


def greeting() -> Message:
    """Say in one line what the bot can do."""
    return Message(GREETING, [section(GREETING)])


def list_refused(name: str, reason: str) -> Message:
    """Say that a list of people could not be invited, and why."""
    named = f"The user group *{short(name)}*" if name else "A user group"
    told = section(f"{named} could not be invited. {escape(reason)}")
    return Message(f"A user group could not be invited. {reason}", [told])


def answer_text(answer: Answer) -> str:
    """Show an answer with its sources."""
    if answer.is_empty:
        return (
            f"I found nothing on “{escape(cut(answer.question, 200))}”. "
            "Try other words, such as *drift*, *rollback* or *pass marks*."
        )
    lines = [f"*On “{escape(cut(answer.question, 200))}”*"]
    for found in answer.found:
        passage = found.passage
        text = escape(cut(passage.text, LONGEST_PASSAGE))
        lines.append(f"*{escape(passage.title)}*\n{text}\nSource: {escape(passage.source)}")
    return "\n\n".join([*lines, f"_{answer.method}_"])
