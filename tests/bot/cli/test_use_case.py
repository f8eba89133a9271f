"""`lamplighter usecase`: out of the database into files, and back."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from assessments.use_cases.contract.reading import read_rules
from assessments.use_cases.contract.schema import contract_schema
from assessments.use_cases.contract.values import plain
from bot.storage.database import Database
from tests.assessments.use_cases.coming_back.years import in_force
from tests.bot.cli.conftest import Run

pytestmark = [pytest.mark.sqlite_alone, pytest.mark.usefixtures("stored")]

EXAMPLE: Any = plain(read_rules().example)
TITLE = "Churn call list"


def written(folder: Path, **changed: Any) -> Path:  # noqa: ANN401 - any YAML
    """Write the worked example into a file, by hand."""
    path = folder / "use-case.yaml"
    path.write_text(yaml.safe_dump({"values": EXAMPLE, **changed}, sort_keys=False))
    return path


def test_a_file_goes_in_and_comes_out_as_it_was(run: Run, tmp_path: Path) -> None:
    """As JSON and as YAML; taken in again, nothing changes."""
    first = run("usecase", "import", written(tmp_path, model="churn"))
    out = tmp_path / "out"
    for kind in ("json", "yaml"):
        run("usecase", "export", "churn CALL list", "--format", kind, "--output", out)
        again = run("usecase", "import", out)
        assert again.out.strip().endswith("nothing changed")

    found = json.loads(run("usecase", "export", TITLE).out)

    assert (first.status, first.out.strip().endswith(": started")) == (0, True)
    assert (found["values"], found["model"], found["version"]) == (EXAMPLE, "churn", 0)
    jsonschema.validate(found, contract_schema(read_rules()))


def test_it_is_listed_and_shown_on_one_page(run: Run, tmp_path: Path) -> None:
    """With its pass marks as sentences, and as a PDF of one page."""
    run("usecase", "import", written(tmp_path))
    pdf = tmp_path / "page.pdf"

    listed = run("usecase", "list")
    (line,) = json.loads(run("usecase", "list", "--json").out)
    shown = run("usecase", "show", line["id"])
    run("usecase", "export", TITLE, "--format", "pdf", "--output", pdf)

    assert listed.out.split("\t")[1:4] == ["defined", "100%", "now"]
    assert (line["title"], line["risk"], line["people"]["builder"]) == (TITLE, "limited", "U_DS")
    assert "AC-01: Precision must be at least 30%, on the release test set" in shown.out
    assert pdf.read_bytes().count(b"/Type /Page\n") == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"titel": "x"}, "titel: unknown name; check the spelling"),
        ({"values": {"titel": "x"}}, "line 2: values.titel: There is no “titel” here."),
        ({"values": {**EXAMPLE, "mode": "fast"}}, "values.mode: “fast” isn't one of the choices"),
        ({"model": "other"}, "model: There is no registered model named other"),
        ({"values": {**EXAMPLE, "sponsor": "Sam"}}, "values.sponsor: 'Sam' isn't a Slack user ID"),
        ({"values": {"title": "x"}}, "line 1: values: Name a business owner or a sponsor"),
    ],
)
def test_a_wrong_file_is_refused(
    run: Run, tmp_path: Path, changed: dict[str, Any], sentence: str
) -> None:
    """With line, path and rule, status 2; nothing of it is kept."""
    refused = run("usecase", "import", written(tmp_path, **changed))

    assert (refused.status, sentence in refused.err) == (2, True), refused.err
    assert run("usecase", "list").out == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("show", "nothing"), "There is no use case “nothing”. See `lamplighter usecase list`."),
        (("export", TITLE, "--version", "7"), "This use case has no version 7."),
        (("export", TITLE, "--format", "doc"), "There is no format doc."),
        (("export", TITLE, "--format", "pdf"), "A PDF can't be printed here."),
        (("import", "nowhere.yaml"), "There is no file nowhere.yaml."),
        (("import", "x.yaml", "--channel", "#team"), "#team isn't a Slack channel ID"),
    ],
)
def test_a_wrong_name_is_one_sentence(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    """And status 2."""
    run("usecase", "import", written(tmp_path))

    refused = run("usecase", *arguments)

    assert (refused.status, sentence in refused.err) == (2, True), refused.err


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["monthly CANCELLATION rate", "2,2"], 0, "Monthly cancellation rate: 2.2 as of "),
        (["Monthly cancellation rate", "2.2", "--date", "2026-02-29"], 2, "Choose the day"),
        (["Monthly cancellation rate", "2.2", "--date", "2999-01-01"], 2, "up to today"),
        (["Monthly cancellation rate", "soon"], 2, "“soon” isn't a number"),
        (["Another", "2.2"], 2, "no number that must move named Another"),
    ],
)
def test_a_figure_is_entered(
    run: Run, stored: str, words: list[str], status: int, sentence: str
) -> None:
    """By the number's name, for a day up to today."""
    database = Database(stored)
    with database.transaction() as session:
        in_force(session)
    database.close()

    done = run("usecase", "figure", TITLE, *words)

    assert (done.status, sentence in done.out + done.err) == (status, True)
