"""The risk class of a use case, and why: a first sorting, no legal advice."""

from dataclasses import dataclass

from assessments.use_cases.contract.codes import Code, Finding
from assessments.use_cases.contract.conditions import read_condition
from assessments.use_cases.contract.content import ACCEPTANCE, RiskClass, RiskQuestion, Rules
from assessments.use_cases.contract.document import Document
from ground.refusals import Refusal

YES, NO, DONT_KNOW = "yes_", "no_", "dont_know"
NOT_NEEDED = "not_needed"
DOUBT_COUNTS = {RiskClass.HIGH, RiskClass.STOP}


@dataclass(frozen=True)
class RiskReason:
    """An answer that put the use case in its class."""

    question: str
    answer: str


@dataclass(frozen=True)
class RiskResult:
    """The class, and the answers that led to it.

    Attributes:
        risk_class: None while a question is open and no answer says stop.
        reasons: The answers behind the class; none for `minimal`.
        unanswered: Ids of the questions without an answer.
    """

    risk_class: RiskClass | None
    reasons: tuple[RiskReason, ...] = ()
    unanswered: tuple[str, ...] = ()


def risk_of(rules: Rules, document: Document) -> RiskResult:
    """Find the highest class of all yes answers.

    "Don't know" counts as yes where a yes means high or stop, until it's cleared. While a question
    has no answer there is no class, unless the answers already mean stop.
    """
    answers = document.answers("risk_answers")
    counted = [
        (question, RiskReason(question.id, str(answers[question.id])))
        for question in rules.risk.questions
        if _counts_as_yes(question, answers.get(question.id))
    ]
    highest = max(
        (question.if_yes for question, _ in counted),
        key=lambda found: found.rank,
        default=RiskClass.MINIMAL,
    )
    reasons = tuple(reason for question, reason in counted if question.if_yes is highest)
    unanswered = tuple(
        question.id for question in rules.risk.questions if not answers.get(question.id)
    )
    if unanswered and highest is not RiskClass.STOP:
        return RiskResult(None, (), unanswered)
    return RiskResult(highest, reasons, unanswered)


def unmet_demands(rules: Rules, document: Document) -> list[Finding]:
    """List what the risk class asks for and isn't there: fairness rows, an explanation.

    It's advice for the card and for whoever signs; the status rules don't wait for it.
    """
    risk_class = risk_of(rules, document).risk_class
    if risk_class is None:
        return []
    found = []
    least = _fairness_rows(rules.risk.classes[risk_class].fairness_rows, document)
    count = sum(row.get("category") == "fairness" for row in document.rows(ACCEPTANCE))
    if count < least:
        reason = Refusal(Code.CLASS_NEEDS_FAIRNESS, least=least, count=count)
        found.append(Finding((ACCEPTANCE,), reason))
    if risk_class is RiskClass.HIGH and document.get("explain_form") == NOT_NEEDED:
        found.append(Finding(("explain_form",), Refusal(Code.CLASS_NEEDS_EXPLANATION)))
    return found


def _fairness_rows(demand: int | str, document: Document) -> int:
    """Read `1`, or `1 if affects_people`."""
    count, _, condition = str(demand).partition(" if ")
    is_asked = read_condition(f"{condition} == true" if condition else "").holds(document.values)
    return int(count) if is_asked else 0


def _counts_as_yes(question: RiskQuestion, answer: object) -> bool:
    return answer == YES or (answer == DONT_KNOW and question.if_yes in DOUBT_COUNTS)


def roles_of(rules: Rules, risk_class: RiskClass | None) -> tuple[str, ...]:
    """Return the roles that sign in a class, in order; none without a class."""
    return tuple(rules.risk.classes[risk_class].sign_off) if risk_class else ()
