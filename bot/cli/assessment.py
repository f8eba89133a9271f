"""`lamplighter assessment`: score rounds from a file, export a round's report."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ground.counting import counted

if TYPE_CHECKING:
    from assessments.results.maturity import MaturityCard

assessment = typer.Typer(help="Score rounds and export reports.", no_args_is_help=True)


@assessment.callback()
def options() -> None:
    """Score rounds and export reports."""


@assessment.command()
def score(
    file: Path = typer.Argument(help="YAML: {version, examples: [{id, input}]}."),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print every figure as JSON."),
    questionnaire: str = typer.Option("", help="Questionnaire ID, if not the default one."),
) -> None:
    """Score the rounds in a file."""
    from assessments.questionnaires import DEFAULT, load_questionnaires
    from assessments.scoring.document import score_document
    from assessments.scoring.rounds_file import read_rounds
    from assessments.use_cases.contract.reading import load_rules
    from bot.content import use_own_content
    from bot.settings import read_settings
    from handlers.wording.sentences import plain_sentence

    use_own_content(read_settings())
    known = load_questionnaires()
    chosen = known.get(questionnaire or DEFAULT)
    if chosen is None:
        raise typer.BadParameter(
            f"There is no questionnaire {questionnaire}. Available: {', '.join(known)}."
        )
    rules = load_rules()
    scored = score_document(chosen, rules, read_rounds(file, chosen, rules, plain_sentence))
    if as_json:
        typer.echo(json.dumps(scored, indent=2, allow_nan=False))
        return
    for example in scored["examples"]:
        typer.echo(_line(example))


@assessment.command()
def export(
    *,
    round_id: str = typer.Option(
        "", "--round", help="The round's ID. Default: the latest closed round."
    ),
    scope: str = typer.Option("", help="Pick the latest round about this team, unit or use case."),
    kind: str = typer.Option("md", "--format", help="pdf, md, csv or json."),
    output: Path | None = typer.Option(
        None, help="File to write. Default: print to the terminal."
    ),
) -> None:
    """Export the report of a closed round."""
    from assessments.results.maturity_card import maturity_card
    from assessments.results.report import FORMATS
    from assessments.results.report.finding import find_closed_round
    from bot.cli.files import refuse_unwritable
    from bot.cli.session import offline_transactions

    if kind not in FORMATS:
        raise typer.BadParameter(
            f"There is no format {kind}. Available: {', '.join(sorted(FORMATS))}."
        )
    if output is None and kind == "pdf":
        raise typer.BadParameter("A PDF can't be printed here. Add --output report.pdf.")
    refuse_unwritable("--output", output)
    with offline_transactions() as transactions, transactions.reading() as session:
        card = maturity_card(session, find_closed_round(session, round_id, scope))
    content = FORMATS[kind].write(_with_names(card))
    if output is None:
        sys.stdout.write(content.decode("utf-8-sig"))
        return
    output.write_bytes(content)
    typer.echo(f"Wrote {output}.")


def _with_names(card: "MaturityCard") -> "MaturityCard":
    from assessments.results.report.sending import owners, with_names
    from bot.delivery.names import names_for_terminal
    from bot.settings import read_settings

    wanted = owners(card)
    return with_names(card, names_for_terminal(read_settings(), wanted)) if wanted else card


def _line(example: dict[str, Any]) -> str:
    found, screen = example["maturity"], example["screen"]
    level = "not known yet" if found["level"] is None else found["level"]
    provisional = ", provisional" if found["provisional"] else ""
    signs = (
        f"screen {screen['band']}, {counted(len(screen['signals']), 'sign')}; " if screen else ""
    )
    return (
        f"{example['id']}: level {level}{provisional}; weakest {', '.join(found['lowest'])}; "
        f"{signs}"
        f"first steps {', '.join(action['item'] for action in found['roadmap']) or 'none'}"
        f"{_use_case_part(example['use_case'])}"
    )


def _use_case_part(found: dict[str, Any] | None) -> str:
    if found is None:
        return ""
    verdict = found.get("acceptance_verdict")
    judged = f", pass marks {verdict.replace('_', ' ')}" if verdict else ""
    lane = (found["lane"] or "not ranked yet").replace("_", " ")
    return (
        f"; use case {found['completeness']:.0f}% complete, quality {found['quality']:.0f}, "
        f"risk {found['risk_class'] or 'not known yet'}, lane {lane}{judged}"
    )
