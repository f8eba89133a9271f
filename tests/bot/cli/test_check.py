"""`lamplighter check`: census data stays quiet until it moves; bad input gets a sentence."""

import json
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest

from bot.__main__ import main
from monitors.errors import MeasurementError
from tests.bot.cli.conftest import CENSUS, Run

ROLES = (
    "--target", "employed", "--prediction", "prediction",
    "--probability", "predicted_probability", "--ignore", "id", "--ignore", "year",
)  # fmt: skip
WINDOW = 3_000
NUMBER = {"type": ["number", "null"]}
CONTRACT = {
    "type": "object",
    "required": [
        "schema", "rows", "verdict", "columns", "performance", "estimated_performance",
        "elapsed_seconds",
    ],
    "properties": {
        "schema": {"const": "lamplighter.check/1"},
        "verdict": {"enum": ["ok", "warning", "alert"]},
        "columns": {
            "type": "array",
            "items": {
                "required": [
                    "column", "kind", "role", "measures", "p_value", "effect", "threshold",
                    "is_drift", "quality",
                ],
                "properties": {
                    "p_value": NUMBER,
                    "effect": NUMBER,
                    "threshold": NUMBER,
                    "is_drift": {"type": "boolean"},
                    "measures": {
                        "type": "object",
                        "required": [
                            "psi", "js_distance", "ks_statistic", "wasserstein_normed",
                            "ks_p_value", "chi2_p_value",
                        ],
                        "additionalProperties": NUMBER,
                    },
                    "quality": {
                        "type": "object",
                        "required": [
                            "missing_share_reference", "missing_share_current", "new_categories",
                            "out_of_range_share",
                        ],
                        "additionalProperties": NUMBER,
                    },
                },
            },
        },
    },
}  # fmt: skip


def checked(run: Run, *arguments: object) -> tuple[int, dict[str, Any]]:
    """Check the census data and read the JSON."""
    finished = run(
        "check", CENSUS / "reference.parquet", CENSUS / "current.parquet", *arguments, "--json"
    )
    document: dict[str, Any] = json.loads(finished.out)
    return finished.status, document


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    """A small CSV file with a number, a category, a prediction and the truth."""
    path = tmp_path / "small.csv"
    rows = [f"{i % 7},{'ab'[i % 2]},{i % 2},{i % 2}" for i in range(300)]
    path.write_text("\n".join(["size,kind,said,truth", *rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize("number", [0, 11, 22])
def test_a_window_of_2016_is_quiet(run: Run, number: int) -> None:
    """The first, one in the middle and the last raise nothing; test_replay looks at all 23."""
    window = f"{number * WINDOW}:{(number + 1) * WINDOW}"

    status, document = checked(run, "--rows", window, *ROLES)

    assert (status, document["verdict"]) == (0, "ok")


def test_the_first_window_of_2017_names_relp(run: Run) -> None:
    """People in group quarters are missing: RELP is named, with its PSI beyond the limit."""
    years = duckdb.read_parquet(str(CENSUS / "current.parquet"))
    start = years.filter("year = 2016").count("*").fetchall()[0][0]

    status, document = checked(run, "--rows", f"{start}:{start + WINDOW}", *ROLES)

    assert (status, document["verdict"]) == (1, "alert")
    drifted = {column["column"]: column for column in document["columns"] if column["is_drift"]}
    assert list(drifted) == ["RELP"]
    assert drifted["RELP"]["effect"] == pytest.approx(0.46, abs=0.01)
    assert drifted["RELP"]["threshold"] == 0.25


def test_json_keeps_the_contract(run: Run) -> None:
    """Scripts depend on `lamplighter.check/1`; what does not apply is null."""
    _, document = checked(run, "--rows", "0:3000", *ROLES)

    jsonschema.validate(document, CONTRACT)
    assert document["rows"] == {"reference": 68_785, "current": 3_000}
    assert document["performance"]["reference"]["accuracy"] == pytest.approx(0.83, abs=0.02)
    assert document["performance"]["current"] is None


def test_performance_is_measured_where_labels_are(run: Run) -> None:
    """A file with labels on both sides gets its metrics on both sides."""
    finished = run(
        "check", CENSUS / "reference.parquet", CENSUS / "reference.parquet", *ROLES, "--json"
    )

    performance = json.loads(finished.out)["performance"]
    assert performance["current"] == performance["reference"]
    assert set(performance["current"]) == {
        "accuracy", "precision", "recall", "f1", "roc_auc", "log_loss",
    }  # fmt: skip


def test_people_get_a_table(run: Run, csv: Path) -> None:
    """Without --json the worst column stands first, and metrics below."""
    finished = run("check", csv, csv, "--target", "truth", "--prediction", "said")

    assert finished.status == 0
    assert "OK: 300 rows compared with 300" in finished.out
    assert "accuracy: 1 before, 1 now" in finished.out
    assert "A check has no pass marks" in finished.out


def test_without_figures_nothing_is_said_of_judging_them(run: Run, csv: Path) -> None:
    """No truth was named."""
    assert "judged" not in run("check", csv, csv).out


BROKEN = {
    "not there": ("nowhere.parquet", "There is no file"),
    "no data at all": ("empty.csv", "has no"),
    "header only": ("header.csv", "has no rows"),
    "no table": ("picture.png", "neither parquet nor CSV"),
    "text named parquet": ("text.parquet", "can't be read"),
    "bytes named csv": ("bytes.csv", "can't be read"),
    "empty folder": ("folder", "contains no parquet or CSV file"),
}


@pytest.mark.parametrize(("name", "sentence"), BROKEN.values(), ids=BROKEN)
def test_wrong_file_gets_one_sentence(
    run: Run, csv: Path, tmp_path: Path, name: str, sentence: str
) -> None:
    """Whatever is wrong with a file, one line on stderr says so; status 2, no traceback."""
    (tmp_path / "empty.csv").touch()
    (tmp_path / "header.csv").write_text("size,kind,said,truth\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "text.parquet").write_text("this is no parquet")
    (tmp_path / "bytes.csv").write_bytes(b"a,b\n\xff\xfe\x00,1\n" * 50)
    (tmp_path / "folder").mkdir()

    finished = run("check", csv, tmp_path / name)

    assert finished.status == 2
    assert sentence in finished.err
    assert len(finished.err.splitlines()) == 1
    assert finished.out == ""


WRONG_OPTIONS = {
    "unknown column": (["--target", "nobody"], "There is no column nobody"),
    "prediction is text": (["--target", "truth", "--prediction", "kind"], "kind"),
    "rows are words": (["--rows", "all"], "--rows needs START:STOP"),
    "rows backwards": (["--rows", "30:3"], "--rows needs START:STOP"),
    "rows beyond the end": (["--rows", "9000:9999"], "has no rows"),
    "nothing left": (
        ["--ignore", "size", "--ignore", "kind", "--ignore", "said", "--ignore", "truth"],
        "No column is left",
    ),
}


@pytest.mark.parametrize(("options", "sentence"), WRONG_OPTIONS.values(), ids=WRONG_OPTIONS)
def test_wrong_option_gets_one_sentence(
    run: Run, csv: Path, options: list[str], sentence: str
) -> None:
    """Whatever is wrong with an option, one line on stderr says so."""
    finished = run("check", csv, csv, *options)

    assert finished.status == 2
    assert sentence in finished.err
    assert len(finished.err.splitlines()) == 1


def test_what_can_be_measured_is(run: Run, csv: Path) -> None:
    """Some scores are no probabilities: the columns are compared, and the rest is said."""
    finished = run("check", csv, csv, "--target", "truth", "--probability", "size")

    assert finished.status == 0
    assert "WARNING" in finished.out
    assert "which is not a probability from 0 to 1." in " ".join(finished.out.split())


def test_debug_shows_the_traceback(csv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for it gets the traceback."""
    monkeypatch.setattr("sys.argv", ["lamplighter", "--debug", "check", str(csv), "nowhere.csv"])

    with pytest.raises(MeasurementError, match="There is no file"):
        main()


def test_one_broken_column_stops_no_other(run: Run, csv: Path, tmp_path: Path) -> None:
    """A column that is gone, one that changed its type: each says so, the rest is measured."""
    other = tmp_path / "other.csv"
    rows = [f"{'xyz'[i % 3]},{i % 2},{i % 2}" for i in range(300)]
    other.write_text("\n".join(["size,said,truth", *rows]), encoding="utf-8")

    finished = run("check", csv, other, "--json")

    columns = {column["column"]: column for column in json.loads(finished.out)["columns"]}
    assert columns["size"]["note"] == "was numbers, is now text"
    assert columns["kind"]["note"] == "is missing from the current data"
    assert columns["said"]["answer"] == "ok"
    assert (finished.status, json.loads(finished.out)["verdict"]) == (1, "alert")


def test_nothing_that_can_be_measured_is_an_error(run: Run, csv: Path, tmp_path: Path) -> None:
    """Every column of the reference is gone."""
    (tmp_path / "other.csv").write_text("other\n1\n2\n", encoding="utf-8")

    finished = run("check", csv, tmp_path / "other.csv")

    assert finished.status == 2
    assert "No column could be measured" in finished.err


def test_folder_and_glob_are_read_whole(run: Run, csv: Path, tmp_path: Path) -> None:
    """A folder of files, and a pattern, are one table."""
    (tmp_path / "parts").mkdir()
    for name in ("one.csv", "two.csv"):
        (tmp_path / "parts" / name).write_bytes(csv.read_bytes())

    by_folder = json.loads(run("check", csv, tmp_path / "parts", "--json").out)
    by_glob = json.loads(run("check", csv, tmp_path / "parts/*.csv", "--json").out)

    assert by_folder["rows"]["current"] == by_glob["rows"]["current"] == 600


def test_a_time_limit_ends_a_slow_check_with_one_sentence(run: Run, tmp_path: Path) -> None:
    """A text that is compared letter by letter is slow; the limit is far below."""
    path = tmp_path / "slow.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT md5(range::VARCHAR) AS text, random() AS x FROM range(2000000)) "  # noqa: S608 - our own
            f"TO '{path}' (FORMAT parquet)"
        )

    found = run("check", path, path, "--time-limit", "0.005")

    assert found.status == 2
    assert "A query took longer than the limit of 0.005 seconds" in found.err
    assert len(found.err.strip().splitlines()) == 1


def test_files_without_the_same_columns_are_named_in_one_sentence(
    run: Run, tmp_path: Path
) -> None:
    """Which file lacks which columns, instead of an error a column."""
    folder = tmp_path / "parts"
    folder.mkdir()
    for name, columns in {"a": "x,y,z", "b": "x", "c": "x,y,z,more"}.items():
        values = ",".join("1" * len(columns.split(",")))
        (folder / f"{name}.csv").write_text(f"{columns}\n" + f"{values}\n" * 300)

    found = run("check", folder, folder)

    assert found.status == 2
    expected = f"Some files in {folder} lack columns that a.csv has: b.csv lacks y, z."
    assert expected in " ".join(found.err.split())
