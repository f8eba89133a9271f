"""The contract as JSON: written, and read back from JSON or YAML, exactly."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from typing import Annotated, Any, Literal
from uuid import UUID

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from assessments.use_cases.contract.content import Rules, Status
from assessments.use_cases.contract.document import Document, read_values
from assessments.use_cases.contract.sign_offs import Signature, SignOff
from ground.refusals import Refusal
from ground.yaml_files import Place, Problem, YamlFile, YamlFileError

SCHEMA: Literal["lamplighter.use_case/1"] = "lamplighter.use_case/1"
UNPRINTABLE = re.compile(
    "[^\\n\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]"
)


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RulesUsed(_Written):
    """Which rules a contract was written under; `sha256` is the hash of their files."""

    id: str
    version: str
    sha256: str = ""


class WrittenSignOff(_Written):
    """A sign-off as a file has it: a record of one, never one itself."""

    person: str
    role: str
    version: Annotated[int, Field(ge=0)]
    at: AwareDatetime
    signature: Signature
    reason: str = ""


class WrittenContract(_Written):
    """The whole file; only `values` is needed, so that a use case can be written by hand."""

    schema_: Literal["lamplighter.use_case/1"] = Field(default=SCHEMA, alias="schema")
    id: UUID | None = None
    edits: Annotated[int, Field(ge=0)] = 0
    round: UUID | None = None
    rules: RulesUsed | None = None
    model: str = ""
    version: Annotated[int, Field(ge=0)] = 0
    status: Status = Status.IDEA
    values: dict[str, Any]
    sign_offs: list[WrittenSignOff] = []


@dataclass(frozen=True)
class Contract:
    """A version of a use case, with the rules it was written under and who signed it.

    Attributes:
        document: What is written.
        rules: The rules; None in a file that was written by hand.
        model: The model that it's a promise about; empty while there is none.
        version: Its version; 0 is a draft.
        status: How far it has come.
        sign_offs: Every sign-off, of every version.
        id: The use case; None in a file that was written by hand.
        edits: How many edits had been made when it was written, to tell what was written since.
        round_id: The readiness round that it grew from; None without one.
    """

    document: Document
    rules: RulesUsed | None = None
    model: str = ""
    version: int = 0
    status: Status = Status.IDEA
    sign_offs: tuple[SignOff, ...] = ()
    id: UUID | None = None
    edits: int = 0
    round_id: UUID | None = None


class _Plain(yaml.SafeDumper):
    """Writes a value out each time, since aliases aren't read back."""

    def ignore_aliases(self, data: object) -> bool:
        """Take nothing for the same as something before."""
        del data
        return True


def rules_used(rules: Rules) -> RulesUsed:
    """Name the rules, with the hash of their files."""
    return RulesUsed(id=rules.meta.id, version=rules.meta.version, sha256=rules.sha256)


def contract_values(contract: Contract) -> dict[str, Any]:
    """Return the contract as JSON has it."""
    return {
        "schema": SCHEMA,
        **({"id": str(contract.id), "edits": contract.edits} if contract.id else {}),
        **({"round": str(contract.round_id)} if contract.round_id else {}),
        "rules": contract.rules.model_dump() if contract.rules else None,
        "model": contract.model,
        "version": contract.version,
        "status": contract.status.value,
        "values": dict(contract.document.values),
        "sign_offs": [_written(found) for found in contract.sign_offs],
    }


def write_contract(contract: Contract) -> str:
    """Write the contract as JSON text, the same for the same contract."""
    values = contract_values(contract)
    text = json.dumps(values, indent=2, ensure_ascii=False, allow_nan=False)
    return UNPRINTABLE.sub(_escaped, text) + "\n"


def write_contract_as_yaml(contract: Contract) -> str:
    """Write the contract as YAML, for those who keep it in Git."""
    return yaml.dump(
        contract_values(contract), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=99
    )


def read_contract(
    rules: Rules, file: YamlFile, words: Callable[[Refusal], str] = str, place: Place = ()
) -> Contract:
    """Read a contract from JSON or YAML.

    Sign-offs in it are what the file says of them; whoever takes it in decides what they count
    for. The rules it names needn't be those it's read under.

    Args:
        rules: The rules for use cases.
        file: The parsed file.
        words: Puts what is wrong with a value into words.
        place: Where the contract stands in a larger file.

    Raises:
        YamlFileError: It has another shape, an unknown field or a wrong type; the sentence names
            file, line, path and rule.
    """
    written = file.shaped(WrittenContract, place)
    document, findings = read_values(rules, written.values, (*place, "values"))
    if findings:
        problems = [Problem(found.place, words(found.reason).rstrip(".")) for found in findings]
        raise YamlFileError(file.sentence(problems))
    return Contract(
        document,
        written.rules,
        written.model,
        written.version,
        written.status,
        tuple(_sign_off(found) for found in written.sign_offs),
        written.id,
        written.edits,
        written.round,
    )


def _written(found: SignOff) -> dict[str, Any]:
    return {**vars(found), "at": found.at.astimezone(UTC).isoformat()}


def _sign_off(found: WrittenSignOff) -> SignOff:
    return SignOff(**{**dict(found), "at": found.at.astimezone(UTC)})


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1] if match.group() > "\x7f" else "\\u007f"
