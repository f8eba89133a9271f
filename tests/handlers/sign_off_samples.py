"""Examples of the messages and windows about signatures and absences."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from slack_sdk.models.views import View

from assessments.absences.tables import Absence, AbsenceState
from assessments.errors import Code
from assessments.use_cases.contract.codes import Code as ContractCode
from assessments.use_cases.contract.content import ACCEPTANCE, Status
from assessments.use_cases.contract.difference import difference
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.sign_offs import Signature
from assessments.use_cases.contract.status import review
from assessments.use_cases.contract.values import plain
from assessments.use_cases.signing_card import Outcome, RoleCard, SigningCard, SignState
from assessments.use_cases.tables import UseCaseAsk, UseCaseSignOff
from ground.refusals import Names, Refusal
from handlers.blocks import absences
from handlers.blocks.text import Message
from handlers.blocks.use_cases import differences, sign_off, sign_off_windows
from handlers.blocks.use_cases.retirement import RetirementCard, retirement_message
from handlers.blocks.use_cases.stopped import StoppedCard, stopped_message
from handlers.blocks.use_cases.use_case import Standing, use_case_message
from tests.handlers.use_case_samples import use_case

BEA, DAN, OLA, MIA = "U0BEA", "U0DAN", "U0OLA", "U0MIA"
ID, NOW = UUID(int=7), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RULES = load_rules()
DOCUMENT = Document({name: plain(value) for name, value in RULES.example.items()})
_ROWS = DOCUMENT.rows(ACCEPTANCE)
LOOSER = Document({**DOCUMENT.values, ACCEPTANCE: [{**_ROWS[0], "threshold": 0.1}, *_ROWS[2:]]})
SIGNED = UseCaseSignOff(
    use_case_id=ID, version=2, role="sponsor", person=MIA, signed_by=OLA,
    signature=Signature.APPROVE, reason="", signed_at=NOW,
)  # fmt: skip
WAITING = SigningCard(
    use_case_id=ID,
    version_id=ID,
    title="Save leaving customers",
    channel_id="C1",
    version=2,
    follows=1,
    asked_by=BEA,
    asked_at=NOW,
    settled_at=None,
    outcome=Outcome.WAITING,
    document=LOOSER,
    roles=[
        RoleCard("sponsor", {MIA: OLA}, SIGNED),
        RoleCard("technical_owner", {DAN: DAN}, None),
    ],
    changed=difference(RULES, DOCUMENT, LOOSER),
)
ASK = UseCaseAsk(
    id=ID, use_case_id=ID, version=2, asked_by=DAN, asked_of=BEA, text="Why so low?", asked_at=NOW
)
ANSWERED = UseCaseAsk(**{**ASK.model_dump(), "answer": "The data moved.", "done_at": NOW})
AWAY = Absence(
    id=ID, user_id=MIA, stand_in=OLA, starts_at=NOW, ends_at=datetime(2026, 12, 15, tzinfo=UTC),
    state=AbsenceState.ON, noted_at=NOW,
)  # fmt: skip
GONE = sign_off.SignerGoneCard(WAITING, DAN, ("technical_owner",), None, is_gone=True)
RETIRING = RetirementCard(
    ID, "Save leaving customers", Status.APPROVED, "Nobody uses it",
    {"business_owner": (BEA, BEA)}, {"sponsor": (MIA,), "business_owner": (BEA,)},
)  # fmt: skip
STATE = SignState(ID, Status.APPROVED, WAITING, None, (), 1)
CHANGED = SignState(
    ID, Status.APPROVED, None, WAITING.changed, ("sponsor", "risk_and_compliance"), 1
)
NOT_READY = sign_off_windows.NotReady(
    "Save leaving customers",
    [Refusal(Code.NOBODY_SIGNS, roles=Names(["sponsor"]))],
    review(RULES, Document({"title": "Calls"}), Status.APPROVED, NOW.date()),
)
MESSAGES: Mapping[str, Message] = {
    "marks_changed": differences.marks_changed_message(
        RULES,
        differences.MarksChanged(
            "Save leaving customers", 2, difference(RULES, DOCUMENT, LOOSER), [BEA, MIA], NOW
        ),
    ),
    "use_case_signing": use_case_message(use_case(), None, Standing(STATE)),
    "use_case_unsent": use_case_message(use_case(), None, Standing(unsent=["latency_p95"])),
    "use_case_changed": use_case_message(
        use_case(), None, Standing(CHANGED, [Refusal(ContractCode.STATUS_VERDICT)])
    ),
    "use_case_retired": use_case_message(
        use_case(),
        None,
        Standing(SignState(ID, Status.RETIRED, None, None, (), 1, "Nobody uses it")),
    ),
    "sign_off": sign_off.sign_off_message(RULES, WAITING, "technical_owner", DAN),
    "sign_off_signed": sign_off.sign_off_message(RULES, WAITING, "sponsor", OLA),
    **{
        f"sign_off_{outcome}": sign_off.sign_off_message(
            RULES, replace(WAITING, outcome=outcome), "technical_owner", DAN
        )
        for outcome in Outcome
    },
    "sign_reminder": sign_off.sign_reminder(RULES, WAITING, "technical_owner", DAN),
    "sign_off_over": sign_off.sign_off_over(
        RULES,
        replace(
            WAITING, outcome=Outcome.WITHDRAWN, withdrawn_by=BEA, changed_meanwhile=["summary"]
        ),
    ),
    "use_case_stopped": stopped_message(
        StoppedCard("Churn call list", "C1", [(RULES.risk.questions[0].question, "Yes")])
    ),
    "use_case_not_stopped": stopped_message(StoppedCard("Churn call list", "C1", [])),
    "signer_question": sign_off.signer_question(WAITING, ASK),
    "signer_question_answered": sign_off.signer_question(WAITING, ANSWERED),
    "signer_answer": sign_off.signer_answer(WAITING, ANSWERED),
    "signer_gone": sign_off.signer_gone(GONE),
    "signer_replaced": sign_off.signer_gone(replace(GONE, instead=OLA)),
    "retirement": retirement_message(RETIRING, MIA),
    "retired": retirement_message(replace(RETIRING, status=Status.RETIRED), MIA),
    "absence": absences.absence_message(AWAY),
    "stand_in_gone": absences.stand_in_gone(AWAY, is_gone=True),
}
WINDOWS: Mapping[str, View] = {
    "not_ready_window": sign_off_windows.not_ready_window(RULES, NOT_READY),
    "reject_version_window": sign_off_windows.reject_version_window(WAITING, "technical_owner"),
    "ask_about_window": sign_off_windows.ask_about_window(WAITING, "technical_owner"),
    "answer_window": sign_off_windows.answer_window(WAITING, ASK),
    "whole_window": sign_off_windows.whole_window(RULES, WAITING),
    "choose_signer_window": sign_off_windows.choose_signer_window(WAITING, DAN),
    "retire_window": sign_off_windows.retire_window(ID, "Save leaving customers"),
    "absence_window": absences.absence_window(date(2026, 11, 23), None, "", "Ola", AWAY),
    "back_window": absences.back_window(),
}
