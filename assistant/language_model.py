"""What the assistant asks of a language model, whichever it is; adapters implement it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class ProviderFailure(StrEnum):
    """Why a provider's answer can't be used; the values are stored."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    RATE_LIMITED = "rate_limited"
    WRONG_KEY = "wrong_key"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    BROKEN = "broken"
    LOOP = "loop"
    GUARD = "guard"


class ProviderError(Exception):
    """A language model gave no answer that can be used; `sent` is what it was asked."""

    def __init__(self, failure: ProviderFailure, detail: str = "") -> None:
        super().__init__(f"{failure.value}: {detail}"[:300])
        self.failure = failure


@dataclass(frozen=True)
class OfferedTool:
    """A tool as a model sees it: it takes a few words and gives a text back."""

    name: str
    description: str
    argument: str
    call: Callable[[str], str]


@dataclass(frozen=True)
class Prompt:
    """What a model is asked: our instructions, and data between clear borders."""

    instructions: str
    data: str


@dataclass(frozen=True)
class ModelSettings:
    """Which model an adapter builds; without key and address it builds none."""

    name: str
    key: str = field(default="", repr=False)
    base_url: str = ""


@dataclass(frozen=True)
class Worded:
    """What a model answered, and about how many tokens it took in and gave."""

    text: str
    tokens: int


class LanguageModel(Protocol):
    """A model somewhere, with a name and a host."""

    @property
    def endpoint(self) -> str:
        """The host that is called."""
        ...

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    def answer(
        self, prompt: Prompt, tools: Sequence[OfferedTool], within_seconds: float
    ) -> Worded:
        """Answer in words; the model may call tools first.

        Raises:
            ProviderError: It didn't, in time.
        """
        ...

    def write_json(self, prompt: Prompt, within_seconds: float) -> Worded:
        """Answer with one JSON object; what stands around it is taken off.

        Raises:
            ProviderError: It didn't, in time, also when asked once more.
        """
        ...
