"""The flow idea, defined, approved, live, retired: what each step asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assessments.use_cases.contract.codes import Code, named
from assessments.use_cases.contract.completeness import Completeness, completeness_of
from assessments.use_cases.contract.content import RiskClass, Rules, Status
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.judging import AcceptanceVerdict
from assessments.use_cases.contract.quality import Quality, quality_of
from assessments.use_cases.contract.risk import RiskResult, risk_of
from assessments.use_cases.contract.sign_offs import Approval
from assessments.use_cases.contract.validation import BrokenRule, broken_rules
from ground.refusals import Names, Refusal

GOOD_VERDICTS = {AcceptanceVerdict.ACCEPTED, AcceptanceVerdict.ACCEPTED_WITH_WARNINGS}
RETIRED_BY = ("business_owner", "sponsor")
LEAST_TO_RETIRE = Status.DEFINED.rank


@dataclass(frozen=True)
class Review:
    """All that the rules say about a document on a day, for a status."""

    status: Status
    completeness: Completeness
    quality: Quality
    broken: tuple[BrokenRule, ...]
    risk: RiskResult


def review(rules: Rules, document: Document, status: Status, today: date) -> Review:
    """Check a document against the rules of a status.

    Args:
        rules: The rules for use cases.
        document: What is written.
        status: The status that is asked for.
        today: The day on which dates are judged.
    """
    broken = tuple(broken_rules(rules, document, today))
    return Review(
        status,
        completeness_of(rules, document, status),
        quality_of(rules, document, status, broken),
        broken,
        risk_of(rules, document),
    )


def reasons_against(found: Review, verdict: AcceptanceVerdict | None) -> list[Refusal]:
    """List why a document may not enter the status it was reviewed for.

    `idea` asks for its fields and no broken rule; `defined` and `approved` also for quality;
    `live` also for a verdict that lets it in. Sign-offs and the step's order come in
    `refusals_to_move`. A risk stop allows `idea` alone.

    Args:
        found: The review for that status.
        verdict: What the latest evaluation came to; None without one.
    """
    return list(_reasons(found, verdict))


def _reasons(found: Review, verdict: AcceptanceVerdict | None) -> Iterator[Refusal]:
    if not found.completeness.is_complete:
        missing = [one.field for one in found.completeness.missing]
        yield Refusal(Code.STATUS_INCOMPLETE, fields=Names(missing))
    if found.broken:
        rules = dict.fromkeys(one.rule for one in found.broken)
        yield Refusal(Code.STATUS_RULES_BROKEN, rules=named(list(rules)))
    if found.status is Status.IDEA:
        return
    if found.risk.risk_class is RiskClass.STOP:
        yield Refusal(Code.STATUS_RISK_STOP)
    if not found.quality.is_enough:
        yield Refusal(Code.STATUS_QUALITY, score=round(float(found.quality.score)))
    if found.quality.blockers:
        yield Refusal(Code.STATUS_BLOCKER, checks=named(found.quality.blockers))
    if found.status is Status.LIVE and verdict not in GOOD_VERDICTS:
        yield Refusal(Code.STATUS_VERDICT)


@dataclass(frozen=True)
class Move:
    """A step from one status to another.

    Attributes:
        current: The status it has.
        approval: What the sign-offs of this version came to.
        verdict: What the latest evaluation came to; None without one.
        agreed_by: The roles that agreed to retire it.
        reason: Why it's retired.
    """

    current: Status
    approval: Approval = Approval.WAITING
    verdict: AcceptanceVerdict | None = None
    agreed_by: tuple[str, ...] = ()
    reason: str = ""


def refusals_to_move(found: Review, move: Move) -> list[Refusal]:
    """List why a use case may not move to the status it was reviewed for.

    A use case moves one step at a time. It may be retired from `defined` on; its owner and its
    sponsor agree to it, with a reason, and nothing else is asked.
    """
    target = found.status
    if target is Status.RETIRED:
        return list(_refusals_to_retire(move))
    if target.rank != move.current.rank + 1:
        return [
            Refusal(
                Code.STATUS_NOT_NEXT,
                current=Names([move.current.value]),
                wanted=Names([target.value]),
            )
        ]
    refusals = reasons_against(found, move.verdict)
    needs_sign_offs = target.rank >= Status.APPROVED.rank
    if needs_sign_offs and move.approval is not Approval.APPROVED:
        refusals.append(Refusal(Code.STATUS_SIGN_OFFS))
    return refusals


def _refusals_to_retire(move: Move) -> Iterator[Refusal]:
    if not LEAST_TO_RETIRE <= move.current.rank < Status.RETIRED.rank:
        wanted = Names([Status.RETIRED.value])
        yield Refusal(Code.STATUS_NOT_NEXT, current=Names([move.current.value]), wanted=wanted)
    waiting = [role for role in RETIRED_BY if role not in move.agreed_by]
    if waiting:
        yield Refusal(Code.STATUS_RETIRED_BY, roles=Names(waiting))
    if not move.reason.strip():
        yield Refusal(Code.STATUS_REASON_MISSING)
