"""The JSON Schema of a use case's contract: `python -m bot.cli.use_case_schema` writes it."""

import json
from pathlib import Path

from assessments.use_cases.contract.reading import read_rules
from assessments.use_cases.contract.schema import contract_schema

PAGE = Path(__file__).parents[2] / "docs/reference/use-case.schema.json"


def schema_page() -> str:
    """Build the file from the rules that come with the product."""
    return json.dumps(contract_schema(read_rules()), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PAGE.write_text(schema_page(), encoding="utf-8")
