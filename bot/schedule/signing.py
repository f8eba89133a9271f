"""What time does to absences and signatures: a stand-in begins or ends, signers are reminded."""

from datetime import datetime

from assessments.absences.absences import due_absence, turn_due_absence
from assessments.use_cases.asking import claim_due_signer, due_signer
from bot.schedule.due import Due
from bot.transactions import Transaction
from handlers.surfaces.absences import show_absence
from handlers.surfaces.sign_offs import remind_signer


def _turn_absence(work: Transaction, now: datetime) -> bool:
    absence = turn_due_absence(work.session, now)
    if absence is None:
        return False
    show_absence(work, absence)
    return True


def _remind_signer(work: Transaction, now: datetime) -> bool:
    ask = claim_due_signer(work.session, now)
    if ask is None:
        return False
    remind_signer(work, ask)
    return True


SIGNING = (
    Due("absence", due_absence, _turn_absence),
    Due("signer", due_signer, _remind_signer),
)
