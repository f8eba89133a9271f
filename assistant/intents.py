"""Which tool a question is for: a small classifier, trained on our own examples at first use."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
HOW = "{how}"
_ASKS_HOW = re.compile(
    r"^\W*(?:how (?:do|can|could|should|must|to)\b|where (?:do|can|could|should) (?:i|we)\b|"
    r"(?:which|what) (?:button|command)|what do (?:i|we) (?:type|press|click))"
)
"""Begins a question about how something is done; it counts as a word of its own."""
ACT, PRIVATE = "act", "private"
REFUSED = {ACT, PRIVATE}
ASIDE = {"help", "other"}
"""What a part of a question may be about beside what matters."""
WITHOUT_TOOL = {*ASIDE, *REFUSED}
EITHER = 0.7
"""How sure it must be that one of two is meant to answer by both."""
REFUSE = 0.55
"""What a refusal needs: a question is rather answered, since no tool tells what's private."""
SURE = 0.5
"""What a part of a question needs to count as a second one."""
MOST_INTENTS = 2
FEWEST_KNOWN = 0.4
"""Share of a question's own words that must be among ours, slips included."""
EVERYDAY = frozenset(
    """
    a about all am an and any are at be been by can could did do does for from get
    had has have he how i if in is it its me my not of on or our please she should so
    that the their them there they this to us was we were what whats when where which
    who whom whose why will with would you your
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_PRONOUN = re.compile(
    r"\b(?:it|its|this one|that one|(?:the|this|that) (?:model|use case))\b(?!')", re.IGNORECASE
)
_VERSION = re.compile(r"\bv\d[\w.]*\b|\bversion \d[\w.]*\b", re.IGNORECASE)
_BEGINS_A_QUESTION = re.compile(
    r"^\W*(?:who|whose|when|why|what|which|where|how|has|have|had|did|do|does|was|were|is|are)"
    r"(?:'s|s|\b)",
    re.IGNORECASE,
)
"""How a question begins; it doesn't ask us to do something."""
_IS_ORDER = re.compile(
    r"^\W*(?:(?:please|just|now|ok|okay|then|so|and|kindly|(?:can|could|would|will) you)\W+)*"
    r"(?:approve|reject|sign|roll|release|deploy|promote|close|reopen|delete|remove|acknowledge|"
    r"mute|stop|retire|start|change|raise|lower|make|set|remind|tell|notify|post)\s+"
    r"(?:back\s+)?(?:it|this|that|the|a|an|all|every\w*|our|my|\{\w+\}|v\d\S*)(?=\W|$)|"
    r"^\W*(?:(?:please|(?:can|could|would|will) you)\W+)*"
    r"(?:(?:write|send|mail|email|book|schedule)\s+"
    r"(?:a|an|it|this|me|us|him|her|them|people|every\w*)\b|"
    r"(?:inform|notify|remind|invite|extend|postpone|cancel)\s+(?!me\b)\w+)",
    re.IGNORECASE,
)
"""Asks us to do something to something."""
_IS_PRIVATE = re.compile(
    r"^\W*(?:and |so |but )*(?:what|how) (?:did|has|have) (?!i\b|we\b|you\b)(?:[\w'-]+ ){1,4}"
    r"(?:say|said|answer|answered|vote|voted|think|thought|type|typed|write|written|rate|rated)\b|"
    r"^\W*(?:and |so |but )*who (?:voted|answered|wrote|typed|rated|said|gave)\b"
    r"(?! (?:yes|ok|the))",
    re.IGNORECASE,
)
"""Asks what somebody answered."""
_BRACED = re.compile(r"\{\w+\}")
_CLAUSES = re.compile(r"\?|;|,|\band\b|\bbut\b", re.IGNORECASE)
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|s|e|ment|ity)$")
_IS = re.compile(r"\b(what|who|where|when|how|that|there)'?s\b")
_NOT = re.compile(
    r"\b(?:(has|have|had|is|are|was|were|do|does|did|would|could|should)n|(can))'?t\b"
)
_WORD = re.compile(r"[\w{}]+(?:'\w+)?")
SHORTEST_CLAUSE = 2
"""Words that a part of a question needs to be one of its own."""


@dataclass(frozen=True)
class Intent:
    """What a question is about, how sure that is, 0 to 1, and how likely the next best is."""

    name: str
    confidence: float
    next_best: float = 0.0
    next_name: str = ""
    asked: str = ""
    """The part of the question that it's from."""

    @property
    def either(self) -> Sequence["Intent"]:
        """Return it and the next best, where it's surely one of these two; else nothing."""
        is_one_of_them = self.confidence + self.next_best >= EITHER
        if not is_one_of_them or WITHOUT_TOOL & {self.name, self.next_name}:
            return []
        return [self, replace(self, name=self.next_name, confidence=self.next_best)]

    @property
    def is_clear(self) -> bool:
        """Whether it is sure enough to answer by it; a refusal needs more."""
        ahead = self.confidence >= BEFORE_THE_NEXT * self.next_best
        return self.confidence >= (REFUSE if self.name in REFUSED else SURE_ENOUGH) and ahead


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
        names: Of models, use cases and teams, which are taken out before it is classified.

    Returns:
        One or two intents, with the part of the question that each is from; none where nothing
        is clear.
    """
    told = without_names(question, names)
    for name, pattern in ((ACT, _IS_ORDER), (PRIVATE, _IS_PRIVATE)):
        if pattern.match(told):
            return [Intent(name, 1.0, asked=question)]
    if not _is_ours(told) or is_bare(question, names):
        return []
    whole = _classified([told])[0]
    whole = replace(whole, asked=question)
    found = [whole] if whole.is_clear else list(whole.either)
    parts = [part for part in _CLAUSES.split(question) if len(part.split()) >= SHORTEST_CLAUSE]
    is_how = _ASKS_HOW.match(told.casefold())  # what follows it tells what for
    if len(parts) > 1:
        parts = [with_subject(part, question, names) for part in parts]
        rated = _classified([without_names(part, names) for part in parts])
        clear = [
            replace(one, asked=part)
            for one, part in zip(rated, parts, strict=True)
            if (one.confidence >= SURE and not is_how)
            or ((one.is_clear or one.either) and _BEGINS_A_QUESTION.match(part))
        ]
        is_whole_in_parts = found and found[0].name in {one.name for one in clear}
        found = clear if is_whole_in_parts or len(clear) > 1 else [*found, *clear]
    if len(found) > 1:
        found = [one for one in found if one.name not in ASIDE]
    once = list({one.name: one for one in reversed(found)}.values())[::-1][:MOST_INTENTS]
    return once if len(once) > 1 else [replace(one, asked=question) for one in once]


def own_words(question: str) -> str:
    """Leave out a question's everyday words, which say nothing of what it's about."""
    words = _WORD.findall(_spelled_out(question))
    return " ".join(word for word in words if word not in EVERYDAY)


def _spelled_out(text: str) -> str:
    """Write contractions in full, with or without their apostrophe: `whats`, `hasnt`."""
    return _NOT.sub(r"\1\2 not", _IS.sub(r"\1 is", text.casefold().replace("\u2019", "'")))


def is_bare(question: str, names: Names) -> bool:
    """Return whether a question is a name and nothing else."""
    return not _WORD.search(_BRACED.sub("", without_names(question, names)))


def with_subject(question: str, subject: str, names: Names) -> str:
    """Put the name of what was talked of before for the first word that stands for it.

    Args:
        question: A question, or a part of one; it stays as it is where it names something itself.
        subject: What was talked of before.
        names: What there is.
    """
    if names_in(question, [*names.models, *names.use_cases]):
        return question
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
    own = own_words(told).split()
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
    """Return whether a word is a slip of one of ours, which is seldom in its first letter."""
    if len(word) < SHORTEST_GUESSED:
        return False
    return any(
        known[0] == word[0] for known in get_close_matches(word, _vocabulary(), 3, NEAR_ENOUGH)
    )


def _classified(texts: Sequence[str]) -> list[Intent]:
    classifier = _trained()
    rated = classifier.predict_proba([_stems(text) for text in texts])
    found = []
    for text, row in zip(texts, rated, strict=True):
        if _BEGINS_A_QUESTION.match(text):
            row[classifier.classes_ == ACT] = 0.0
        second, first = row.argsort()[-2:]
        name = str(classifier.classes_[first])
        next_name = str(classifier.classes_[second])
        found.append(Intent(name, float(row[first]), float(row[second]), next_name))
    return found


def _stems(text: str) -> str:
    """Take common endings off, so that `signed`, `signing` and `signs` count alike."""
    told = _VERSION.sub(VERSION, _spelled_out(text))
    stems = [_ENDING.sub("", word) for word in _WORD.findall(told)]
    return " ".join([*stems, *([HOW] if _ASKS_HOW.match(told) else [])])


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
