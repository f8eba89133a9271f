"""What a check may be asked beyond single columns: each module with a QUESTION is one."""

import pkgutil
from importlib import import_module

from monitors.check.questions.question import Question

_FOUND: list[type[Question]] = [
    question
    for module in pkgutil.iter_modules(__path__)
    if (question := getattr(import_module(f"{__name__}.{module.name}"), "QUESTION", None))
]
QUESTIONS: dict[str, type[Question]] = {
    question.name: question for question in sorted(_FOUND, key=lambda found: found.place)
}
