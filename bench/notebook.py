"""Run the example notebook, and keep what its cells show.

`python -m bench.notebook [--write]` prints the outputs; a test compares them with those kept.
"""

import argparse
import ast
import json
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).parents[1] / "docs" / "how-to" / "check-frames.ipynb"


def outputs_of(notebook: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Run the code cells one after the other, as Jupyter does.

    Returns:
        Each code cell's outputs: what its last line gives, as text and as HTML.
    """
    names: dict[str, Any] = {}
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [_run("".join(cell["source"]), names, number) for number, cell in enumerate(cells, 1)]


def _run(source: str, names: dict[str, Any], number: int) -> list[dict[str, Any]]:
    *lines, last = ast.parse(source).body
    is_shown = isinstance(last, ast.Expr)
    before = ast.Module([*lines] if is_shown else [*lines, last], type_ignores=[])
    exec(compile(before, str(NOTEBOOK), "exec"), names)  # noqa: S102 - our own notebook
    if not isinstance(last, ast.Expr):
        return []
    shown = eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)  # noqa: S307 - as above
    data = {"text/plain": repr(shown).splitlines(keepends=True)}
    if hasattr(shown, "_repr_html_"):
        data["text/html"] = shown._repr_html_().splitlines(keepends=True)
    return [
        {"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"}
    ]


def main() -> None:
    """Print the outputs and, when asked, write them into the notebook."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/how-to")
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    found = outputs_of(notebook)
    for outputs in found:
        for output in outputs:
            print("".join(output["data"]["text/plain"]), end="\n\n")
    if parser.parse_args().write:
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        for number, (cell, outputs) in enumerate(zip(cells, found, strict=True), 1):
            cell["outputs"], cell["execution_count"] = outputs, number
        text = json.dumps(notebook, indent=1, ensure_ascii=False)
        NOTEBOOK.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
