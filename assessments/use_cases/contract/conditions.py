"""Conditions such as `mode in [batch, streaming]`: read by a small grammar, never run as code.

condition   = all, {"or", all}
all         = single, {"and", single}
single      = "not", single | "(", condition, ")" | comparison
comparison  = name, ("==" | "!=" | "<" | "<=" | ">" | ">="), literal
            | name, ["not"], "in", "[", literal, {",", literal}, "]"
            | name, "contains", literal
literal     = "true" | "false" | number | word | quoted text
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"[^"]*"|'[^']*')
      | (?P<number>-?\d+(?:\.\d+)?(?![\w.]))
      | (?P<word>[A-Za-z_][A-Za-z0-9_-]*)
      | (?P<sign>==|!=|<=|>=|<|>|\[|\]|\(|\)|,)
    )""",
    re.VERBOSE,
)
KEYWORDS = {"and", "or", "not", "in", "contains", "true", "false"}
MOST_CHARACTERS, DEEPEST = 500, 20
Literal = str | float | bool
Test = Callable[[Mapping[str, object]], bool]


class ConditionError(ValueError):
    """A condition can't be read; the text says where and why."""


@dataclass(frozen=True)
class Condition:
    """A condition that was read.

    Attributes:
        fields: The fields it looks at.
        compared: Each field, the sign or word that compares it, and the literal.
        holds: Whether it is true of some values, by field id; no comparison with a missing
            value is true.
    """

    fields: frozenset[str]
    compared: tuple[tuple[str, str, Literal], ...]
    holds: Test


@cache
def read_condition(text: str) -> Condition:
    """Read a condition; an empty one always holds.

    Raises:
        ConditionError: It doesn't follow the grammar.
    """
    if not text.strip():
        return Condition(frozenset(), (), lambda _values: True)
    if len(text) > MOST_CHARACTERS:
        raise ConditionError(f"a condition can have at most {MOST_CHARACTERS} characters")
    parser = _Parser(_tokens(text))
    holds = parser.condition()
    parser.expect_end()
    fields = frozenset(name for name, *_ in parser.compared)
    return Condition(fields, tuple(parser.compared), holds)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> list[_Token]:
    tokens, position = [], 0
    text = text.rstrip()
    while position < len(text):
        found = TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise ConditionError(f"“{text[position:].strip()[:20]}” can't be read")
        word = found.group(found.lastgroup)
        kind = "keyword" if found.lastgroup == "word" and word in KEYWORDS else found.lastgroup
        tokens.append(_Token(kind, word))
        position = found.end()
    return tokens


class _Parser:
    """Reads tokens from left to right, one function for each line of the grammar."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.position = self.depth = 0
        self.compared: list[tuple[str, str, Literal]] = []

    def condition(self) -> Test:
        tests = [self.all_of()]
        while self.take("or"):
            tests.append(self.all_of())
        return lambda values: any(test(values) for test in tests)

    def all_of(self) -> Test:
        tests = [self.single()]
        while self.take("and"):
            tests.append(self.single())
        return lambda values: all(test(values) for test in tests)

    def single(self) -> Test:
        is_negated = self.take("not")
        if not is_negated and not self.take("("):
            return self.comparison()
        self.depth += 1
        if self.depth > DEEPEST:
            raise ConditionError("the nesting is too deep")
        if is_negated:
            negated = self.single()
            return lambda values: not negated(values)
        inner = self.condition()
        self.expect(")")
        return inner

    def comparison(self) -> Test:
        name = self.name()
        is_negated = self.take("not")
        if is_negated or self.peek() == "in":
            self.expect("in")
            choices = self.choices(name)
            return lambda values: (
                values.get(name) is not None
                and _is_one_of(values.get(name), choices) != is_negated
            )
        sign = self.sign()
        literal = self.literal(name, sign)
        return lambda values: COMPARISONS[sign](values.get(name), literal)

    def choices(self, name: str) -> list[Literal]:
        self.expect("[")
        choices = [self.literal(name, "in")]
        while self.take(","):
            choices.append(self.literal(name, "in"))
        self.expect("]")
        return choices

    def literal(self, name: str, sign: str) -> Literal:
        token = self.next()
        literal: Literal
        if token.text in {"true", "false"} and token.kind == "keyword":
            literal = token.text == "true"
        elif token.kind == "number":
            literal = float(token.text)
        elif token.kind == "text":
            literal = token.text[1:-1]
        elif token.kind == "word":
            literal = token.text
        else:
            raise ConditionError(f"a value is missing before “{token.text}”")
        self.compared.append((name, sign, literal))
        return literal

    def name(self) -> str:
        token = self.next()
        if token.kind != "word":
            raise ConditionError(f"a field's name is missing before “{token.text}”")
        return token.text

    def sign(self) -> str:
        token = self.next()
        if token.text not in COMPARISONS:
            raise ConditionError(f"“{token.text}” doesn't compare; use {', '.join(COMPARISONS)}")
        return token.text

    def next(self) -> _Token:
        if self.position == len(self.tokens):
            raise ConditionError("the condition isn't complete")
        self.position += 1
        return self.tokens[self.position - 1]

    def peek(self) -> str:
        is_left = self.position < len(self.tokens)
        token = self.tokens[self.position] if is_left else _Token("end", "")
        return token.text if token.kind in {"sign", "keyword"} else ""

    def take(self, text: str) -> bool:
        is_next = self.peek() == text
        self.position += is_next
        return is_next

    def expect(self, text: str) -> None:
        if not self.take(text):
            raise ConditionError(f"“{text}” is missing")

    def expect_end(self) -> None:
        if self.position < len(self.tokens):
            raise ConditionError(f"“{self.tokens[self.position].text}” is too much")


def _equal(value: object, literal: object) -> bool:
    return isinstance(value, bool) == isinstance(literal, bool) and value == literal


def _is_one_of(value: object, choices: list[Literal]) -> bool:
    return any(_equal(value, choice) for choice in choices)


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[object, object], bool]:
    def test(value: object, literal: object) -> bool:
        both = (value, literal)
        if any(isinstance(one, bool) or not isinstance(one, int | float) for one in both):
            return False
        return compare(float(str(value)), float(str(literal)))

    return test


COMPARISONS: Mapping[str, Callable[[object, object], bool]] = {
    "==": _equal,
    "!=": lambda value, literal: value is not None and not _equal(value, literal),
    "<": _ordered(lambda one, other: one < other),
    "<=": _ordered(lambda one, other: one <= other),
    ">": _ordered(lambda one, other: one > other),
    ">=": _ordered(lambda one, other: one >= other),
    "contains": lambda value, literal: isinstance(value, list | tuple) and literal in value,
}
