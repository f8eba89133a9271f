"""`lamplighter check`: what is asked for and is not there, said where the person is."""

import json
import warnings
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run

ROWS = 300


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    """A small CSV file, some of its names in letters that few fonts have."""
    path = tmp_path / "small.csv"
    rows = [f"{i % 7},{'ab'[i % 2]},値{i % 3}" for i in range(ROWS)]
    path.write_text("\n".join(["size,年齢,🙂", *rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize("option", ["--target", "--segment", "--group", "--text", "--id"])
def test_a_column_that_is_not_there_is_an_error_that_names_the_nearest(
    run: Run, csv: Path, option: str
) -> None:
    """What was asked can't be answered."""
    finished = run("check", csv, csv, option, "sise")

    assert finished.status == 2
    assert finished.err == (
        "lamplighter: There is no column sise. Did you mean size? "
        "The reference has: size, 年齢, 🙂.\n"
    )


def test_a_column_to_leave_out_that_is_not_there_is_a_note(run: Run, csv: Path) -> None:
    """All else is measured, and the result is worth a look."""
    finished = run("check", csv, csv, "--ignore", "Size", "--ignore", "weight", "--json")

    document = json.loads(finished.out)
    assert finished.status == 0
    assert document["verdict"] == "warning"
    assert document["notes"] == [
        "There is no column Size. Did you mean size? The name is ignored.",
        "There is no column weight. The name is ignored.",
    ]


def test_an_importance_without_its_column_is_a_note(run: Run, csv: Path, tmp_path: Path) -> None:
    """The other importances are taken."""
    (tmp_path / "known.json").write_text('{"sise": 0.4, "size": 0.6}', encoding="utf-8")

    finished = run("check", csv, csv, "--importance", tmp_path / "known.json", "--json")

    assert json.loads(finished.out)["notes"] == [
        "There is no column sise. Did you mean size? The name is ignored."
    ]


def test_a_replay_says_what_it_passed_over(run: Run, csv: Path) -> None:
    """On stderr, so that what goes to a program stays as it is."""
    finished = run(
        "monitor", "replay", "--reference", csv, "--current", csv, "--rows", ROWS,
        "--ignore", "Size", "--json",
    )  # fmt: skip

    assert finished.status == 0
    assert "There is no column Size. Did you mean size? The name is ignored." in finished.err
    json.loads(finished.out)


def test_what_a_file_has_wrong_is_said_on_every_surface(
    run: Run, csv: Path, tmp_path: Path
) -> None:
    """An uneven line and two columns of one name: terminal, JSON and page."""
    uneven = tmp_path / "uneven.csv"
    text = csv.read_text(encoding="utf-8").replace("年齢", "size")
    uneven.write_text(text + "\n1,a,b,c\n", encoding="utf-8")

    shown = run("check", uneven, uneven, "--html", tmp_path / "page.html")
    told = json.loads(run("check", uneven, uneven, "--json").out)

    assert shown.status == 0
    assert told["verdict"] == "warning"
    assert told["notes"] == [
        "Line 302 of uneven.csv has 4 fields where the header has 3. It was left out.",
        "uneven.csv has several columns named size. Column 2 is read as size_1.",
    ]
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    for note in told["notes"]:
        assert note in page
        assert note in " ".join(shown.out.split())


IMPOSSIBLE = {
    "no folder": ("nowhere/page", "exist. Create it, or choose another folder."),
    "a folder": (".", "is a folder"),
}


@pytest.mark.parametrize(("name", "sentence"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
@pytest.mark.parametrize("option", ["--html", "--png"])
def test_a_report_that_cant_be_written_is_refused_at_once(
    run: Run, csv: Path, tmp_path: Path, option: str, name: str, sentence: str
) -> None:
    """Before the tables, which here are not even there, are read."""
    finished = run("check", csv, "nowhere.csv", option, tmp_path / name)

    assert finished.status == 2
    assert sentence in finished.err
    assert option in finished.err
    assert len(finished.err.splitlines()) == 1


def test_a_picture_with_letters_that_the_font_lacks(run: Run, csv: Path, tmp_path: Path) -> None:
    """It is made, without a word of the font."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        finished = run(
            "check", csv, csv, "--html", tmp_path / "x.html", "--png", tmp_path / "x.png"
        )

    assert finished.status == 0
    assert [str(one.message) for one in caught if "Glyph" in str(one.message)] == []
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")


def test_an_importance_is_a_number(run: Run, csv: Path, tmp_path: Path) -> None:
    """JSON as Python reads it knows one that is none."""
    (tmp_path / "known.json").write_text('{"age": NaN}', encoding="utf-8")

    finished = run("check", csv, csv, "--importance", tmp_path / "known.json")

    assert finished.status == 2
    assert 'known.json should contain JSON like {"age": 0.4, "income": 0.6}.' in finished.err


def test_a_single_row_is_a_row(run: Run, tmp_path: Path) -> None:
    """In the plural there are more."""
    (tmp_path / "one.csv").write_text("a\n1\n", encoding="utf-8")

    finished = run("check", tmp_path / "one.csv", tmp_path / "one.csv")

    assert "WARNING: 1 row compared with 1" in finished.out
