"""`lamplighter assessment`: score rounds that are written in a file."""

import json
from pathlib import Path

import typer

assessment = typer.Typer(help="Look at readiness assessments.", no_args_is_help=True)
LARGEST_FILE_BYTES = 10_000_000


@assessment.callback()
def options() -> None:
    """Look at readiness assessments."""


@assessment.command()
def score(
    file: Path = typer.Argument(help="YAML: {version, examples: [{id, input}]}."),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print every figure as JSON."),
) -> None:
    """Score the rounds of a file."""
    import yaml

    from assessments.errors import AssessmentError
    from assessments.questionnaires import DEFAULT, load_questionnaires
    from assessments.scoring.document import score_document

    if file.stat().st_size > LARGEST_FILE_BYTES:
        raise AssessmentError(f"{file} is larger than 10 MB; that is no file of rounds.")
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise AssessmentError(f"{file} is no valid YAML: {reason}.") from error
    scored = score_document(load_questionnaires()[DEFAULT], document)
    if as_json:
        typer.echo(json.dumps(scored, indent=2, allow_nan=False))
        return
    for example in scored["examples"]:
        found = example["maturity"]
        level = "not known yet" if found["level"] is None else found["level"]
        provisional = ", provisional" if found["provisional"] else ""
        typer.echo(
            f"{example['id']}: level {level}{provisional}; weakest {', '.join(found['lowest'])}; "
            f"screen {example['screen']['band']}, {len(example['screen']['signals'])} signs; "
            f"first steps {', '.join(action['item'] for action in found['roadmap']) or 'none'}"
        )
