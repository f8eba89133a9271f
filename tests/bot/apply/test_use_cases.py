"""Use cases in an applied file: by path or inline, after the models, whole or not at all."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import select

from assessments.use_cases.drafts import draft_of
from assessments.use_cases.tables import UseCase
from bot.apply.configuration import ConfigurationError, apply_configuration
from bot.apply.file import read_configuration_file
from bot.storage.database import Database
from bot.transactions import Transactions
from deployments.tables import RegisteredModel
from ground.yaml_files import YamlFileError
from handlers.surfaces.surface import place_surface

pytestmark = pytest.mark.sqlite_alone

MODEL = "models:\n- {name: churn, owner: U0MIA, channel: C1}\n"
INLINE = "- model: churn\n  values: {title: Inline, sponsor: U0SAM}\n"


@pytest.fixture
def transactions(database: Database, now: datetime) -> Transactions:
    """Transactions at a time that stands still."""
    return Transactions(database, place_surface, lambda: now)


def apply(transactions: Transactions, folder: Path, text: str) -> list[str]:
    """Apply a file of this text, beside a use case in a file of its own."""
    (folder / "cases").mkdir(exist_ok=True)
    (folder / "cases/own.yaml").write_text("values: {title: Own file, sponsor: U0SAM}\n")
    path = folder / "lamplighter.yaml"
    path.write_text(text)
    found = read_configuration_file(path)
    return apply_configuration(transactions, found.configuration, found.folder, found.use_cases)


def test_by_path_and_inline_with_a_model_of_the_same_file(
    transactions: Transactions, tmp_path: Path
) -> None:
    """Applied again, nothing changes; `apply` wrote the fields."""
    text = f"{MODEL}use_cases:\n- cases/own.yaml\n{INLINE}"

    first = apply(transactions, tmp_path, text)
    again = apply(transactions, tmp_path, text)

    with transactions.reading() as session:
        cases = session.exec(select(UseCase).order_by(UseCase.title)).all()
        assert [(found.title, found.model_name) for found in cases] == [
            ("Inline", "churn"), ("Own file", None),
        ]  # fmt: skip
        assert draft_of(session, cases[0].id).fields["title"].written_by == "apply"
    assert [line.rpartition(": ")[2] for line in first[1:]] == ["started", "started"]
    assert [line.rpartition(": ")[2] for line in again[1:]] == ["nothing changed"] * 2


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("- values: {titel: x}\n", "line 4: use_cases.0.values.titel: There is no “titel”"),
        ("- 5\n", "line 4: use_cases.0: this should be the path of a file, or a use case"),
        ("- {values: {}, x: 1}\n", "line 4: use_cases.0.x: unknown name"),
        ("- nowhere.yaml\n", "There is no file nowhere.yaml."),
        ("- {model: other, values: {sponsor: U0A}}\n", "line 4: use_cases.0.model: There is no"),
        ("- values: {sponsor: Sam}\n", "use_cases.0.values.sponsor: 'Sam' isn't a Slack user"),
    ],
)
def test_a_wrong_one_leaves_everything_as_it_was(
    transactions: Transactions, tmp_path: Path, entry: str, sentence: str
) -> None:
    """With file, line, path and rule; the models of the file aren't kept either."""
    with pytest.raises((ConfigurationError, YamlFileError)) as refused:
        apply(transactions, tmp_path, f"{MODEL}use_cases:\n{entry}")

    with transactions.reading() as session:
        assert session.exec(select(RegisteredModel)).all() == []
    assert sentence in str(refused.value)
