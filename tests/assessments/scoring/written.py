"""Rounds written into a file and scored from it, as the command does."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assessments.questionnaires.content import Questionnaire
from assessments.scoring.document import score_document
from assessments.scoring.rounds_file import read_rounds
from assessments.use_cases.contract.reading import load_rules


def scored(questionnaire: Questionnaire, document: object) -> dict[str, Any]:
    """Write a document, read it back and score it; JSON is YAML too.

    Raises:
        AssessmentError: It has another shape, or does not fit the questionnaire.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rounds.yaml"
        path.write_text(json.dumps(document, indent=1, default=str), encoding="utf-8")
        rules = load_rules()
        return score_document(questionnaire, rules, read_rounds(path, questionnaire, rules))
