"""What a company wrote of its own: questionnaires, and rules for use cases."""

from assessments.questionnaires import use_questionnaires
from assessments.use_cases.contract.reading import use_rules
from bot.settings import Settings


def use_own_content(settings: Settings) -> None:
    """Add what the settings name to what is built in.

    Raises:
        YamlFileError: A file isn't there or breaks a rule; the sentence names file, line and rule.
    """
    use_questionnaires(settings.lamplighter_questionnaires)
    use_rules(settings.lamplighter_use_case_rules)
