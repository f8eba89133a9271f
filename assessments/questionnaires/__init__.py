"""Questionnaires: one per YAML file in this folder, or in a company's own folder."""

from functools import cache
from pathlib import Path

from assessments.questionnaires.content import Questionnaire
from assessments.questionnaires.reading import read_questionnaire
from ground.yaml_files import YamlFileError

FOLDER = Path(__file__).parent
DEFAULT = "mlops-maturity"
ENDINGS = (".yaml", ".yml")
_folders = [FOLDER]


def use_questionnaires(own_folder: Path | None) -> None:
    """Make `load_questionnaires` include a company's own folder; None for the built-in ones only.

    Raises:
        YamlFileError: The folder isn't there, or a file breaks a rule; ours stay in use.
    """
    folders = [FOLDER] if own_folder is None else [FOLDER, own_folder]
    _read_folders(tuple(folders))
    _folders[:] = folders


def load_questionnaires() -> dict[str, Questionnaire]:
    """Return every questionnaire by ID; the default one comes first.

    Raises:
        YamlFileError: A file breaks a rule; the sentence names file, line and rule.
    """
    return _read_folders(tuple(_folders))


@cache
def _read_folders(folders: tuple[Path, ...]) -> dict[str, Questionnaire]:
    found: dict[str, Questionnaire] = {}
    for folder in folders:
        if not folder.is_dir():
            raise YamlFileError(
                f"The folder {folder} doesn't exist. "
                "Set LAMPLIGHTER_QUESTIONNAIRES to the folder with your questionnaires."
            )
        for path in sorted(found for found in folder.iterdir() if found.suffix.lower() in ENDINGS):
            questionnaire = read_questionnaire(path)
            if questionnaire.meta.id in found:
                raise YamlFileError(
                    f"{path.name}: the ID {questionnaire.meta.id} already belongs to another "
                    "questionnaire. Give this one its own ID under meta."
                )
            found[questionnaire.meta.id] = questionnaire
    return dict(sorted(found.items(), key=lambda named: named[0] != DEFAULT))
