"""Reads a questionnaire file; what is wrong is said with file, line and rule."""

from pathlib import Path

from assessments.questionnaires.content import Questionnaire
from assessments.questionnaires.rules import problems_of
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
