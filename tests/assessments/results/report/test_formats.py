"""Every report format: whatever stands in a result, a file comes out."""

import csv
import json
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import StringIO

import pytest

from assessments.results.maturity import CellState, MaturityCard
from assessments.results.report import FORMATS
from assessments.results.report.data import SCHEMA
from assessments.results.report.format import ReportFormat
from assessments.results.report.heat_map import DPI, TEXT_SIZE, draw_heat_map
from assessments.results.report.lettering import printable
from assessments.results.report.palette import LEVELS, colour_of, colour_of_cell, ink_on
from assessments.tables import ActionState
from tests.assessments.example_card import CARD

HOSTILE = (
    "=cmd|' /C calc'!A0 \N{RIGHT-TO-LEFT OVERRIDE}\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d "
    "\N{FAMILY} \N{EXTRATERRESTRIAL ALIEN}\N{ZERO WIDTH JOINER} e\u0301 \x00\x07 $x_{2}$ "
    "<b>|`**\n# " + "long" * 1_000
)
EMPTY = replace(
    CARD, level=None, average=None, evidenced_level=None, lowest=[], provisional=[], disputes=[],
    unknown=[], blind_spots=[], steps=[], items=[], before=None, closed_at=None, scope="",
    groups=[], dimensions=[], people=0, response_rate=Fraction(0),
)  # fmt: skip
WILD = replace(
    CARD,
    scope=HOSTILE,
    groups=[HOSTILE] * 3,
    lowest=[HOSTILE],
    level_name=HOSTILE,
    unknown=[HOSTILE] * 3,
    dimensions=[replace(line, label=HOSTILE, short_label=HOSTILE) for line in CARD.dimensions],
    items=[replace(item, dimension=HOSTILE, question=HOSTILE) for item in CARD.items],
    steps=[replace(step, sentence=HOSTILE, reason=HOSTILE, owner=HOSTILE) for step in CARD.steps],
)
every_format = pytest.mark.parametrize("found", FORMATS.values(), ids=FORMATS)


@every_format
@pytest.mark.parametrize(
    "card",
    [
        pytest.param(CARD, id="full"),
        pytest.param(EMPTY, id="empty"),
        pytest.param(WILD, id="wild"),
    ],
)
def test_any_result_is_written(found: ReportFormat, card: MaturityCard) -> None:
    """Nothing known, everything known, names in any script with 4,000 signs."""
    assert len(found.write(card)) > 50


@every_format
def test_the_same_result_is_the_same_file(found: ReportFormat) -> None:
    """So that two exports can be compared."""
    assert found.write(CARD) == found.write(CARD)


def test_there_are_four() -> None:
    """Scripts depend on their names."""
    assert set(FORMATS) == {"pdf", "md", "csv", "json"}


def test_the_headlines_stand_on_one_page() -> None:
    """A PDF of a page for the board, and the detail behind it."""
    pages = len(re.findall(rb"/Type /Page\b", FORMATS["pdf"].write(CARD)))

    assert pages == 3


def test_the_pdf_comes_first_and_has_bookmarks_and_a_language() -> None:
    """A screen reader knows how to read it, and a reader where things are."""
    written = FORMATS["pdf"].write(CARD)

    assert next(iter(FORMATS)) == "pdf"
    assert b"/Outlines" in written
    assert b"/Lang (en)" in written


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(sign: str) -> None:
    """A spreadsheet shows what was typed, and runs nothing."""
    card = replace(CARD, scope=f"{sign}1+1", groups=[f"{sign}SUM(A1)"] * 3)

    rows = list(csv.reader(StringIO(FORMATS["csv"].write(card).decode("utf-8-sig"))))

    cells = [cell for row in rows for cell in row]
    assert f"'{sign}1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


@pytest.mark.parametrize("cell", ["x;=1+1", "x; @SUM(A1)", "x|-1+1", "x\t+1", 'x;"=1+1'])
def test_no_part_of_a_cell_is_a_formula(cell: str) -> None:
    """A spreadsheet that takes another delimiter parts a cell in two."""
    card = replace(CARD, scope=cell)

    written = FORMATS["csv"].write(card).decode("utf-8-sig")

    parts = re.split(r"[,;|\t\r\n]", written)
    assert not [part for part in parts if re.match(r"[\s\"]*[=+\-@]", part)]


def test_csv_has_a_row_for_each_topic_question_and_step() -> None:
    """Each as wide as the head; figures with two decimals, not rounded to halves."""
    head, *rows = csv.reader(StringIO(FORMATS["csv"].write(CARD).decode("utf-8-sig")))

    kinds = [row[0] for row in rows]

    disputes = ["dispute", "dispute after"] * 2 + ["dispute view"] * 2 + ["dispute"]
    assert kinds == ["level", *["topic"] * 3, *["question"] * 3, *disputes, *["step"] * 5]
    assert {len(row) for row in rows} == {len(head)}
    assert "1.11" in rows[2]


def test_json_holds_every_figure_and_no_picture() -> None:
    """Two decimals; null where something is not known; a hidden group stays hidden."""
    written = json.loads(FORMATS["json"].write(CARD))

    assert written["schema"] == SCHEMA
    assert written["dimensions"][1]["score"] == 1.11
    assert written["dimensions"][1]["cells"][2] == {"state": "hidden", "level": None}
    assert written["dimensions"][2]["score"] is None
    assert written["steps"][0]["due_on"] == "2027-01-15"
    assert written["before"]["is_other_version"] is True
    assert "picture" not in written


def test_json_refuses_what_it_does_not_know() -> None:
    """A mistake of ours is loud, not a string that looks right."""
    card = replace(CARD, scope=object())  # type: ignore[arg-type] # the mistake

    with pytest.raises(TypeError, match="A report holds no object"):
        FORMATS["json"].write(card)


@pytest.mark.parametrize(
    "words",
    [
        "# Machine learning: level 1 of 4, ad hoc",
        "MLOps maturity, version 1.0.0, full questionnaire, closed 23 Nov 2026",
        "Counting only answers with a link as evidence: level 0.",
        "data rules”: some people do it, each in their own way. The weakest",
        "- Do this first: Write down who owns what. (U0BEA by 15 Jan 2027)",
        "Levels: 0 Not there, 1 Ad hoc, 2 Agreed, 3 Proven, 4 Automatic.",
        "this report uses version 1.1.0",
        "| Governance, ethics and data rules | 1 | 1 | 0 | 2 | hidden | 3 | -1 |",
        "hidden: only one person answered, so it isn't shown",
        "24 Aug 2026: level 2. Now: level 1.",
        "| Business link and value | 3 | 2 | 3 | 2.5 | not asked | 3 | +0.5 |",
        "| 1 | A first step: Write down who owns what. | U0BEA | 15 Jan 2027 |",
        "| Who may say no? | 0.5 | 0.5 | Nobody may. | talk about it, key question below 1 |",
        "## Outcome of the second round",
        "| Is it written down? | answers range from 0 to 4 | answers range from 0 to 3 | no",
        "| no agreement. Level 0.5: Nothing is. Level 3: Most of it is. |",
        "- Do you see whether models are up? (Business)",
        "## Not enough is known: find out",
        "Agree first. A first step: Write down who owns what.",
        "| To reach level 2: Give all models a dashboard. | Do you see? |",
        "| Aim for: Costs are known. | Who pays? |",
        "done: https://example.org/dashboard",
        "declined: No budget this year",
        "How to read this",
    ],
)
def test_markdown_says(words: str) -> None:
    """What the PDF says too: both are written from one outline."""
    assert words in FORMATS["md"].write(CARD).decode()


def test_others_words_are_no_markdown() -> None:
    """No heading, table cell, HTML or emphasis comes from a name."""
    lines = FORMATS["md"].write(replace(CARD, unknown=["# <b>|`**\n# x", "1. - y"])).decode()

    assert "- \\# \\<b\\>\\|\\`\\*\\* \\# x" in lines
    assert "- 1\\. - y" in lines


def test_an_open_round_and_a_quick_one_are_said_so() -> None:
    """Whoever reads the report knows what was asked."""
    text = FORMATS["md"].write(replace(CARD, closed_at=None, mode="quick")).decode()

    assert "quick check, still open" in text


def test_nothing_moved_is_said_so() -> None:
    """The two levels, and an equals sign in each row."""
    still = [replace(line, before=line.score) for line in CARD.dimensions]
    assert CARD.before is not None
    before = replace(CARD.before, level=None, is_other_version=False)

    text = FORMATS["md"].write(replace(CARD, dimensions=still, before=before)).decode()

    assert "24 Aug 2026: no level. Now: level 1." in text
    assert text.count("| = |") == 2


def test_a_first_round_has_no_column_for_changes() -> None:
    """There is nothing to compare with."""
    text = FORMATS["md"].write(replace(CARD, before=None)).decode()

    assert "Change" not in text
    assert "Since the last round" not in text


def test_an_action_without_a_day_says_its_state() -> None:
    """Agreed, day unknown."""
    step = replace(CARD.steps[0], due_on=None, state=ActionState.AGREED)
    text = FORMATS["md"].write(replace(CARD, steps=[step])).decode()

    assert "| U0BEA |  | agreed |" in text
    assert date(2027, 1, 15).isoformat() not in text


@pytest.mark.parametrize("card", [CARD, WILD], ids=["full", "wild"])
def test_the_heat_map_is_a_picture(card: MaturityCard) -> None:
    """1,080 pixels wide, whatever the names are; a phone, 360 wide, shows letters of 11."""
    picture = draw_heat_map(card)

    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 1_080
    assert TEXT_SIZE / 72 * DPI * 360 / 1_080 >= 11


def test_the_colour_is_the_whole_level() -> None:
    """2.99 has the colour of 2; what is hidden or unknown has none of the five."""
    known, _, unasked = CARD.dimensions[0].cells
    hidden = CARD.dimensions[1].cells[2]

    assert colour_of(Fraction(299, 100)) == LEVELS[2]
    assert colour_of_cell(known) == LEVELS[3]
    assert (unasked.state, hidden.state) == (CellState.NOT_ASKED, CellState.HIDDEN)
    assert not {colour_of_cell(unasked), colour_of_cell(hidden), colour_of(None)} & set(LEVELS)


@pytest.mark.parametrize("colour", [*LEVELS, colour_of(None)])
def test_figures_can_be_read_on_every_colour(colour: str) -> None:
    """A contrast of at least 4.5 to 1, as WCAG 2 asks of text."""

    def luminance(value: str) -> float:
        parts = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(colour), luminance(ink_on(colour))), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        pytest.param("Shop \N{ROCKET} online", "Shop online", id="emoji"),
        pytest.param(
            "\N{WAVING HAND SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}", "", id="modified"
        ),
        pytest.param(
            "Love \N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}", "Love \u2764", id="known"
        ),
        pytest.param("\u9867\u5ba2 desk", "\u25a1\u25a1 desk", id="letters"),
        pytest.param("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd", id="Hebrew"),
    ],
)
def test_what_the_font_lacks(text: str, printed: str) -> None:
    """An emoji leaves no empty box behind; a letter does, so that one sees it is missing."""
    assert printable(text, 100) == printed


def test_a_day_and_a_state_stand_in_columns_of_their_own() -> None:
    """What was declined has no day, and says so under State."""
    agreed = replace(CARD.steps[0], state=ActionState.AGREED, due_on=date(2027, 1, 15))
    declined = replace(CARD.steps[0], state=ActionState.DECLINED, due_on=None)

    written = FORMATS["md"].write(replace(CARD, steps=[agreed, declined])).decode()

    assert "| What | Who | Due | Status |" in written
    assert "| 15 Jan 2027 | agreed |" in written
    assert "|  | declined |" in written


@pytest.mark.parametrize("name", ["csv", "json", "md"])
def test_nothing_hidden_is_written(name: str) -> None:
    """A control, an override or half a character of an older answer stays out of a file."""
    wild = replace(WILD, scope=f"half \ud800 of {HOSTILE}")

    text = FORMATS[name].write(wild).decode("utf-8-sig")

    assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e]", text)
