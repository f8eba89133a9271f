"""Questionnaires: each YAML file in this folder, or in a company's own, is one."""

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
    """Have `load_questionnaires` find those of a company's own folder too; None: only ours.

    Raises:
        YamlFileError: The folder isn't there, or a file breaks a rule; ours stay in use.
    """
    folders = [FOLDER] if own_folder is None else [FOLDER, own_folder]
    _read_folders(tuple(folders))
    _folders[:] = folders


def load_questionnaires() -> dict[str, Questionnaire]:
    """Give every questionnaire, by id; the default one comes first.

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
                f"There is no folder {folder}. "
                "Please set LAMPLIGHTER_QUESTIONNAIRES to the folder of your questionnaires."
            )
        for path in sorted(found for found in folder.iterdir() if found.suffix.lower() in ENDINGS):
            questionnaire = read_questionnaire(path)
            if questionnaire.meta.id in found:
                raise YamlFileError(
                    f"{path.name}: the id {questionnaire.meta.id} belongs to another "
                    "questionnaire already. Please give it an id of its own under meta."
                )
            found[questionnaire.meta.id] = questionnaire
    return dict(sorted(found.items(), key=lambda named: named[0] != DEFAULT))
