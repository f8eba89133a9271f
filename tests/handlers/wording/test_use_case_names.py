"""The names of a use case's roles, statuses and lanes, and refusals that hold them."""

from assessments.use_cases.contract.codes import Code
from assessments.use_cases.contract.content import RiskClass, Status
from assessments.use_cases.contract.difference import Meaning
from assessments.use_cases.contract.judging import AcceptanceVerdict, RowResult
from assessments.use_cases.contract.priority import Lane
from ground.refusals import Names, Refusal
from handlers.blocks.refusals import refusal_sentence
from handlers.wording.sentences import plain_sentence
from handlers.wording.use_case_names import NAMES
from tests.assessments.use_cases.contract.samples import RULES


def test_every_name_that_people_see_has_its_words() -> None:
    """Roles of all classes, groups, and each value of the lists of choices."""
    lists = (Status, RiskClass, Lane, Meaning, RowResult, AcceptanceVerdict)
    roles = {role for demands in RULES.risk.classes.values() for role in demands.sign_off}
    groups = {field.group for field in RULES.fields}

    names = {value.value for choices in lists for value in choices} | roles | groups

    assert names - set(NAMES) == set()


def test_a_refusal_names_roles_in_words() -> None:
    """A company's own role has its own words; in Slack nothing of it is markup."""
    refusal = Refusal(Code.STATUS_RETIRED_BY, roles=Names(["builder", "privacy_<lead>"]))

    assert plain_sentence(refusal) == "Still has to agree: lead data scientist, privacy <lead>."
    assert refusal_sentence(refusal) == (
        "Still has to agree: lead data scientist, privacy &lt;lead&gt;."
    )
