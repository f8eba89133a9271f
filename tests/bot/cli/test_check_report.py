"""`lamplighter check` for people: sketches, a page, a picture, a sign of work."""

import json
import re
import sys
from io import StringIO
from pathlib import Path

import pytest

from bot.cli.progress import sign_of_work
from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.check.reports.sketches import sketches
from tests.bot.cli.conftest import Run
from tests.monitors.conftest import pair_of_counts
from tests.patience import until

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A reference, and a current file in which a column with a hostile name moved."""
    paths = tmp_path / "before.csv", tmp_path / "now.csv"
    for path, shift in zip(paths, (0, 400), strict=True):
        rows = [f"{number % 100 + shift},{'ab'[number % 2]}" for number in range(600)]
        path.write_text("\n".join([f"{HOSTILE},$kind$", *rows]), encoding="utf-8")
    return paths


@pytest.fixture
def hidden(tmp_path: Path) -> tuple[Path, Path]:
    """Files in which a column's name would colour a terminal, and turn its words around."""
    paths = tmp_path / "before.csv", tmp_path / "now.csv"
    for path, shift in zip(paths, (0, 400), strict=True):
        rows = [f"{number % 100 + shift},{'ab'[number % 2]}" for number in range(600)]
        path.write_text("\n".join(["a\x1b[31mb\u202ec,k", *rows]), encoding="utf-8")
    return paths


@pytest.mark.parametrize("columns", ["80", "200"])
def test_a_name_gives_a_terminal_or_a_page_no_orders(
    run: Run,
    hidden: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    columns: str,
) -> None:
    """Nor does an error that names it."""
    monkeypatch.setenv("COLUMNS", columns)
    finished = run("check", *hidden, "--html", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    wrong = run("check", hidden[0], tmp_path / "no\x1b[31mthing.csv")

    assert "a[31mbc" in finished.out
    assert "a[31mbc" in page
    assert "no[31mthing.csv" in wrong.err
    for text in (finished.out, finished.err, page, wrong.err):
        assert not re.search("[\x00-\x08\x0e-\x1f\u202e]", text)


def test_the_page_holds_the_picture_and_escapes_names(
    run: Run, files: tuple[Path, Path], tmp_path: Path
) -> None:
    """One file, nothing fetched, nothing run."""
    finished = run("check", *files, "--html", tmp_path / "page.html")

    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert finished.status == 1
    assert "The data has changed beyond its limits." in page
    assert "width=device-width" in page, "it fits a phone"
    assert "<li>&lt;script&gt;alert(1)&lt;/script&gt;: 100% of rows are above" in page, "in words"
    assert finished.out.index("ALERT:") < finished.out.index("10.0% before, all now")
    assert "data:image/png;base64," in page
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


def test_copies_and_ids_are_told_on_every_surface(run: Run, tmp_path: Path) -> None:
    """The table, JSON and the page; an id is not compared."""
    paths = tmp_path / "before.csv", tmp_path / "now.csv"
    for path, different in zip(paths, (500, 400), strict=True):
        rows = [f"{number % different},{number % different / 7}" for number in range(500)]
        path.write_text("\n".join(["case,x", *rows]), encoding="utf-8")
    asked = ("check", *paths, "--id", "case", "--duplicates", "--html", tmp_path / "page.html")

    told, document = run(*asked), json.loads(run(*asked, "--json").out)

    said = [
        "20.0% of rows have the same case as another row; 0% is usual",
        "20.0% of rows are copies of another row; 0% is usual",
    ]
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert told.status == 1
    assert [column["column"] for column in document["columns"]] == ["x"]
    assert [found["note"] for found in document["duplicates"]] == said
    assert all(sentence in told.out and sentence in page for sentence in said)


def test_the_picture_is_a_png(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    """As `--png` says; names with dollar signs are no mathematics."""
    run("check", *files, "--png", tmp_path / "picture.png")

    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")


def test_the_table_sketches_each_column(
    run: Run, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before and now, beside each other, where there is room."""
    monkeypatch.setenv("COLUMNS", "140")
    finished = run("check", *files)

    assert "▇" in finished.out or "█" in finished.out


def test_a_narrow_table_cuts_no_figure(
    run: Run, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a pipe: eighty columns."""
    monkeypatch.setenv("COLUMNS", "80")
    finished = run("check", *files)

    assert "…" not in finished.out
    assert all(len(line) <= 80 for line in finished.out.splitlines())


def test_a_sketch_shows_shares_on_one_scale() -> None:
    """The highest bar of both is full, an empty one is blank."""
    column = ColumnCheck(
        "x",
        "categorical",
        "feature",
        CheckAnswer.OK,
        pair=pair_of_counts([50, 50, 0], [0, 0, 100]),
    )

    assert sketches(column) == ("▄▄ ", "  █")


def test_what_was_not_measured_has_no_sketch() -> None:
    """Nothing is drawn of nothing."""
    assert sketches(ColumnCheck("x", "other", "feature", CheckAnswer.ERROR)) == ("", "")


class Terminal(StringIO):
    """Something that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.mark.parametrize("patience", [0.0, 60.0])
def test_a_sign_of_work_comes_late_and_goes(
    monkeypatch: pytest.MonkeyPatch, patience: float
) -> None:
    """It is shown after a while alone."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    with sign_of_work("Counting", patience):
        if not patience:
            until(lambda: "Counting" in terminal.getvalue(), what="the sign")

    assert ("Counting" in terminal.getvalue()) is (patience == 0)
