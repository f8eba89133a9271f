"""What is done to a use case: written, put to its signers, signed, withdrawn."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from assessments.portfolio.linking import link_round
from assessments.use_cases.asks import (
    SectionAsk,
    ask_for_section,
    close_asks,
    could_not_ask,
    finish_asks,
)
from assessments.use_cases.contract.content import CONSUMER_SPEAKER, Status
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.export import Contract
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.sign_offs import Signature, SignOff
from assessments.use_cases.contract.values import plain
from assessments.use_cases.definition import start_use_case
from assessments.use_cases.discarding import bring_back, discard
from assessments.use_cases.drafts import draft_of, set_fields
from assessments.use_cases.importing import Importer, take_in
from assessments.use_cases.instead import choose_signer
from assessments.use_cases.linking import link_model
from assessments.use_cases.questions import answer_question, ask_question, pass_question_on
from assessments.use_cases.retirement import Retiring, agree_to_retire, keep_use_case
from assessments.use_cases.signing import Signers, sign
from assessments.use_cases.status_steps import become_defined, go_live
from assessments.use_cases.tables import UseCase, UseCaseVersion
from assessments.use_cases.versions import agree_alone, put_to_signers, take_force
from assessments.use_cases.waiting import withdraw
from ground.audit import OURSELVES
from tests.assessments.held_round import PAIRS, held_round
from tests.audit.case import leaves

BEA, OLA = "U0BEA", "U0OLA"
RULES = load_rules()


def written(session: Session, now: datetime) -> UseCase:
    """The worked example, as a draft; its KPI's day is moved into the future."""
    use_case = start_use_case(session, created_by=BEA, channel_id="C1", now=now)
    values = {name: plain(value) for name, value in RULES.example.items()}
    set_fields(session, RULES, use_case, {**values, "kpis": kpis(now)}, BEA, now)
    return use_case


def kpis(now: datetime) -> list[dict[str, Any]]:
    """The example's number that must move, from yesterday to next year."""
    (row,) = Document({"kpis": plain(RULES.example["kpis"])}).rows("kpis")
    day = date(now.year + 1, 1, 1).isoformat()
    return [{**row, "baseline_date": now.date().isoformat(), "target_date": day}]


def asked(session: Session, now: datetime) -> tuple[UseCase, UseCaseVersion]:
    """The same, put to its signers."""
    use_case = written(session, now)
    made = put_to_signers(session, RULES, use_case, BEA, now).version
    assert made is not None
    return use_case, made


@leaves(set_fields, "use_case.write", BEA)
def _set(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = start_use_case(session, created_by=BEA, channel_id="C1", now=now)
    return lambda: set_fields(session, RULES, use_case, {"title": "Calls"}, BEA, now)


@leaves(discard, "use_case.discard", BEA)
def _discard(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = written(session, now)
    return lambda: discard(session, use_case, BEA, now)


@leaves(bring_back, "use_case.bring_back", OLA)
def _bring_back(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = written(session, now)
    discard(session, use_case, BEA, now)
    return lambda: bring_back(session, use_case, OLA, now)


@leaves(link_model, "use_case.link", BEA)
def _link_model(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = written(session, now)
    return lambda: link_model(session, use_case, "churn", BEA, now)


@leaves(ask_for_section, "use_case.ask_section", BEA)
def _ask_for_section(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = written(session, now)
    return lambda: ask_for_section(session, use_case, SectionAsk("data", OLA), BEA, now)


@leaves(finish_asks, "use_case.asked_done", OLA)
def _finish_asks(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = written(session, now)
    ask_for_section(session, use_case, SectionAsk("data", OLA), BEA, now)
    return lambda: finish_asks(session, use_case, "data", OLA, now)


@leaves(close_asks, "use_case.asked_done", BEA)
def _close_asks(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = written(session, now)
    ask_for_section(session, use_case, SectionAsk("data", OLA), BEA, now)
    return lambda: close_asks(session, use_case, "data", BEA, now)


@leaves(could_not_ask, "use_case.asked_done", OURSELVES)
def _could_not_ask(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = written(session, now)
    ask = ask_for_section(session, use_case, SectionAsk("data", OLA), BEA, now)
    return lambda: could_not_ask(session, use_case, ask, "cannot_dm_bot", now)


@leaves(take_in, "use_case.import", "cli:ci")
def _import(session: Session, now: datetime) -> Callable[[], Any]:
    contract = Contract(Document({"title": "A list", "sponsor": BEA}), model="churn")
    return lambda: take_in(session, RULES, contract, Importer("cli:ci", now))


@leaves(link_round, "use_case.link", OLA)
def _link(session: Session, now: datetime) -> Callable[[], Any]:
    use_case, round_ = written(session, now), held_round(session, PAIRS, now)
    return lambda: link_round(session, use_case.id, round_.id, OLA, now)


@leaves(put_to_signers, "use_case.ask", BEA)
def _ask(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = written(session, now)
    return lambda: put_to_signers(session, RULES, use_case, BEA, now)


@leaves(agree_alone, "use_case.agree", BEA)
def _agree(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = written(session, now)
    return lambda: agree_alone(session, RULES, use_case, BEA, now)


@leaves(take_force, "use_case.agree", OLA)
def _take_force(session: Session, now: datetime) -> Callable[[], Any]:
    use_case, version = asked(session, now)
    return lambda: take_force(session, use_case, version, OLA, now)


@leaves(withdraw, "use_case.withdraw", BEA)
def _withdraw(session: Session, now: datetime) -> Callable[[], Any]:
    use_case, version = asked(session, now)
    return lambda: withdraw(session, use_case, version, BEA, now)


@leaves(sign, "use_case.sign", "U_AGENTLEAD")
def _sign(session: Session, now: datetime) -> Callable[[], Any]:
    use_case, version = asked(session, now)
    signature = SignOff("U_AGENTLEAD", CONSUMER_SPEAKER, version.version, now, Signature.APPROVE)
    return lambda: sign(session, use_case, signature, "U_AGENTLEAD", Signers())


@leaves(sign, "use_case.reject", "U_SPONSOR")
def _reject(session: Session, now: datetime) -> Callable[[], Any]:
    use_case, version = asked(session, now)
    signature = SignOff("U_SPONSOR", "sponsor", version.version, now, Signature.REJECT, "Not yet")
    return lambda: sign(session, use_case, signature, "U_SPONSOR", Signers())


@leaves(become_defined, "use_case.defined", BEA)
def _defined(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = written(session, now)
    use_case.status = Status.IDEA
    draft = draft_of(session, use_case.id).document
    return lambda: become_defined(session, RULES, use_case, draft, BEA, now)


@leaves(go_live, "use_case.live", OLA)
def _live(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = written(session, now)
    return lambda: go_live(session, use_case, OLA, now)


@leaves(choose_signer, "use_case.signer", BEA)
def _choose(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = written(session, now)
    return lambda: choose_signer(session, use_case, ("U_SPONSOR", OLA), BEA, {"U_SPONSOR"}, now)


@leaves(ask_question, "use_case.question", OLA)
def _question(session: Session, now: datetime) -> Callable[[], Any]:
    _, version = asked(session, now)
    return lambda: ask_question(session, version, OLA, "Why so low?", now)


@leaves(answer_question, "use_case.answer", BEA)
def _answer(session: Session, now: datetime) -> Callable[[], Any]:
    _, version = asked(session, now)
    question = ask_question(session, version, OLA, "Why so low?", now)
    return lambda: answer_question(session, question, BEA, "It's enough.", now)


@leaves(pass_question_on, "use_case.question_passed_on", OURSELVES)
def _pass_on(session: Session, now: datetime) -> Callable[[], Any]:
    _, version = asked(session, now)
    question = ask_question(session, version, OLA, "Why so low?", now)
    return lambda: pass_question_on(session, question, (), now)


@leaves(agree_to_retire, "use_case.agree_to_retire", "U_SPONSOR")
@leaves(agree_to_retire, "use_case.retire", "U_BOWNER")
def _retire(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = written(session, now)

    def take() -> None:
        for person in ("U_SPONSOR", "U_BOWNER"):
            retiring = Retiring(person, "Nobody uses it")
            agree_to_retire(session, RULES, use_case, retiring, Signers(), now)

    return take


@leaves(keep_use_case, "use_case.keep", "U_SPONSOR")
def _keep(session: Session, now: datetime) -> Callable[[], Any]:
    use_case = written(session, now)
    retiring = Retiring("U_BOWNER", "Nobody uses it")
    agree_to_retire(session, RULES, use_case, retiring, Signers(), now)
    return lambda: keep_use_case(session, use_case, "U_SPONSOR", Signers(), now)
