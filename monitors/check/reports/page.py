"""A check as a page of its own: one HTML file with its pictures inside, to be mailed or kept."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape as escape_markup

from ground.characters import without_hidden
from monitors.check.check import CheckResult
from monitors.check.column_verdicts import ColumnCheck
from monitors.check.reports.chart import draw_columns
from monitors.check.reports.in_words import moved_sentences, worst_first
from monitors.check.reports.sentences import model_sentences, task_sentences
from monitors.check.reports.sketches import sketches
from monitors.palette import BEFORE, NOW
from monitors.profile.engine import rows_as_word

STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d1c1d}"
    "table{border-collapse:collapse;width:100%}td,th{padding:.3rem .6rem;text-align:left;"
    "border-bottom:1px solid #ddd}.wide{overflow-x:auto}.pictures{display:grid;gap:1rem;"
    "grid-template-columns:repeat(auto-fill,minmax(17rem,1fr))}.pictures img{width:100%}"
    f".before{{color:{BEFORE}}}.now{{color:{NOW}}}"
    "@media(max-width:40rem){body{margin:1rem auto}h1{font-size:1.4rem}th{display:none}"
    "tr{display:block;padding:.4rem 0;border-bottom:1px solid #ddd}"
    "td{display:inline;border:0;padding:0 .6rem 0 0}td:empty{display:none}"
    "td:first-child{font-weight:bold}td:last-child{display:block}"
    "td:nth-child(3)::before{content:'drift '}td:nth-child(4)::before{content:'limit '}"
    "td:nth-child(5)::before{content:'missing '}td:last-child:empty{display:none}}"
)
HEADS = "<th>column<th>result<th>drift (PSI)<th>limit<th>missing now<th>note"
VERDICTS = {
    "ok": "Nothing has drifted beyond its limit.",
    "warning": "Something is worth a look; nothing is beyond its limit.",
    "alert": "The data has changed beyond its limits.",
}


LEGEND = '<p><span class="before">&#9632;</span> before <span class="now">&#9632;</span> now</p>'


def check_as_page(result: CheckResult) -> str:
    """Write the page, with a picture of each column that moved most; every name is escaped."""
    pictures = "".join(
        f'<img alt="{escape(words)}" src="data:image/png;base64,{b64encode(drawn).decode()}">'
        for words, drawn in draw_columns(result)
    )
    shown = f'{LEGEND}<div class="pictures">{pictures}</div>' if pictures else ""
    rows = "".join(_row(found) for found in worst_first(result.columns))
    sentences = [*task_sentences(result), *model_sentences(result)]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Check</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style><h1>{VERDICTS[result.verdict.value]}</h1>"
        f"<p>{result.rows_current:,} {rows_as_word(result.rows_current)} now, "
        f"compared with {result.rows_reference:,}.</p>"
        f"{_listed(moved_sentences(result))}"
        f"{shown}"
        f'<div class="wide"><table><tr>{HEADS}</tr>{rows}</table></div>'
        f"{_listed(sentences)}</html>\n"
    )


def check_as_fragment(result: CheckResult, further: Sequence[str] = ()) -> str:
    """Write the page's table for a notebook, each column with a sketch before and now.

    Args:
        result: What was found.
        further: Sentences to add below.
    """
    rows = "".join(
        f"{_row(found)[:-5]}{''.join(f'<td><code>{bars}</code>' for bars in sketches(found))}</tr>"
        for found in worst_first(result.columns)
    )
    return (
        f"<p><strong>{escape(result.headline)}</strong></p>"
        f"<table><tr>{HEADS}<th>before<th>now</tr>{rows}</table>"
        f"{_listed([*task_sentences(result), *model_sentences(result), *further])}"
    )


def _listed(sentences: Sequence[str]) -> str:
    said = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<ul>{said}</ul>" if said else ""


def escape(text: str) -> str:
    """Make words from a file safe on a page: no markup, nothing hidden."""
    return escape_markup(without_hidden(text))


def _row(found: ColumnCheck) -> str:
    missing = f"{found.quality.missing_share_current:.1%}" if found.quality else ""
    cells = (
        found.column,
        found.answer.value,
        "" if found.effect is None else f"{found.effect:.3f}",
        "" if found.threshold is None else f"{found.threshold:.3f}",
        missing,
        found.remarks,
    )
    return "<tr>" + "".join(f"<td>{escape(cell)}" for cell in cells) + "</tr>"
