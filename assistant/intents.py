"""Which tool a question is for: a small classifier, trained on our own examples at first use."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from assistant.naming import NEAR_ENOUGH, SHORTEST_GUESSED, names_in, spelled_in
from assistant.words import known_words
from ground.yaml_files import own_yaml

EXAMPLES = Path(__file__).parent / "intents.yaml"
MODEL, USE_CASE, TEAM, VERSION = "{model}", "{use_case}", "{team}", "{version}"
SURE_ENOUGH, BEFORE_THE_NEXT = 0.25, 1.3
"""What a question's best intent needs: so much, and so many times the next one's."""
SURE = 0.5
"""What a part of a question needs to count as a second one."""
MOST_INTENTS = 2
FEWEST_KNOWN = 0.4
"""Share of a question's own words that must be among ours, slips included."""
EVERYDAY = frozenset(
    """
    a about all am an and any are at be been by can could did do does for from get
    had has have he how i if in is it its me my of on or our please she should so
    that the their them there they this to us was we were what whats when where which
    who whom whose why will with would you your
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_PRONOUN = re.compile(
    r"\b(?:it|its|this one|that one|(?:the|this|that) (?:model|use case))\b(?!')", re.IGNORECASE
)
_VERSION = re.compile(r"\bv\d[\w.]*\b|\bversion \d[\w.]*\b", re.IGNORECASE)
_ASKS_OF_THE_PAST = re.compile(
    r"^\W*(?:who|when|why|what|which|how|has|have|had|did|was|were|is|are|does)\b", re.IGNORECASE
)
"""How a question begins that can't ask us to do something."""
ACT = "act"
_CLAUSES = re.compile(r"\?|;|,|\band\b|\bbut\b", re.IGNORECASE)
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|s|e|ment|ity)$")
_WORD = re.compile(r"[\w{}']+")
SHORTEST_CLAUSE = 3
"""Words that a part of a question needs to be one of its own."""


@dataclass(frozen=True)
class Intent:
    """What a question is about, how sure that is, 0 to 1, and how likely the next best is."""

    name: str
    confidence: float
    next_best: float = 0.0

    @property
    def is_clear(self) -> bool:
        """Whether it is sure enough to answer by it."""
        ahead = self.confidence >= BEFORE_THE_NEXT * self.next_best
        return self.confidence >= SURE_ENOUGH and ahead


@dataclass(frozen=True)
class Names:
    """The names that a question may hold."""

    models: Sequence[str] = ()
    use_cases: Sequence[str] = ()
    teams: Sequence[str] = ()


@cache
def examples() -> Mapping[str, Sequence[str]]:
    """Return the questions that the classifier learns from, by intent."""
    found: dict[str, list[str]] = own_yaml(EXAMPLES)
    return found


def intents_of(question: str, names: Names) -> list[Intent]:
    """Return what a question is about, the main thing first; two where it asks two things.

    Args:
        question: As typed.
        names: Of models and use cases, which are taken out before it is classified.

    Returns:
        One or two intents; none where nothing is clear.
    """
    told = without_names(question, names)
    if not _is_ours(told):
        return []
    never = {ACT} if _ASKS_OF_THE_PAST.match(told) else set()
    whole = _classified([told], never)[0]
    clauses = [part for part in _CLAUSES.split(told) if len(part.split()) >= SHORTEST_CLAUSE]
    found = [whole] if whole.is_clear else []
    if len(clauses) > 1:
        found += [one for one in _classified(clauses, never) if one.confidence >= SURE]
    return list({one.name: one for one in reversed(found)}.values())[::-1][:MOST_INTENTS]


def own_words(question: str) -> str:
    """Leave out a question's everyday words, which say nothing of what it's about."""
    words = _WORD.findall(question.casefold())
    return " ".join(word for word in words if word not in EVERYDAY)


def with_subject(question: str, subject: str, names: Names) -> str:
    """Put the name of what was talked of before for the first word that stands for it.

    Args:
        question: One that names nothing itself.
        subject: What was talked of before.
        names: What there is.
    """
    known = [*names_in(subject, names.models)[:1], *names_in(subject, names.use_cases)[:1]]
    return _PRONOUN.sub(lambda _: known[0], question, count=1) if known else question


def without_names(question: str, names: Names) -> str:
    """Put placeholders for the names that a question holds, so that other names count alike."""
    told = question
    for placeholder, known in (
        (USE_CASE, names.use_cases),
        (MODEL, names.models),
        (TEAM, names.teams),
    ):
        for name in names_in(told, known):
            told = spelled_in(told, name, placeholder)
    return told


def _is_ours(told: str) -> bool:
    """Return whether enough of a question's words are words that our questions have."""
    own = [word for word in _WORD.findall(told.casefold()) if word not in EVERYDAY]
    if not own:
        return bool(told.strip())
    known = sum(1 for word in own if word in _vocabulary() or _is_near(word))
    return known >= FEWEST_KNOWN * len(own)


@cache
def _vocabulary() -> frozenset[str]:
    texts = [text for texts in examples().values() for text in texts]
    texts += [name.replace("_", " ") for name in known_words()]
    return frozenset(word for text in texts for word in _WORD.findall(text.casefold()))


def _is_near(word: str) -> bool:
    is_long = len(word) >= SHORTEST_GUESSED
    return is_long and bool(get_close_matches(word, _vocabulary(), 1, NEAR_ENOUGH))


def _classified(texts: Iterable[str], never: Collection[str] = ()) -> list[Intent]:
    classifier = _trained()
    rated = classifier.predict_proba([_stems(text) for text in texts])
    found = []
    for row in rated:
        row[[name in never for name in classifier.classes_]] = 0.0
        second, first = row.argsort()[-2:]
        name = str(classifier.classes_[first])
        found.append(Intent(name, float(row[first]), float(row[second])))
    return found


def _stems(text: str) -> str:
    """Take common endings off, so that `signed`, `signing` and `signs` count alike."""
    told = _VERSION.sub(VERSION, text.casefold())
    return " ".join(_ENDING.sub("", word) for word in _WORD.findall(told))


@cache
def _trained() -> Any:  # noqa: ANN401 - scikit-learn ships no types
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - seconds, paid by the first question
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - likewise
    from sklearn.multiclass import OneVsRestClassifier  # noqa: PLC0415 - likewise
    from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415 - likewise

    pairs = [(_stems(text), name) for name, texts in examples().items() for text in texts]
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORD.pattern)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True, min_df=2)
    rater = LogisticRegression(C=30.0, class_weight="balanced", solver="liblinear", random_state=0)
    pipeline = make_pipeline(make_union(words, letters), OneVsRestClassifier(rater))
    return pipeline.fit([text for text, _ in pairs], [name for _, name in pairs])
