"""A refusal in Slack: people as mentions, times in the reader's zone, others' words escaped."""

from datetime import datetime

from ground.errors import CodedError, DomainError
from ground.refusals import Fact, People, Refusal
from handlers.blocks.text import cut, escape, mentions, moment
from handlers.wording.sentences import plain_fact, sentence

LONGEST_OUTCOME = 500


def refusal_sentence(reason: Refusal | DomainError) -> str:
    """Return the sentence as mrkdwn."""
    if isinstance(reason, CodedError):
        reason = reason.refusal
    return sentence(reason, _shown) if isinstance(reason, Refusal) else escape(str(reason))


def outcome_sentence(outcome: Refusal | str) -> str:
    """Return how a release or rollback went, as mrkdwn; an old one is a sentence already."""
    if isinstance(outcome, str):
        return escape(cut(outcome, LONGEST_OUTCOME))
    return sentence(outcome, lambda fact: escape(cut(plain_fact(fact), LONGEST_OUTCOME)))


def _shown(fact: Fact) -> str:
    if isinstance(fact, People):
        return mentions(fact)
    return moment(fact) if isinstance(fact, datetime) else escape(plain_fact(fact))
