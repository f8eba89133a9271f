"""Questionnaires: each YAML file in this folder is one, found by its presence."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from assessments.errors import AssessmentError
from assessments.questionnaires.content import Questionnaire

FOLDER = Path(__file__).parent
DEFAULT = "mlops-maturity"


@cache
def load_questionnaires(folder: Path = FOLDER) -> dict[str, Questionnaire]:
    """Read every questionnaire of a folder, by id.

    Raises:
        AssessmentError: A file breaks a rule; the sentence names file and rule.
    """
    found = [read_questionnaire(path) for path in sorted(folder.glob("*.yaml"))]
    return {questionnaire.meta.id: questionnaire for questionnaire in found}


def read_questionnaire(path: Path) -> Questionnaire:
    """Read and check one file.

    Raises:
        AssessmentError: It breaks a rule; the sentence names file and rule.
    """
    try:
        return Questionnaire.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise AssessmentError(f"{path.name} is no valid YAML: {reason}.") from error
    except ValidationError as error:
        rules = "; ".join(
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
            for problem in error.errors()
        )
        raise AssessmentError(f"{path.name} breaks a rule: {rules}.") from error
