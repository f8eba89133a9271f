"""The example notebook runs, and shows what is kept in it."""

import json

from bench.notebook import NOTEBOOK, outputs_of


def test_the_notebook_shows_what_its_cells_give() -> None:
    """`python -m bench.notebook --write` keeps the outputs."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))

    found = outputs_of(notebook)

    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["outputs"] for cell in code] == found
