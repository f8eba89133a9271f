"""Reads a questionnaire file; what is wrong is said with file, line and rule."""

from pathlib import Path

from assessments.questionnaires.content import Questionnaire, Screened
from assessments.questionnaires.rules import problems_of, problems_of_screen
from ground.yaml_files import YamlFileError, open_yaml

LARGEST_FILE_BYTES = 1_000_000


def read_questionnaire(path: Path) -> Questionnaire:
    """Read and check one file.

    Raises:
        YamlFileError: It breaks a rule; the sentence names file, line and rule.
    """
    file = open_yaml(path, LARGEST_FILE_BYTES, "questionnaire", path.name)
    questionnaire = file.shaped(Questionnaire)
    problems = problems_of(questionnaire)
    if problems:
        raise YamlFileError(file.sentence(problems))
    return questionnaire


def read_screened(path: Path) -> Screened:
    """Read and check a file of a screen alone.

    Raises:
        YamlFileError: It breaks a rule; the sentence names file, line and rule.
    """
    file = open_yaml(path, LARGEST_FILE_BYTES, "questionnaire", path.name)
    screened = file.shaped(Screened)
    problems = problems_of_screen(screened)
    if problems:
        raise YamlFileError(file.sentence(problems))
    return screened
