"""Any endpoint that speaks OpenAI's protocol, through LangChain; imported on first use."""

import json
import os
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from pydantic import SecretStr

from assistant.guard import without_thinking
from assistant.language_model import (
    ModelSettings,
    OfferedTool,
    Prompt,
    ProviderError,
    ProviderFailure,
    Worded,
)
from ground.characters import without_hidden

DEFAULT_HOST = "api.openai.com"
MOST_MODEL_CALLS = 5
RETRIES = 1
LETTERS_A_TOKEN = 4
CUT_OFF = {"length", "content_filter", "error"}
"""Reasons to finish of an answer that isn't whole."""
ONCE_MORE = "Your last answer was no JSON object. Answer again with the JSON object alone."
T = TypeVar("T")


def build(settings: ModelSettings) -> "OpenAiCompatible | None":
    """Return the model that the settings name; None where neither a key nor an address is set."""
    if not settings.key and not settings.base_url:
        return None
    # A server of one's own may want no key; the client wants some.
    return OpenAiCompatible(
        settings.name, SecretStr(settings.key or "none"), settings.base_url or None
    )


@dataclass(frozen=True)
class OpenAiCompatible:
    """A model behind an endpoint.

    Only what is needed is sent: neither a temperature nor a number of tokens, which some refuse.
    """

    name: str
    key: SecretStr
    base_url: str | None
    _threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(4, thread_name_prefix="language-model")
    )

    @property
    def endpoint(self) -> str:
        """The host that is called."""
        return urlsplit(self.base_url or "").hostname or DEFAULT_HOST

    def answer(
        self, prompt: Prompt, tools: Sequence[OfferedTool], within_seconds: float
    ) -> Worded:
        """Answer in words; the model may call tools first.

        Raises:
            ProviderError: It didn't, in time.
        """
        return self._in_time(lambda: self._answer(prompt, tools, within_seconds), within_seconds)

    def write_json(self, prompt: Prompt, within_seconds: float) -> Worded:
        """Answer with one JSON object; what stands around it is taken off.

        Raises:
            ProviderError: It didn't, in time, also when asked once more.
        """
        return self._in_time(lambda: self._ask_for_json(prompt, within_seconds), within_seconds)

    def _answer(self, prompt: Prompt, tools: Sequence[OfferedTool], timeout: float) -> Worded:
        """Answer with tools; with what was looked up already where the model can't call any."""
        try:
            return self._run_agent(prompt, tools, timeout)
        except Exception as error:
            if not tools or not _refuses_tools(error):
                raise
            return self._run_agent(prompt, [], timeout)

    def _run_agent(self, prompt: Prompt, tools: Sequence[OfferedTool], timeout: float) -> Worded:
        agents, middleware = _langchain()
        agent = agents.create_agent(
            self._client(timeout),
            [_as_tool(tool) for tool in tools],
            system_prompt=prompt.instructions,
            middleware=[
                middleware.ModelCallLimitMiddleware(
                    run_limit=MOST_MODEL_CALLS, exit_behavior="error"
                )
            ],
        )
        given = {"messages": [{"role": "user", "content": prompt.data}]}
        messages = agent.invoke(given)["messages"]
        if (cut := _cut_by(messages[-1])) is not None:
            raise ProviderError(ProviderFailure.BROKEN, f"the answer ends with {cut}")
        return Worded(_text(messages[-1]), _tokens(messages))

    def _ask_for_json(self, prompt: Prompt, timeout: float) -> Worded:
        client = self._client(timeout)
        messages: list[Any] = [("system", prompt.instructions), ("user", prompt.data)]
        first = client.invoke(messages)
        found = json_in(_text(first))
        if found is None:
            again = client.invoke([*messages, first, ("user", ONCE_MORE)])
            found, first = json_in(_text(again)), again
        if found is None:
            raise ProviderError(ProviderFailure.BROKEN, "no JSON object")
        return Worded(json.dumps(found), _tokens([first]))

    def _client(self, timeout: float) -> Any:  # noqa: ANN401 - LangChain's, imported late
        from langchain_openai import ChatOpenAI  # noqa: PLC0415 - seconds, paid on first use

        return ChatOpenAI(
            model=self.name,
            api_key=self.key,
            base_url=self.base_url,
            timeout=timeout,
            max_retries=RETRIES,
            http_client=self._connections,
        )

    @cached_property
    def _connections(self) -> Any:  # noqa: ANN401 - as above
        import httpx2  # noqa: PLC0415 - as above

        from bot.adapters.language_models.tolerant import TolerantTransport  # noqa: PLC0415 - as above

        proxy = proxy_for(self.base_url, self.endpoint)
        return httpx2.Client(transport=TolerantTransport(httpx2.HTTPTransport(proxy=proxy)))

    def _in_time(self, work: Callable[[], T], within_seconds: float) -> T:
        """Do work on another thread, and leave it behind where it takes too long."""
        running = self._threads.submit(work)
        try:
            return running.result(within_seconds)
        except TimeoutError as error:
            running.cancel()
            raise ProviderError(ProviderFailure.TIMEOUT) from error
        except ProviderError:
            raise
        except Exception as error:
            raise ProviderError(failure_of(error), type(error).__name__) from error


def proxy_for(base_url: str | None, host: str) -> str | None:
    """Return the proxy that the environment names for a host, as other connections use it."""
    known = getproxies()
    scheme = urlsplit(base_url or "").scheme or "https"
    return None if proxy_bypass(host) else known.get(scheme) or known.get("all")


def _refuses_tools(error: Exception) -> bool:
    """Return whether an endpoint says that its model can't call tools."""
    is_refused = getattr(error, "status_code", None) in {400, 404, 422}
    told = f"{error} {getattr(error, 'body', '')}"
    return is_refused and re.search(r"\btools?\b|function", told, re.IGNORECASE) is not None


def _cut_by(message: Any) -> str | None:  # noqa: ANN401 - LangChain's
    """Return why an answer isn't whole; None where it is, or nothing is said of it."""
    reason = (getattr(message, "response_metadata", None) or {}).get("finish_reason")
    return str(reason) if reason in CUT_OFF else None


def failure_of(error: Exception) -> ProviderFailure:
    """Tell from an error of the client, LangChain or a connection what was the matter."""
    status = getattr(error, "status_code", None)
    by_status = {
        401: ProviderFailure.WRONG_KEY,
        403: ProviderFailure.WRONG_KEY,
        404: ProviderFailure.NOT_FOUND,
        429: ProviderFailure.RATE_LIMITED,
    }
    if status is not None:
        return by_status.get(status, ProviderFailure.REFUSED)
    name = type(error).__name__
    if "Timeout" in name:
        return ProviderFailure.TIMEOUT
    if "Limit" in name or "Recursion" in name:
        return ProviderFailure.LOOP
    return ProviderFailure.UNREACHABLE if "Connect" in name else ProviderFailure.BROKEN


def json_in(text: str) -> dict[str, Any] | None:
    """Find the JSON object in an answer with prose, fences or thoughts around it."""
    told = without_thinking(text)
    for found in (told, *re.findall(r"```(?:json)?\s*(\{.*?\})\s*```", told, re.DOTALL)):
        if (value := _object(found)) is not None:
            return value
    start, end = told.find("{"), told.rfind("}")
    return _object(told[start : end + 1]) if 0 <= start < end else None


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _langchain() -> tuple[Any, Any]:
    """Import LangChain, which sends nothing anywhere but to the model."""
    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"):
        os.environ[name] = "false"
    from langchain import agents  # noqa: PLC0415 - seconds, paid on first use
    from langchain.agents import middleware  # noqa: PLC0415 - likewise

    return agents, middleware


def _as_tool(tool: OfferedTool) -> Any:  # noqa: ANN401 - LangChain's
    from langchain_core.tools import StructuredTool  # noqa: PLC0415 - as above
    from pydantic import Field, create_model  # noqa: PLC0415 - as above

    about = (str, Field("", description=tool.argument or "leave it empty"))
    return StructuredTool.from_function(
        lambda about="": tool.call(str(about)),
        name=tool.name,
        description=tool.description,
        args_schema=create_model(f"{tool.name}_about", about=about),
    )


def _text(message: Any) -> str:  # noqa: ANN401 - LangChain's
    content = message.content
    if isinstance(content, str):
        return without_hidden(content)
    parts = [part.get("text", "") if isinstance(part, dict) else str(part) for part in content]
    return without_hidden("".join(parts))


def _tokens(messages: Sequence[Any]) -> int:
    """Count tokens as the endpoint does; where it doesn't, a quarter of the letters."""
    counted = [
        (getattr(one, "usage_metadata", None) or {}).get("total_tokens") for one in messages
    ]
    if any(counted):
        return sum(int(found or 0) for found in counted)
    return sum(len(str(one.content)) for one in messages) // LETTERS_A_TOKEN
